"""The way of a query form: which step is open from which state, and what is said where it is not.

draft ─ submitted ─ approved ─ issued ─ returned
  │        │  │        │  │      │  └─ expired
  │        │  │        │  │      └─ revoked
  │        │  └─ rejected / revoked
  └────────┴─ withdrawn / lapsed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from access.visits import Visit
from archive.catalogue import forms
from archive.catalogue.forms import Form, FormState, Signature
from archive.clock import local_date
from archive.errors import Conflict

ShownState = FormState | Literal["lapsed", "expired"]
"""The kept states, and two that follow from state and day: `lapsed` ran out before it was issued, `expired`
afterwards."""

Step = Literal["change", "submit", "withdraw", "approve", "reject", "revoke", "issue", "return"]

OPEN_FROM: Mapping[Step, frozenset[ShownState]] = {
    "change": frozenset({"draft"}),
    "submit": frozenset({"draft"}),
    "withdraw": frozenset({"draft", "submitted", "approved"}),
    "approve": frozenset({"submitted"}),
    "reject": frozenset({"submitted"}),
    "revoke": frozenset({"submitted", "approved", "issued"}),
    "issue": frozenset({"approved"}),
    "return": frozenset({"issued", "expired"}),
}
"""From which states each step may be taken."""


def shown_state(form: Form, given: Iterable[Signature], *, now: datetime) -> ShownState:
    """Where a form stands at this moment."""
    over = last_day(form, given) < local_date(now) or (form.ends_at is not None and form.ends_at <= now)
    if over and form.state == "issued":
        return "expired"
    return "lapsed" if over and form.state in ("submitted", "approved") else form.state


def last_day(form: Form, given: Iterable[Signature]) -> date:
    """The last day on which the form opens anything, as its approvers signed it."""
    until = {one.regulation: one.terms.until for one in given if one.meaning == "approved"}
    return max(until.get(name) or form.until for name in form.regulations)


def check_step(form: Form, step: Step, *, now: datetime, given: Iterable[Signature]) -> None:
    """Raises `Conflict`, saying where the form stands and what can be done, when the step is not open."""
    state = shown_state(form, given, now=now)
    if state not in OPEN_FROM[step]:
        raise _closed(form, state)


def move(visit: Visit, form: Form, state: FormState, *, ends: bool = False) -> None:
    """Let a form stand in another state; `ends` when nothing more can come of it. The audit row says so."""
    forms.set_state(visit.tx, form, state, closed_at=visit.now if ends else None)
    visit.note(state=state)


def _closed(form: Form, state: ShownState) -> Conflict:
    number = form.number
    match state:
        case "draft":
            return Conflict(
                "The form {number} was not handed in yet.",
                advice="Hand it in with `dangan request submit`.",
                number=number,
            )
        case "submitted":
            return Conflict(
                "The form {number} was handed in and waits for signatures.",
                advice="Its reader can withdraw it and hand in another one.",
                number=number,
            )
        case "approved":
            return Conflict(
                "The form {number} is approved already.",
                advice="The archivist issues it with `dangan request issue`; who signed it can revoke it.",
                number=number,
            )
        case "issued":
            return Conflict(
                "The form {number} was issued already.",
                advice="Its reader gives it back with `dangan request return`; who signed it can revoke it.",
                number=number,
            )
        case _:
            return _ended(number, state)


def _ended(number: str, state: ShownState) -> Conflict:
    advice = "Whoever still needs the papers hands in a new form: `dangan request new`."
    match state:
        case "rejected":
            return Conflict("The form {number} was rejected already.", advice=advice, number=number)
        case "withdrawn":
            return Conflict("The form {number} was withdrawn by its reader.", advice=advice, number=number)
        case "revoked":
            return Conflict("The form {number} was revoked already.", advice=advice, number=number)
        case "returned":
            return Conflict("The form {number} was given back already.", advice=advice, number=number)
        case _:
            return Conflict("The form {number} has run out.", advice=advice, number=number)
