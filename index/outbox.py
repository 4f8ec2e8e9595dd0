"""The catalogue's outbox as one index reads it: a log of changes, each index at its own position."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive import schema
from index.engine import Behind

_outbox, _documents = schema.outbox, schema.documents


@dataclass(frozen=True, slots=True)
class Change:
    """A document has reached a revision, or is to be forgotten (`removed`)."""

    sequence: int
    document: int
    revision: int
    removed: bool


def waiting(tx: Connection, position: int) -> Behind:
    """How many changes wait beyond this position, and since when."""
    counted = select(func.count(), func.min(_outbox.c.staged_at)).where(_outbox.c.sequence > position)
    changes, since = tx.execute(counted).one()
    return Behind(changes, since)


def waiting_documents(tx: Connection, position: int) -> frozenset[int]:
    """The documents with changes that wait."""
    return frozenset(
        tx.execute(select(_outbox.c.document).where(_outbox.c.sequence > position).distinct()).scalars()
    )


def next_changes(tx: Connection, position: int, limit: int) -> tuple[Change, ...]:
    """The oldest waiting changes, in the order they were made."""
    rows = tx.execute(
        select(_outbox.c.sequence, _outbox.c.document, _outbox.c.revision, _outbox.c.removed)
        .where(_outbox.c.sequence > position)
        .order_by(_outbox.c.sequence)
        .limit(limit)
    )
    return tuple(Change(*row) for row in rows)
