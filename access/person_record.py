"""Accounts, deputies and qualifications held against the audit log: whether each is what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from access.calls import Call
from archive import audit, schema
from archive.audit import Entry
from archive.catalogue import deputies, people, qualifications
from archive.catalogue.deputies import APPOINTED
from archive.message import Message, message
from archive.people import Post


@dataclass(slots=True)
class _Recorded:
    """What the log says: posts and whether active, by person; days and people of each appointment, and those
    ended early; the qualification in force, by person."""

    posts: dict[int, frozenset[str]] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)
    appointed: dict[int, dict[str, Any]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    qualified: dict[int, dict[str, str]] = field(default_factory=dict)


def altered_people(tx: Connection) -> tuple[Message, ...]:
    """Accounts whose posts are not those that were given, appointments of deputies and qualifications that
    are not what was signed and recorded; also those that are gone, or that nobody made."""
    recorded = _recorded(tx)
    return (*_accounts(tx, recorded), *_appointments(tx, recorded), *_qualifications(tx, recorded))


def _accounts(tx: Connection, recorded: _Recorded) -> Iterator[Message]:
    known = {person.number: person for person in people.all_persons(tx)}
    for number, person in known.items():
        active = number not in recorded.barred
        if recorded.posts.get(number) != person.posts or active != person.active:
            yield message("The account {login} is not what the administrator made of it.", login=person.login)
    for number in recorded.posts.keys() - known.keys():
        yield message("The account with the number {number} is missing.", number=number)


def _appointments(tx: Connection, recorded: _Recorded) -> Iterator[Message]:
    known = {one.id: one for one in deputies.all_deputies(tx)}
    for number, one in known.items():
        ended = number in recorded.ended
        if recorded.appointed.get(number) != one.told or ended != (one.ended_at is not None):
            yield message("The appointment of a deputy {number} is not what was signed.", number=number)
    for number in recorded.appointed.keys() - known.keys():
        yield message("The appointment of a deputy {number} is missing.", number=number)


def _qualifications(tx: Connection, recorded: _Recorded) -> Iterator[Message]:
    for person in people.all_persons(tx):
        held = qualifications.in_force(tx, person.number)
        if recorded.qualified.get(person.number) != (held.told if held else None):
            yield message("The qualification of {login} is not what was recorded.", login=person.login)


def _recorded(tx: Connection) -> _Recorded:
    recorded, table = _Recorded(), schema.audit
    acts = (*_ABOUT_PEOPLE, Call.DEPUTIES_APPOINT, Call.DEPUTIES_END)
    rows = select(table).where(table.c.act.in_(acts), table.c.outcome == "done").order_by(table.c.sequence)
    for row in tx.execute(rows):
        _take_over(recorded, audit.audit_row(row).entry)
    return recorded


_ABOUT_PEOPLE = (
    Call.PEOPLE_FOUND,
    Call.PEOPLE_ADD,
    Call.PEOPLE_SET_POSTS,
    Call.PEOPLE_DEACTIVATE,
    Call.PEOPLE_ACTIVATE,
    Call.QUALIFICATIONS_RECORD,
    Call.QUALIFICATIONS_WITHDRAW,
)


def _take_over(recorded: _Recorded, entry: Entry) -> None:
    number, details = int(entry.subject.partition(":")[2]), entry.details
    match entry.act:
        case Call.PEOPLE_FOUND:
            recorded.posts[number] = frozenset({Post.ADMINISTRATOR})
        case Call.PEOPLE_ADD | Call.PEOPLE_SET_POSTS:
            recorded.posts[number] = frozenset(details["posts"])
        case Call.PEOPLE_DEACTIVATE:
            recorded.barred.add(number)
        case Call.PEOPLE_ACTIVATE:
            recorded.barred.discard(number)
        case Call.QUALIFICATIONS_RECORD:
            recorded.qualified[number] = dict(details["qualification"])
        case Call.QUALIFICATIONS_WITHDRAW:
            recorded.qualified.pop(number, None)
        case Call.DEPUTIES_APPOINT:
            recorded.appointed[number] = {name: details[name] for name in APPOINTED}
        case Call.DEPUTIES_END:
            recorded.ended.add(number)
