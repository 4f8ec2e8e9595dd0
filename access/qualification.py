"""The archivists' qualification ([1] 4.6-4.7, [3] 7-8): the post counts only while it is on record."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from archive.catalogue import qualifications
from archive.errors import Refused
from archive.people import Person, Post


def at_work(tx: Connection, person: Person) -> Person:
    """The person with the posts that count today: without that of archivist where degree, skill, training and
    a passed examination are not on record."""
    if Post.ARCHIVIST not in person.posts or qualifications.in_force(tx, person.number):
        return person
    return replace(person, posts=person.posts - {Post.ARCHIVIST})


def not_qualified() -> Refused:
    """An archivist's call by somebody whose qualification is not on record."""
    return Refused(
        "Your post as archivist does not count yet: your qualification is not on record.",
        advice="The administrator records it with `dangan person qualify`, once you have passed the "
        "examination.",
    )
