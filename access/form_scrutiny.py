"""Query forms held against the audit log: whether each is still what was handed in, signed and done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from access import form_grants
from archive import audit, schema
from archive.audit import AuditRow
from archive.catalogue import forms
from archive.catalogue.forms import Form
from archive.message import Message, message


@dataclass(slots=True)
class _Recorded:
    """What the log says of one form: SHA-256 and customers it was handed in with, its signatures (SHA-256,
    who, when), and the state it was left in; none where the log says nothing of it."""

    handed_in: tuple[str, frozenset[int]] | None = None
    signed: set[tuple[str, int, datetime]] = field(default_factory=set)
    state: str | None = None


def altered_forms(tx: Connection) -> tuple[Message, ...]:
    """Query forms that are not what the audit log says of them, and those that are gone."""
    recorded = _recorded(tx)
    found = [_fault(tx, form, recorded.pop(form.number, _Recorded())) for form in forms.select_forms(tx)]
    missing = [message("The form {number} is missing.", number=number) for number in recorded]
    return tuple(fault for fault in found if fault is not None) + tuple(missing)


def _fault(tx: Connection, form: Form, recorded: _Recorded) -> Message | None:
    if not _is_as_handed_in(tx, form, recorded):
        return message("The form {number} was altered after it was handed in.", number=form.number)
    given = {(one.sha256, one.person, one.at) for one in forms.signatures_of(tx, form)}
    granted = form.state in ("approved", "issued", "returned")
    if given != recorded.signed or (granted and not form_grants.sound(tx, [form])):
        return message("The form {number} is not what was signed.", number=form.number)
    if recorded.state not in (None, form.state):
        return message("The state of the form {number} is not what was done with it.", number=form.number)
    return None


def _is_as_handed_in(tx: Connection, form: Form, recorded: _Recorded) -> bool:
    bound = forms.bound_customers(tx, form)
    if recorded.handed_in is None:  # a draft, and one that was never handed in
        return form.state in ("draft", "withdrawn") and not form.sha256 and not bound
    return form.sha256 == forms.canonical_sha256(form) and recorded.handed_in == (form.sha256, bound)


def _recorded(tx: Connection) -> dict[str, _Recorded]:
    """What was done with each form, by its number: every row about a form says what it changed."""
    found: dict[str, _Recorded] = defaultdict(_Recorded)
    table = schema.audit
    rows = select(table).where(table.c.subject.startswith("form:"), table.c.outcome == "done")
    for row in tx.execute(rows.order_by(table.c.sequence)):
        made = audit.audit_row(row)
        if "number" in made.entry.details:
            _take_over(found[made.entry.details["number"]], made)
    return dict(found)


def _take_over(recorded: _Recorded, made: AuditRow) -> None:
    details = made.entry.details
    if "sha256" in details:
        recorded.handed_in = details["sha256"], frozenset(details["customers"])
    signers = details.get("signers", {})  # where somebody else vouches for a signature by hand
    for regulation, sha256 in details.get("signed", {}).items():
        recorded.signed.add((sha256, signers.get(regulation, made.entry.person), made.at))
    recorded.state = details.get("state", recorded.state)
