"""Query forms as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from access.colleagues import who
from access.form_sight import FormSight
from access.form_signing import unsigned
from access.form_steps import ShownState, last_day, shown_state
from access.resolution import Resolution, resolve
from archive.catalogue import customers, forms
from archive.catalogue.forms import Form, FormKind, Meaning, Signature
from archive.catalogue.terms import AS_ASKED, Terms


@dataclass(frozen=True, slots=True)
class TermsView:
    """How much narrower than asked a signature is; `customers` by their names in the register, none of each
    means as asked."""

    customers: tuple[str, ...] | None
    first_year: int | None
    last_year: int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature as people see it: people by full and log-in name; `represented` is whom a deputy signed
    for, `terms` none where it is as asked, `by_hand` whether it stands on a sheet of paper."""

    person: str
    regulation: str
    meaning: Meaning
    at: datetime
    remark: str
    represented: str
    terms: TermsView | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as people see it. `until` is the last day as asked, `last_day` as signed. `sha256` is empty
    and `created_at` the moment of writing while it is a draft.

    `resolved` says what the reader's words mean in this archive and is shown to its approvers only; to
    everybody else it is none. `waiting_for` are the regulations whose signature is missing.
    """

    number: str
    kind: FormKind
    reader: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str
    until: date
    last_day: date
    state: ShownState
    sha256: str
    created_at: datetime
    issued_at: datetime | None
    issued_by: str
    returned_at: datetime | None
    returned_to: str
    signatures: tuple[SignatureView, ...]
    waiting_for: tuple[str, ...]
    resolved: tuple[Resolution, ...] | None = None


def view(sight: FormSight, form: Form, *, resolving: bool = True) -> FormView:
    """The form as the visitor may see it; `resolving` to approvers also what its words mean."""
    tx = sight.visit.tx
    given = forms.signatures_of(tx, form)
    state = shown_state(form, given, now=sight.visit.now)
    signs = bool(sight.signs(form)) if resolving else False
    open_terms = signs or not unsigned(form, given)  # a reader learns no name before all have signed
    return FormView(
        number=form.number,
        kind=form.kind,
        reader=who(tx, form.reader),
        customers=form.customers,
        regulations=form.regulations,
        purpose=form.purpose,
        until=form.until,
        last_day=last_day(form, given),
        state=state,
        sha256=form.sha256,
        created_at=form.created_at,
        issued_at=form.issued_at,
        issued_by=who(tx, form.issued_by),
        returned_at=form.returned_at,
        returned_to=who(tx, form.returned_to),
        signatures=tuple(_signature_view(tx, one, named=open_terms) for one in given),
        waiting_for=unsigned(form, given) if state == "submitted" else (),
        resolved=resolve(tx, form) if signs else None,
    )


def _signature_view(tx: Connection, given: Signature, *, named: bool) -> SignatureView:
    return SignatureView(
        person=who(tx, given.person),
        regulation=given.regulation,
        meaning=given.meaning,
        at=given.at,
        remark=given.remark,
        represented=who(tx, given.represented),
        terms=_terms_view(tx, given.terms, named=named),
        by_hand=given.sheet is not None,
    )


def _terms_view(tx: Connection, terms: Terms, *, named: bool) -> TermsView | None:
    if terms == AS_ASKED:
        return None
    left: tuple[str, ...] | None = None
    if terms.customers is not None:
        kept = customers.select_customers(tx, numbers=terms.customers) if named else ()
        left = tuple(one.name for one in kept)
    return TermsView(left, terms.first_year, terms.last_year, terms.until)
