"""The audit log's chain: every kind of tampering inside it shows."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from archive import audit
from archive.clock import Clock
from archive.home import Home


@pytest.fixture
def log(home: Home, clock: Clock) -> Home:
    with home.catalogue.write() as tx:
        for number in range(1, 6):
            audit.append(
                tx, audit.Entry("document.read", "done", "li", subject=f"document:{number}"), at=clock()
            )
    return home


def faults(home: Home) -> list[str]:
    with home.catalogue.read() as tx:
        return [str(fault) for fault in audit.verify_chain(tx)]


def test_an_untouched_log_is_whole(log: Home) -> None:
    assert faults(log) == []


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE audit SET who = 'wang' WHERE sequence = 3", ["Audit row 3 was altered."]),
        (
            "UPDATE audit SET at = '2020-01-01T00:00:00.000000Z' WHERE sequence = 2",
            ["Audit row 2 was altered."],
        ),
        ("DELETE FROM audit WHERE sequence = 4", ["Audit rows 4 to 4 are missing."]),
        ("UPDATE audit SET outcome = 'refused' WHERE sequence = 1", ["Audit row 1 was altered."]),
        (
            "UPDATE audit SET previous = hash WHERE sequence = 5",
            ["Audit row 5 does not follow the row before it.", "Audit row 5 was altered."],
        ),
    ],
)
def test_tampering_shows(log: Home, tampering: str, expected: list[str]) -> None:
    with log.catalogue.write() as tx:
        tx.execute(text(tampering))
    assert faults(log) == expected


def test_a_rewritten_row_breaks_the_row_after_it(log: Home) -> None:
    with log.catalogue.write() as tx:
        row = tx.execute(text("SELECT * FROM audit WHERE sequence = 2")).one()
        values = {name: value for name, value in row._mapping.items() if name != "hash"}
        values |= {"who": "wang"}
        tx.execute(
            text("UPDATE audit SET who = 'wang', hash = :hash WHERE sequence = 2"),
            {"hash": audit.row_hash(values)},
        )
    assert faults(log) == ["Audit row 3 does not follow the row before it."]
