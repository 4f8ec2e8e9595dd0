"""Query forms (查询单): written and handed in by a reader, signed by the approver that each regulation names,
issued and taken back by the archivist.

Each step is one visit; from which states it may be taken says `access.form_steps`, who may take it
`access.form_sight`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from access.calls import Call
from access.form_issuing import give_back, issue
from access.form_sight import FormSight, sight_of
from access.form_signing import approve, find_to_sign, put
from access.form_steps import Step, check_step, move
from access.form_terms import Narrower, last_day, named_customers, named_regulations, narrowed
from access.form_views import FormView, view
from access.free_words import clean_text, legible
from access.gate import Gate
from access.passwords import Passwords
from access.resolution import sole_customers
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import drafts, forms
from archive.catalogue.forms import Form, Signature
from archive.clock import local_date
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
class Changes:
    """What is to be different in a draft; empty or none of each: as it was."""

    customers: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()
    purpose: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """What an approver signs: the form's number and the SHA-256 that was shown, with the password again.
    `narrower` is how much less than asked is granted; rejecting and revoking do not look at it."""

    number: str
    sha256: str
    password: str
    remark: str = ""
    narrower: Narrower | None = None


class Forms:
    """The query forms of one home."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._longest = timedelta(days=settings.grant_days)

    def new(self, speaker: Speaker, request: Request, *, draft: bool = False) -> FormView:
        """Hand in a form, or keep it as a draft. The answer says nothing of whether there is such a customer
        or file."""
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
                    state="draft" if draft else "submitted",
                    sha256="",
                    created_at=visit.now,
                    closed_at=None,
                ),
            )
            visit.note(subject=f"form:{form.id}", number=form.number, state=form.state)
            if not draft:
                _bind(visit, form)
            return self._again(visit, form.number)

    def change(self, speaker: Speaker, number: str, changes: Changes) -> FormView:
        """Let a draft of one's own ask for something else."""
        with self._gate.visit(speaker, Call.FORMS_CHANGE, number=legible(number)) as visit:
            form = self._own(visit, number, "change")
            asked = self._checked(
                Request(
                    changes.customers or form.customers,
                    changes.regulations or form.regulations,
                    changes.purpose or form.purpose,
                    changes.until or form.until,
                ),
                today=local_date(visit.now),
            )
            drafts.revise(
                visit.tx,
                replace(
                    form,
                    customers=asked.customers,
                    regulations=asked.regulations,
                    purpose=asked.purpose,
                    until=asked.until,
                ),
            )
            return self._again(visit, number)

    def submit(self, speaker: Speaker, number: str) -> FormView:
        """Hand in a draft of one's own: from now on nobody changes it."""
        with self._gate.visit(speaker, Call.FORMS_SUBMIT, number=legible(number)) as visit:
            draft = self._own(visit, number, "submit")
            kept = Request(draft.customers, draft.regulations, draft.purpose, draft.until)
            self._checked(kept, today=local_date(visit.now))
            form = drafts.hand_in(visit.tx, draft, at=visit.now)
            visit.note(state=form.state)
            _bind(visit, form)
            return self._again(visit, number)

    def withdraw(self, speaker: Speaker, number: str) -> FormView:
        """Take back a form of one's own that was not issued yet."""
        with self._gate.visit(speaker, Call.FORMS_WITHDRAW, number=legible(number)) as visit:
            move(visit, self._own(visit, number, "withdraw"), "withdrawn", ends=True)
            return self._again(visit, number)

    def list(self, speaker: Speaker) -> tuple[FormView, ...]:
        """One's own forms, and those that one's posts sign; an archivist and an auditor see all that were
        handed in. Newest first; what the readers' words mean is shown form by form."""
        with self._gate.visit(speaker, Call.FORMS_LIST) as visit:
            sight = self._sight(visit)
            every = forms.select_forms(visit.tx)
            return tuple(view(sight, form, resolving=False) for form in every if sight.may_see(form))

    def show(self, speaker: Speaker, number: str) -> FormView:
        """One form. Raises the same `Refused` for somebody else's and for one that does not exist."""
        with self._gate.visit(speaker, Call.FORMS_SHOW, number=legible(number)) as visit:
            return self._again(visit, number)

    def approve(self, speaker: Speaker, signing: Signing) -> FormView:
        """Sign for every regulation that names one of the speaker's posts, or of a post that the speaker
        deputises for; with the last signature the form is approved. Raises `Refused` (own form, wrong
        password, not the approver, form altered), `BadInput` (terms that are not narrower) or `Conflict`
        (not open any more, run out, customers that cannot be told)."""
        self._confirm(speaker, Call.FORMS_APPROVE, signing)
        with self._gate.visit(speaker, Call.FORMS_APPROVE, number=legible(signing.number)) as visit:
            form, signed_for = find_to_sign(self._sight(visit), signing.number, shown=signing.sha256)
            approve(visit, form, self._given(visit, form, signing, "approved", signed_for))
            return self._again(visit, signing.number)

    def reject(self, speaker: Speaker, signing: Signing) -> FormView:
        """Refuse a form that waits for signatures."""
        return self._close(speaker, Call.FORMS_REJECT, signing, step="reject", meaning="rejected")

    def revoke(self, speaker: Speaker, signing: Signing) -> FormView:
        """Take an approval back, also of a form that was issued; acts on the reader's next page."""
        return self._close(speaker, Call.FORMS_REVOKE, signing, step="revoke", meaning="revoked")

    def issue(self, speaker: Speaker, number: str) -> FormView:
        """Hand out what an approved form opens: from now on the reader may read. Raises `Conflict` when it
        is not approved or has run out, `Refused` when it was altered or is the archivist's own."""
        with self._gate.visit(speaker, Call.FORMS_ISSUE, number=legible(number)) as visit:
            sight = self._sight(visit)
            issue(sight, sight.find(number))
            return self._again(visit, number)

    def give_back(self, speaker: Speaker, number: str) -> FormView:
        """The reader has read what was needed: nothing more is open under the form."""
        with self._gate.visit(speaker, Call.FORMS_GIVE_BACK, number=legible(number)) as visit:
            sight = self._sight(visit)
            give_back(sight, sight.find_own(number), to=None)
            return self._again(visit, number)

    def take_back(self, speaker: Speaker, number: str) -> FormView:
        """The archivist has back what was issued."""
        with self._gate.visit(speaker, Call.FORMS_TAKE_BACK, number=legible(number)) as visit:
            sight = self._sight(visit)
            give_back(sight, sight.find(number), to=visit.person.number)
            return self._again(visit, number)

    def _close(
        self,
        speaker: Speaker,
        call: Call,
        signing: Signing,
        *,
        step: Step,
        meaning: Literal["rejected", "revoked"],
    ) -> FormView:
        self._confirm(speaker, call, signing)
        with self._gate.visit(speaker, call, number=legible(signing.number)) as visit:
            form, signed_for = find_to_sign(self._sight(visit), signing.number, shown=signing.sha256)
            check_step(form, step, now=visit.now, given=forms.signatures_of(visit.tx, form))
            put(visit, form, self._given(visit, form, signing, meaning, signed_for))
            move(visit, form, meaning, ends=True)
            return self._again(visit, signing.number)

    def _given(
        self,
        visit: Visit,
        form: Form,
        signing: Signing,
        meaning: Literal["approved", "rejected", "revoked"],
        signed_for: dict[str, int | None],
    ) -> tuple[Signature, ...]:
        """What the visitor signs, for each regulation; the SHA-256 is worked out when it is kept."""
        narrower = signing.narrower if meaning == "approved" else None
        terms = narrowed(visit.tx, form, narrower, today=local_date(visit.now))
        remark = legible(signing.remark.strip())
        return tuple(
            Signature(visit.person.number, name, meaning, "", remark, visit.now, represented, terms)
            for name, represented in signed_for.items()
        )

    def _confirm(self, speaker: Speaker, call: Call, signing: Signing) -> None:
        self._gate.confirm(speaker, call, self._passwords, signing.password, subject=legible(signing.number))

    def _sight(self, visit: Visit) -> FormSight:
        return sight_of(visit, self._gate.regulations)

    def _own(self, visit: Visit, number: str, step: Step) -> Form:
        form = self._sight(visit).find_own(number)
        check_step(form, step, now=visit.now, given=forms.signatures_of(visit.tx, form))
        return form

    def _again(self, visit: Visit, number: str) -> FormView:
        sight = self._sight(visit)
        return view(sight, sight.find(number))

    def _checked(self, request: Request, *, today: date) -> Request:
        return Request(
            customers=named_customers(request.customers),
            regulations=named_regulations(request.regulations, self._gate.regulations),
            purpose=clean_text(request.purpose, longest=LONGEST_PURPOSE),
            until=last_day(request.until, today=today, longest=self._longest),
        )


def _bind(visit: Visit, form: Form) -> None:
    """Settle which customers the words of a form mean, so that nobody can change it between showing and
    signing."""
    bound = sole_customers(visit.tx, form)
    forms.bind_customers(visit.tx, form, bound)
    visit.note(sha256=form.sha256, customers=sorted(bound))
