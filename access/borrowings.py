"""The borrowing register (借阅登记簿): what was issued for reading on screen, and what was lent on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, select

from access.colleagues import who
from access.form_steps import last_day, shown_state
from access.visits import Visit
from archive.catalogue import forms, loans
from archive.catalogue.forms import Form, FormKind
from archive.catalogue.loans import Loan
from archive.clock import local_date
from archive.errors import Conflict
from archive.schema import documents

Standing = Literal["overdue", "out", "ended", "returned"]
"""Where a borrowing stands; `ended`: reading on screen that stopped by itself or was revoked."""


@dataclass(frozen=True, slots=True)
class Borrowing:
    """One line of the register. `document` is the 档号 of a paper original, "" for reading on screen;
    `customers` and `regulations` are the form's, as asked; `due` is the last day."""

    form: str
    kind: FormKind
    borrower: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    document: str
    standing: Standing
    lent_at: datetime
    lent_by: str
    due: date
    returned_at: datetime | None
    received_by: str
    remark: str


def register(visit: Visit, *, borrower: int | None) -> tuple[Borrowing, ...]:
    """Every borrowing, of one reader (by number) or of all: overdue ones first, longest overdue first, then
    what is out, then what is over, newest first."""
    lines = [*_on_screen(visit, borrower)]
    lines += [lent_on_paper(visit, loan) for loan in loans.every(visit.tx, borrower=borrower)]
    lines.sort(key=lambda line: line.lent_at, reverse=True)
    return tuple(sorted(lines, key=_urgency))


def lent_on_paper(visit: Visit, loan: Loan) -> Borrowing:
    """The line of a paper original. It is overdue after its day, and at once when its form is over."""
    tx, form = visit.tx, forms.find_by_id(visit.tx, loan.form)
    assert form is not None  # noqa: S101 - a loan has its form
    over = form.state != "issued" or loan.due < local_date(visit.now)
    out: Standing = "overdue" if over else "out"
    return Borrowing(
        form=form.number,
        kind=form.kind,
        borrower=who(tx, loan.borrower),
        customers=form.customers,
        regulations=form.regulations,
        document=_called(tx, loan.document),
        standing=out if loan.returned_at is None else "returned",
        lent_at=loan.lent_at,
        lent_by=who(tx, loan.lent_by),
        due=loan.due,
        returned_at=loan.returned_at,
        received_by=who(tx, loan.received_by),
        remark=loan.remark,
    )


def require_nothing_out(tx: Connection, form: Form) -> None:
    """Raises `Conflict` while paper originals are out under a form: it cannot be given back yet."""
    if out := loans.out_under(tx, form.id):
        raise Conflict(
            "Paper originals are still out under the form {number}: {papers}.",
            advice="The archivist enters their return first: `dangan lending return`.",
            number=form.number,
            papers="、".join(_called(tx, loan.document) for loan in out),
        )


def _on_screen(visit: Visit, borrower: int | None) -> Iterator[Borrowing]:
    """The forms that were issued: each lets its reader read on screen until its last day."""
    tx = visit.tx
    for form in forms.select_forms(tx):
        if form.issued_at is None or borrower not in (None, form.reader):
            continue
        given = forms.signatures_of(tx, form)
        yield Borrowing(
            form=form.number,
            kind=form.kind,
            borrower=who(tx, form.reader),
            customers=form.customers,
            regulations=form.regulations,
            document="",
            standing=_on_screen_standing(shown_state(form, given, now=visit.now)),
            lent_at=form.issued_at,
            lent_by=who(tx, form.issued_by),
            due=last_day(form, given),
            returned_at=form.returned_at,
            received_by=who(tx, form.returned_to),
            remark="",
        )


def _on_screen_standing(state: str) -> Standing:
    match state:
        case "issued":
            return "out"
        case "returned":
            return "returned"
        case _:
            return "ended"


def _urgency(line: Borrowing) -> tuple[int, date, bool]:
    """Overdue, out, over; of those not over the first due first, and paper before screen."""
    match line.standing:
        case "overdue":
            return 0, line.due, False
        case "out":
            return 1, line.due, line.document == ""
        case _:
            return 2, date.min, False


def _called(tx: Connection, document: int) -> str:
    return str(tx.execute(select(documents.c.number).where(documents.c.id == document)).scalar_one())
