"""Urgent reading (应急查阅): what cannot wait for a signature is read at once, and answered for afterwards.

The reader says whose files and why, names a second person and gives the password; the files are open for four
hours. The second person, the approvers and every auditor are told at once; the approvers review it within
three days, or the reader's next urgent reading is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access.calls import Call
from access.colleagues import colleague
from access.form_signing import altered, put, require_unaltered
from access.form_terms import named_customers, named_regulations
from access.free_words import clean_reason, legible
from access.gate import Gate, nothing_here
from access.passwords import Passwords
from access.self_signed import open_at_once
from access.signing_posts import signing_posts
from access.speaker import Speaker
from access.urgent_alerts import alert, tell_reader
from access.urgent_reviews import (
    REVIEWED_WITHIN,
    Read,
    UrgentView,
    awaiting_review,
    neglects,
    reads_under,
    unreviewed,
    view,
)
from access.visits import Visit
from archive.catalogue import forms
from archive.catalogue.forms import Form, Signature
from archive.errors import BadInput, Conflict, Refused
from archive.people import Person, Post

ENDS_AFTER = timedelta(hours=4)
MOST_WAITING = 2
"""Urgent readings of one person that may wait for their review: more is no emergency any more."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whose files must be read (a customer in free words) and why; `second` is the log-in name of the
    second person; `regulations` (ids or Chinese names) narrow what is opened."""

    customer: str
    reason: str
    second: str
    regulations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What an approver signs: that he looked at an urgent reading (its number and the SHA-256 that was
    shown) and what he found."""

    number: str
    sha256: str
    remark: str


class UrgentReading:
    """The urgent readings of one home."""

    def __init__(self, gate: Gate, passwords: Passwords) -> None:
        self._gate = gate
        self._passwords = passwords

    def new(self, speaker: Speaker, emergency: Emergency, password: str) -> UrgentView:
        """Open the files for four hours. The answer does not tell whether there is such a customer.

        Raises `Refused` (wrong password, an earlier reading overdue for review, one's own regulation),
        NotFound or `BadInput`.
        """
        self._gate.confirm(speaker, Call.URGENT_NEW, self._passwords, password)
        with self._gate.visit(speaker, Call.URGENT_NEW) as visit:
            customers = named_customers((emergency.customer,))
            reason = clean_reason(emergency.reason)
            regulations = self._regulations(visit.person, emergency.regulations)
            second = self._second(visit, emergency.second, regulations)
            self._require_reviewed(visit)
            form = open_at_once(
                visit,
                "urgent",
                customers,
                regulations,
                purpose=reason,
                ends_at=visit.now + ENDS_AFTER,
                witness=second.number,
            )
            visit.note(second=second.number)
            alert(visit, form, approvers=[self._gate.regulations[name].approver for name in regulations])
            return view(visit, form, reviewing=())

    def list(self, speaker: Speaker) -> tuple[UrgentView, ...]:
        """One's own, those one was named for as the second person and those one's posts review, newest
        first; an auditor sees all."""
        with self._gate.visit(speaker, Call.URGENT_LIST) as visit:
            return tuple(
                view(visit, form, reviewing=self._reviewing(visit, form))
                for form in forms.of_kind(visit.tx, "urgent")
                if self._may_see(visit, form)
            )

    def reads(self, speaker: Speaker, number: str) -> tuple[Read, ...]:
        """What was read under one, for its reviewers. Raises the same `Refused` for everybody else and for
        one that does not exist."""
        asked = legible(number)
        with self._gate.visit(speaker, Call.URGENT_READS, number=asked) as visit:
            form = self._find(visit, asked)
            mine = self._reviewing(visit, form)
            if not mine:
                raise nothing_here()
            return reads_under(visit.tx, form, regulations=mine)

    def review(self, speaker: Speaker, review: Review, password: str) -> UrgentView:
        """Sign that one was looked at, for every regulation that names one of the speaker's posts; the
        reader is told. Raises `Refused` (wrong password, one's own, not the approver, altered) or
        `Conflict` when it was reviewed already."""
        call, asked = Call.URGENT_REVIEW, legible(review.number)
        self._gate.confirm(speaker, call, self._passwords, password, subject=asked)
        with self._gate.visit(speaker, call, number=asked) as visit:
            form = self._find(visit, asked)
            self._sign(visit, form, review)
            return view(visit, form, reviewing=self._reviewing(visit, form))

    def _sign(self, visit: Visit, form: Form, review: Review) -> None:
        mine = self._reviewing(visit, form)
        if form.reader == visit.person.number:
            raise Refused("Nobody reviews his own reading.", advice="Somebody else with the post must.")
        if form.witness == visit.person.number:
            raise Refused(
                "You were named as its second person: whoever reviews it is somebody else.",
                advice="A deputy with the post can review it, or another approver.",
            )
        if not mine:
            raise nothing_here()
        require_unaltered(form)
        if form.sha256 != review.sha256:
            raise altered(form)
        missing = [name for name in unreviewed(visit.tx, form) if name in mine]
        if not missing:
            raise Conflict("The urgent reading {number} was reviewed already.", number=form.number)
        remark, signer = clean_reason(review.remark), visit.person.number
        given = [Signature(signer, name, "reviewed", "", remark, visit.now, mine[name]) for name in missing]
        put(visit, form, given)
        tell_reader(visit, form, remark)

    def _find(self, visit: Visit, number: str) -> Form:
        form = forms.find(visit.tx, number)
        if form is None or form.kind != "urgent" or not self._may_see(visit, form):
            raise nothing_here()
        visit.note(subject=f"form:{form.id}")
        return form

    def _may_see(self, visit: Visit, form: Form) -> bool:
        concerned = visit.person.number in (form.reader, form.witness)
        return concerned or Post.AUDITOR in visit.person.posts or bool(self._reviewing(visit, form))

    def _reviewing(self, visit: Visit, form: Form) -> dict[str, int | None]:
        """The regulations for which the visitor reviews a reading, each with whom he stands in for."""
        posts = signing_posts(visit, asked_by=form.reader)
        approvers = {name: self._gate.regulations[name].approver for name in self._known(form)}
        return {name: posts[post] for name, post in approvers.items() if post in posts}

    def _known(self, form: Form) -> tuple[str, ...]:
        return tuple(name for name in form.regulations if name in self._gate.regulations)

    def _regulations(self, reader: Person, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those named, or all that the reader does not answer for himself."""
        others = tuple(one.id for one in self._gate.regulations if one.approver not in reader.posts)
        wanted = named_regulations(words, self._gate.regulations) if words else others
        if not wanted or not set(wanted) <= set(others):
            raise Refused(
                "You are the approver of these files yourself.",
                advice="Declare that you read them: `dangan declared new`.",
            )
        return wanted

    def _second(self, visit: Visit, login: str, regulations: tuple[str, ...]) -> Person:
        second = colleague(visit.tx, login)
        if second.number == visit.person.number:
            raise BadInput("The second person is somebody else.", advice="Name a colleague who knows of it.")
        if {self._gate.regulations[name].approver for name in regulations} & second.posts:
            raise BadInput(
                "{name} reviews such a reading and cannot be its second person too.",
                advice="Name a colleague without that post.",
                name=second.name,
            )
        if neglects(visit.tx, second.number, now=visit.now):
            raise Refused(
                "{name} has not looked at an earlier urgent reading yet.",
                advice="Name somebody else, or ask for a look at it first: `dangan notices`.",
                name=second.name,
            )
        return second

    def _require_reviewed(self, visit: Visit) -> None:
        waiting = awaiting_review(visit.tx, visit.person.number)
        late = next((form for form in waiting if form.created_at + REVIEWED_WITHIN < visit.now), None)
        if late is not None:
            raise Refused(
                "Your urgent reading {number} should have been reviewed by now.",
                advice="Ask its approvers to review it; until then hand in a query form.",
                number=late.number,
            )
        if len(waiting) >= MOST_WAITING:
            raise Refused(
                "{count} of your urgent readings wait for their review.",
                advice="Ask their approvers to review them; until then hand in a query form.",
                count=len(waiting),
            )
