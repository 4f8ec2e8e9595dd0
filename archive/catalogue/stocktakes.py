"""Stock-takings (盘点) in the catalogue: what was to be looked for, and what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from archive.catalogue.numbering import next_number
from archive.schema import stocktake_items, stocktakes

Found = Literal["present", "lent", "misplaced", "missing"]


@dataclass(frozen=True, slots=True)
class Within:
    """Which files are looked through: none of each means all. Company and department are numbers, `custody`
    is a state of files, `year` the files' own."""

    company: int | None = None
    department: int | None = None
    custody: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Stocktake:
    """One stock-taking; persons by number, moments in UTC, `ended_at` none while it goes on."""

    id: int
    number: str
    within: Within
    begun_by: int
    begun_at: datetime
    ended_by: int | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be looked for; `found` none while nobody has."""

    document: int
    file: int
    found: Found | None
    person: int | None
    at: datetime | None
    remark: str


def begin(
    tx: Connection, within: Within, documents: Iterable[tuple[int, int]], *, by: int, at: datetime
) -> Stocktake:
    """Begin one over these documents, each with its file; its number (盘点-2026-0001) is given here."""
    values = {"scope": json.dumps(asdict(within)), "begun_by": by, "begun_at": at}
    number = next_number(tx, stocktakes, "盘点", at=at)
    entry = insert(stocktakes).values(number=number, **values).returning(stocktakes.c.id)
    identity = int(tx.execute(entry).scalar_one())
    rows = [{"stocktake": identity, "document": document, "file": file} for document, file in documents]
    tx.execute(insert(stocktake_items), rows)
    return Stocktake(identity, number, within, by, at, None, None)


def find(tx: Connection, number: str) -> Stocktake | None:
    """The stock-taking with this number."""
    row = tx.execute(select(stocktakes).where(stocktakes.c.number == number)).one_or_none()
    return _stocktake(row) if row else None


def every(tx: Connection) -> tuple[Stocktake, ...]:
    """All of them, newest first."""
    rows = tx.execute(select(stocktakes).order_by(stocktakes.c.id.desc()))
    return tuple(_stocktake(row) for row in rows)


def items(tx: Connection, stocktake: int) -> tuple[Item, ...]:
    """What was to be looked for, in the order of the documents' numbers in the catalogue."""
    table = stocktake_items
    rows = tx.execute(select(table).where(table.c.stocktake == stocktake).order_by(table.c.document))
    return tuple(Item(row.document, row.file, row.found, row.person, row.at, row.remark) for row in rows)


def find_item(tx: Connection, stocktake: int, document: int) -> Item | None:
    """One document of a stock-taking; none where it is not among them."""
    table = stocktake_items
    wanted = select(table).where(table.c.stocktake == stocktake, table.c.document == document)
    row = tx.execute(wanted).one_or_none()
    return Item(row.document, row.file, row.found, row.person, row.at, row.remark) if row else None


def tick(
    tx: Connection,
    stocktake: int,
    document: int,
    found: Found,
    *,
    by: int | None,
    at: datetime,
    remark: str = "",
) -> None:
    """Keep what was found of one document; nobody (`by`) where the register of loans said so."""
    table = stocktake_items
    item = update(table).where(table.c.stocktake == stocktake, table.c.document == document)
    tx.execute(item.values(found=found, person=by, at=at, remark=remark))


def end(tx: Connection, stocktake: int, *, by: int, at: datetime) -> None:
    """End it: nothing more is ticked off."""
    tx.execute(update(stocktakes).where(stocktakes.c.id == stocktake).values(ended_by=by, ended_at=at))


def _stocktake(row: Row[Any]) -> Stocktake:
    within = Within(**json.loads(row.scope))
    return Stocktake(row.id, row.number, within, row.begun_by, row.begun_at, row.ended_by, row.ended_at)
