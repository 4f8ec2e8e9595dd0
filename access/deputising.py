"""Deputies (代理): which posts a person may sign for today in the place of somebody who is away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from access.calls import APPROVERS, STANDS_ALONE
from archive.catalogue import deputies, people
from archive.people import Person, Post


def standing_in(
    tx: Connection, person: Person, *, today: date, asked_by: int | None = None
) -> dict[Post, Person]:
    """The signing posts that `person` may sign for today as a deputy, each with whom it is signed for.

    Only posts that the principal holds himself, so that nobody signs by a chain of two; both must be
    active. `asked_by` is the number of who asked for what is to be signed: nothing may be signed for it
    by that person, for that person, nor by a deputy whom that person appointed.
    """
    if asked_by == person.number or not person.active or person.posts & STANDS_ALONE:
        return {}
    held = deputies.of_deputy(tx, person.number, today=today)
    if any(asked_by in (one.principal, one.appointed_by) for one in held):
        return {}
    signing: dict[Post, Person] = {}
    for one in held:
        principal = people.find(tx, one.principal)
        if principal is not None and principal.active:
            for post in principal.posts & APPROVERS:
                signing.setdefault(post, principal)
    return signing
