"""Standing authorisations (常设授权): a department works with its own files without a form for each reading.

Signed by the approver that the regulation names, or the approver's deputy; what each opens is worked out anew
at every reading (`access.standing_grants`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from access.calls import STANDS_ALONE, Call
from access.colleagues import reading_colleague, who
from access.form_terms import named_regulations
from access.free_words import LONGEST_REASON, clean_reason, clean_text, legible
from access.gate import Gate, nothing_here
from access.passwords import Passwords
from access.places import Places
from access.signing_posts import represented, signing_posts
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import notices, standings
from archive.catalogue.standings import CUSTODIES, Custody, Standing
from archive.clock import local_date
from archive.errors import BadInput, Conflict, Refused
from archive.message import Message, message
from archive.people import Person, Post
from archive.settings import AccessSettings, FilingSettings

StandingState = Literal["in_force", "expired", "revoked", "altered"]


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What an approver signs: files of a regulation (id or Chinese name) in some states of custody, for one
    person (log-in name) or for who holds a post, until a day (included), and why.

    `department` (short name or name) leaves only that department's files; `company` tells departments of the
    same name apart.
    """

    regulation: str
    until: date
    purpose: str
    person: str = ""
    post: Post | None = None
    custody: tuple[str, ...] = ("department",)
    department: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class StandingView:
    """A standing authorisation as people see it: people by full and log-in name, `holder` the person or
    the post, `department` the short names, empty for any. `altered`: it is not what was signed."""

    number: str
    regulation: str
    holder: str
    post: Post | None
    department: str
    custody: tuple[Custody, ...]
    until: date
    purpose: str
    state: StandingState
    sha256: str
    signed_by: str
    represented: str
    signed_at: datetime
    revoked_by: str
    revoked_at: datetime | None
    remark: str


class StandingAuthorisations:
    """The standing authorisations of one home."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._longest = timedelta(days=settings.standing_days)

    def sign(self, speaker: Speaker, authorisation: Authorisation, password: str) -> StandingView:
        """Give one. Raises `Refused` (wrong password, not the approver, for oneself) or `BadInput`."""
        self._gate.confirm(speaker, Call.STANDING_SIGN, self._passwords, password)
        with self._gate.visit(speaker, Call.STANDING_SIGN) as visit:
            made = standings.insert(visit.tx, self._draft(visit, authorisation))
            visit.note(subject=f"standing:{made.id}", number=made.number, sha256=made.sha256)
            given = message(
                "You were given the standing authorisation {number}: {purpose}",
                number=made.number,
                purpose=made.purpose,
            )
            self._tell(visit, made, given)
            return self._view(visit, made)

    def revoke(self, speaker: Speaker, number: str, password: str, *, remark: str) -> StandingView:
        """Take one back; acts on the next page. Raises `Refused` (wrong password, not the approver) or
        `Conflict` when it was revoked already."""
        call, asked = Call.STANDING_REVOKE, legible(number)
        self._gate.confirm(speaker, call, self._passwords, password, subject=asked)
        with self._gate.visit(speaker, call, number=asked) as visit:
            found = standings.find(visit.tx, asked)
            if found is None or self._approver(found) not in signing_posts(visit):
                raise nothing_here()
            visit.note(subject=f"standing:{found.id}")
            if found.revoked_at is not None:
                raise Conflict("The standing authorisation {number} was revoked already.", number=asked)
            said = clean_reason(remark)
            standings.revoke(visit.tx, found, by=visit.person.number, at=visit.now, remark=said)
            ended = message(
                "The standing authorisation {number} was revoked: {remark}", number=asked, remark=said
            )
            self._tell(visit, found, ended)
            return self._view(visit, standings.find(visit.tx, asked) or found)

    def list(self, speaker: Speaker) -> tuple[StandingView, ...]:
        """Those that one holds oneself or could sign, newest first; an auditor and an archivist see all."""
        with self._gate.visit(speaker, Call.STANDING_LIST) as visit:
            signing = signing_posts(visit)
            return tuple(
                self._view(visit, one)
                for one in standings.all_standings(visit.tx)
                if _concerns(visit.person, one) or self._approver(one) in signing
            )

    def _draft(self, visit: Visit, asked: Authorisation) -> Standing:
        (regulation,) = named_regulations((asked.regulation,), self._gate.regulations)
        holder = self._holder(visit, asked)
        if holder is not None and holder.number == visit.person.number:
            raise Refused("Nobody authorises himself.", advice="Somebody else with the post must sign.")
        approver = self._gate.regulations[regulation].approver
        stands_for = represented(visit, approver, asked_by=holder.number if holder else None)
        return Standing(
            id=0,
            number="",
            regulation=regulation,
            person=holder.number if holder else None,
            post=asked.post,
            department=_department(visit, asked, holder),
            custody=_custody(asked.custody),
            until=self._last_day(asked.until, today=local_date(visit.now)),
            purpose=clean_text(asked.purpose, longest=LONGEST_REASON),
            sha256="",
            signed_by=visit.person.number,
            represented=stands_for,
            signed_at=visit.now,
        )

    def _holder(self, visit: Visit, asked: Authorisation) -> Person | None:
        if bool(asked.person) == (asked.post is not None):
            raise BadInput(
                "A standing authorisation is for one person or for one post.",
                advice="Name either the person's log-in name or the post.",
            )
        if asked.post in STANDS_ALONE:
            raise BadInput("Who administers people or audits reads no papers.", advice="Name another post.")
        return reading_colleague(visit.tx, asked.person) if asked.person else None

    def _last_day(self, until: date, *, today: date) -> date:
        if not today <= until <= today + self._longest:
            raise BadInput(
                "A standing authorisation can run from today to {last} at the latest.",
                advice="Name a day within that time; it can be signed anew when it has run out.",
                last=today + self._longest,
            )
        return until

    def _approver(self, standing: Standing) -> Post | None:
        regulations = self._gate.regulations
        return regulations[standing.regulation].approver if standing.regulation in regulations else None

    def _tell(self, visit: Visit, standing: Standing, text: Message) -> None:
        """Whom it is for learns of it."""
        concerned = notices.holders(visit.tx, [standing.post]) if standing.post else {standing.person or 0}
        told = concerned - {visit.person.number}
        notices.tell_each(visit.tx, told, text, subject=f"standing:{standing.id}", at=visit.now)

    def _view(self, visit: Visit, one: Standing) -> StandingView:
        return StandingView(
            number=one.number,
            regulation=one.regulation,
            holder=one.post.label if one.post else who(visit.tx, one.person),
            post=one.post,
            department=_shown_department(visit.tx, visit.person, one),
            custody=one.custody,
            until=one.until,
            purpose=one.purpose,
            state=_state(one, today=local_date(visit.now)),
            sha256=one.sha256,
            signed_by=who(visit.tx, one.signed_by),
            represented=who(visit.tx, one.represented),
            signed_at=one.signed_at,
            revoked_by=who(visit.tx, one.revoked_by),
            revoked_at=one.revoked_at,
            remark=one.remark,
        )


def _concerns(person: Person, standing: Standing) -> bool:
    mine = standing.person == person.number or standing.post in person.posts
    return mine or bool(person.posts & {Post.AUDITOR, Post.ARCHIVIST})


def _state(standing: Standing, *, today: date) -> StandingState:
    if not standing.is_sound:
        return "altered"
    if standing.revoked_at is not None:
        return "revoked"
    return "expired" if standing.until < today else "in_force"


def _custody(words: tuple[str, ...]) -> tuple[Custody, ...]:
    """States of custody in the order of hands, each once."""
    unknown = [word for word in words if word not in CUSTODIES]
    if unknown or not words:
        raise BadInput(
            "A standing authorisation says where the files are kept.",
            advice="Name one or more of these: {known}.",
            known="、".join(CUSTODIES),
        )
    return tuple(state for state in CUSTODIES if state in words)


def _department(visit: Visit, asked: Authorisation, holder: Person | None) -> int | None:
    """The one department; it must be of the holder's company, for other companies' files stay closed."""
    if not (asked.department or asked.company):
        return None
    places = Places(visit.tx, defaults=FilingSettings(), person=holder or visit.person)
    place = places.find(asked.company, asked.department)
    if holder is not None and place.company.number != holder.company:
        raise BadInput(
            "{department} belongs to another company than {name}.",
            advice="It opens files of one's own company only; for others there are query forms.",
            department=place.label,
            name=holder.name,
        )
    return place.department.number


def _shown_department(tx: Connection, person: Person, standing: Standing) -> str:
    if standing.department is None:
        return ""
    return Places(tx, defaults=FilingSettings(), person=person)[standing.department].label
