"""Samples of granting and watching credit."""

from __future__ import annotations

from sample_scans.drawing import after_sale, credit_papers, statements
from sample_scans.drawing.companies import NINGBO, SUZHOU
from sample_scans.drawing.delivery import Phone, born_digital, fax_tiff, image_file, scanned_pdf
from sample_scans.drawing.sample import Part, Sample
from sample_scans.drawing.scanner import Glass


def credit_samples() -> tuple[Sample, ...]:
    """From the application to the promise to pay what is overdue."""
    return (*_applications(), *_surveys(), *_limits(), _faxed_limit(), *_calls(), *_balances())


def _applications() -> tuple[Sample, ...]:
    return (
        Sample(
            "mail-11.pdf",
            (credit_papers.printed_application(),),
            born_digital(),
            (
                Part(
                    "credit_application",
                    NINGBO.name,
                    code=NINGBO.code,
                    issue_date="2026-02-09",
                    title="客户信用申请表",
                ),
            ),
            ("客户信用申请表", NINGBO.name, NINGBO.code, "120 万元"),
            "born-digital PDF with a sound text layer; mentions licence and statements as enclosures",
        ),
        Sample(
            "scan-12.jpg",
            (credit_papers.written_application(),),
            image_file("JPEG", Glass(grey=False, skew=-0.7, shadow=0.3), quality=58),
            (Part("credit_application", SUZHOU.name, issue_date="2025-11-03", title="赊销信用申请表"),),
            ("赊销信用申请表", "伍拾万元整"),
            "form filled in by hand, seal over the writing, no code",
        ),
    )


def _surveys() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-13.jpg",
            (credit_papers.site_survey(),),
            image_file("JPEG", Glass(skew=1.2, noise=3)),
            (Part("site_survey", NINGBO.name, issue_date="2026-02-26", title="客户现场调查表"),),
            ("现场调查表", NINGBO.name),
            "form filled in by hand, grey, skewed",
        ),
        Sample(
            "scan-14.pdf",
            credit_papers.credit_report(),
            scanned_pdf(Glass(skew=0.4)),
            (Part("credit_report", NINGBO.name, "1-2", issue_date="2026-03-04", title="资信调查报告"),),
            ("资信调查报告", "信用分析结论"),
            "two pages; tells of licence, site survey and ratios; the customer's name is in the title",
        ),
        Sample(
            "scan-15.pdf",
            (statements.balance_sheet(), statements.income_statement(), statements.cash_flow()),
            scanned_pdf(Glass(skew=-0.3), dpi=170, quality=58),
            (
                Part("balance_sheet", NINGBO.name, "1", title="资产负债表"),
                Part("income_statement", NINGBO.name, "2", title="利润表"),
                Part("cash_flow", NINGBO.name, "3", title="现金流量表"),
            ),
            ("资产负债表", "利润表", "现金流量表", "42,179,259.23"),
            "three statements in one scan; they balance",
        ),
    )


def _limits() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-16.jpg",
            (credit_papers.limit_approval(),),
            image_file("JPEG", Glass(grey=False, skew=0.5), quality=58),
            (
                Part(
                    "credit_limit",
                    NINGBO.name,
                    code=NINGBO.code,
                    issue_date="2026-03-16",
                    valid_until="2027-03-15",
                    title="授信额度批准表",
                ),
            ),
            ("授信额度批准表", NINGBO.name),
            "signed through by hand, two seals",
        ),
        Sample(
            "mail-17.pdf",
            (credit_papers.limit_notice(),),
            born_digital(),
            (
                Part(
                    "limit_notice",
                    NINGBO.name,
                    issue_date="2026-03-16",
                    valid_until="2027-03-15",
                    title="关于授信额度的通知函",
                ),
            ),
            ("通知函", NINGBO.name, "100万元"),
            "born-digital PDF; the own company's name stands larger than the customer's",
        ),
    )


def _faxed_limit() -> Sample:
    return Sample(
        "fax-18.tif",
        credit_papers.faxed_limit(),
        fax_tiff(),
        (
            Part(
                "credit_limit",
                SUZHOU.name,
                "1",
                issue_date="2025-12-08",
                valid_until="2026-12-07",
                title="客户授信额度表",
            ),
            Part(
                "limit_notice",
                SUZHOU.name,
                "2",
                issue_date="2025-12-08",
                valid_until="2026-12-07",
                title="通知函",
            ),
        ),
        ("授信额度表", "通知函", SUZHOU.name),
        "fax of two pages, group 4: a limit table and its notice",
    )


def _calls() -> tuple[Sample, ...]:
    return (
        Sample(
            "photo-19.webp",
            (after_sale.call_record(),),
            image_file("WEBP", Phone(), dpi=200, quality=60),
            (Part("call_record", SUZHOU.name, issue_date="2026-03-18", title="客户通话记录"),),
            ("通话记录", "压力表"),
            "WebP picture of a phone, written by hand",
        ),
        Sample(
            "scan-20.jpg",
            (after_sale.dunning_record(),),
            image_file("JPEG", Glass(skew=-1.0, noise=3, shadow=0.35)),
            (Part("dunning_call", SUZHOU.name, issue_date="2026-05-28", title="催账电话记录表"),),
            ("催账电话记录", SUZHOU.name, "183,600.00"),
            "written by hand, binding shadow; mentions a promise to pay",
        ),
    )


def _balances() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-21.jpg",
            (after_sale.account_statement(),),
            image_file("JPEG", Glass(grey=False, skew=0.3), quality=58),
            (Part("account_statement", NINGBO.name, title="往来款项对账单"),),
            ("对账单", NINGBO.name, "245,700.00"),
            "two red seals; confirmed by hand; states several dates, none as its own",
        ),
        Sample(
            "scan-22.pdf",
            (after_sale.garbled_statement(),),
            scanned_pdf(Glass(skew=-0.2), garbage=True),
            (Part("account_statement", SUZHOU.name, issue_date="2026-05-04", title="应收账款对账单"),),
            ("对账单", SUZHOU.name, "277,850.00"),
            "the text layer is garbage (private-use characters): must be read by OCR",
        ),
        Sample(
            "fax-23.tif",
            (after_sale.payment_commitment(),),
            fax_tiff(),
            (Part("payment_commitment", SUZHOU.name, issue_date="2026-05-22", title="付款承诺书"),),
            ("付款承诺书", SUZHOU.name),
            "fax, group 4, written by hand, seals received black",
        ),
    )
