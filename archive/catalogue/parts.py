"""Parts of scans in the catalogue: what the rules said of each, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from archive import schema
from archive.catalogue.decisions import decode_part, encode_part
from archive.decision import Part, first_choice
from archive.errors import NotFound
from archive.message import Message, decode_message, encode_message

PartState = Literal["review", "filed", "dismissed", "resplit"]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a scan. `machine` is what the rules said and never changes; `kind` and `customer`
    are its first choices; `settlement` is what a person decided, as the desk wrote it."""

    number: int
    scan: int
    state: PartState
    machine: Part
    rules_digest: str
    kind: str | None
    customer: int | None
    reason: Message | None
    settled_by: int | None
    settled_at: datetime | None
    settlement: str | None
    document: int | None


def add(tx: Connection, scan: int, part: Part, *, rules_digest: str, reason: Message | None) -> int:
    """Enter a part as waiting in review; its number. `reason` says why it waits."""
    customer = first_choice(part.customer)
    values = {
        "scan": scan,
        "first_page": part.first_page,
        "last_page": part.last_page,
        "state": "review",
        "machine": encode_part(part),
        "rules_digest": rules_digest,
        "kind": first_choice(part.category),
        "customer": int(customer) if customer else None,
        "proposed_name": part.proposed.name if part.proposed else None,
        "proposed_code": part.proposed.code if part.proposed else None,
        "reason": encode_message(reason) if reason else None,
    }
    entry = insert(schema.parts).values(**values)
    return int(tx.execute(entry.returning(schema.parts.c.id)).scalar_one())


def close(tx: Connection, number: int, state: PartState, *, document: int | None = None) -> None:
    """Take a part off the review list: filed as `document`, dismissed, or split anew."""
    entry = update(schema.parts).where(schema.parts.c.id == number)
    tx.execute(entry.values(state=state, document=document))


def get(tx: Connection, number: int) -> PartRow:
    """One part. Raises `NotFound`."""
    row = tx.execute(select(schema.parts).where(schema.parts.c.id == number)).one_or_none()
    if row is None:
        raise NotFound("There is no part {number}.", advice="`dangan review list` lists them.", number=number)
    return _part(row)


def of_scan(tx: Connection, scan: int) -> tuple[PartRow, ...]:
    """The parts of one scan in page order."""
    table = schema.parts
    wanted = select(table).where(table.c.scan == scan).order_by(table.c.first_page, table.c.id)
    return tuple(_part(row) for row in tx.execute(wanted))


def select_parts(tx: Connection, *, states: Sequence[PartState]) -> tuple[PartRow, ...]:
    """Parts in these states, in the order they came in."""
    table = schema.parts
    wanted = select(table).where(table.c.state.in_(states)).order_by(table.c.id)
    return tuple(_part(row) for row in tx.execute(wanted))


def _part(row: Row[Any]) -> PartRow:
    return PartRow(
        number=row.id,
        scan=row.scan,
        state=row.state,
        machine=decode_part(row.machine),
        rules_digest=row.rules_digest,
        kind=row.kind,
        customer=row.customer,
        reason=decode_message(row.reason) if row.reason else None,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settlement=row.settlement,
        document=row.document,
    )
