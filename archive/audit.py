"""The audit log: who did what, when, why and with what outcome, each row chained to the one before.

A row's hash is SHA-256 over the canonical JSON of its columns and of the previous row's hash, so
that an edited, inserted, removed or reordered row breaks the chain from there on. A cut tail shows
only against a checkpoint kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select

from archive import schema
from archive.clock import encode_moment
from archive.message import Message, message

GENESIS = "0" * 64
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


def append(tx: Connection, entry: Entry, *, at: datetime) -> int:
    """Write one row inside the caller's writing transaction and return its sequence number."""
    table = schema.audit
    last = tx.execute(
        select(table.c.sequence, table.c.hash).order_by(table.c.sequence.desc()).limit(1)
    ).one_or_none()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    details = json.dumps(dict(entry.details), ensure_ascii=False, sort_keys=True)
    details = details.encode(errors="replace").decode()  # no letter may keep a row from being written
    values = {
        "sequence": sequence,
        "at": at,
        "person": entry.person,
        "who": entry.who,
        "act": entry.act,
        "outcome": entry.outcome,
        "basis": entry.basis,
        "subject": entry.subject,
        "details": details,
        "origin": entry.origin,
        "previous": previous,
    }
    tx.execute(table.insert().values(**values, hash=row_hash(values)))
    return sequence


def row_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of a row's canonical JSON: keys sorted, no blanks, moments as UTC text."""
    canonical = {**values, "at": encode_moment(values["at"])}
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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


def verify_chain(tx: Connection) -> tuple[Message, ...]:
    """What is wrong with the chain: nothing, or the first break and the rows that were altered."""
    faults: list[Message] = []
    previous, expected = GENESIS, 1
    columns = [column.name for column in schema.audit.c if column.name != "hash"]
    for row in tx.execute(select(schema.audit).order_by(schema.audit.c.sequence)):
        values = {name: row._mapping[name] for name in columns}
        if row.sequence != expected:
            faults.append(
                message("Audit rows {first} to {last} are missing.", first=expected, last=row.sequence - 1)
            )
        elif row.previous != previous:
            faults.append(message("Audit row {row} does not follow the row before it.", row=row.sequence))
        if row.hash != row_hash(values):
            faults.append(message("Audit row {row} was altered.", row=row.sequence))
        previous, expected = row.hash, row.sequence + 1
    return tuple(faults)


def length(tx: Connection) -> int:
    """How many rows the log has."""
    return tx.execute(select(func.count()).select_from(schema.audit)).scalar_one()
