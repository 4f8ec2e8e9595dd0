"""Forms that their own reader signs and that open at once: declared reading, and urgent reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from access import form_grants
from access.colleagues import who
from access.form_signing import put
from access.resolution import sole_customers
from access.visits import Visit
from archive.catalogue import forms
from archive.catalogue.forms import GRANTED_BY, Form, FormKind, Signature
from archive.clock import local_date

SelfSignedState = Literal["open", "ended", "revoked", "altered"]


@dataclass(frozen=True, slots=True)
class SelfSignedView:
    """Such a form as people see it. `customers` are the reader's own words, `ends_at` when it stops opening
    anything by itself; `altered`: it is not what was signed."""

    number: str
    reader: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str
    begun_at: datetime
    ends_at: datetime
    state: SelfSignedState
    sha256: str


def open_at_once(
    visit: Visit,
    kind: FormKind,
    customers: Sequence[str],
    regulations: Sequence[str],
    *,
    purpose: str,
    ends_at: datetime,
    witness: int | None = None,
) -> Form:
    """Keep the form, sign it for the visitor and let it open what it opens: nothing, where a word means no
    customer or several. Nobody is told which."""
    draft = Form(
        id=0,
        number="",
        reader=visit.person.number,
        purpose=purpose,
        customers=tuple(customers),
        regulations=tuple(regulations),
        until=local_date(ends_at),
        state="submitted",
        sha256="",
        created_at=visit.now,
        closed_at=None,
        kind=kind,
        ends_at=ends_at,
        witness=witness,
    )
    form = forms.insert(visit.tx, draft)
    forms.bind_customers(visit.tx, form, sole_customers(visit.tx, form))
    meaning = GRANTED_BY[kind]
    put(visit, form, [Signature(form.reader, name, meaning, "", "", visit.now) for name in form.regulations])
    forms.issue(visit.tx, form, by=None, at=visit.now)
    visit.note(sha256=form.sha256, state="issued")
    return replace(form, state="issued", issued_at=visit.now)


def views(visit: Visit, shown: Sequence[Form]) -> dict[int, SelfSignedView]:
    """Such forms as they are now, by the form's id."""
    kept = {form.id for form in form_grants.sound(visit.tx, shown)}
    return {
        form.id: SelfSignedView(
            number=form.number,
            reader=who(visit.tx, form.reader),
            customers=form.customers,
            regulations=form.regulations,
            purpose=form.purpose,
            begun_at=form.created_at,
            ends_at=_end(form),
            state=_state(form, now=visit.now, sound=form.id in kept),
            sha256=form.sha256,
        )
        for form in shown
    }


def _end(form: Form) -> datetime:
    return form.ends_at or forms.end_of(form.until)


def _state(form: Form, *, now: datetime, sound: bool) -> SelfSignedState:
    if form.state == "revoked":
        return "revoked"
    if not sound:
        return "altered"
    return "open" if form.state == "issued" and _end(form) > now else "ended"
