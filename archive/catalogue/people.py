"""Persons, their posts and their sessions in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from archive.people import Person, Post
from archive.schema import person_posts, persons, sessions


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a log-in is checked against: the argon2id hash and the failures so far."""

    person: Person
    password: str
    failures: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be made; `password` is the argon2id hash."""

    login: str
    name: str
    company: int
    department: int | None
    posts: frozenset[Post]
    password: str


def add(tx: Connection, new: NewPerson, *, at: datetime) -> int:
    """Make an account and return the person's number."""
    values = {
        "login": new.login,
        "name": new.name,
        "company": new.company,
        "department": new.department,
        "password": new.password,
        "created_at": at,
    }
    number = int(tx.execute(persons.insert().values(values).returning(persons.c.id)).scalar_one())
    set_posts(tx, number, new.posts)
    return number


def anybody(tx: Connection) -> bool:
    """Whether the house has any account yet."""
    return tx.execute(select(persons.c.id).limit(1)).first() is not None


def all_persons(tx: Connection) -> tuple[Person, ...]:
    """Every account, also deactivated ones, in the order they were made."""
    rows = tx.execute(select(persons).order_by(persons.c.id)).all()
    return tuple(_person(tx, row) for row in rows)


def find_by_login(tx: Connection, login: str) -> Person | None:
    """The person with this log-in name."""
    return _find(tx, persons.c.login == login)


def find(tx: Connection, number: int) -> Person | None:
    """The person with this number."""
    return _find(tx, persons.c.id == number)


def credentials(tx: Connection, login: str) -> Credentials | None:
    """What a log-in under this name is checked against."""
    row = tx.execute(select(persons).where(persons.c.login == login)).one_or_none()
    if row is None:
        return None
    return Credentials(_person(tx, row), row.password, row.failures, row.locked_until)


def set_posts(tx: Connection, person: int, posts: Iterable[Post]) -> None:
    """Give a person these posts and no others."""
    tx.execute(person_posts.delete().where(person_posts.c.person == person))
    for post in sorted(posts):
        tx.execute(person_posts.insert().values(person=person, post=post.value))


def set_password(tx: Connection, person: int, hashed: str) -> None:
    """Keep a new argon2id hash; failures are forgotten with the old one."""
    tx.execute(
        update(persons).where(persons.c.id == person).values(password=hashed, failures=0, locked_until=None)
    )


def set_active(tx: Connection, person: int, *, active: bool) -> None:
    """Let a person in, or no longer."""
    tx.execute(update(persons).where(persons.c.id == person).values(active=active))


def count_failure(tx: Connection, person: int, *, locked_until: datetime | None) -> None:
    """One more attempt with this account; the count returns to zero when it succeeds."""
    tx.execute(
        update(persons)
        .where(persons.c.id == person)
        .values(failures=persons.c.failures + 1, locked_until=locked_until)
    )


def forget_failures(tx: Connection, person: int) -> None:
    """The right password was given."""
    tx.execute(update(persons).where(persons.c.id == person).values(failures=0, locked_until=None))


def active_administrators(tx: Connection) -> int:
    """How many active accounts can administer people."""
    holding = persons.join(person_posts, person_posts.c.person == persons.c.id)
    return tx.execute(
        select(func.count())
        .select_from(holding)
        .where(persons.c.active, person_posts.c.post == Post.ADMINISTRATOR.value)
    ).scalar_one()


def open_session(tx: Connection, person: int, token_sha256: str, *, at: datetime, until: datetime) -> None:
    """Note a session by the SHA-256 of its token."""
    tx.execute(sessions.insert().values(token=token_sha256, person=person, opened_at=at, expires_at=until))


def session_person(tx: Connection, token_sha256: str, *, at: datetime) -> Person | None:
    """Whose open session this is; none when it ended, expired, or the account was deactivated."""
    row = tx.execute(
        select(sessions.c.person).where(
            sessions.c.token == token_sha256, sessions.c.ended_at.is_(None), sessions.c.expires_at > at
        )
    ).one_or_none()
    person = find(tx, row.person) if row else None
    return person if person and person.active else None


def end_session(tx: Connection, token_sha256: str, *, at: datetime) -> None:
    """Log out."""
    tx.execute(
        update(sessions)
        .where(sessions.c.token == token_sha256, sessions.c.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_sessions(tx: Connection, person: int, *, at: datetime, keep: str = "") -> None:
    """End every session of a person but the one to keep."""
    tx.execute(
        update(sessions)
        .where(sessions.c.person == person, sessions.c.token != keep, sessions.c.ended_at.is_(None))
        .values(ended_at=at)
    )


def _find(tx: Connection, condition: ColumnElement[bool]) -> Person | None:
    row = tx.execute(select(persons).where(condition)).one_or_none()
    return _person(tx, row) if row else None


def _person(tx: Connection, row: Row[Any]) -> Person:
    posts = tx.execute(select(person_posts.c.post).where(person_posts.c.person == row.id)).scalars()
    return Person(
        number=row.id,
        login=row.login,
        name=row.name,
        company=row.company,
        department=row.department,
        posts=frozenset(Post(post) for post in posts),
        active=row.active,
    )
