"""A query form as it is printed to be signed by hand, and what a director's hand put on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from access.deputising import standing_in
from access.form_sight import FormSight
from access.form_views import FormView, view
from access.qualification import at_work
from archive.catalogue import people
from archive.catalogue.forms import Form
from archive.clock import local_date
from archive.errors import BadInput, Conflict, Refused
from archive.form_code import FormCode
from archive.people import Person, Post
from archive.schema import companies, departments


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """What a printed form says: the form, whose its reader is, and the code by which the sheet is known."""

    form: FormView
    company: str
    department: str
    code: FormCode


def printed(sight: FormSight, form: Form) -> PrintedForm:
    """The form for print. Raises `Conflict` for a draft, and for reading that nobody else signs."""
    if not form.sha256:
        raise Conflict(
            "The form {number} was not handed in yet.",
            advice="Hand it in with `dangan request submit`.",
            number=form.number,
        )
    if form.kind != "query":
        raise Conflict(
            "The form {number} was signed by its reader: nobody signs it on paper.", number=form.number
        )
    tx = sight.visit.tx
    reader = people.find(tx, form.reader)
    company, department = _belonging(tx, reader) if reader else ("", "")
    code = FormCode(form.number, form.sha256)
    return PrintedForm(view(sight, form, resolving=False), company, department, code)


def stood_in_for(tx: Connection, signer: Person, approver: Post, form: Form, *, on: date) -> int | None:
    """Whom a director stood in for when he signed by hand on that day: none in a post of his own. Raises
    `Refused` when he may not sign this form."""
    if signer.number == form.reader:
        raise Refused("Nobody signs a form of his own.", advice="Somebody else with the post must sign.")
    if approver in at_work(tx, signer).posts:
        return None
    deputised = standing_in(tx, signer, today=on, asked_by=form.reader)
    if approver not in deputised:
        raise Refused(
            "{name} does not sign in the post of {post}.",
            advice="Look at the sheet again: the signature counts only from whoever holds the post.",
            name=signer.who,
            post=approver.label,
        )
    return deputised[approver].number


def check_day(form: Form, on: date, *, today: date) -> None:
    """Raises BadInput for a day on which the printed form cannot have been signed."""
    if not local_date(form.created_at) <= on <= today:
        raise BadInput(
            "The form cannot have been signed on {day}.",
            advice="Give the day that stands beside the signature: from the day it was handed in to today.",
            day=on.isoformat(),
        )


def _belonging(tx: Connection, reader: Person) -> tuple[str, str]:
    company = tx.execute(select(companies.c.name).where(companies.c.id == reader.company)).scalar()
    department = tx.execute(select(departments.c.name).where(departments.c.id == reader.department)).scalar()
    return company or "", department or ""
