"""Corrections as filing makes them: what was said of the file holds, and the history says what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from access.desk import Desk
from access.review import Ruling
from access.speaker import Speaker
from archive import audit, schema
from archive.catalogue.documents import get_document, history_of
from archive.clock import Clock
from archive.errors import Conflict
from archive.filing import Filing, Paper
from archive.home import Home
from archive.people import Person
from tests.staffed import Staffed
from tests.waiting import FIRST, part, wait

ZHAO = Person(1, "zhao", "赵一", 1, 1, frozenset(), active=True)


def correct(house: Home, clock: Clock, filed: Paper, **changes: object) -> tuple[str, Mapping[str, Any]]:
    """File a paper and correct it: its number after that, and what the history says of the correction."""
    filing = Filing(house.regulations, clock)
    with house.catalogue.write() as tx:
        document = get_document(tx, filing.file_paper(tx, filed, by=None).document)
        assert document is not None
        number = filing.correct(tx, document, changes, by=ZHAO, reason="看错了").number
        return number, history_of(tx, document.id)[-1].what


def paper(kind: str, **more: Any) -> Paper:
    return Paper(1, "a" * 64, 1, 1, kind, 1, **more)


def test_the_year_that_was_said_holds_while_the_kind_stays(house: Home, clock: Clock) -> None:
    number, what = correct(house, clock, paper("permit", year=2024), customer=2)
    assert "YH-SC1-X-2024-0002-001" == number
    assert ["customer", "number", "title"] == sorted(what)


def test_another_year_is_told_from_the_year_before(house: Home, clock: Clock) -> None:
    number, what = correct(house, clock, paper("permit", year=2024), year=2025)
    assert "YH-SC1-X-2025-0001-001" == number
    assert {"year": [2024, 2025], "number": ["YH-SC1-X-2024-0001-001", number]} == what


def test_the_contract_that_was_said_holds_while_the_customer_stays(house: Home, clock: Clock) -> None:
    values = {"number": "XS-1", "customer": 1, "company": 1, "department": 1, "created_at": clock()}
    with house.catalogue.write() as tx:
        tx.execute(schema.contracts.insert().values(**values, signed_on=date(2023, 4, 1)))
    _, what = correct(house, clock, paper("contract_text", contract=1), kind="amendment", customer=1)
    assert {"kind": ["contract_text", "amendment"]} == what


@pytest.mark.parametrize("same", [{"year": 2024}, {"kind": "permit", "customer": 1, "contract": None}, {}])
def test_what_is_recorded_already_is_no_change(house: Home, clock: Clock, same: dict[str, object]) -> None:
    with pytest.raises(Conflict):
        correct(house, clock, paper("permit", year=2024), **same)


def test_a_persons_filing_is_recorded_with_its_duty_and_its_origin(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    desk.review.settle(archivist, number, Ruling(category="permit"))
    with staffed.home.catalogue.read() as tx:
        filed = [row.entry for row in audit.rows(tx) if row.entry.act == "document.file"]
    assert [(f"duty:settle:{number}", archivist.origin)] == [(entry.basis, entry.origin) for entry in filed]
