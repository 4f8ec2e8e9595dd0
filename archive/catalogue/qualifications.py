"""What archivists have on record before they start: degree, skill, training, examination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from archive.schema import qualifications


@dataclass(frozen=True, slots=True)
class Qualification:
    """One record. `skill` is that in data processing and retrieval, with experience; `examined_on` the day
    on which the examination was passed; persons by number."""

    id: int
    person: int
    degree: str
    skill: str
    training: str
    examined_on: date
    recorded_by: int
    at: datetime
    withdrawn_at: datetime | None = None

    @property
    def told(self) -> dict[str, str]:
        """What the audit log keeps of it."""
        return {
            "degree": self.degree,
            "skill": self.skill,
            "training": self.training,
            "examined_on": self.examined_on.isoformat(),
        }


def record(tx: Connection, new: Qualification) -> Qualification:
    """Keep a new record; its id is given here."""
    values = {
        "person": new.person,
        "degree": new.degree,
        "skill": new.skill,
        "training": new.training,
        "examined_on": new.examined_on,
        "recorded_by": new.recorded_by,
        "at": new.at,
    }
    made = tx.execute(qualifications.insert().values(values).returning(qualifications)).one()
    return _qualification(made)


def in_force(tx: Connection, person: int) -> Qualification | None:
    """The newest record of a person that was not withdrawn."""
    table = qualifications
    held = select(table).where(table.c.person == person, table.c.withdrawn_at.is_(None))
    row = tx.execute(held.order_by(table.c.id.desc()).limit(1)).one_or_none()
    return _qualification(row) if row else None


def all_qualifications(tx: Connection) -> tuple[Qualification, ...]:
    """Every record there ever was, newest first."""
    rows = tx.execute(select(qualifications).order_by(qualifications.c.id.desc()))
    return tuple(_qualification(row) for row in rows)


def withdraw(tx: Connection, person: int, *, at: datetime) -> None:
    """Let none of a person's records count any longer."""
    held = qualifications.c.person == person, qualifications.c.withdrawn_at.is_(None)
    tx.execute(update(qualifications).where(*held).values(withdrawn_at=at))


def _qualification(row: Row[Any]) -> Qualification:
    return Qualification(**row._mapping)
