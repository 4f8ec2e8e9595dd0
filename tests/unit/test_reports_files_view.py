"""案卷目录 and 卷内目录."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.holdings import HeldReference, VoidNumber
from archive.regulations import Regulations, load_regulations
from reports.files_view import contents_table, files_table
from tests.shelf import CONTRACT, CREDIT, Shelf


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_LANG", "en")


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return load_regulations(Path(__file__).parents[2] / "config" / "regulations", overlay=None)


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.put(
        "business_licence",
        title="营业执照",
        author="某市市场监督管理局",
        issued_on=date(2026, 1, 8),
        copy="复印件",
    )
    shelf.put("credit_report", title="资信调查报告", pages=6, state="superseded")
    shelf.put("contract_text", CONTRACT, title="购销合同", pages=4)
    return shelf


def test_the_list_of_files_counts_papers_and_pages(regulations: Regulations, shelf: Shelf) -> None:
    name = "江阴甲木工业有限公司"

    assert (
        (
            "YH-SC1-H-2026-0001",
            "合同档案",
            name,
            "YH-2026-018",
            "2026",
            "市场一部",
            "with the department",
            1,
            4,
        ),
        ("YH-SC1-X-2026-0001", "客户信用档案", name, None, "2026", "市场一部", "with the department", 2, 7),
    ) == files_table(shelf.holdings(), regulations).rows


def test_the_papers_of_a_file_come_in_order_with_void_numbers_among_them(
    regulations: Regulations, shelf: Shelf
) -> None:
    shelf.documents[1] = replace(shelf.documents[1], item=3, number="YH-SC1-X-2026-0001-003")
    void = VoidNumber(CREDIT.id, 2, "YH-SC1-X-2026-0001-002", "改归合同档案")
    holdings = replace(shelf.holdings(), voids=(void,))

    assert (
        (
            1,
            "YH-SC1-X-2026-0001-001",
            "营业执照",
            "某市市场监督管理局",
            date(2026, 1, 8),
            1,
            "普通商密",
            "复印件",
        ),
        (2, "YH-SC1-X-2026-0001-002", "作废", "", None, None, "", "改归合同档案"),
        (3, "YH-SC1-X-2026-0001-003", "资信调查报告", "", None, 6, "普通商密", "superseded"),
    ) == contents_table(CREDIT, holdings, regulations).rows


def test_papers_kept_elsewhere_are_named_below(regulations: Regulations, shelf: Shelf) -> None:
    shelf.references = [
        HeldReference(1, CONTRACT.id, "counterparty_licence"),
        HeldReference(1, CREDIT.id, "tax_registration"),
    ]
    holdings = shelf.holdings()

    assert ("See also YH-SC1-X-2026-0001-001: 营业执照",) == (
        contents_table(CONTRACT, holdings, regulations).notes
    )
    assert () == contents_table(CREDIT, holdings, regulations).notes
