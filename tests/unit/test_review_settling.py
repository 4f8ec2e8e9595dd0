"""Papers that wait in review: listed, looked at, settled, cut and joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.contract_sheet import ContractEntry
from access.desk import Desk
from access.review import Ruling
from access.speaker import Speaker
from archive import audit
from archive.catalogue import parts, scans
from archive.catalogue.parts import PartRow
from archive.catalogue.settlements import Settlement, decode_settlement
from archive.consistency import catalogue_faults
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.people import Post
from tests.staffed import CUSTOMER, OTHER, Staffed
from tests.waiting import FIRST, LICENCE, NO_KIND, part, wait


def rows_of(staffed: Staffed, scan: int) -> list[PartRow]:
    with staffed.home.catalogue.read() as tx:
        return list(parts.of_scan(tx, scan))


def standing(staffed: Staffed, scan: int) -> list[tuple[int, int, str]]:
    return [(row.machine.first_page, row.machine.last_page, row.state) for row in rows_of(staffed, scan)]


def state(staffed: Staffed, scan: int) -> str:
    with staffed.home.catalogue.read() as tx:
        return scans.get(tx, scan).state


def test_the_list_says_what_the_rules_thought(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, numbers = wait(
        staffed, tmp_path, part(1, 2, customer=FIRST, kind=NO_KIND), part(3, 3), name="甲木.tiff"
    )
    first, second = desk.review.list(archivist)
    assert (first.part, first.scan, first.scan_name) == (numbers[0], scan, "甲木.tiff")
    assert (first.first_page, first.last_page) == (1, 2)
    assert [(choice.value, choice.name) for choice in first.kinds] == [("brochure", "企业宣传材料")]
    assert [(choice.value, choice.name) for choice in first.customers] == [("1", CUSTOMER)]
    assert [evidence.words for evidence in second.kinds[0].evidence] == ["营业执照"]
    assert str(second.reason) == "No known kind of paper fits."


def test_a_part_is_shown_with_its_own_pages_only(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    _, numbers = wait(staffed, tmp_path, part(1, 1), part(2, 3, code="9132"), name="甲")
    shown = desk.review.show(archivist, numbers[1])
    assert [page.text for page in shown.pages] == ["第2页甲", "第3页甲"]
    assert [(field.name, field.value) for field in shown.fields] == [("code", "9132")]
    assert [(one.part, one.state) for one in shown.siblings] == [(numbers[0], "review")]
    assert desk.review.image(archivist, numbers[1], page=2).startswith(b"\x89PNG")
    with pytest.raises(NotFound):
        desk.review.image(archivist, numbers[1], page=1)
    with staffed.home.catalogue.read() as tx:
        seen = [row.entry for row in audit.rows(tx) if row.entry.act == "review.show"]
    assert [(row.subject, row.basis) for row in seen] == [(f"part:{numbers[1]}", f"duty:settle:{numbers[1]}")]


def test_the_rules_first_choices_can_simply_be_confirmed(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, (number,) = wait(staffed, tmp_path, part(1, 2, customer=FIRST))
    settled = desk.review.settle(archivist, number, Ruling())
    assert (settled.filed.number, settled.waiting) == ("YH-SC1-X-2026-0001-001", ())
    assert (standing(staffed, scan), state(staffed, scan)) == ([(1, 2, "filed")], "filed")
    assert staffed.engine.pending().changes == 0


def test_the_machines_word_stays_beside_the_persons(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    settled = desk.review.settle(archivist, number, Ruling(category="许可证", customer=OTHER))
    (row,) = rows_of(staffed, scan)
    assert (row.machine.category, row.kind, row.customer) == (LICENCE, "business_licence", 1)
    assert decode_settlement(str(row.settlement)) == Settlement(1, 1, kind="permit", customer=2)
    assert (row.settled_by, row.settled_at, row.document) == (
        archivist.person.number,
        staffed.clock(),
        settled.filed.document,
    )


def test_a_part_is_cut_in_two(desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path) -> None:
    scan, (number,) = wait(staffed, tmp_path, part(1, 4, customer=FIRST))
    settled = desk.review.settle(archivist, number, Ruling(pages=(2, 3)))
    assert sorted(standing(staffed, scan)) == [
        (1, 1, "review"),
        (1, 4, "resplit"),
        (2, 3, "filed"),
        (4, 4, "review"),
    ]
    assert (len(settled.waiting), state(staffed, scan)) == (2, "review")
    for rest in settled.waiting:
        desk.review.settle(archivist, rest, Ruling(category="brochure"))
    assert state(staffed, scan) == "filed"


def test_parts_are_joined(desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path) -> None:
    scan, (first, _, _) = wait(
        staffed, tmp_path, part(1, 1, customer=FIRST, code="A"), part(2, 2, title="B"), part(3, 4)
    )
    settled = desk.review.settle(archivist, first, Ruling(pages=(1, 3)))
    assert sorted(standing(staffed, scan)) == [
        (1, 1, "resplit"),
        (1, 3, "filed"),
        (2, 2, "resplit"),
        (3, 4, "resplit"),
        (4, 4, "review"),
    ]
    shown = desk.documents.show(archivist, settled.filed.number)
    assert [field.value for field in shown.fields] == ["A", "B"]
    assert (shown.first_page, shown.last_page) == (1, 3)


def test_pages_that_are_filed_cannot_be_taken(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, (first, second) = wait(staffed, tmp_path, part(1, 1, customer=FIRST), part(2, 2, customer=FIRST))
    desk.review.settle(archivist, first, Ruling())
    with pytest.raises(Conflict):
        desk.review.settle(archivist, second, Ruling(pages=(1, 2)))
    assert standing(staffed, scan) == [(1, 1, "filed"), (2, 2, "review")]


def test_papers_that_share_pages_are_settled_one_by_one(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    """A report of which two pages are a statement, and a page that two papers share."""
    papers = part(1, 4, customer=FIRST), part(2, 3, customer=FIRST), part(4, 4, customer=FIRST)
    scan, (report, inner, last) = wait(staffed, tmp_path, *papers)
    for number, category in ((inner, "balance_sheet"), (report, "credit_report"), (last, "cash_flow")):
        settled = desk.review.settle(archivist, number, Ruling(category=category))
        assert settled.waiting == ()
    assert standing(staffed, scan) == [(1, 4, "filed"), (2, 3, "filed"), (4, 4, "filed")]
    assert state(staffed, scan) == "filed"
    with staffed.home.catalogue.read() as tx:
        assert [] == [str(fault.what) for fault in catalogue_faults(tx) if "ocument" in fault.what.text]


def test_pages_beyond_a_shared_one_are_taken_only_if_nobody_filed_them(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, (first, second) = wait(staffed, tmp_path, part(1, 2, customer=FIRST), part(2, 3, customer=FIRST))
    desk.review.settle(archivist, first, Ruling())
    with pytest.raises(Conflict):
        desk.review.settle(archivist, second, Ruling(pages=(1, 3)))
    desk.review.settle(archivist, second, Ruling())
    assert standing(staffed, scan) == [(1, 2, "filed"), (2, 3, "filed")]


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Ruling(), "The customer must be said."),
        (Ruling(category="许可正", customer="1"), "There is no category {word}{hint}."),
        (
            Ruling(customer="1", pages=(1, 9)),
            "The part {part} has the pages {first} to {last}, its scan {count} page(s).",
        ),
        (
            Ruling(customer="1", pages=(2, 1)),
            "The part {part} has the pages {first} to {last}, its scan {count} page(s).",
        ),
    ],
)
def test_a_ruling_that_cannot_be(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path, ruling: Ruling, said: str
) -> None:
    scan, (number,) = wait(staffed, tmp_path, part(1, 2))
    with pytest.raises(BadInput) as caught:
        desk.review.settle(archivist, number, ruling)
    assert caught.value.message == said
    assert standing(staffed, scan) == [(1, 2, "review")]


def test_a_contract_paper_goes_to_its_contracts_file(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    desk.contracts.add(archivist, ContractEntry("XS-7", CUSTOMER, signed_on="2024-02-03"))
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    with pytest.raises(NotFound):
        desk.review.settle(archivist, number, Ruling(category="合同正本、副本", contract="XS-8"))
    settled = desk.review.settle(archivist, number, Ruling(category="contract_text", contract="XS-7"))
    assert settled.filed.number == "YH-SC1-H-2024-0001-001"


def test_settled_and_unknown_parts_look_the_same(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    desk.review.settle(archivist, number, Ruling())
    for gone in (number, 99):
        with pytest.raises(Refused):
            desk.review.show(archivist, gone)
        with pytest.raises(Refused):
            desk.review.settle(archivist, gone, Ruling())


@pytest.mark.parametrize("post", [Post.READER, Post.AUDITOR, Post.ADMINISTRATOR, Post.SALES_DIRECTOR])
def test_only_keepers_see_what_waits(desk: Desk, staffed: Staffed, tmp_path: Path, post: Post) -> None:
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    with pytest.raises(Refused):
        desk.review.list(staffed.speakers[post])
    with pytest.raises(Refused):
        desk.review.show(staffed.speakers[post], number)
