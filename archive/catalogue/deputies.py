"""Deputies (代理人) in the catalogue: who signs for whom, from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from archive.schema import deputies

APPOINTED = ("principal", "deputy", "first_day", "last_day")
"""The details by which the audit log names an appointment."""


@dataclass(frozen=True, slots=True)
class Deputy:
    """One appointment: `deputy` signs for `principal` from the first day to the last, both included,
    unless it was ended before. All persons by number."""

    id: int
    principal: int
    deputy: int
    first_day: date
    last_day: date
    reason: str
    appointed_by: int
    at: datetime
    ended_by: int | None = None
    ended_at: datetime | None = None

    def in_force(self, today: date) -> bool:
        """Whether it holds on this day."""
        return self.ended_at is None and self.first_day <= today <= self.last_day

    @property
    def told(self) -> dict[str, Any]:
        """What the audit log keeps of it: `APPOINTED`."""
        return {
            "principal": self.principal,
            "deputy": self.deputy,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
        }


def appoint(tx: Connection, new: Deputy) -> Deputy:
    """Keep a new appointment; its id is given here."""
    values = {
        "principal": new.principal,
        "deputy": new.deputy,
        "first_day": new.first_day,
        "last_day": new.last_day,
        "reason": new.reason,
        "appointed_by": new.appointed_by,
        "at": new.at,
    }
    made = tx.execute(deputies.insert().values(values).returning(deputies)).one()
    return _deputy(made)


def find(tx: Connection, number: int) -> Deputy | None:
    """The appointment with this number."""
    row = tx.execute(select(deputies).where(deputies.c.id == number)).one_or_none()
    return _deputy(row) if row else None


def all_deputies(tx: Connection) -> tuple[Deputy, ...]:
    """Every appointment there ever was, newest first."""
    return _found(tx, select(deputies).order_by(deputies.c.id.desc()))


def of_deputy(tx: Connection, person: int, *, today: date) -> tuple[Deputy, ...]:
    """The appointments under which this person may sign for others today, oldest first."""
    table = deputies
    wanted = select(table).where(
        table.c.deputy == person,
        table.c.ended_at.is_(None),
        table.c.first_day <= today,
        table.c.last_day >= today,
    )
    return _found(tx, wanted.order_by(table.c.id))


def end(tx: Connection, appointment: Deputy, *, by: int, at: datetime) -> None:
    """End an appointment before its last day."""
    tx.execute(update(deputies).where(deputies.c.id == appointment.id).values(ended_by=by, ended_at=at))


def _found(tx: Connection, wanted: Select[Any]) -> tuple[Deputy, ...]:
    return tuple(_deputy(row) for row in tx.execute(wanted))


def _deputy(row: Row[Any]) -> Deputy:
    return Deputy(**row._mapping)
