"""Which rows of the audit log an auditor asks for, and the query that finds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, false, literal, or_, select

from access.free_words import legible
from access.numbers import number_in
from archive import schema
from archive.audit import Outcome
from archive.catalogue import customers

SHOWN = 100
MOST_SHOWN = 10_000
_audit = schema.audit


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows: of a person (log-in name), of acts that begin with `act` (`reading`), with an outcome,
    about a subject (`document:12`), resting on a basis (`form:3`), of a query form (查询-2026-0001, or its
    number in the catalogue), of a customer (name, code or number), from `since` up to before `until` (UTC).
    A list shows the newest `limit` of them."""

    login: str | None = None
    act: str | None = None
    outcome: Outcome | None = None
    subject: str | None = None
    basis: str | None = None
    form: str | None = None
    customer: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = SHOWN

    @property
    def narrows(self) -> bool:
        """Whether it leaves out any row."""
        return any(value is not None for name, value in asdict(self).items() if name != "limit")

    def described(self) -> dict[str, str]:
        """As the audit log keeps it."""
        return {name: legible(str(value)) for name, value in asdict(self).items() if value is not None}


def filtered(tx: Connection, rows: Select[Any], wanted: AuditFilter) -> Select[Any]:
    """A query for audit rows, narrowed to the wanted ones."""
    return rows.where(*_exact(wanted), *_times(wanted), *_meant(tx, wanted))


def of_form(tx: Connection, word: str) -> tuple[int, ...]:
    """The numbers in the catalogue of the form that is called so: one, or none."""
    forms = schema.forms
    number = number_in(word)
    called = forms.c.number == legible(word) if number is None else forms.c.id == number
    return tuple(tx.execute(select(forms.c.id).where(called)).scalars())


def about_form(form: int) -> ColumnElement[bool]:
    """Rows that are about this form alone, or rest on it alone: one borrowing from the request on."""
    name = f"form:{form}"
    alone = _audit.c.details.contains(f'"forms": ["{name}"]', autoescape=True)
    return or_(_audit.c.basis == name, _audit.c.subject == name, alone)


def _exact(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.login is not None:
        persons = schema.persons
        number = select(persons.c.id).where(persons.c.login == legible(wanted.login)).scalar_subquery()
        found.append(_audit.c.person == number)
    if wanted.act is not None:
        found.append(_audit.c.act.startswith(legible(wanted.act), autoescape=True))
    for column, value in (
        (_audit.c.outcome, wanted.outcome),
        (_audit.c.subject, wanted.subject),
        (_audit.c.basis, wanted.basis),
    ):
        if value is not None:
            found.append(column == legible(value))
    return found


def _times(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    since = [] if wanted.since is None else [_audit.c.at >= wanted.since]
    return since if wanted.until is None else [*since, _audit.c.at < wanted.until]


def _meant(tx: Connection, wanted: AuditFilter) -> list[ColumnElement[bool]]:
    """What must be looked up first. A form or customer that is not there has no rows."""
    found: list[ColumnElement[bool]] = []
    if wanted.form is not None:
        named = _audit.c.details.contains(f'"number": "{legible(wanted.form)}"', autoescape=True)
        found.append(or_(named, *map(_touching_form, of_form(tx, wanted.form))))
    if wanted.customer is not None:
        number = number_in(wanted.customer)
        called = (
            [customer.number for customer in customers.named(tx, legible(wanted.customer))]
            if number is None
            else [number]
        )
        found.append(or_(false(), *map(_touching_customer, called)))
    return found


def _touching_form(form: int) -> ColumnElement[bool]:
    """Also searches that rested on this form among others."""
    return or_(about_form(form), _audit.c.details.contains(f'"form:{form}"', autoescape=True))


def _touching_customer(customer: int) -> ColumnElement[bool]:
    """About the customer, its papers or its forms; what rests on a form that names several customers
    belongs to each, unless it is about another one's paper."""
    documents, bound = schema.documents, schema.form_customers
    papers = select(_named("document", documents.c.id)).where(documents.c.customer == customer)
    asked = select(_named("form", bound.c.form)).where(bound.c.customer == customer)
    rests = and_(_audit.c.basis.in_(asked), _audit.c.subject.not_like("document:%"))
    return or_(
        _audit.c.subject == f"customer:{customer}",
        _audit.c.subject.in_(papers),
        _audit.c.subject.in_(asked),
        rests,
    )


def _named(kind: str, number: ColumnElement[int]) -> ColumnElement[str]:
    return literal(f"{kind}:") + cast(number, String)
