"""Sessions in the catalogue: whose, since when, from where. Of a token only its SHA-256 is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from archive.schema import sessions

USE_NOTED = timedelta(minutes=1)
"""How exactly the last use is kept: not every call needs to write it."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `token` is the SHA-256 of its token, `origin` the machine and system account that it
    was opened from and speaks for; empty where that was not known."""

    token: str
    person: int
    origin: str
    opened_at: datetime
    used_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.ended_at is None and self.expires_at > at

    def speaks_for(self, origin: str) -> bool:
        """Whether it may be used from there."""
        return self.origin in ("", origin)


def begin(tx: Connection, new: Session) -> None:
    """Note a new session."""
    tx.execute(
        sessions.insert().values(
            token=new.token,
            person=new.person,
            origin=new.origin,
            opened_at=new.opened_at,
            used_at=new.used_at,
            expires_at=new.expires_at,
        )
    )


def find(tx: Connection, token: str) -> Session | None:
    """The session with this SHA-256."""
    row = tx.execute(select(sessions).where(sessions.c.token == token)).one_or_none()
    return _session(row) if row else None


def open_sessions(tx: Connection, person: int, *, at: datetime) -> tuple[Session, ...]:
    """A person's sessions that hold at this moment, the newest first."""
    table = sessions
    held = table.c.person == person, table.c.ended_at.is_(None), table.c.expires_at > at
    rows = tx.execute(select(table).where(*held).order_by(table.c.opened_at.desc(), table.c.token))
    return tuple(_session(row) for row in rows)


def note_use(tx: Connection, session: Session, *, at: datetime) -> None:
    """Keep when a session was last used, to the minute."""
    if at - session.used_at >= USE_NOTED:
        tx.execute(update(sessions).where(sessions.c.token == session.token).values(used_at=at))


def end(tx: Connection, token: str, *, at: datetime) -> None:
    """Log out."""
    held = sessions.c.token == token, sessions.c.ended_at.is_(None)
    tx.execute(update(sessions).where(*held).values(ended_at=at))


def end_all(tx: Connection, person: int, *, at: datetime, keep: str = "") -> None:
    """End every session of a person but the one to keep."""
    held = sessions.c.person == person, sessions.c.token != keep, sessions.c.ended_at.is_(None)
    tx.execute(update(sessions).where(*held).values(ended_at=at))


def _session(row: Row[Any]) -> Session:
    values = dict(row._mapping)
    return Session(**{**values, "used_at": values["used_at"] or values["opened_at"]})
