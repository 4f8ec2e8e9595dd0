"""The audit log as auditors read it; reading it is itself recorded."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from access.calls import Call
from access.free_words import legible
from access.gate import Gate
from access.speaker import Speaker
from archive import audit, schema
from archive.audit import AuditRow, Outcome
from archive.catalogue import forms
from archive.message import Message, message

SHOWN = 100
MOST_SHOWN = 10_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows to list: of a person (log-in name), of acts that begin with `act` (`reading`), with an
    outcome, about a subject (`document:12`), resting on a basis (`form:3`), from `since` up to before
    `until` (UTC). The newest `limit` of them."""

    login: str | None = None
    act: str | None = None
    outcome: Outcome | None = None
    subject: str | None = None
    basis: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class Soundness:
    """What verifying the log found: how many rows were looked at, and what is wrong."""

    rows: int
    faults: tuple[Message, ...]


class Auditing:
    """The audit log of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def list(self, speaker: Speaker, wanted: AuditFilter) -> tuple[AuditRow, ...]:
        """The newest rows that the filter lets through, oldest of them first."""
        limit = max(1, min(wanted.limit, MOST_SHOWN))
        with self._gate.visit(speaker, Call.AUDIT_LIST) as visit:
            newest = schema.audit.c.sequence.desc()
            found = visit.tx.execute(_filtered(wanted).order_by(newest).limit(limit)).all()
            visit.note(filter=_described(wanted), rows=len(found))
            return tuple(audit.audit_row(row) for row in reversed(found))

    def verify(self, speaker: Speaker) -> Soundness:
        """Whether the chain is whole, and every form still is what was handed in and signed."""
        call = Call.AUDIT_VERIFY
        with self._gate.visit(speaker, call, step="asked"):
            pass  # the log is read without holding up those who write to it
        with self._gate.catalogue.read() as tx:
            # Forms are compared with the log, so a log that is not whole is all there is to say.
            faults = audit.verify_chain(tx) or altered_forms(tx)
            rows = audit.length(tx)
        with self._gate.visit(speaker, call, step="found", rows=rows, faults=len(faults)):
            return Soundness(rows, faults)


def altered_forms(tx: Connection) -> tuple[Message, ...]:
    """Query forms and signatures that are not what the audit log says was handed in and signed."""
    handed_in, signed = _recorded(tx)
    faults: list[Message] = []
    for form in forms.select_forms(tx):
        given = {signature.sha256 for signature in forms.signatures_of(tx, form)}
        handed = handed_in.pop(form.number, None)
        bound = forms.bound_customers(tx, form)
        intact = form.sha256 == forms.canonical_sha256(form) and handed == (form.sha256, bound)
        agrees = given == signed.get(form.number, set())
        if not intact:
            faults.append(
                message("The form {number} was altered after it was handed in.", number=form.number)
            )
        elif not agrees or (form.state == "approved" and not forms.is_sound(tx, form)):
            faults.append(message("The form {number} is not what was signed.", number=form.number))
    faults += [message("The form {number} is missing.", number=number) for number in handed_in]
    return tuple(faults)


def _recorded(tx: Connection) -> tuple[dict[str, tuple[str, frozenset[int]]], dict[str, set[str]]]:
    """By form number, as recorded: the SHA-256 it was handed in with and the customers it was bound to,
    and the SHA-256 of its signatures."""
    acts = (Call.FORMS_NEW, Call.FORMS_APPROVE, Call.FORMS_REJECT, Call.FORMS_REVOKE)
    handed_in: dict[str, tuple[str, frozenset[int]]] = {}
    signed: dict[str, set[str]] = {}
    table = schema.audit
    rows = tx.execute(select(table).where(table.c.act.in_(acts), table.c.outcome == "done"))
    for entry in (audit.audit_row(row).entry for row in rows):
        number = entry.details["number"]
        if entry.act == Call.FORMS_NEW:
            handed_in[number] = entry.details["sha256"], frozenset(entry.details["customers"])
        else:
            signed.setdefault(number, set()).update(entry.details["signed"].values())
    return handed_in, signed


def _filtered(wanted: AuditFilter) -> Select[Any]:
    table = schema.audit
    rows = select(table)
    if wanted.login is not None:
        number = (
            select(schema.persons.c.id)
            .where(schema.persons.c.login == legible(wanted.login))
            .scalar_subquery()
        )
        rows = rows.where(table.c.person == number)
    if wanted.act is not None:
        rows = rows.where(table.c.act.startswith(legible(wanted.act), autoescape=True))
    for column, value in (
        (table.c.outcome, wanted.outcome),
        (table.c.subject, wanted.subject),
        (table.c.basis, wanted.basis),
    ):
        if value is not None:
            rows = rows.where(column == legible(value))
    if wanted.since is not None:
        rows = rows.where(table.c.at >= wanted.since)
    if wanted.until is not None:
        rows = rows.where(table.c.at < wanted.until)
    return rows


def _described(wanted: AuditFilter) -> dict[str, str]:
    return {name: legible(str(value)) for name, value in asdict(wanted).items() if value is not None}
