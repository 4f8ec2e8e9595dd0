"""A name on a settled paper is proposed as an alias, and adopted or refused by a person only."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.desk import Desk
from access.registers import CustomerEntry
from access.review import Ruling
from access.speaker import Speaker
from archive.decision import ProposedCustomer
from archive.errors import BadInput, NotFound
from tests.staffed import CUSTOMER, OTHER, Staffed
from tests.waiting import credit_code, part, wait

NAMED = "江阴甲木重工有限公司"
CODE = credit_code("91320281MA1XABCD1")


def settle(
    staffed: Staffed, folder: Path, archivist: Speaker, *, name: str = NAMED, code: str | None = None
) -> str | None:
    """Settle a paper that names a company to the first customer; what was proposed."""
    proposed = ProposedCustomer(name, code)
    _, (number,) = wait(staffed, folder, part(1, 1, proposed=proposed))
    return staffed.desk.review.settle(archivist, number, Ruling(customer=CUSTOMER)).alias


def names(desk: Desk, archivist: Speaker) -> list[tuple[int, str, str]]:
    return [(one.number, one.name, one.customer) for one in desk.aliases.list(archivist)]


def test_what_a_paper_calls_its_customer_is_proposed_once(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    said = [settle(staffed, tmp_path, archivist) for _ in range(2)]
    assert said == [NAMED, None]
    assert names(desk, archivist) == [(1, NAMED, CUSTOMER)]
    assert NAMED not in desk.customers.show(archivist, "1").aliases


def test_an_accepted_name_is_an_alias(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, archivist)
    desk.aliases.accept(archivist, 1)
    assert NAMED in desk.customers.show(archivist, "1").aliases
    assert names(desk, archivist) == []
    assert settle(staffed, tmp_path, archivist) is None


def test_a_rejected_name_is_not_proposed_again(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, archivist)
    desk.aliases.reject(archivist, 1)
    assert settle(staffed, tmp_path, archivist) is None
    assert names(desk, archivist) == []
    assert NAMED not in desk.customers.show(archivist, "1").aliases


def test_a_name_with_another_companys_code_is_another_company(
    staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    assert settle(staffed, tmp_path, archivist, code=CODE) is None


def test_a_name_with_the_customers_own_code_is_proposed(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    desk.customers.update(archivist, "1", CustomerEntry("", code=CODE))
    assert settle(staffed, tmp_path, archivist, code=CODE) == NAMED


def test_a_registered_name_is_nobodys_alias(staffed: Staffed, archivist: Speaker, tmp_path: Path) -> None:
    assert settle(staffed, tmp_path, archivist, name=OTHER) is None


def test_a_name_that_has_become_another_customers_cannot_be_accepted(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, archivist)
    desk.customers.add(archivist, CustomerEntry(NAMED))
    with pytest.raises(BadInput):
        desk.aliases.accept(archivist, 1)
    assert names(desk, archivist) == [(1, NAMED, CUSTOMER)]


def test_decided_and_unknown_proposals_cannot_be_decided(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, archivist)
    desk.aliases.reject(archivist, 1)
    for number in (1, 99):
        with pytest.raises(NotFound):
            desk.aliases.accept(archivist, number)
        with pytest.raises(NotFound):
            desk.aliases.reject(archivist, number)
