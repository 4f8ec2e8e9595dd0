"""Originals and their pages in the catalogue: what was read is kept, so that nothing is read twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from archive import schema
from archive.page import Page, decode_page, encode_page


def know_original(tx: Connection, sha256: str, *, size: int, at: datetime) -> None:
    """Enter an original that lies in its place; known ones stay as they are. `size` is in bytes."""
    table = schema.originals
    known = tx.execute(select(table.c.sha256).where(table.c.sha256 == sha256)).first()
    if known is None:
        tx.execute(insert(table).values(sha256=sha256, bytes=size, stored_at=at))


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
    """The digest of every original that the catalogue knows."""
    yield from tx.execute(select(schema.originals.c.sha256).order_by(schema.originals.c.sha256)).scalars()
