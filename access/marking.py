"""The mark that a page carries when it leaves the desk, from the visit that let it out."""

from __future__ import annotations

from sqlalchemy import select

from access.visits import Visit
from archive.schema import forms, standings
from archive.watermark import Mark

_TABLES = {"form": forms, "standing": standings}


def mark_of(visit: Visit) -> Mark:
    """Who is shown something in this visit, on what grounds and when. For after the grant: by then the
    visit's basis names the form, the standing authorisation or the task."""
    person = visit.person
    return Mark(person.name, person.login, visit.basis, _called(visit), visit.now)


def _called(visit: Visit) -> str:
    """What people call the basis: the number of its form or authorisation; a task's name in audit rows."""
    kind, _, key = visit.basis.partition(":")
    if kind not in _TABLES:
        return visit.basis
    table = _TABLES[kind]
    return str(visit.tx.execute(select(table.c.number).where(table.c.id == int(key))).scalar_one())
