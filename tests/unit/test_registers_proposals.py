"""Companies proposed by papers: grouped, accepted, their papers filed."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.desk import Desk
from access.proposals import Proposal
from access.registers import CustomerEntry
from access.speaker import Speaker
from archive.catalogue import parts, scans
from archive.catalogue.settlements import Settlement, decode_settlement
from archive.decision import ProposedCustomer
from archive.errors import Conflict, NotFound
from tests.staffed import OTHER, Staffed
from tests.waiting import NO_KIND, credit_code, part, wait

NEW, MISREAD = "常州丙木家具有限公司", "常州内木家具有限公司"
CODE, SECOND_CODE = credit_code("91320281MA1XK4C2A"), credit_code("91320281MA1XK4C2B")


def state(staffed: Staffed, scan: int) -> str:
    with staffed.home.catalogue.read() as tx:
        return scans.get(tx, scan).state


def test_one_name_or_one_code_makes_one_company(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    _, numbers = wait(
        staffed,
        tmp_path,
        part(1, 1, proposed=ProposedCustomer("苏州丁木有限公司", None)),
        part(2, 2, proposed=ProposedCustomer(NEW, None)),
        part(3, 3, proposed=ProposedCustomer(MISREAD, CODE)),
        part(4, 4, proposed=ProposedCustomer(f" {NEW}", CODE)),
        part(5, 5),
    )
    assert desk.proposals.list(archivist) == (
        Proposal(NEW, (NEW, MISREAD, f" {NEW}"), (CODE,), tuple(numbers[1:4])),
        Proposal("苏州丁木有限公司", ("苏州丁木有限公司",), (), (numbers[0],)),
    )


def test_accepting_files_what_is_certain_and_names_the_rest(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    proposed = ProposedCustomer(NEW, CODE)
    whole, _ = wait(staffed, tmp_path, part(1, 2, proposed=proposed))
    half, numbers = wait(
        staffed, tmp_path, part(1, 1, proposed=proposed), part(2, 2, kind=NO_KIND, proposed=proposed)
    )
    accepted = desk.proposals.accept(archivist, CustomerEntry(NEW, department="SC2"))
    assert [filed.number for filed in accepted.filed] == ["YH-SC2-X-2026-0001-001", "YH-SC2-X-2026-0001-002"]
    assert (accepted.customer, accepted.name, accepted.waiting) == (3, NEW, (numbers[1],))
    assert desk.customers.show(archivist, NEW).code == CODE
    assert (state(staffed, whole), state(staffed, half)) == ("filed", "review")
    assert desk.proposals.list(archivist) == ()
    assert [choice.name for choice in desk.review.list(archivist)[0].customers] == [NEW]
    assert staffed.engine.pending().changes == 0


def test_accepting_again_goes_on_where_it_stopped(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    desk.customers.add(archivist, CustomerEntry(NEW))  # as an interrupted accept left it
    wait(staffed, tmp_path, part(1, 1, proposed=ProposedCustomer(NEW, None)))
    first = desk.proposals.accept(archivist, CustomerEntry(NEW))
    again = desk.proposals.accept(archivist, CustomerEntry(NEW))
    assert (len(first.filed), len(again.filed), again.customer) == (1, 0, first.customer)


def test_several_codes_need_a_word(desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path) -> None:
    for code in (CODE, SECOND_CODE):
        wait(staffed, tmp_path, part(1, 1, proposed=ProposedCustomer(NEW, code)))
    with pytest.raises(Conflict):
        desk.proposals.accept(archivist, CustomerEntry(NEW))
    accepted = desk.proposals.accept(archivist, CustomerEntry(NEW, code=SECOND_CODE))
    assert len(accepted.filed) == 2


def test_nobody_proposes_it(desk: Desk, archivist: Speaker) -> None:
    with pytest.raises(NotFound):
        desk.proposals.accept(archivist, CustomerEntry(NEW))


def test_a_proposed_name_can_be_a_known_customers(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, _ = wait(staffed, tmp_path, part(1, 1, proposed=ProposedCustomer("乙木贸易", None)))
    accepted = desk.proposals.add_alias(archivist, "乙木贸易", OTHER)
    assert [filed.number for filed in accepted.filed] == ["YH-SC1-X-2026-0001-001"]
    assert desk.customers.show(archivist, OTHER).aliases == ("乙木贸易",)
    assert state(staffed, scan) == "filed"
    with staffed.home.catalogue.read() as tx:
        row = parts.of_scan(tx, scan)[0]
    assert (row.customer, decode_settlement(str(row.settlement))) == (
        None,
        Settlement(1, 1, kind="business_licence", customer=2),
    )


def test_an_alias_of_a_company_with_another_code_is_refused(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    desk.customers.update(archivist, OTHER, CustomerEntry("", code=SECOND_CODE))
    wait(staffed, tmp_path, part(1, 1, proposed=ProposedCustomer("乙木贸易", CODE)))
    with pytest.raises(Conflict):
        desk.proposals.add_alias(archivist, "乙木贸易", OTHER)
    assert desk.customers.show(archivist, OTHER).aliases == ()
