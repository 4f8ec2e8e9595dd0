"""Samples that say who a customer is: licences, permits, qualifications, an honour."""

from __future__ import annotations

from sample_scans.drawing import certificates, licences
from sample_scans.drawing.companies import HEFEI, JIAXING, NINGBO, SHAOXING, SUZHOU, WENZHOU, Company
from sample_scans.drawing.delivery import Phone, image_file, scanned_pdf, two_tone_png
from sample_scans.drawing.sample import Part, Sample
from sample_scans.drawing.scanner import Glass


def identity_samples() -> tuple[Sample, ...]:
    """Licences and certificates, a duplicate and the licence of a stranger among them."""
    return (*_licences(), *_permits(), *_certificates(), _honour())


def _licences() -> tuple[Sample, ...]:
    jiaxing = Sample(
        "scan-02.jpg",
        (licences.broad_licence(JIAXING, issued="2021年06月08日", until="长期"),),
        image_file("JPEG", Glass(grey=False, skew=0.6, shadow=0.25)),
        (_licence(JIAXING, "2021-06-08", "长期"),),
        ("营业执照", JIAXING.name, JIAXING.code),
        (
            "colour scan of a new-style licence (正本), skewed; the QR code holds the code; near name "
            "of another customer"
        ),
    )
    copy = Sample(
        "scan-32.jpg",
        jiaxing.sheets,
        jiaxing.delivery,
        jiaxing.parts,
        jiaxing.words,
        "the same bytes as scan-02.jpg",
        "duplicate",
    )
    return (jiaxing, copy, *_new_licences(), *_old_licences())


def _new_licences() -> tuple[Sample, ...]:
    return (
        Sample(
            "photo-01.jpg",
            (licences.upright_licence(NINGBO, issued="2019年03月12日", until="2037年09月05日"),),
            image_file("JPEG", Phone(), dpi=200, quality=70),
            (_licence(NINGBO, "2019-03-12", "2037-09-05"),),
            ("营业执照", NINGBO.name, NINGBO.code, NINGBO.person),
            (
                "phone picture of a new-style licence (副本) in perspective, shadow; the QR code holds "
                "code and name"
            ),
        ),
        Sample(
            "photo-06.jpg",
            (licences.upright_licence(SUZHOU, issued="2022年11月24日", until="长期"),),
            image_file("JPEG", Phone(turn=90), dpi=200, quality=70),
            (_licence(SUZHOU, "2022-11-24", "长期"),),
            ("营业执照", SUZHOU.name, SUZHOU.code),
            "phone picture lying on its side (turned 90 degrees clockwise)",
        ),
        Sample(
            "scan-36.jpg",
            (licences.upright_licence(SHAOXING, issued="2023年08月02日", until="长期"),),
            image_file("JPEG", Glass(grey=False, skew=-0.4)),
            (_licence(SHAOXING, "2023-08-02", "长期"),),
            ("营业执照", SHAOXING.name, SHAOXING.code),
            "a clean licence of a company that is not in the register: waits until the company is accepted",
            "review",
        ),
    )


def _old_licences() -> tuple[Sample, ...]:
    hefei = _licence(HEFEI, "2015-07-03", "2031-10-26")
    wenzhou = _licence(WENZHOU, "2012-04-18", "2030-12-14")
    return (
        Sample(
            "scan-03.pdf",
            (licences.three_in_one_licence(HEFEI, issued="2015年07月03日", until="2031年10月26日"),),
            scanned_pdf(Glass(grey=False, skew=-0.9, shadow=0.2)),
            (_bare(hefei),),
            ("营业执照", HEFEI.name, HEFEI.number, "组织机构代码"),
            "old style: 15-digit registration number and organisation code, no 18-digit code",
        ),
        Sample(
            "scan-04.jpg",
            (licences.old_licence(WENZHOU, issued="2012年04月18日", until="2030年12月14日"),),
            image_file("JPEG", Glass(skew=1.1, noise=4, fade=0.12), quality=58),
            (_bare(wenzhou),),
            ("企业法人营业执照", WENZHOU.name, WENZHOU.number),
            (
                "grey photocopy of a supplier's old licence, stamped as a true copy; 15-digit "
                "registration number"
            ),
        ),
        Sample(
            "photo-05.heic",
            (licences.tax_registration(HEFEI, issued="2012年01月05日"),),
            image_file("HEIF", Phone(), dpi=200, quality=55),
            (Part("tax_registration", HEFEI.name, issue_date="2012-01-05", title="税务登记证"),),
            ("税务登记证", HEFEI.name),
            "HEIC picture of a phone",
        ),
    )


def _permits() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-07.jpg",
            (certificates.transport_permit(),),
            image_file("JPEG", Glass(grey=False, skew=-1.4, noise=3)),
            (Part("permit", SUZHOU.name, issue_date="2020-09-01", valid_until="2024-08-31"),),
            ("道路运输经营许可证", SUZHOU.name),
            "a permit that has expired",
        ),
        Sample(
            "scan-08.png",
            (certificates.equipment_permit(),),
            two_tone_png(Glass(skew=0.3)),
            (Part("permit", HEFEI.name, issue_date="2024-05-20", valid_until="2028-05-19"),),
            ("特种设备生产许可证", HEFEI.name),
            "black-and-white PNG; seal printed black over text",
        ),
    )


def _certificates() -> tuple[Sample, ...]:
    return (
        Sample(
            "scan-09.pdf",
            (certificates.building_qualification(),),
            scanned_pdf(Glass(grey=False, skew=0.2, turn=270)),
            (
                Part(
                    "qualification",
                    HEFEI.name,
                    code=HEFEI.code,
                    issue_date="2023-11-28",
                    valid_until="2028-11-27",
                ),
            ),
            ("资质证书", HEFEI.name),
            "broad certificate scanned on its side (turned 270 degrees)",
        ),
        Sample(
            "scan-10.jpg",
            (certificates.quality_certificate(),),
            image_file("JPEG", Glass(skew=0.8)),
            (
                Part(
                    "qualification",
                    WENZHOU.name,
                    code=WENZHOU.code,
                    issue_date="2025-06-24",
                    valid_until="2028-06-23",
                ),
            ),
            ("质量管理体系认证证书", WENZHOU.name),
            "a supplier's quality certificate, grey",
        ),
    )


def _honour() -> Sample:
    return Sample(
        "photo-38.jpg",
        (certificates.honour(),),
        image_file("JPEG", Phone(side=1500), dpi=150, quality=66),
        (Part("honour", NINGBO.name, issue_date="2025-01-16"),),
        ("荣誉证书", NINGBO.name),
        "phone picture of a framed honour; date in Chinese numerals",
    )


def _licence(company: Company, issued: str, until: str) -> Part:
    return Part(
        "business_licence",
        company.name,
        code=company.code,
        issue_date=issued,
        valid_until=until,
        title="营业执照",
    )


def _bare(part: Part) -> Part:
    """The part of a paper that carries no 18-digit code."""
    return Part(
        part.category,
        part.customer,
        issue_date=part.issue_date,
        valid_until=part.valid_until,
        title=part.title,
    )
