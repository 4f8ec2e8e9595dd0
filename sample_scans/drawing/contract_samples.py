"""Samples of contracts."""

from __future__ import annotations

from sample_scans.drawing import contracts
from sample_scans.drawing.companies import NINGBO, SUZHOU
from sample_scans.drawing.delivery import scanned_pdf
from sample_scans.drawing.sample import Part, Sample
from sample_scans.drawing.scanner import Glass


def contract_samples() -> tuple[Sample, ...]:
    """A contract with its power of attorney, and a contract that talks of a credit limit."""
    return (_sale(), _framework())


def _sale() -> Sample:
    return Sample(
        "scan-24.pdf",
        (*contracts.sales_contract(), contracts.power_of_attorney()),
        scanned_pdf(Glass(grey=False, skew=0.35), quality=52),
        (
            Part(
                "contract_text",
                NINGBO.name,
                "1-4",
                issue_date="2025-04-16",
                valid_until="2026-04-15",
                title="工业品买卖合同",
                contract="RD-SC1-2025-017",
            ),
            Part(
                "power_of_attorney",
                NINGBO.name,
                "5",
                issue_date="2025-04-10",
                valid_until="2026-04-15",
                title="授权委托书",
                contract="RD-SC1-2025-017",
            ),
        ),
        ("工业品买卖合同", "RD-SC1-2025-017", "授权委托书"),
        "four pages of contract and one power of attorney in one scan; pages 2 and 3 name no party",
    )


def _framework() -> Sample:
    return Sample(
        "scan-25.pdf",
        contracts.framework_contract(),
        scanned_pdf(Glass(skew=-0.6)),
        (
            Part(
                "contract_text",
                SUZHOU.name,
                "1-2",
                issue_date="2026-01-12",
                valid_until="2026-12-31",
                title="冷库机组年度供货框架合同",
                contract="RD-SC2-2026-004",
            ),
        ),
        ("框架合同", "RD-SC2-2026-004", "信用额度50万元"),
        "near miss: a contract that quotes a credit limit, its approval and notice",
    )
