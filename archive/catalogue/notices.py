"""What people must be told: kept until they have seen it, and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from archive.message import Message, decode_message, encode_message
from archive.people import Post
from archive.schema import notices, person_posts, persons


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for one person. `subject` is what it is about (`form:12`), as audit rows name it;
    `seen_at` none until the person has looked at it."""

    number: int
    text: Message
    subject: str
    at: datetime
    seen_at: datetime | None


def tell(tx: Connection, person: int, text: Message, *, subject: str = "", at: datetime) -> None:
    """Let a person (by number) be told something at the next command."""
    values = {"person": person, "text": encode_message(text), "subject": subject, "at": at}
    tx.execute(notices.insert().values(values))


def tell_each(
    tx: Connection, people: Iterable[int], text: Message, *, subject: str = "", at: datetime
) -> None:
    """Tell several people the same, each once."""
    for person in sorted(set(people)):
        tell(tx, person, text, subject=subject, at=at)


def holders(tx: Connection, posts: Iterable[Post]) -> frozenset[int]:
    """The numbers of the active people who hold one of the posts: whom its matters concern."""
    wanted = (
        select(persons.c.id)
        .join(person_posts, person_posts.c.person == persons.c.id)
        .where(persons.c.active, person_posts.c.post.in_([post.value for post in posts]))
    )
    return frozenset(tx.execute(wanted).scalars())


def of_person(tx: Connection, person: int, *, seen: bool = False) -> tuple[Notice, ...]:
    """A person's notices, oldest first: the unseen ones, or also those seen."""
    wanted = select(notices).where(notices.c.person == person).order_by(notices.c.id)
    if not seen:
        wanted = wanted.where(notices.c.seen_at.is_(None))
    return tuple(
        Notice(row.id, decode_message(row.text), row.subject, row.at, row.seen_at)
        for row in tx.execute(wanted).all()
    )


def see(tx: Connection, person: int, *, at: datetime) -> None:
    """A person has looked at all of them."""
    unseen = notices.c.person == person, notices.c.seen_at.is_(None)
    tx.execute(update(notices).where(*unseen).values(seen_at=at))
