"""Deputies (代理人): who signs for somebody who is away, from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from access.calls import APPROVERS, Call
from access.colleagues import colleague, reading_colleague, who
from access.free_words import clean_reason
from access.gate import Gate, nothing_here
from access.numbers import bounded
from access.passwords import Passwords
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import deputies, notices, people
from archive.catalogue.deputies import Deputy
from archive.clock import local_date
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.message import Message, message
from archive.people import Person, Post
from archive.settings import AccessSettings

DeputyState = Literal["to_come", "in_force", "past", "ended"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment to be made: the deputy's log-in name, the first and the last day (both included), and
    why. `principal`: the log-in name of whom it is for, when the general manager appoints; otherwise none."""

    deputy: str
    first_day: date
    last_day: date
    reason: str
    principal: str = ""


@dataclass(frozen=True, slots=True)
class DeputyView:
    """An appointment as people see it, everybody by full and log-in name. `posts` are those that the
    principal signs by."""

    number: int
    deputy: str
    principal: str
    posts: tuple[Post, ...]
    first_day: date
    last_day: date
    reason: str
    state: DeputyState
    appointed_by: str
    at: datetime
    ended_by: str
    ended_at: datetime | None


class Deputies:
    """The deputies of one home."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._longest = timedelta(days=settings.deputy_days)

    def appoint(self, speaker: Speaker, appointment: Appointment, password: str) -> DeputyView:
        """Let a colleague sign in one's own place, or, as the general manager, in another director's. Raises
        `Refused`, `BadInput` (the days), `NotFound` (the people) or `Conflict` (a deputy already)."""
        call = Call.DEPUTIES_APPOINT
        self._gate.confirm(speaker, call, self._passwords, password)
        with self._gate.visit(speaker, call) as visit:
            principal = _principal(visit, appointment.principal)
            deputy = reading_colleague(visit.tx, appointment.deputy)
            _check_people(visit.person, principal, deputy)
            self._check_days(appointment, today=local_date(visit.now))
            _check_free(visit.tx, principal, appointment)
            new = Deputy(
                id=0,
                principal=principal.number,
                deputy=deputy.number,
                first_day=appointment.first_day,
                last_day=appointment.last_day,
                reason=clean_reason(appointment.reason),
                appointed_by=visit.person.number,
                at=visit.now,
            )
            made = deputies.appoint(visit.tx, new)
            _note(visit, made)
            _tell(visit, made, _appointed(principal, deputy, made))
            return _view(visit, made)

    def list(self, speaker: Speaker) -> tuple[DeputyView, ...]:
        """Every appointment, past ones too, newest first: who signs for whom is no secret of the house."""
        with self._gate.visit(speaker, Call.DEPUTIES_LIST) as visit:
            return tuple(_view(visit, one) for one in deputies.all_deputies(visit.tx))

    def end(self, speaker: Speaker, number: int) -> DeputyView:
        """End an appointment before its last day: by the principal, the deputy, who appointed, or the general
        manager. Acts at once. Raises `NotFound`, `Refused` or `Conflict`."""
        with self._gate.visit(speaker, Call.DEPUTIES_END) as visit:
            found = deputies.find(visit.tx, bounded(number))
            if found is None:
                raise NotFound(
                    "There is no appointment {number}.",
                    advice="`dangan deputy list` lists them.",
                    number=number,
                )
            _note(visit, found)
            concerned = {found.principal, found.deputy, found.appointed_by}
            if visit.person.number not in concerned and Post.GENERAL_MANAGER not in visit.person.posts:
                raise nothing_here()
            if found.ended_at is not None or found.last_day < local_date(visit.now):
                raise Conflict("The appointment {number} has ended already.", number=number)
            deputies.end(visit.tx, found, by=visit.person.number, at=visit.now)
            _tell(visit, found, message("The appointment of a deputy ({number}) was ended.", number=number))
            return _view(visit, deputies.find(visit.tx, number) or found)

    def _check_days(self, appointment: Appointment, *, today: date) -> None:
        if not today <= appointment.first_day <= appointment.last_day:
            raise BadInput(
                "From {first} to {last} is no time to come.",
                advice="The first day is today or later, the last day not before it.",
                first=appointment.first_day,
                last=appointment.last_day,
            )
        if appointment.last_day - appointment.first_day >= self._longest:
            raise BadInput(
                "Nobody is stood in for longer than {days} days at a time.",
                advice="Name an earlier last day; appoint again when it has come.",
                days=self._longest.days,
            )


def _principal(visit: Visit, login: str) -> Person:
    """Whom the appointment is for: oneself, or whom the general manager names."""
    if not login:
        return visit.person
    named = colleague(visit.tx, login)
    if named.number != visit.person.number and Post.GENERAL_MANAGER not in visit.person.posts:
        raise Refused(
            "Only the general manager appoints a deputy for somebody else.",
            advice="Whoever will be away appoints the deputy: `dangan deputy appoint`.",
        )
    return named


def _check_people(appointing: Person, principal: Person, deputy: Person) -> None:
    if not principal.posts & APPROVERS:  # as a deputy, too, one signs only: nobody passes on what was lent
        raise Refused(
            "{name} holds no post that signs, and has nothing to be stood in for.",
            advice="A deputy passes nothing on; whoever is away appoints another one.",
            name=principal.who,
        )
    if deputy.number in (principal.number, appointing.number):
        raise BadInput("Nobody makes himself a deputy.", advice="Name a colleague.")


def _check_free(tx: Connection, principal: Person, appointment: Appointment) -> None:
    for one in deputies.all_deputies(tx):
        apart = one.last_day < appointment.first_day or appointment.last_day < one.first_day
        if one.principal == principal.number and one.ended_at is None and not apart:
            raise Conflict(
                "{name} has a deputy from {first} to {last} already.",
                advice="End that appointment first: `dangan deputy end {number}`.",
                name=principal.who,
                first=one.first_day,
                last=one.last_day,
                number=one.id,
            )


def _appointed(principal: Person, deputy: Person, made: Deputy) -> Message:
    return message(
        "{deputy} signs for {principal} from {first} to {last}: {reason}",
        deputy=deputy.who,
        principal=principal.who,
        first=made.first_day.isoformat(),
        last=made.last_day.isoformat(),
        reason=made.reason,
    )


def _tell(visit: Visit, one: Deputy, text: Message) -> None:
    concerned = {one.principal, one.deputy} - {visit.person.number}
    notices.tell_each(visit.tx, concerned, text, subject=f"deputy:{one.id}", at=visit.now)


def _note(visit: Visit, one: Deputy) -> None:
    visit.note(subject=f"deputy:{one.id}", **one.told)


def _view(visit: Visit, one: Deputy) -> DeputyView:
    tx, today = visit.tx, local_date(visit.now)
    principal = people.find(tx, one.principal)
    return DeputyView(
        number=one.id,
        deputy=who(tx, one.deputy),
        principal=who(tx, one.principal),
        posts=tuple(sorted(principal.posts & APPROVERS)) if principal else (),
        first_day=one.first_day,
        last_day=one.last_day,
        reason=one.reason,
        state=_state(one, today),
        appointed_by=who(tx, one.appointed_by),
        at=one.at,
        ended_by=who(tx, one.ended_by),
        ended_at=one.ended_at,
    )


def _state(one: Deputy, today: date) -> DeputyState:
    if one.ended_at is not None:
        return "ended"
    if today < one.first_day:
        return "to_come"
    return "in_force" if today <= one.last_day else "past"
