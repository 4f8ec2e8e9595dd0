"""The catalogue's outbox as one index reads it: a log of changes, each index at its own position."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive import schema
from index.engine import Behind
from index.papers import SEARCHABLE

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


def altered_documents(tx: Connection, position: int) -> frozenset[int]:
    """Those of them that an index may hold as they no longer are: new ones it has not, or as they are."""
    waiting = (_outbox.c.sequence > position) & (_outbox.c.revision > 1)
    return frozenset(tx.execute(select(_outbox.c.document).where(waiting).distinct()).scalars())


def anything_settled(tx: Connection, position: int) -> bool:
    """Whether there is a document to be found by searching of which nothing waits."""
    waiting = select(_outbox.c.document).where(_outbox.c.sequence > position)
    settled = select(_documents.c.id).where(_documents.c.state == SEARCHABLE, _documents.c.id.not_in(waiting))
    return tx.execute(settled.limit(1)).first() is not None


def last(tx: Connection) -> int:
    """The newest change that is still kept; 0 when all indexes have passed all."""
    return int(tx.execute(select(func.coalesce(func.max(_outbox.c.sequence), 0))).scalar_one())


def next_changes(tx: Connection, position: int, *, until: int, limit: int) -> tuple[Change, ...]:
    """The oldest changes that wait, up to and with the one numbered `until`, in the order they were made."""
    rows = tx.execute(
        select(_outbox.c.sequence, _outbox.c.document, _outbox.c.revision, _outbox.c.removed)
        .where(_outbox.c.sequence > position, _outbox.c.sequence <= until)
        .order_by(_outbox.c.sequence)
        .limit(limit)
    )
    return tuple(Change(*row) for row in rows)
