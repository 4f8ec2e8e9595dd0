"""What archivists must have on record before they start: recorded, shown and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from access.calls import Call
from access.colleagues import who
from access.free_words import clean_reason, clean_text, legible
from access.gate import Gate
from access.speaker import Speaker
from archive.catalogue import people, qualifications
from archive.catalogue.qualifications import Qualification
from archive.clock import local_date
from archive.errors import BadInput, Conflict, NotFound
from archive.people import Person

LONGEST_PROOF = 200


@dataclass(frozen=True, slots=True)
class Proofs:
    """What somebody has shown: the degree, the skill and experience in data processing and retrieval, the
    training, and the day on which the examination was passed."""

    degree: str
    skill: str
    training: str
    examined_on: date


@dataclass(frozen=True, slots=True)
class QualificationView:
    """A record as people see it: who by full and log-in name."""

    person: str
    degree: str
    skill: str
    training: str
    examined_on: date
    recorded_by: str
    at: datetime
    withdrawn_at: datetime | None


class Qualifications:
    """The qualifications on record in one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def record(self, speaker: Speaker, login: str, proofs: Proofs) -> QualificationView:
        """Put a person's qualification on record. Raises `BadInput` when something is missing or the
        examination lies ahead, `Conflict` when there is a record already."""
        with self._gate.visit(speaker, Call.QUALIFICATIONS_RECORD) as visit:
            person = _get(visit.tx, login)
            visit.note(subject=f"person:{person.number}")
            if proofs.examined_on > local_date(visit.now):
                raise BadInput("The examination lies ahead.", advice="Record it when it has been passed.")
            if qualifications.in_force(visit.tx, person.number):
                raise Conflict(
                    "The qualification of {login} is on record already.",
                    advice="Withdraw it first: `dangan person disqualify`.",
                    login=person.login,
                )
            new = Qualification(
                id=0,
                person=person.number,
                degree=clean_text(proofs.degree, longest=LONGEST_PROOF),
                skill=clean_text(proofs.skill, longest=LONGEST_PROOF),
                training=clean_text(proofs.training, longest=LONGEST_PROOF),
                examined_on=proofs.examined_on,
                recorded_by=visit.person.number,
                at=visit.now,
            )
            visit.note(qualification=new.told)
            return _view(visit.tx, qualifications.record(visit.tx, new))

    def list(self, speaker: Speaker) -> tuple[QualificationView, ...]:
        """Every record, withdrawn ones too, newest first."""
        with self._gate.visit(speaker, Call.QUALIFICATIONS_LIST) as visit:
            found = qualifications.all_qualifications(visit.tx)
            return tuple(_view(visit.tx, one) for one in found)

    def withdraw(self, speaker: Speaker, login: str, *, reason: str) -> None:
        """Let a person's qualification count no longer; acts on the person's next call."""
        with self._gate.visit(speaker, Call.QUALIFICATIONS_WITHDRAW) as visit:
            person = _get(visit.tx, login)
            visit.note(subject=f"person:{person.number}", reason=clean_reason(reason))
            if qualifications.in_force(visit.tx, person.number) is None:
                raise Conflict("The qualification of {login} is not on record.", login=person.login)
            qualifications.withdraw(visit.tx, person.number, at=visit.now)


def _get(tx: Connection, login: str) -> Person:
    asked = legible(login)
    person = people.find_by_login(tx, asked)
    if person is None:
        raise NotFound("There is no account {login}.", advice="`dangan person list` lists them.", login=asked)
    return person


def _view(tx: Connection, one: Qualification) -> QualificationView:
    return QualificationView(
        person=who(tx, one.person),
        degree=one.degree,
        skill=one.skill,
        training=one.training,
        examined_on=one.examined_on,
        recorded_by=who(tx, one.recorded_by),
        at=one.at,
        withdrawn_at=one.withdrawn_at,
    )
