"""What reports may speak of: the whole house for keepers, a director's own regulations for a director."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from access.contract_sheet import ContractEntry
from access.corrections import Correction
from access.desk import Desk
from access.review import Ruling
from access.waivers import Exemption
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.holdings import (
    HeldCustomer,
    HeldDocument,
    HeldFile,
    HeldReference,
    Holdings,
    VoidNumber,
    WaitingPart,
    Waiver,
)
from archive.people import Post
from tests.staffed import CANARY_DATE, CANARY_TITLE, CUSTOMER, OTHER, Staffed
from tests.waiting import FIRST, NO_KIND, credit_code, part, wait

COMPANY, DEPARTMENT = "云禾股份有限公司", "市场一部"
CODE = credit_code("91320281MA1XK4C2A")


def read(desk: Desk, staffed: Staffed, post: Post, *customers: str) -> Holdings:
    return desk.holdings.read(staffed.speakers[post], customers=customers)


def test_an_empty_house_still_has_its_customers(desk: Desk, staffed: Staffed) -> None:
    assert read(desk, staffed, Post.ARCHIVIST) == Holdings(
        customers=(
            HeldCustomer(1, CUSTOMER, "customer", COMPANY, DEPARTMENT),
            HeldCustomer(2, OTHER, "customer", COMPANY, DEPARTMENT),
        )
    )


def test_a_filed_paper_with_all_that_reports_need(desk: Desk, staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    held = read(desk, staffed, Post.CREDIT_MANAGER)
    assert held.files == (
        HeldFile(
            id=filed.file,
            number="YH-SC1-X-2026-0001",
            company=COMPANY,
            department=DEPARTMENT,
            regulation="credit",
            customer=1,
            contract=None,
            year=2026,
            custody="department",
        ),
    )
    assert held.documents == (
        HeldDocument(
            id=filed.document,
            number=filed.number,
            item=1,
            file=filed.file,
            kind="credit_report",
            title=f"{CUSTOMER}{CANARY_TITLE}",
            author="",
            issued_on=CANARY_DATE,
            valid_until=None,
            long_term=False,
            copy="",
            pages=2,
            secrecy=staffed.home.regulations["credit"].secrecy,
            retention=staffed.home.regulations["credit"].retention,
            filed_on=date(2026, 3, 5),
            has_credit_code=False,
            state="current",
        ),
    )


def test_a_directors_holdings_are_those_of_his_regulations(
    desk: Desk, staffed: Staffed, tmp_path: Path
) -> None:
    credit = staffed.file_paper(tmp_path, kind="brochure")
    visit = staffed.file_paper(tmp_path, kind="visit_record", text="访")
    manager = read(desk, staffed, Post.GENERAL_MANAGER)
    director = read(desk, staffed, Post.CREDIT_OFFICE_DIRECTOR)
    assert [document.id for document in manager.documents] == [visit.document]
    assert [document.id for document in director.documents] == [credit.document]
    assert {file.regulation for file in manager.files} == {"customer"}


def test_a_paper_kept_elsewhere_is_shown_where_it_is_referred_to(
    desk: Desk, staffed: Staffed, tmp_path: Path
) -> None:
    desk.contracts.add(staffed.speakers[Post.ARCHIVIST], ContractEntry("XS-7", CUSTOMER))
    _, (licence, text) = wait(
        staffed, tmp_path, part(1, 1, customer=FIRST, code=CODE), part(2, 2, customer=FIRST)
    )
    archivist = staffed.speakers[Post.ARCHIVIST]
    kept = desk.review.settle(archivist, licence, Ruling()).filed
    contract = desk.review.settle(archivist, text, Ruling(category="contract_text", contract="XS-7")).filed
    held = read(desk, staffed, Post.ARCHIVIST)
    assert HeldReference(kept.document, contract.file, "counterparty_licence") in held.references
    assert [(document.id, document.has_credit_code) for document in held.documents] == [
        (kept.document, True),
        (contract.document, False),
    ]
    assert [file.contract for file in held.files] == ["XS-7", None]


def test_one_customers_holdings(desk: Desk, staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    other = staffed.file_paper(tmp_path, customer=2, text="二")
    held = read(desk, staffed, Post.ARCHIVIST, OTHER)
    assert ([customer.id for customer in held.customers], [one.id for one in held.documents]) == (
        [2],
        [other.document],
    )
    with pytest.raises(NotFound):
        read(desk, staffed, Post.ARCHIVIST, "无此客户")


def test_a_number_left_behind_is_shown_as_void(desk: Desk, staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    archivist = staffed.speakers[Post.ARCHIVIST]
    desk.documents.correct(archivist, filed.number, Correction(customer=OTHER), reason="看错了")
    assert read(desk, staffed, Post.ARCHIVIST).voids == (VoidNumber(filed.file, 1, filed.number, "看错了"),)


def test_waiting_parts_are_counted_by_whose_they_would_be(
    desk: Desk, staffed: Staffed, tmp_path: Path
) -> None:
    _, (mine, unknown) = wait(
        staffed, tmp_path, part(1, 2, customer=FIRST), part(3, 3, kind=NO_KIND), name="甲木.tiff"
    )
    held = read(desk, staffed, Post.ARCHIVIST)
    assert held.waiting == (
        WaitingPart(mine, "甲木.tiff", 2, 1, "business_licence", staffed.clock()),
        WaitingPart(unknown, "甲木.tiff", 1, None, "brochure", staffed.clock()),
    )
    assert read(desk, staffed, Post.GENERAL_MANAGER).waiting == ()
    assert [one.id for one in read(desk, staffed, Post.ARCHIVIST, CUSTOMER).waiting] == [mine]


def test_a_waiver_is_marked_and_withdrawn(desk: Desk, staffed: Staffed) -> None:
    keeper = staffed.speakers[Post.CREDIT_MANAGER]
    exemption = Exemption(CUSTOMER, "客户信用档案", "资质证书", "该行业无资质要求")
    shown = desk.waivers.add(keeper, exemption)
    assert read(desk, staffed, Post.CREDIT_MANAGER).waivers == (
        Waiver(1, "credit", "qualification", None, "该行业无资质要求", "信用管理员甲", staffed.clock()),
    )
    with pytest.raises(Conflict):
        desk.waivers.add(keeper, exemption)
    assert desk.waivers.withdraw(keeper, shown.number).withdrawn_at == staffed.clock()
    assert read(desk, staffed, Post.CREDIT_MANAGER).waivers == ()
    with pytest.raises(Conflict):
        desk.waivers.withdraw(keeper, shown.number)


@pytest.mark.parametrize(
    ("exemption", "error"),
    [
        (Exemption(CUSTOMER, "credit", "qualification", " "), BadInput),
        (Exemption(CUSTOMER, "信用", "qualification", "无"), BadInput),
        (Exemption(CUSTOMER, "credit", "visit_record", "无"), BadInput),
        (Exemption(CUSTOMER, "credit", "qualification", "无", file="YH-SC1-X-2026-0009"), NotFound),
        (Exemption("无此客户", "credit", "qualification", "无"), NotFound),
    ],
)
def test_what_cannot_be_waived(
    desk: Desk, staffed: Staffed, exemption: Exemption, error: type[Exception]
) -> None:
    with pytest.raises(error):
        desk.waivers.add(staffed.speakers[Post.ARCHIVIST], exemption)


@pytest.mark.parametrize("post", [Post.READER, Post.AUDITOR, Post.ADMINISTRATOR])
def test_who_watches_over_nothing_sees_nothing(desk: Desk, staffed: Staffed, post: Post) -> None:
    with pytest.raises(Refused):
        read(desk, staffed, post)
