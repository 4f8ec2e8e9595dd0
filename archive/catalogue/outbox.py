"""The outbox: what the index still has to take over, written in the transaction that changed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from archive import schema


def stage(tx: Connection, document: int, *, revision: int, removed: bool, at: datetime) -> None:
    """Note that the index must show this revision of a document, or forget the document."""
    tx.execute(
        schema.outbox.insert().values(document=document, revision=revision, removed=removed, staged_at=at)
    )
