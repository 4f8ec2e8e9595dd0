"""What became of an urgent reading: what was read under it, who reviewed it, and what is overdue."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from access.calls import Call
from access.colleagues import who
from access.self_signed import SelfSignedView, views
from access.visits import Visit
from archive import audit, schema
from archive.audit import AuditRow
from archive.catalogue import customers, forms, notices
from archive.catalogue.forms import Form, Signature

REVIEWED_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One approver's review; `represented` is whom a deputy reviewed for."""

    regulation: str
    person: str
    represented: str
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class UrgentView:
    """An urgent reading as people see it: the form, the second person, until when it must be reviewed and
    by the approvers of which regulations it still is not.

    `meant` are the customers that the reader's words stood for, and is shown to reviewers only; to
    everybody else it is none.
    """

    form: SelfSignedView
    second: str
    review_by: datetime
    waiting_for: tuple[str, ...]
    overdue: bool
    reviews: tuple[ReviewView, ...]
    meant: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Read:
    """One thing that was read: when, by which call, which document (档号) and which page (none: found by a
    search, or exported whole)."""

    at: datetime
    act: str
    document: str
    page: int | None


def view(visit: Visit, form: Form, *, reviewing: Collection[str]) -> UrgentView:
    """The reading as the visitor may see it, who reviews it for these regulations, or for none."""
    waiting = unreviewed(visit.tx, form)
    bound = forms.bound_customers(visit.tx, form) if reviewing else frozenset()
    named = customers.select_customers(visit.tx, numbers=bound) if bound else ()
    return UrgentView(
        form=views(visit, [form])[form.id],
        second=who(visit.tx, form.witness),
        review_by=form.created_at + REVIEWED_WITHIN,
        waiting_for=waiting,
        overdue=bool(waiting) and form.created_at + REVIEWED_WITHIN < visit.now,
        reviews=tuple(
            ReviewView(
                given.regulation,
                who(visit.tx, given.person),
                who(visit.tx, given.represented),
                given.at,
                given.remark,
            )
            for given in _reviews(visit.tx, form)
        ),
        meant=tuple(one.name for one in named) if reviewing else None,
    )


def unreviewed(tx: Connection, form: Form) -> tuple[str, ...]:
    """The regulations whose approver has not reviewed the reading yet."""
    done = {given.regulation for given in _reviews(tx, form)}
    return tuple(name for name in form.regulations if name not in done)


def awaiting_review(tx: Connection, reader: int) -> tuple[Form, ...]:
    """The readings of this person that were not reviewed yet."""
    return tuple(form for form in forms.of_kind(tx, "urgent", reader=reader) if unreviewed(tx, form))


def neglects(tx: Connection, second: int, *, now: datetime) -> bool:
    """Whether this person was named as the second one days ago and has not even looked at the notice."""
    old = {
        f"form:{form.id}"
        for form in forms.of_kind(tx, "urgent")
        if form.witness == second and form.created_at + REVIEWED_WITHIN < now
    }
    return any(notice.subject in old for notice in notices.of_person(tx, second))


def reads_under(tx: Connection, form: Form, *, regulations: Collection[str]) -> tuple[Read, ...]:
    """What was read under a form of the papers of these regulations, in the order it was read."""
    documents, files = schema.documents, schema.files
    papers = select(documents.c.id, documents.c.number).join(files, files.c.id == documents.c.file)
    shown = [(row, document) for row in _rows(tx, form) for document in _documents(row)]
    wanted = papers.where(
        documents.c.id.in_({document for _, document in shown}), files.c.regulation.in_(regulations)
    )
    numbers = {row.id: row.number for row in tx.execute(wanted).all()}
    return tuple(
        Read(row.at, row.entry.act, numbers[document], row.entry.details.get("page"))
        for row, document in shown
        if document in numbers
    )


def _reviews(tx: Connection, form: Form) -> tuple[Signature, ...]:
    """Reviews that are what was signed, none by the reader."""
    bound = forms.bound_customers(tx, form)
    return tuple(
        given
        for given in forms.signatures_of(tx, form)
        if given.meaning == "reviewed"
        and form.reader not in (given.person, given.represented)
        and given.sha256 == forms.hash_of(form, given, bound)
    )


def _rows(tx: Connection, form: Form) -> Iterator[AuditRow]:
    """The audit rows that rest on the form, searches among them."""
    table, basis = schema.audit, f"form:{form.id}"
    begun = select(table.c.sequence).where(table.c.act == Call.URGENT_NEW, table.c.subject == basis)
    rests = or_(table.c.basis == basis, table.c.details.contains(f'"{basis}"', autoescape=True))
    since = table.c.sequence > begun.scalar_subquery()
    wanted = select(table).where(since, table.c.outcome == "done", rests).order_by(table.c.sequence)
    return (audit.audit_row(row) for row in tx.execute(wanted))


def _documents(row: AuditRow) -> tuple[int, ...]:
    """The documents that a row says were shown."""
    kind, _, number = row.entry.subject.partition(":")
    shown = row.entry.details.get("documents", ())
    return (int(number),) if kind == "document" else tuple(shown)
