"""Learning from what a person decided: the form of a settled paper is kept, or a known one refined.

What is printed on a page is told by whoever teaches (`classify.lessons`); here is what the catalogue
does with it, inside the transaction that settles the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from archive.catalogue import learnt, pages
from archive.catalogue.documents import Document, get_document
from archive.decision import Decision
from archive.learnt import LearntForm, Lesson
from archive.message import Message, message
from archive.page import Page

Earlier = Callable[[LearntForm], Page | None]
"""Gives the first page of the paper that a form was learnt from, if that is another customer's."""


class Teaches(Protocol):
    """Says what a settled paper teaches (`classify.lessons.Teacher`)."""

    def lesson(
        self, page: Page, kind: str, machine: Decision | None, forms: Sequence[LearntForm], earlier: Earlier
    ) -> Lesson: ...


def learn_from(
    tx: Connection, document: int, machine: Decision | None, *, by: int, at: datetime, teacher: Teaches
) -> Message | None:
    """Remember the form of a document that a person has just settled or put into another category.

    `machine` is what the program had said of its category, none where it had looked at other pages.
    Says what was learnt; nothing where the document or its page is not there.
    """
    paper = get_document(tx, document)
    page = _first_page(tx, paper)
    if paper is None or page is None:
        return None
    _forget_what_it_taught(tx, document, by=by, at=at)
    rows = {row.learnt.number: row for row in learnt.in_force(tx)}

    def earlier(form: LearntForm) -> Page | None:
        first = get_document(tx, rows[form.number].paper)
        return _first_page(tx, first) if first and first.customer != paper.customer else None

    forms = [row.learnt for row in rows.values()]
    lesson = teacher.lesson(page, paper.kind, machine, forms, earlier)
    if lesson.known is not None:
        learnt.refine(tx, lesson.known)
        return message(
            "Learnt form {number} now rests on {papers} papers.",
            number=lesson.known.number,
            papers=lesson.known.papers,
        )
    if lesson.new is None:
        return message(
            "No form is learnt from it: it bears {count} printed label(s), too few to know it again by.",
            count=lesson.labels,
        )
    number = learnt.learn(
        tx, lesson.new, paper.kind, rules_said=lesson.rules_said, paper=document, by=by, at=at
    )
    return message(
        "Learnt as form {number}: {count} printed labels.", number=number, count=len(lesson.new.labels)
    )


def _first_page(tx: Connection, paper: Document | None) -> Page | None:
    if paper is None:
        return None
    found = pages.load(tx, paper.original, first=paper.first_page, last=paper.first_page)
    return found[0] if found else None


def _forget_what_it_taught(tx: Connection, document: int, *, by: int, at: datetime) -> None:
    """Take back the form that this very paper taught before it was put into another category."""
    for row in learnt.in_force(tx):
        if row.paper == document:
            learnt.take_back(tx, row.learnt.number, by=by, at=at)
