"""People as one colleague names another: by log-in name, shown with their full name."""

from __future__ import annotations

from sqlalchemy import Connection

from access.calls import STANDS_ALONE
from access.free_words import legible
from archive.catalogue import people
from archive.errors import BadInput, NotFound
from archive.people import Person


def who(tx: Connection, number: int | None) -> str:
    """A person by number as lists show one, with the log-in name: two may have the same full name."""
    person = people.find(tx, number) if number is not None else None
    return person.who if person else ""


def colleague(tx: Connection, login: str) -> Person:
    """The active person with this log-in name. Raises NotFound, alike for who left and who never was."""
    asked = legible(login.strip())
    person = people.find_by_login(tx, asked)
    if person is None or not person.active:
        raise NotFound(
            "Nobody who works here logs in as {login}.",
            advice="Ask the colleague how the name is written.",
            login=asked,
        )
    return person


def reading_colleague(tx: Connection, login: str) -> Person:
    """A colleague who may read papers at all. Raises NotFound, and `BadInput` for who administers people or
    audits."""
    person = colleague(tx, login)
    if person.posts & STANDS_ALONE:
        raise BadInput(
            "{name} administers people or audits, and reads no papers.",
            advice="Name somebody else.",
            name=person.name,
        )
    return person
