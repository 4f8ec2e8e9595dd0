"""Requirements marked "not applicable" by a file's keeper: who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive import schema


@dataclass(frozen=True, slots=True)
class Waiver:
    """One requirement that does not apply to a customer, or to one file of it.

    `person` is who said so, `withdrawn_at` when it stopped being true (none: it stands).
    """

    number: int
    customer: int
    file: int | None
    regulation: str
    category: str
    reason: str
    person: int
    at: datetime
    withdrawn_at: datetime | None = None


def add(
    tx: Connection,
    customer: int,
    *,
    file: int | None,
    regulation: str,
    category: str,
    reason: str,
    person: int,
    at: datetime,
) -> int:
    """Enter a waiver; its number."""
    entry = insert(schema.waivers).values(
        customer=customer,
        file=file,
        regulation=regulation,
        category=category,
        reason=reason,
        person=person,
        at=at,
    )
    number: int = tx.execute(entry.returning(schema.waivers.c.id)).scalar_one()
    return number


def withdraw(tx: Connection, number: int, *, at: datetime) -> None:
    """End a waiver; it stays on record."""
    table = schema.waivers
    tx.execute(update(table).where(table.c.id == number).values(withdrawn_at=at))


def get(tx: Connection, number: int) -> Waiver | None:
    """One waiver, or none of that number."""
    row = tx.execute(select(schema.waivers).where(schema.waivers.c.id == number)).one_or_none()
    return None if row is None else _waiver(row)


def standing(tx: Connection, *, customer: int | None = None) -> tuple[Waiver, ...]:
    """Waivers that have not been withdrawn, of one customer or of all."""
    wanted = select(schema.waivers).where(schema.waivers.c.withdrawn_at.is_(None))
    if customer is not None:
        wanted = wanted.where(schema.waivers.c.customer == customer)
    return tuple(_waiver(row) for row in tx.execute(wanted.order_by(schema.waivers.c.id)))


def _waiver(row: Row[Any]) -> Waiver:
    return Waiver(
        number=row.id,
        customer=row.customer,
        file=row.file,
        regulation=row.regulation,
        category=row.category,
        reason=row.reason,
        person=row.person,
        at=row.at,
        withdrawn_at=row.withdrawn_at,
    )
