"""Learnt forms (表单记忆) in the catalogue: kept when a paper is settled, taken back by hand."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive import schema
from archive.catalogue import parts
from archive.clock import local_date
from archive.errors import NotFound
from archive.learnt import FormLabel, LearntForm, PrintedForm, rule_of, spoke_for

_forms = schema.learnt_forms


@dataclass(frozen=True, slots=True)
class FormRow:
    """A learnt form as the catalogue has it; `paper` is the first document settled on it."""

    learnt: LearntForm
    paper: int


def learn(
    tx: Connection,
    form: PrintedForm,
    kind: str,
    *,
    rules_said: str | None,
    paper: int,
    by: int,
    at: datetime,
) -> int:
    """Keep a form that the document `paper` was settled on; its number."""
    number = select(schema.documents.c.number).where(schema.documents.c.id == paper).scalar_subquery()
    entry = insert(_forms).values(
        kind=kind,
        title=form.title,
        labels=_encode(form.labels),
        papers=1,
        rules_said=rules_said,
        document=paper,
        number=number,
        person=by,
        at=at,
    )
    return int(tx.execute(entry.returning(_forms.c.id)).scalar_one())


def refine(tx: Connection, learnt: LearntForm) -> None:
    """Keep what one more paper on a form showed of its labels."""
    tx.execute(
        update(_forms)
        .where(_forms.c.id == learnt.number)
        .values(
            title=learnt.form.title,
            labels=_encode(learnt.form.labels),
            papers=learnt.papers,
            rules_said=learnt.rules_said,
        )
    )


def take_back(tx: Connection, number: int, *, by: int, at: datetime) -> None:
    """Take a form out of force; it stays on record."""
    tx.execute(update(_forms).where(_forms.c.id == number).values(taken_back_by=by, taken_back_at=at))


def in_force(tx: Connection) -> tuple[FormRow, ...]:
    """All forms that count, in the order they were learnt."""
    return _select(tx, _forms.c.taken_back_at.is_(None))


def usable(tx: Connection, kinds: Collection[str]) -> tuple[LearntForm, ...]:
    """The forms that papers can be recognised by: those of categories that the regulations still have."""
    return tuple(row.learnt for row in in_force(tx) if row.learnt.kind in kinds)


def get(tx: Connection, number: int) -> FormRow:
    """One form that counts. Raises `NotFound`."""
    found = _select(tx, _forms.c.id == number, _forms.c.taken_back_at.is_(None))
    if not found:
        raise NotFound(
            "There is no learnt form {number}, or it has been taken back.",
            advice="`dangan learnt list` lists the learnt forms.",
            number=number,
        )
    return found[0]


def filed_on(tx: Connection, number: int) -> tuple[int, ...]:
    """The documents that were filed without a person because this form spoke for their category.

    Whoever settled or corrected one since has looked at it; it is named all the same.
    """
    table = schema.parts
    named = table.c.machine.contains(f'"{rule_of(number)}"', autoescape=True)
    wanted = select(table.c.id).where(named, table.c.state == "filed", table.c.settled_by.is_(None))
    found = (parts.get(tx, part) for part in tx.execute(wanted.order_by(table.c.id)).scalars().all())
    return tuple(row.document for row in found if row.document and number in spoke_for(row.machine.category))


def _select(tx: Connection, *conditions: Any) -> tuple[FormRow, ...]:
    persons = schema.persons
    wanted = (
        select(_forms, persons.c.name.label("person_name"))
        .join(persons, persons.c.id == _forms.c.person)
        .where(*conditions)
        .order_by(_forms.c.id)
    )
    return tuple(_row(row) for row in tx.execute(wanted))


def _row(row: Row[Any]) -> FormRow:
    learnt = LearntForm(
        number=row.id,
        kind=row.kind,
        form=PrintedForm(row.title, tuple(FormLabel(*label) for label in json.loads(row.labels))),
        papers=row.papers,
        rules_said=row.rules_said,
        document=row.number,
        person=row.person_name,
        day=local_date(row.at),
    )
    return FormRow(learnt, row.document)


def _encode(labels: tuple[FormLabel, ...]) -> str:
    written = [[label.text, label.x, label.y, label.seen] for label in labels]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))
