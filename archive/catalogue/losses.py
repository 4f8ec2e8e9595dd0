"""Loss reports (遗失报告) in the catalogue: what is missing, who held it, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from archive.catalogue.numbering import next_number
from archive.schema import losses

LossState = Literal["open", "found", "disposed"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss report; persons by number. `holder` is who held the paper, none where nobody knows."""

    id: int
    number: str
    document: int
    holder: int | None
    circumstances: str
    reported_by: int
    reported_at: datetime
    state: LossState
    conclusion: str
    closed_by: int | None
    closed_at: datetime | None


def report(
    tx: Connection, document: int, *, holder: int | None, circumstances: str, by: int, at: datetime
) -> Loss:
    """Enter a loss; its number (遗失-2026-0001) is given here."""
    number = next_number(tx, losses, "遗失", at=at)
    values = {"document": document, "holder": holder, "circumstances": circumstances, "state": "open"}
    entry = insert(losses).values(number=number, reported_by=by, reported_at=at, **values)
    identity = int(tx.execute(entry.returning(losses.c.id)).scalar_one())
    return Loss(identity, number, document, holder, circumstances, by, at, "open", "", None, None)


def find(tx: Connection, number: str) -> Loss | None:
    """The loss report with this number."""
    row = tx.execute(select(losses).where(losses.c.number == number)).one_or_none()
    return _loss(row) if row else None


def open_loss(tx: Connection, document: int) -> Loss | None:
    """The report that a document is missing, if one stands open."""
    wanted = select(losses).where(losses.c.document == document, losses.c.state == "open")
    row = tx.execute(wanted.order_by(losses.c.id)).first()
    return _loss(row) if row else None


def every(tx: Connection) -> tuple[Loss, ...]:
    """All of them, newest first."""
    return tuple(_loss(row) for row in tx.execute(select(losses).order_by(losses.c.id.desc())))


def close(
    tx: Connection, loss: int, state: Literal["found", "disposed"], *, conclusion: str, by: int, at: datetime
) -> None:
    """Say what came of it: the paper was found again, or it is disposed of."""
    values = {"state": state, "conclusion": conclusion, "closed_by": by, "closed_at": at}
    tx.execute(update(losses).where(losses.c.id == loss).values(values))


def _loss(row: Row[Any]) -> Loss:
    return Loss(**row._mapping)
