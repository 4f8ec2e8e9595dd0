"""Persons, their posts and their attempts to log in, in the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from archive.people import Person, Post
from archive.schema import login_attempts, person_posts, persons

ATTEMPTS_KEPT = timedelta(days=1)
MOST_ATTEMPTS = 10_000
"""So many names that are not locked are remembered: whoever tries names at random fills no disk."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a log-in is checked against. `given`: an administrator set the password, its owner has not
    changed it yet."""

    person: Person
    password: str  # argon2id hash
    given: bool


@dataclass(frozen=True, slots=True)
class Attempts:
    """Log-in failures in a row under one name, whether there is such an account or not."""

    failures: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be made; `password` is the argon2id hash, `given` when somebody else set it."""

    login: str
    name: str
    company: int
    department: int | None
    posts: frozenset[Post]
    password: str
    given: bool = False


def add(tx: Connection, new: NewPerson, *, at: datetime) -> int:
    """Make an account and return the person's number."""
    values = {
        "login": new.login,
        "name": new.name,
        "company": new.company,
        "department": new.department,
        "password": new.password,
        "password_given": new.given,
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
    return tuple(_person(row, _posts(tx, row.id)) for row in rows)


def find_by_login(tx: Connection, login: str) -> Person | None:
    """The person with this log-in name."""
    return _find(tx, persons.c.login == login)


def find(tx: Connection, number: int) -> Person | None:
    """The person with this number."""
    return _find(tx, persons.c.id == number)


def credentials(tx: Connection, login: str) -> Credentials | None:
    """What a log-in under this name is checked against; as much is asked for a name that is not there."""
    row = tx.execute(select(persons).where(persons.c.login == login)).one_or_none()
    posts = _posts(tx, row.id if row else 0)
    return Credentials(_person(row, posts), row.password, row.password_given) if row else None


def set_posts(tx: Connection, person: int, posts: Iterable[Post]) -> None:
    """Give a person these posts and no others."""
    tx.execute(person_posts.delete().where(person_posts.c.person == person))
    for post in sorted(posts):
        tx.execute(person_posts.insert().values(person=person, post=post.value))


def set_password(tx: Connection, person: int, hashed: str, *, given: bool) -> None:
    """Keep a new argon2id hash; `given` by somebody else than its owner. Failures are forgotten."""
    login = tx.execute(
        update(persons)
        .where(persons.c.id == person)
        .values(password=hashed, password_given=given)
        .returning(persons.c.login)
    ).scalar_one()
    forget_attempts(tx, login)


def set_active(tx: Connection, person: int, *, active: bool) -> None:
    """Let a person in, or no longer."""
    tx.execute(update(persons).where(persons.c.id == person).values(active=active))


def attempts(tx: Connection, login: str) -> Attempts:
    """The failures so far under this name."""
    row = tx.execute(select(login_attempts).where(login_attempts.c.login == _sha256(login))).one_or_none()
    return Attempts(row.failures, row.locked_until) if row else Attempts(0, None)


def count_attempt(tx: Connection, login: str, count: Attempts, *, at: datetime) -> None:
    """Keep the count under this name; `forget_attempts` when one succeeds. Old ones are forgotten."""
    forget_attempts(tx, login)
    _forget_old_attempts(tx, at - ATTEMPTS_KEPT)
    values = {"failures": count.failures, "locked_until": count.locked_until, "last_at": at}
    tx.execute(login_attempts.insert().values(login=_sha256(login), **values))


def _forget_old_attempts(tx: Connection, before: datetime) -> None:
    table = login_attempts
    tx.execute(table.delete().where(table.c.last_at < before))
    unlocked = select(table.c.login).where(table.c.locked_until.is_(None))
    beyond = unlocked.order_by(table.c.last_at.desc(), table.c.login).offset(MOST_ATTEMPTS)
    tx.execute(table.delete().where(table.c.login.in_(beyond)))


def forget_attempts(tx: Connection, login: str) -> None:
    """The right password was given, or a new one set."""
    tx.execute(login_attempts.delete().where(login_attempts.c.login == _sha256(login)))


def active_administrators(tx: Connection) -> int:
    """How many active accounts can administer people."""
    holding = persons.join(person_posts, person_posts.c.person == persons.c.id)
    return tx.execute(
        select(func.count())
        .select_from(holding)
        .where(persons.c.active, person_posts.c.post == Post.ADMINISTRATOR.value)
    ).scalar_one()


def _sha256(login: str) -> str:
    return hashlib.sha256(login.encode(errors="replace")).hexdigest()


def _find(tx: Connection, condition: ColumnElement[bool]) -> Person | None:
    row = tx.execute(select(persons).where(condition)).one_or_none()
    posts = _posts(tx, row.id if row else 0)
    return _person(row, posts) if row else None


def _posts(tx: Connection, person: int) -> frozenset[Post]:
    wanted = select(person_posts.c.post).where(person_posts.c.person == person)
    return frozenset(Post(post) for post in tx.execute(wanted).scalars())


def _person(row: Row[Any], posts: frozenset[Post]) -> Person:
    return Person(
        number=row.id,
        login=row.login,
        name=row.name,
        company=row.company,
        department=row.department,
        posts=posts,
        active=row.active,
    )
