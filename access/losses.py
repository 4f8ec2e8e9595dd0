"""Loss reports (遗失报告): a paper is missing; who held it, how it came about, what came of it.

The regulations hold a missing file against the person responsible ([1] 4.5, [3] 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from access import holders
from access.calls import Call
from access.colleagues import who
from access.disposal_view import regulation_of
from access.free_words import clean_reason, legible
from access.gate import Gate
from access.naming import document_called
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import losses, notices, people
from archive.catalogue.losses import Loss, LossState
from archive.errors import Conflict, NotFound
from archive.message import message
from archive.people import Person, Post
from archive.schema import documents


@dataclass(frozen=True, slots=True)
class LossReport:
    """What is reported: the paper by 档号, how it came about, and who held it, by log-in name; unsaid, the
    register of loans and the shelves say who (`access.holders`)."""

    document: str
    circumstances: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class LossView:
    """A loss report as people see it; `holder` is empty where nobody is on record."""

    number: str
    document: str
    holder: str
    circumstances: str
    reported_by: str
    reported_at: datetime
    state: LossState
    conclusion: str
    closed_by: str
    closed_at: datetime | None


class Losses:
    """The loss reports of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def report(self, speaker: Speaker, report: LossReport) -> LossView:
        """Report a paper missing; whoever held it is told. Raises `Conflict` where it is reported already,
        NotFound, BadInput."""
        with self._gate.visit(speaker, Call.LOSSES_REPORT, asked=legible(report.document)) as visit:
            paper = document_called(visit.tx, report.document)
            if losses.open_loss(visit.tx, paper.id) is not None:
                raise Conflict("The loss of {number} is reported already.", number=paper.number)
            held = _named(visit, report.holder) if report.holder else holders.holder(visit.tx, paper.id)
            loss = losses.report(
                visit.tx,
                paper.id,
                holder=held.number if held else None,
                circumstances=clean_reason(report.circumstances),
                by=visit.person.number,
                at=visit.now,
            )
            visit.note(subject=f"loss:{loss.id}", number=loss.number, document=paper.id, holder=loss.holder)
            if held is not None:
                _tell(visit, loss, held, paper.number)
            return _view(visit, loss)

    def list(self, speaker: Speaker) -> tuple[LossView, ...]:
        """All of them, newest first; a director sees those of his regulations."""
        with self._gate.visit(speaker, Call.LOSSES_LIST) as visit:
            return tuple(_view(visit, loss) for loss in losses.every(visit.tx) if self._may_see(visit, loss))

    def found(self, speaker: Speaker, number: str, *, conclusion: str) -> LossView:
        """Say that the paper was found again, and how. Raises `Conflict`, NotFound."""
        with self._gate.visit(speaker, Call.LOSSES_FOUND, number=legible(number)) as visit:
            loss = losses.find(visit.tx, legible(number.strip()))
            if loss is None:
                raise NotFound(
                    "There is no loss report {number}.",
                    advice="`dangan loss list` lists them.",
                    number=legible(number),
                )
            visit.note(subject=f"loss:{loss.id}")
            if loss.state != "open":
                raise Conflict("The loss report {number} is closed already.", number=loss.number)
            said = clean_reason(conclusion)
            losses.close(visit.tx, loss.id, "found", conclusion=said, by=visit.person.number, at=visit.now)
            return _view(visit, losses.find(visit.tx, loss.number) or loss)

    def _may_see(self, visit: Visit, loss: Loss) -> bool:
        if visit.person.posts & {Post.ARCHIVIST, Post.CREDIT_MANAGER, Post.AUDITOR}:
            return True
        return self._gate.regulations[regulation_of(visit, loss)].approver in visit.person.posts


def _named(visit: Visit, login: str) -> Person:
    """Also somebody who has left may have held it."""
    asked = legible(login.strip())
    person = people.find_by_login(visit.tx, asked)
    if person is None:
        raise NotFound(
            "Nobody has the log-in name {login}.", advice="Ask how the name is written.", login=asked
        )
    return person


def _tell(visit: Visit, loss: Loss, held: Person, paper: str) -> None:
    told = message(
        "The loss report {number} names you as who held {paper}: {circumstances}",
        number=loss.number,
        paper=paper,
        circumstances=loss.circumstances,
    )
    notices.tell(visit.tx, held.number, told, subject=f"loss:{loss.id}", at=visit.now)


def _view(visit: Visit, loss: Loss) -> LossView:
    number = select(documents.c.number).where(documents.c.id == loss.document)
    return LossView(
        number=loss.number,
        document=visit.tx.execute(number).scalar_one(),
        holder=who(visit.tx, loss.holder),
        circumstances=loss.circumstances,
        reported_by=who(visit.tx, loss.reported_by),
        reported_at=loss.reported_at,
        state=loss.state,
        conclusion=loss.conclusion,
        closed_by=who(visit.tx, loss.closed_by),
        closed_at=loss.closed_at,
    )
