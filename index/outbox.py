"""Taking changes out of the catalogue's outbox: read, index, and only then strike them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from archive import schema
from index.engine import Behind

_outbox = schema.outbox


@dataclass(frozen=True, slots=True)
class Change:
    """A document has reached a revision, or is to be forgotten (`removed`)."""

    sequence: int
    document: int
    revision: int
    removed: bool


def waiting(tx: Connection) -> Behind:
    """How many changes wait, and since when."""
    changes, since = tx.execute(select(func.count(), func.min(_outbox.c.staged_at))).one()
    return Behind(changes, since)


def waiting_documents(tx: Connection) -> frozenset[int]:
    """The documents with changes that wait."""
    return frozenset(tx.execute(select(_outbox.c.document).distinct()).scalars())


def next_changes(tx: Connection, limit: int) -> tuple[Change, ...]:
    """The oldest waiting changes, in the order they were made."""
    rows = tx.execute(select(_outbox).order_by(_outbox.c.sequence).limit(limit))
    return tuple(Change(row.sequence, row.document, row.revision, row.removed) for row in rows)


def strike(tx: Connection, changes: Sequence[Change]) -> None:
    """Strike changes off: the index has committed them."""
    tx.execute(delete(_outbox).where(_outbox.c.sequence.in_([change.sequence for change in changes])))
