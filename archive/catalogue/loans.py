"""Paper originals lent under a query form (借阅登记), in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive.schema import documents, loans


@dataclass(frozen=True, slots=True)
class Loan:
    """One paper out of the archive, or out before. People, form and document by number; moments in UTC;
    `due` is the last day; `returned_at` none while it is out."""

    id: int
    form: int
    document: int
    borrower: int
    lent_by: int
    lent_at: datetime
    due: date
    returned_at: datetime | None
    received_by: int | None
    remark: str


def lend(
    tx: Connection, form: int, document: int, *, borrower: int, due: date, by: int, at: datetime, remark: str
) -> Loan:
    """Enter a loan."""
    values = {"form": form, "document": document, "borrower": borrower, "due": due, "remark": remark}
    entry = insert(loans).values(**values, lent_by=by, lent_at=at).returning(loans)
    return _loan(tx.execute(entry).one())


def take_back(tx: Connection, loan: Loan, *, by: int, at: datetime) -> Loan:
    """Enter that the paper is back; the loan as it stands then."""
    tx.execute(update(loans).where(loans.c.id == loan.id).values(returned_at=at, received_by=by))
    return replace(loan, returned_at=at, received_by=by)


def out(tx: Connection, document: int) -> Loan | None:
    """The loan under which a document is out; none when it is in its place."""
    wanted = select(loans).where(loans.c.document == document, loans.c.returned_at.is_(None))
    row = tx.execute(wanted).one_or_none()
    return _loan(row) if row else None


def out_under(tx: Connection, form: int) -> tuple[Loan, ...]:
    """The papers that are out under a form; one that was disposed of meanwhile comes back no more."""
    wanted = (
        select(loans)
        .join(documents, documents.c.id == loans.c.document)
        .where(loans.c.form == form, loans.c.returned_at.is_(None), documents.c.state != "disposed")
    )
    return tuple(_loan(row) for row in tx.execute(wanted.order_by(loans.c.id)))


def every(tx: Connection, *, borrower: int | None = None) -> tuple[Loan, ...]:
    """All loans, or those of one borrower, newest first."""
    wanted = select(loans).order_by(loans.c.id.desc())
    if borrower is not None:
        wanted = wanted.where(loans.c.borrower == borrower)
    return tuple(_loan(row) for row in tx.execute(wanted))


def _loan(row: Row[Any]) -> Loan:
    return Loan(**row._mapping)
