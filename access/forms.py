"""Query forms (查询单): handed in by a reader, signed by the approver that each regulation names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from access.calls import Call
from access.form_terms import last_day, named_customers, named_regulations
from access.free_words import clean_text, legible
from access.gate import Gate, nothing_here
from access.passwords import Passwords
from access.resolution import Resolution, resolve, sole_customers
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import forms, people
from archive.catalogue.forms import Form, FormState, Meaning, Signature
from archive.clock import local_date
from archive.errors import Conflict, Refused
from archive.people import Person, Post
from archive.settings import AccessSettings

LONGEST_PURPOSE = 500


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader asks for: customers in free words, regulations by id or Chinese name, why, and
    until which day (included)."""

    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class Signing:
    """What an approver signs: the form's number and the SHA-256 that was shown, with the password again."""

    number: str
    sha256: str
    password: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature as people see it."""

    person: str
    regulation: str
    meaning: Meaning
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as people see it. `resolved` says what the reader's words mean in this archive and is
    shown to its approvers only; to everybody else it is none. `waiting_for` are the regulations whose
    signature is missing."""

    number: str
    reader: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str
    until: date
    state: FormState
    expired: bool
    sha256: str
    created_at: datetime
    signatures: tuple[SignatureView, ...]
    waiting_for: tuple[str, ...]
    resolved: tuple[Resolution, ...] | None = None


class Forms:
    """The query forms of one home."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._longest = timedelta(days=settings.grant_days)

    def new(self, speaker: Speaker, request: Request) -> FormView:
        """Hand in a form. The answer says nothing of whether there is such a customer or file."""
        with self._gate.visit(speaker, Call.FORMS_NEW) as visit:
            asked = self._checked(request, today=local_date(visit.now))
            form = forms.insert(
                visit.tx,
                Form(
                    id=0,
                    number="",
                    reader=visit.person.number,
                    purpose=asked.purpose,
                    customers=asked.customers,
                    regulations=asked.regulations,
                    until=asked.until,
                    state="submitted",
                    sha256="",
                    created_at=visit.now,
                    closed_at=None,
                ),
            )
            # Settled here, so that nobody can change what the words mean between showing and signing.
            bound = sole_customers(visit.tx, form)
            forms.bind_customers(visit.tx, form, bound)
            visit.note(
                subject=f"form:{form.id}", number=form.number, sha256=form.sha256, customers=sorted(bound)
            )
            return self._view(visit, form)

    def list(self, speaker: Speaker) -> tuple[FormView, ...]:
        """One's own forms, and those that one's posts sign; an auditor sees all. Newest first; what the
        readers' words mean is shown form by form."""
        with self._gate.visit(speaker, Call.FORMS_LIST) as visit:
            return tuple(
                self._view(visit, form, resolving=False)
                for form in forms.select_forms(visit.tx)
                if self._may_see(visit.person, form)
            )

    def show(self, speaker: Speaker, number: str) -> FormView:
        """One form. Raises the same `Refused` for somebody else's and for one that does not exist."""
        with self._gate.visit(speaker, Call.FORMS_SHOW, number=legible(number)) as visit:
            return self._view(visit, self._find(visit, number))

    def approve(self, speaker: Speaker, signing: Signing) -> FormView:
        """Sign for every regulation that names one of the speaker's posts; with the last signature the
        form is approved. Raises `Refused` (own form, wrong password, not the approver, form altered)
        or `Conflict` (not open any more, run out, customers that cannot be told)."""
        self._confirm(speaker, Call.FORMS_APPROVE, signing)
        with self._gate.visit(speaker, Call.FORMS_APPROVE, number=legible(signing.number)) as visit:
            form = self._to_sign(visit, signing, states=("submitted",))
            if form.until < local_date(visit.now):
                raise Conflict("The form {number} has run out.", advice="Reject it.", number=form.number)
            if not forms.bound_customers(visit.tx, form):
                raise _unclear(form)
            missing = set(_unsigned(visit.tx, form))
            mine = [name for name in self._signs(visit.person, form) if name in missing]
            if not mine:
                raise Conflict("You have signed this form already.")
            self._sign(visit, form, signing, "approved", mine)
            if missing == set(mine):
                forms.set_state(visit.tx, form, "approved", closed_at=None)
            return self._again(visit, form)

    def reject(self, speaker: Speaker, signing: Signing) -> FormView:
        """Refuse a form that waits for signatures."""
        return self._close(speaker, Call.FORMS_REJECT, signing, meaning="rejected", states=("submitted",))

    def revoke(self, speaker: Speaker, signing: Signing) -> FormView:
        """Take an approval back; acts on the reader's next page."""
        states: tuple[FormState, ...] = ("submitted", "approved")
        return self._close(speaker, Call.FORMS_REVOKE, signing, meaning="revoked", states=states)

    def _close(
        self,
        speaker: Speaker,
        call: Call,
        signing: Signing,
        *,
        meaning: Literal["rejected", "revoked"],
        states: tuple[FormState, ...],
    ) -> FormView:
        self._confirm(speaker, call, signing)
        with self._gate.visit(speaker, call, number=legible(signing.number)) as visit:
            form = self._to_sign(visit, signing, states=states)
            self._sign(visit, form, signing, meaning, self._signs(visit.person, form))
            forms.set_state(visit.tx, form, meaning, closed_at=visit.now)
            return self._again(visit, form)

    def _confirm(self, speaker: Speaker, call: Call, signing: Signing) -> None:
        self._gate.confirm(speaker, call, self._passwords, signing.password, subject=legible(signing.number))

    def _to_sign(self, visit: Visit, signing: Signing, *, states: tuple[FormState, ...]) -> Form:
        form = self._find(visit, signing.number)
        if form.reader == visit.person.number:
            raise Refused("Nobody signs a form of his own.", advice="Somebody else with the post must sign.")
        if not self._signs(visit.person, form):
            raise nothing_here()
        if form.sha256 != forms.canonical_sha256(form) or form.sha256 != signing.sha256:
            raise Refused(
                "The form {number} is not what was shown to you, or was altered after it was handed in.",
                advice="Look at it again; if it stays so, tell the auditor: `dangan audit verify`.",
                number=form.number,
            )
        if form.state not in states:
            raise _closed(form)
        return form

    def _sign(
        self, visit: Visit, form: Form, signing: Signing, meaning: Meaning, regulations: Iterable[str]
    ) -> None:
        bound = forms.bound_customers(visit.tx, form)
        signed = {name: forms.signed_sha256(form, name, meaning, bound) for name in regulations}
        for regulation, sha256 in signed.items():
            signature = Signature(
                visit.person.number, regulation, meaning, sha256, legible(signing.remark.strip()), visit.now
            )
            forms.sign(visit.tx, form, signature)
        visit.note(subject=f"form:{form.id}", signed=signed, customers=sorted(bound))

    def _find(self, visit: Visit, number: str) -> Form:
        form = forms.find(visit.tx, legible(number))
        if form is None or not self._may_see(visit.person, form):
            raise nothing_here()
        visit.note(subject=f"form:{form.id}")
        return form

    def _may_see(self, person: Person, form: Form) -> bool:
        own = form.reader == person.number
        return own or Post.AUDITOR in person.posts or bool(self._signs(person, form))

    def _signs(self, person: Person, form: Form) -> tuple[str, ...]:
        """The regulations of a form that name one of this person's posts as their approver."""
        regulations = self._gate.regulations
        return tuple(
            name
            for name in form.regulations
            if name in regulations and regulations[name].approver in person.posts
        )

    def _again(self, visit: Visit, form: Form) -> FormView:
        return self._view(visit, self._find(visit, form.number))

    def _view(self, visit: Visit, form: Form, *, resolving: bool = True) -> FormView:
        reader = people.find(visit.tx, form.reader)
        signs = form.reader != visit.person.number and bool(self._signs(visit.person, form))
        return FormView(
            number=form.number,
            reader=reader.name if reader else "",
            customers=form.customers,
            regulations=form.regulations,
            purpose=form.purpose,
            until=form.until,
            state=form.state,
            expired=form.until < local_date(visit.now),
            sha256=form.sha256,
            created_at=form.created_at,
            signatures=_signature_views(visit.tx, form),
            waiting_for=_unsigned(visit.tx, form) if form.state == "submitted" else (),
            resolved=resolve(visit.tx, form) if signs and resolving else None,
        )

    def _checked(self, request: Request, *, today: date) -> Request:
        return Request(
            customers=named_customers(request.customers),
            regulations=named_regulations(request.regulations, self._gate.regulations),
            purpose=clean_text(request.purpose, longest=LONGEST_PURPOSE),
            until=last_day(request.until, today=today, longest=self._longest),
        )


def _closed(form: Form) -> Conflict:
    """The step comes too late."""
    match form.state:
        case "rejected":
            return Conflict("The form {number} was rejected already.", number=form.number)
        case "revoked":
            return Conflict("The form {number} was revoked already.", number=form.number)
        case _:
            return Conflict("The form {number} is approved already.", number=form.number)


def _unclear(form: Form) -> Conflict:
    """A form whose words did not mean one customer each is bound to nobody, and stays so."""
    return Conflict(
        "It could not be told which customers were meant when the form was handed in: {words}.",
        advice="Reject the form with a remark; the reader can hand in a new one once the names are known.",
        words="、".join(form.customers),
    )


def _unsigned(tx: Connection, form: Form) -> tuple[str, ...]:
    signed = {given.regulation for given in forms.signatures_of(tx, form) if given.meaning == "approved"}
    return tuple(name for name in form.regulations if name not in signed)


def _signature_views(tx: Connection, form: Form) -> tuple[SignatureView, ...]:
    return tuple(
        SignatureView(
            person=person.name if (person := people.find(tx, given.person)) else "",
            regulation=given.regulation,
            meaning=given.meaning,
            at=given.at,
            remark=given.remark,
        )
        for given in forms.signatures_of(tx, form)
    )
