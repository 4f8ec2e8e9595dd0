"""The audit log as auditors read it: filters, and every tampering found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update

from access.audit_filter import AuditFilter
from access.searching import Query
from archive import schema
from archive.audit import row_hash
from archive.clock import encode_moment
from archive.errors import DanganError
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import Staffed


def acts(staffed: Staffed, **wanted: object) -> list[str]:
    rows = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(**wanted))  # type: ignore[arg-type] # free filters of a test
    return [row.entry.act for row in rows]


def faults(staffed: Staffed) -> list[str]:
    found = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR])
    return [str(fault) for fault in found.faults]


def read_something(staffed: Staffed, folder: Path) -> None:
    filed = staffed.file_paper(folder)
    form = staffed.ask()
    for _ in range(2):
        try:
            staffed.desk.reading.show(staffed.speakers[Post.READER], filed.number)
        except DanganError:
            staffed.approve(form)


def test_filters(staffed: Staffed, tmp_path: Path, clock: StoppedClock) -> None:
    clock.forward(minutes=10)
    read_something(staffed, tmp_path)
    clock.forward(minutes=10)
    assert acts(staffed, login="reader", since=clock.moment.replace(minute=40)) == [
        "forms.new",
        "reading.show",
        "reading.show",
    ]
    assert acts(staffed, act="reading") == ["reading.show", "reading.show"]
    assert acts(staffed, outcome="refused") == ["reading.show"]
    assert acts(staffed, basis="form:1") == ["reading.show"]
    assert acts(staffed, subject="document:1") == ["document.file", "reading.show"]
    assert acts(staffed, subject="document:1", until=clock.moment.replace(minute=40)) == []
    assert acts(staffed, act="forms", limit=1) == ["forms.issue"]
    assert acts(staffed, login="nobody") == []


def test_an_underscore_is_no_wildcard(staffed: Staffed) -> None:
    assert acts(staffed, act="_") == []


def test_reading_the_log_is_itself_recorded(staffed: Staffed) -> None:
    acts(staffed, act="forms")
    (row,) = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(act="audit"))
    assert (row.entry.basis, row.entry.details) == (
        "office",
        {"filter": {"act": "forms", "limit": "100"}, "rows": 0},
    )


def test_a_log_that_nobody_touched_is_whole(staffed: Staffed, tmp_path: Path) -> None:
    read_something(staffed, tmp_path)
    assert faults(staffed) == []


def remove_row(tx: Connection) -> None:
    tx.execute(delete(schema.audit).where(schema.audit.c.sequence == 5))


def edit_row(tx: Connection) -> None:
    tx.execute(update(schema.audit).where(schema.audit.c.sequence == 5).values(who="别人"))


def edit_row_and_hash(tx: Connection) -> None:
    table = schema.audit
    row = tx.execute(table.select().where(table.c.sequence == 5)).one()._asdict()
    row.pop("hash")
    row |= {"who": "别人", "at": encode_moment(row["at"])}
    tx.execute(update(table).where(table.c.sequence == 5).values(who="别人", hash=row_hash(row)))


def forge_form(tx: Connection) -> None:
    tx.execute(
        schema.forms.insert().from_select(
            [column.name for column in schema.forms.c if column.name not in ("id", "number")] + ["number"],
            schema.forms.select().with_only_columns(
                *[column for column in schema.forms.c if column.name not in ("id", "number")],
                (schema.forms.c.number + "9").label("number"),
            ),
        )
    )


def remove_form(tx: Connection) -> None:
    for table in (schema.signatures, schema.form_customers, schema.forms):
        tx.execute(delete(table))


TAMPERING: dict[str, tuple[Callable[[Connection], None], list[str]]] = {
    "a row removed": (remove_row, ["Audit rows 5 to 5 are missing."]),
    "a row edited": (edit_row, ["Audit row 5 was altered."]),
    "a row edited with its hash": (edit_row_and_hash, ["Audit row 6 does not follow the row before it."]),
    "a form forged": (forge_form, ["The form 查询-2026-00019 was altered after it was handed in."]),
    "a form removed": (remove_form, ["The form 查询-2026-0001 is missing."]),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(staffed: Staffed, tmp_path: Path, what: str) -> None:
    read_something(staffed, tmp_path)
    tamper, expected = TAMPERING[what]
    with staffed.home.catalogue.write() as tx:
        tamper(tx)
    assert faults(staffed)[:1] == expected


def test_the_log_holds_no_password_and_no_token(staffed: Staffed, tmp_path: Path) -> None:
    read_something(staffed, tmp_path)
    token = staffed.desk.sessions.login("reader", "correct horse")
    with pytest.raises(DanganError):
        staffed.desk.reading.search(staffed.desk.sessions.speaker(token), Query("(("))
    rows = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(limit=1000))
    assert [row for row in rows if "correct horse" in repr(row) or token in repr(row)] == []
