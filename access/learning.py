"""The desk's calls about learnt forms (表单记忆), and learning when a person settles a paper."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from access.calls import Call
from access.gate import Gate
from access.numbers import bounded
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import customers
from archive.catalogue import learnt as rows
from archive.decision import Decision
from archive.learning import learn_from
from archive.learnt import LearntForm
from archive.message import Message
from archive.regulations import Regulations
from classify.lessons import Teacher
from classify.memory import in_force


@dataclass(frozen=True, slots=True)
class FormShown:
    """A learnt form. `labels` are those that count, `document` the archive number of the first paper
    settled on it; `filed` are the archive numbers of papers that were filed on its word."""

    learnt: LearntForm
    kind_name: str
    labels: tuple[str, ...]
    filed: tuple[str, ...]


class LearntForms:
    """The forms that settled papers taught."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def list(self, speaker: Speaker) -> tuple[FormShown, ...]:
        """All forms in force, in the order they were learnt."""
        with self._gate.visit(speaker, Call.LEARNT_LIST) as visit:
            found = rows.in_force(visit.tx)
            visit.note(forms=len(found))
            return tuple(self._shown(visit.tx, row.learnt) for row in found)

    def show(self, speaker: Speaker, number: int) -> FormShown:
        """One form. Raises NotFound."""
        with self._gate.visit(speaker, Call.LEARNT_SHOW, subject=f"learnt_form:{number}") as visit:
            return self._shown(visit.tx, rows.get(visit.tx, bounded(number)).learnt)

    def take_back(self, speaker: Speaker, number: int) -> FormShown:
        """Let a form count no longer. What was filed on its word stays filed and is named in the answer,
        so that an archivist can look again. Raises NotFound."""
        with self._gate.visit(speaker, Call.LEARNT_TAKE_BACK, subject=f"learnt_form:{number}") as visit:
            shown = self._shown(visit.tx, rows.get(visit.tx, bounded(number)).learnt)
            rows.take_back(visit.tx, number, by=visit.person.number, at=visit.now)
            visit.note(kind=shown.learnt.kind, filed=len(shown.filed))
            return shown

    def _shown(self, tx: Connection, learnt: LearntForm) -> FormShown:
        return FormShown(
            learnt=learnt,
            kind_name=_name_of(self._gate.regulations, learnt.kind),
            labels=tuple(label.text for label in in_force(learnt).labels),
            filed=_numbers_of(tx, rows.filed_on(tx, learnt.number)),
        )


def learn(visit: Visit, document: int, machine: Decision | None) -> Message | None:
    """Remember the form of the paper that the visitor has just settled; what was learnt, in words.

    `machine` is what the program had said of its category, none where it looked at other pages.
    """
    teacher = Teacher(customers.register(visit.tx))
    return learn_from(visit.tx, document, machine, by=visit.person.number, at=visit.now, teacher=teacher)


def _name_of(regulations: Regulations, kind: str) -> str:
    """The category's name; its id where the regulations have it no longer."""
    return regulations.kind_name(kind) if kind in regulations.kinds else kind


def _numbers_of(tx: Connection, papers: tuple[int, ...]) -> tuple[str, ...]:
    table = schema.documents
    wanted = select(table.c.number).where(table.c.id.in_(papers), table.c.state != "disposed")
    return tuple(tx.execute(wanted.order_by(table.c.id)).scalars())
