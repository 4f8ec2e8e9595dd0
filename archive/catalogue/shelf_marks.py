"""Where the paper originals of a file stand: room, shelf and box, in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from archive.schema import shelf_marks


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the archive room; `box` may be empty."""

    room: str
    shelf: str
    box: str = ""


@dataclass(frozen=True, slots=True)
class ShelfMark:
    """Where a file (by number) stands, and who put it there when."""

    file: int
    place: Place
    put_by: int
    put_at: datetime


def put(tx: Connection, file: int, place: Place, *, by: int, at: datetime) -> None:
    """Say where a file stands now, in place of what was said before."""
    tx.execute(delete(shelf_marks).where(shelf_marks.c.file == file))
    tx.execute(insert(shelf_marks).values(file=file, **asdict(place), put_by=by, put_at=at))


def every(tx: Connection) -> Mapping[int, ShelfMark]:
    """Where files stand, by the file's number; files that nobody has put anywhere are not named."""
    return {
        row.file: ShelfMark(row.file, Place(row.room, row.shelf, row.box), row.put_by, row.put_at)
        for row in tx.execute(select(shelf_marks))
    }
