"""The audit log: who did what, when, why and with what outcome, each row chained to the one before.

A row's hash is SHA-256 over the canonical JSON of its columns and of the previous row's hash, so
that an edited, inserted, removed or reordered row breaks the chain from there on. A cut tail, or a log
rewritten from some row on, shows only against a checkpoint kept elsewhere (`archive.checkpoint`).

The clock may go back (a battery, a hand): the log goes on by its row numbers, and every row says so in its
details until the clock has come to where it was, or somebody has said that it was wrong before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, Select, String, func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from archive import schema
from archive.clock import decode_moment, encode_moment
from archive.message import Message, message

GENESIS = "0" * 64
CLOCK_WENT_BACK = "clock_went_back_from"
"""The detail of a row that was written at an earlier time than one before it: the latest time until then."""

LATEST_TIME = "latest_time"
"""The same detail of a row that was written less than `CLOCK_TOLERANCE` earlier: without it a clock could be
walked back step by small step, each forgiven."""

CLOCK_ACCEPTED = "clock.accept"
"""The act by which somebody says that the clock is right now and was wrong before: time counts from there."""

CLOCK_TOLERANCE = timedelta(seconds=60)
"""How far times may run back: a writer may have looked at the clock and then waited for another one."""

COLUMNS = tuple(column.name for column in schema.audit.c)
_AT_ONCE = 1000  # rows taken from the database in one go
Outcome = Literal["done", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to record. `act` is `noun.verb`; `basis` the grant or duty it rested on;
    `subject` what it was done to (`document:12`); `origin` the terminal or address it came from."""

    act: str
    outcome: Outcome
    who: str
    person: int | None = None
    basis: str = ""
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One recorded row, as it stands in the chain."""

    sequence: int
    at: datetime
    entry: Entry
    previous: str
    hash: str


class Mark(NamedTuple):
    """A row of the chain to go on from: its number, its hash and when it was written (UTC, as text)."""

    sequence: int
    hash: str
    at: str


BEGINNING = Mark(0, GENESIS, "")

_Newest = Row[int, str, str, str, str, str]
"""Of the log's last row: sequence, hash, time, act, outcome, details."""


class Link(NamedTuple):
    """One row as it was found in the chain, and what is wrong with it."""

    sequence: int
    hash: str
    at: str
    faults: tuple[Message, ...]


def append(tx: Connection, entry: Entry, *, at: datetime) -> int:
    """Write one row inside the caller's writing transaction and return its sequence number."""
    newest = _newest(tx)
    last, latest = _mark(newest), _time_come_to(newest)
    details = dict(entry.details)
    if encode_moment(at) < latest:
        details[CLOCK_WENT_BACK if went_back(latest, encode_moment(at)) else LATEST_TIME] = latest
    values = row_values(replace(entry, details=details), last, at=at)
    tx.execute(schema.audit.insert().values({**values, "at": at, "hash": row_hash(values)}))
    return last.sequence + 1


def row_values(entry: Entry, last: Mark, *, at: datetime) -> dict[str, Any]:
    """The row that follows `last`: all columns but the hash, `at` as the text that is stored."""
    return {
        "sequence": last.sequence + 1,
        "at": encode_moment(at),
        "person": entry.person,
        "who": entry.who,
        "act": entry.act,
        "outcome": entry.outcome,
        "basis": entry.basis,
        "subject": entry.subject,
        "details": _packed(entry.details),
        "origin": entry.origin,
        "previous": last.hash,
    }


def last_mark(tx: Connection) -> Mark:
    """The last row, to go on from."""
    return _mark(_newest(tx))


def latest_time(tx: Connection) -> str:
    """The latest time that the log has come to (UTC, as text), although its last rows may be earlier; empty
    before the first row."""
    return _time_come_to(_newest(tx))


def _newest(tx: Connection) -> _Newest | None:
    table = schema.audit
    wanted = select(
        table.c.sequence, table.c.hash, _raw_moment(), table.c.act, table.c.outcome, table.c.details
    )
    return tx.execute(wanted.order_by(table.c.sequence.desc()).limit(1)).one_or_none()


def _mark(row: _Newest | None) -> Mark:
    return Mark(row.sequence, row.hash, row.at) if row else BEGINNING


def _time_come_to(row: _Newest | None) -> str:
    if row is None:
        return ""
    accepted = row.act == CLOCK_ACCEPTED and row.outcome == "done"
    if accepted or not any(name in row.details for name in (CLOCK_WENT_BACK, LATEST_TIME)):
        return str(row.at)
    try:
        details = json.loads(row.details)
        return max(str(row.at), *(str(details.get(name, "")) for name in (CLOCK_WENT_BACK, LATEST_TIME)))
    except (ValueError, AttributeError):  # details that were altered, which the row's hash tells
        return str(row.at)


def row_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of a row's canonical JSON: all columns but the hash, keys sorted, no blanks, `at` as the
    text that is stored."""
    return hashlib.sha256(_CANONICAL.encode(values).encode(errors="replace")).hexdigest()


def rows(tx: Connection) -> Iterator[AuditRow]:
    """All rows in the order of the chain."""
    for row in tx.execute(select(schema.audit).order_by(schema.audit.c.sequence)):
        yield audit_row(row)


def audit_row(row: Row[Any]) -> AuditRow:
    """A row of the audit table as a record."""
    entry = Entry(
        act=row.act,
        outcome=row.outcome,
        who=row.who,
        person=row.person,
        basis=row.basis,
        subject=row.subject,
        details=json.loads(row.details),
        origin=row.origin,
    )
    return AuditRow(row.sequence, row.at, entry, row.previous, row.hash)


def raw_rows() -> Select[Any]:
    """A query for rows as they are stored: `at` and `details` as text, whatever was made of them."""
    columns = [_raw_moment() if name == "at" else schema.audit.c[name] for name in COLUMNS]
    return select(*columns).order_by(schema.audit.c.sequence)


def follow(tx: Connection, *, after: Mark = BEGINNING) -> Iterator[Link]:
    """Every row after a mark in the order of the chain, each looked at by itself and against the one
    before; a row that cannot be read at all ends it."""
    before, fork = after, ""
    try:
        for row in _raw(tx, after.sequence, at_once=_AT_ONCE):
            link, fork = _link(row, before, fork)
            yield link
            before = Mark(*link[:3])
    except DBAPIError:
        yield from _up_to_what_cannot_be_read(tx, before)


def _up_to_what_cannot_be_read(tx: Connection, before: Mark) -> Iterator[Link]:
    """The rows of a lot that could not be taken in one go, as far as they can be taken one by one."""
    fork = ""
    try:
        for row in _raw(tx, before.sequence, at_once=1):
            link, fork = _link(row, before, fork)
            yield link
            before = Mark(*link[:3])
    except DBAPIError as error:
        last, said = before.sequence, error.orig
        yield Link(
            *before, (message("The audit log cannot be read after row {row}: {error}", row=last, error=said),)
        )


def _raw(tx: Connection, after: int, *, at_once: int) -> Iterator[Row[Any]]:
    wanted = raw_rows().where(schema.audit.c.sequence > after)
    yield from tx.execute(wanted.execution_options(yield_per=at_once))


def _link(row: Row[Any], before: Mark, fork: str) -> tuple[Link, str]:
    """A row held against the one before, and what it follows itself; `fork` is what that one follows."""
    values = dict(zip(COLUMNS, row, strict=True))
    if not isinstance(row.sequence, int):
        return Link(*before, (message("A row of the audit log has no number."),)), fork
    kept = str(values.pop("hash"))
    faults = _place_faults(values, before, fork)
    if kept != row_hash(values):
        faults = (*faults, message("Audit row {row} was altered.", row=row.sequence))
    return Link(row.sequence, kept, str(row.at), faults), str(row.previous)


def _place_faults(values: Mapping[str, Any], before: Mark, fork: str) -> tuple[Message, ...]:
    """What is wrong with where a row stands; `fork` is what the row before it follows."""
    sequence, previous = values["sequence"], values["previous"]
    if sequence == before.sequence:
        return (message("Audit row {row} is there twice.", row=sequence),)
    if sequence != before.sequence + 1:
        first = before.sequence + 1
        return (message("Audit rows {first} to {last} are missing.", first=first, last=sequence - 1),)
    if previous == before.hash:
        return ()
    if previous == fork:
        return (
            message(
                "Audit rows {first} and {second} follow the same row: two programs wrote at once, or one row"
                " was put in.",
                first=before.sequence,
                second=sequence,
            ),
        )
    return (message("Audit row {row} does not follow the row before it.", row=sequence),)


def verify_chain(tx: Connection) -> tuple[Message, ...]:
    """What is wrong with the chain: nothing, or every break and the rows that were altered."""
    return tuple(fault for link in follow(tx) for fault in link.faults)


def went_back(before: str, after: str) -> bool:
    """Whether the clock went back between two rows' times, the earlier row's first."""
    try:
        return decode_moment(before) - decode_moment(after) > CLOCK_TOLERANCE
    except ValueError:  # a time that was altered, which its row's hash tells
        return False


def length(tx: Connection) -> int:
    """How many rows the log has."""
    return tx.execute(select(func.count()).select_from(schema.audit)).scalar_one()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def _packed(details: Mapping[str, Any]) -> str:
    text = json.dumps(dict(details), ensure_ascii=False, sort_keys=True)
    return text.encode(errors="replace").decode()  # no letter may keep a row from being written


def _raw_moment() -> Any:
    return type_coerce(schema.audit.c.at, String).label("at")
