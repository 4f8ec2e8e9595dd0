"""Standing authorisations (常设授权) in the catalogue, and what their signatures stand for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, func, or_, select, update

from archive.catalogue.numbering import next_number
from archive.clock import encode_moment
from archive.people import Person, Post
from archive.schema import standings

Custody = Literal["department", "credit_office", "archive_room"]
CUSTODIES: tuple[Custody, ...] = get_args(Custody)
"""Where a file is kept, in the order of hands."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One standing authorisation as it was signed: files of a `regulation`, in these states of `custody`, of
    one `department` or of any, open until the last day `until` to one `person` or to who holds a `post`.

    `represented` is whom a deputy signed for. People and departments by number.
    """

    id: int
    number: str
    regulation: str
    person: int | None
    post: Post | None
    department: int | None
    custody: tuple[Custody, ...]
    until: date
    purpose: str
    sha256: str
    signed_by: int
    represented: int | None
    signed_at: datetime
    revoked_by: int | None = None
    revoked_at: datetime | None = None
    remark: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it is still what was signed."""
        return self.sha256 == canonical_sha256(self)


def canonical_sha256(standing: Standing) -> str:
    """SHA-256 of what the signature stands for, as canonical JSON: everything but its revocation."""
    signed = {
        "number": standing.number,
        "regulation": standing.regulation,
        "person": standing.person,
        "post": standing.post.value if standing.post else None,
        "department": standing.department,
        "custody": list(standing.custody),
        "until": standing.until.isoformat(),
        "purpose": standing.purpose,
        "signed_by": standing.signed_by,
        "represented": standing.represented,
        "signed_at": encode_moment(standing.signed_at),
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def insert(tx: Connection, standing: Standing) -> Standing:
    """Keep a new one; its id, number (授权-2026-0001) and hash are given here."""
    number = next_number(tx, standings, "授权", at=standing.signed_at)
    numbered = replace(standing, number=number)
    sealed = replace(numbered, sha256=canonical_sha256(numbered))
    values = {
        "number": sealed.number,
        "regulation": sealed.regulation,
        "person": sealed.person,
        "post": sealed.post.value if sealed.post else None,
        "department": sealed.department,
        "custody": json.dumps(sealed.custody),
        "until": sealed.until,
        "purpose": sealed.purpose,
        "sha256": sealed.sha256,
        "signed_by": sealed.signed_by,
        "represented": sealed.represented,
        "signed_at": sealed.signed_at,
    }
    identity = tx.execute(standings.insert().values(values).returning(standings.c.id)).scalar_one()
    return replace(sealed, id=identity)


def find(tx: Connection, number: str) -> Standing | None:
    """The one with this number."""
    row = tx.execute(select(standings).where(standings.c.number == number)).one_or_none()
    return _standing(row) if row else None


def all_standings(tx: Connection) -> tuple[Standing, ...]:
    """Every one there ever was, newest first."""
    return tuple(_standing(row) for row in tx.execute(select(standings).order_by(standings.c.id.desc())))


def granting(tx: Connection, person: Person, *, today: date) -> tuple[Standing, ...]:
    """Those that name the person or one of the person's posts and are neither revoked nor run out, newest
    first; none that the person signed, nor that was signed in the person's place."""
    table = standings
    posts = [post.value for post in sorted(person.posts)]
    wanted = select(table).where(
        or_(table.c.person == person.number, table.c.post.in_(posts)),
        table.c.revoked_at.is_(None),
        table.c.until >= today,
        table.c.signed_by != person.number,
        func.coalesce(table.c.represented, 0) != person.number,
    )
    return tuple(_standing(row) for row in tx.execute(wanted.order_by(table.c.id.desc())))


def revoke(tx: Connection, standing: Standing, *, by: int, at: datetime, remark: str) -> None:
    """End one before its last day."""
    values = {"revoked_by": by, "revoked_at": at, "remark": remark}
    tx.execute(update(standings).where(standings.c.id == standing.id).values(values))


def _standing(row: Row[Any]) -> Standing:
    values = dict(row._mapping)
    values["post"] = Post(row.post) if row.post else None
    values["custody"] = tuple(json.loads(row.custody))
    return Standing(**values)
