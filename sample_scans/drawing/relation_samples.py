"""Samples of the relation with customers, and of what they print about themselves."""

from __future__ import annotations

from sample_scans.drawing import printed_matter, relations
from sample_scans.drawing.companies import HEFEI, JIAXING, NINGBO, WENZHOU
from sample_scans.drawing.delivery import Phone, born_digital, image_file, scanned_pdf
from sample_scans.drawing.sample import Part, Sample
from sample_scans.drawing.scanner import Glass


def relation_samples() -> tuple[Sample, ...]:
    """Visits, complaints, surveys; profiles and dealings; brochure, card and web page."""
    return (*_meetings(), *_profiles(), *_printed_matter())


def _meetings() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-26.jpg",
            (relations.visit_record(),),
            image_file("JPEG", Glass(skew=0.5, turn=180)),
            (Part("visit_record", JIAXING.name, issue_date="2026-04-02", title="客户拜访与沟通记录"),),
            ("拜访", JIAXING.name),
            "written by hand; scanned upside down",
        ),
        Sample(
            "scan-27.jpg",
            (relations.complaint(),),
            image_file("JPEG", Glass(skew=-0.8, noise=3)),
            (Part("complaint", JIAXING.name, issue_date="2026-05-09", title="客户投诉登记表"),),
            ("客户投诉", JIAXING.name),
            "written by hand, grey",
        ),
        Sample(
            "photo-28.jpg",
            (relations.satisfaction_form(),),
            image_file("JPEG", Phone(), dpi=200, quality=64),
            (Part("satisfaction_form", HEFEI.name, issue_date="2025-12-10", title="顾客满意度调查表"),),
            ("满意度调查表", HEFEI.name),
            "ticked by hand, phone picture; mentions the handling of complaints",
        ),
    )


def _profiles() -> tuple[Sample, ...]:
    return (
        Sample(
            "mail-31.pdf",
            (relations.contact_sheet(),),
            born_digital(),
            (Part("contact_sheet", HEFEI.name, issue_date="2026-01-08", title="客户联系方式登记"),),
            ("客户联系方式", HEFEI.name),
            "born-digital PDF",
        ),
        Sample(
            "mail-34.pdf",
            (relations.trade_history(),),
            born_digital(),
            (Part("trade_history", NINGBO.name, issue_date="2026-01-06", title="客户历史交易记录"),),
            ("历史交易记录", NINGBO.name, "7,387,050.00"),
            "born-digital PDF on a broad sheet, printed from a trading system",
        ),
        Sample(
            "scan-35.jpg",
            (relations.credit_description(),),
            image_file("JPEG", Glass(skew=0.2, fade=0.1)),
            (Part("credit_description", HEFEI.name, issue_date="2026-02-03", title="客户信用状况描述"),),
            ("信用状况", HEFEI.name),
            "mentions the customer's former name",
        ),
    )


def _printed_matter() -> tuple[Sample, ...]:
    return (
        Sample(
            f"{WENZHOU.name}/scan-29.pdf",
            printed_matter.brochure(),
            scanned_pdf(Glass(grey=False), quality=62),
            (Part("brochure", WENZHOU.name, "1-2", title="产品手册"),),
            ("产品手册", "轴承"),
            "a supplier's brochure that never gives its name: the folder's name tells whose it is",
        ),
        Sample(
            "photo-30.jpg",
            (printed_matter.business_card(),),
            image_file("JPEG", Phone(side=1400), dpi=400, quality=70),
            (Part("business_card", JIAXING.name),),
            (JIAXING.name, "采购部经理"),
            "phone picture of a business card",
        ),
        Sample(
            "mail-37.pdf",
            (printed_matter.web_page(),),
            born_digital(),
            (Part("web_page", JIAXING.name, issue_date="2026-04-01"),),
            (JIAXING.name, "公司介绍"),
            "a web page printed from the browser as PDF",
        ),
    )
