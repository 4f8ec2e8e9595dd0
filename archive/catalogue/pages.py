"""Originals and their pages in the catalogue: what was read is kept, so that nothing is read twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from archive import schema
from archive.page import Page, decode_page, encode_page


def know_original(tx: Connection, sha256: str, *, size: int, at: datetime) -> None:
    """Enter an original that lies in its place; known ones stay as they are. `size` is in bytes.

    One that was disposed of and came in again is there again, for it was received anew.
    """
    table = schema.originals
    known = tx.execute(select(table.c.removed_at).where(table.c.sha256 == sha256)).one_or_none()
    if known is None:
        tx.execute(insert(table).values(sha256=sha256, bytes=size, stored_at=at))
    elif known.removed_at is not None:
        back = update(table).where(table.c.sha256 == sha256)
        tx.execute(back.values(removed_at=None, stored_at=at))


def know_removed(tx: Connection, sha256: str, *, at: datetime) -> None:
    """Forget what was read of an original, and note that its bytes go."""
    tx.execute(delete(schema.pages).where(schema.pages.c.original == sha256))
    table = schema.originals
    tx.execute(update(table).where(table.c.sha256 == sha256).values(removed_at=at))


def pack(pages: Sequence[Page]) -> tuple[tuple[int, bytes], ...]:
    """Number and packed bytes of each page: made before the transaction, so that its lock is short."""
    return tuple((page.number, encode_page(page)) for page in pages)


def store(tx: Connection, sha256: str, packed: Sequence[tuple[int, bytes]], *, media_type: str) -> None:
    """Keep the pages of an original in place of what was kept of it before."""
    tx.execute(delete(schema.pages).where(schema.pages.c.original == sha256))
    if packed:
        rows = [{"original": sha256, "number": number, "packed": page} for number, page in packed]
        tx.execute(insert(schema.pages), rows)
    tx.execute(
        update(schema.originals)
        .where(schema.originals.c.sha256 == sha256)
        .values(media_type=media_type, pages=len(packed))
    )


def load(tx: Connection, sha256: str, *, first: int = 1, last: int | None = None) -> tuple[Page, ...]:
    """The pages `first` to `last` of an original, both included; all that follow where `last` is none."""
    table = schema.pages
    wanted = select(table.c.packed).where(table.c.original == sha256, table.c.number >= first)
    if last is not None:
        wanted = wanted.where(table.c.number <= last)
    return tuple(decode_page(packed) for packed in tx.execute(wanted.order_by(table.c.number)).scalars())


def digests(tx: Connection) -> Iterator[str]:
    """The digest of every original that is to be in the archive."""
    table = schema.originals
    there = select(table.c.sha256).where(table.c.removed_at.is_(None))
    yield from tx.execute(there.order_by(table.c.sha256)).scalars()


def removed_digests(tx: Connection) -> Iterator[str]:
    """The digest of every original whose bytes were taken away: disposed of."""
    table = schema.originals
    gone = select(table.c.sha256).where(table.c.removed_at.is_not(None))
    yield from tx.execute(gone.order_by(table.c.sha256)).scalars()
