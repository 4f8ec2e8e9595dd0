"""Who is let in to a call: an open session, a post that counts today, and a clock that was not set back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from access.calls import TABLE, Basis, Call, Rule
from access.deputising import standing_in
from access.qualification import at_work, not_qualified
from access.speaker import Speaker
from archive import audit
from archive.catalogue import people, sessions
from archive.clock import decode_moment, encode_moment, local_date
from archive.errors import NotLoggedIn, Refused
from archive.people import Person, Post

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock may stand behind the latest entry of the audit log: machines put theirs right a bit."""


def admit(tx: Connection, speaker: Speaker, call: Call, *, now: datetime) -> Person:
    """The speaker as the catalogue knows them at this moment, with the posts that count today. Raises
    `NotLoggedIn` or `Refused`."""
    known = _present(tx, speaker, now)
    person, rule = at_work(tx, known), TABLE[call]
    if not rule.posts >= set(Post) and not _signing(tx, person, rule, now) & rule.posts:
        raise not_qualified() if known.posts & rule.posts else _not_entitled()
    if rule.basis is not Basis.OFFICE:  # the office must be able to see what is wrong, and put it right
        _check_clock(tx, now)
    return person


def not_logged_in() -> NotLoggedIn:
    """The session ended, expired, or there never was one."""
    return NotLoggedIn(
        "You are not logged in, or your session has ended.", advice="Log in with `dangan login`."
    )


def _present(tx: Connection, speaker: Speaker, now: datetime) -> Person:
    session = sessions.find(tx, speaker.session)
    if session is None or not session.is_open(now) or not session.speaks_for(speaker.origin):
        raise not_logged_in()
    person = people.find(tx, session.person)
    if person is None or not person.active or person.number != speaker.person.number:
        raise not_logged_in()
    sessions.note_use(tx, session, at=now)
    return person


def _signing(tx: Connection, person: Person, rule: Rule, now: datetime) -> frozenset[Post]:
    """The person's posts; where something is signed also those of whom the person stands in for."""
    if rule.basis is not Basis.SIGNATURE:
        return person.posts
    return person.posts | standing_in(tx, person, today=local_date(now)).keys()


def _check_clock(tx: Connection, now: datetime) -> None:
    """Refuse while the clock stands before what is recorded: forms that ran out would open papers again."""
    latest = audit.latest_time(tx)
    if encode_moment(now + CLOCK_TOLERANCE) < latest:
        raise Refused(
            "The clock of this machine was set back: it says {now}, and the archive's record has come to "
            "{latest}.",
            advice="Set the clock right. If it is right now and was wrong before, the administrator says so "
            "with `dangan clock accept`.",
            now=_told(now),
            latest=_told(decode_moment(latest)),
        )


def _told(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _not_entitled() -> Refused:
    return Refused(
        "Your posts do not entitle you to this.",
        advice="`dangan whoami` shows your posts; the administrator can change them.",
    )
