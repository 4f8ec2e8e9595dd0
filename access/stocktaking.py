"""Stock-taking (盘点): what the catalogue says is there is looked for on the shelves, paper by paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, select

from access import holders
from access.calls import Call
from access.colleagues import who
from access.free_words import clean_text, legible
from access.gate import Gate
from access.naming import document_called
from access.speaker import Speaker
from access.stocktake_scope import Shelves, in_words, lying, within
from access.stocktake_sheet import Seen, Tick, read_ticks
from access.visits import Visit
from archive.catalogue import stocktakes
from archive.catalogue.stocktakes import Found, Stocktake
from archive.errors import BadInput, Conflict, NotFound
from archive.schema import documents, files, shelf_marks, stocktake_items

LONGEST_REMARK = 200


@dataclass(frozen=True, slots=True)
class StocktakeView:
    """A stock-taking as people see it. `counts` says how many papers were found how; those not looked for
    yet are under ""."""

    number: str
    shelves: Shelves
    begun_by: str
    begun_at: datetime
    ended_by: str
    ended_at: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One paper to look for. `place` is its room, shelf and box; `borrower` who has it on loan now; `holder`
    who answers for it, told of papers that are not where they should be; `person` who looked."""

    number: str
    file: str
    title: str
    place: str
    found: Found | None
    borrower: str
    holder: str
    person: str
    at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """A stock-taking and its papers in the order of their 档号: the list to tick off, and the report."""

    stocktake: StocktakeView
    items: tuple[ItemView, ...]


class Stocktaking:
    """The stock-takings of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def begin(self, speaker: Speaker, shelves: Shelves) -> Inventory:
        """Begin one; its list is what lies in these files now. Raises `BadInput`, or `Conflict` where nothing
        does."""
        with self._gate.visit(speaker, Call.STOCKTAKES_BEGIN) as visit:
            meant = within(visit.tx, shelves)
            found = lying(visit.tx, meant)
            if not found:
                raise Conflict("No paper lies there.", advice="`dangan files` lists what lies where.")
            begun = stocktakes.begin(visit.tx, meant, found, by=visit.person.number, at=visit.now)
            visit.note(subject=f"stocktake:{begun.id}", number=begun.number, documents=len(found))
            return _inventory(visit, begun)

    def list(self, speaker: Speaker) -> tuple[StocktakeView, ...]:
        """All of them, newest first."""
        with self._gate.visit(speaker, Call.STOCKTAKES_LIST) as visit:
            return tuple(_view(visit, one) for one in stocktakes.every(visit.tx))

    def show(self, speaker: Speaker, number: str) -> Inventory:
        """One with all its papers. Raises NotFound."""
        with self._gate.visit(speaker, Call.STOCKTAKES_SHOW, number=legible(number)) as visit:
            return _inventory(visit, _find(visit, number))

    def check(
        self, speaker: Speaker, number: str, document: str, found: Seen, *, remark: str = ""
    ) -> ItemView:
        """Tick one paper off, by 档号; again where it turned up later. One that is not on the shelf while
        the register says it is lent counts as lent. Raises `Conflict`, NotFound."""
        with self._gate.visit(speaker, Call.STOCKTAKES_CHECK, number=legible(number)) as visit:
            stocktake = _open(visit, number)
            _tick(visit, stocktake, Tick(document, found, remark))
            called = document_called(visit.tx, document)
            (item,) = _items(visit, stocktake, only=called.id)
            visit.note(document=called.id, found=item.found)
            return item

    def import_file(self, speaker: Speaker, number: str, name: str, content: bytes) -> Inventory:
        """Take over a list that was ticked off (CSV or Excel): all rows or none. Rows without a mark were
        not looked for. Raises BadInput."""
        with self._gate.visit(speaker, Call.STOCKTAKES_IMPORT, number=legible(number)) as visit:
            stocktake = _open(visit, number)
            ticked = read_ticks(name, content, lambda tick: _tick(visit, stocktake, tick))
            visit.note(rows=ticked)
            return _inventory(visit, stocktake)

    def end(self, speaker: Speaker, number: str) -> Inventory:
        """End it: what nobody looked for and the register says is lent counts as lent. Raises `Conflict`."""
        with self._gate.visit(speaker, Call.STOCKTAKES_END, number=legible(number)) as visit:
            stocktake = _open(visit, number)
            lent = holders.borrowers(visit.tx)
            for item in stocktakes.items(visit.tx, stocktake.id):
                if item.found is None and item.document in lent:
                    stocktakes.tick(visit.tx, stocktake.id, item.document, "lent", by=None, at=visit.now)
            stocktakes.end(visit.tx, stocktake.id, by=visit.person.number, at=visit.now)
            ended = _inventory(visit, _find(visit, number))
            visit.note(counts=dict(ended.stocktake.counts))
            return ended


def _find(visit: Visit, number: str) -> Stocktake:
    found = stocktakes.find(visit.tx, legible(number.strip()))
    if found is None:
        raise NotFound(
            "There is no stock-taking {number}.",
            advice="`dangan stocktake list` lists them.",
            number=legible(number),
        )
    visit.note(subject=f"stocktake:{found.id}")
    return found


def _open(visit: Visit, number: str) -> Stocktake:
    found = _find(visit, number)
    if found.ended_at is not None:
        raise Conflict(
            "The stock-taking {number} has ended.",
            advice="Begin another one: `dangan stocktake begin`.",
            number=found.number,
        )
    return found


def _tick(visit: Visit, stocktake: Stocktake, tick: Tick) -> None:
    called = document_called(visit.tx, tick.document)
    if stocktakes.find_item(visit.tx, stocktake.id, called.id) is None:
        raise BadInput(
            "{number} is not among the papers of this stock-taking.",
            advice="`dangan stocktake show` lists them; what came in later is looked for next time.",
            number=called.number,
        )
    remark = clean_text(tick.remark, longest=LONGEST_REMARK) if tick.remark.strip() else ""
    away = tick.found == "missing" and holders.borrower(visit.tx, called.id) is not None
    found: Found = "lent" if away else tick.found
    person = visit.person.number
    stocktakes.tick(visit.tx, stocktake.id, called.id, found, by=person, at=visit.now, remark=remark)


def _inventory(visit: Visit, stocktake: Stocktake) -> Inventory:
    return Inventory(_view(visit, stocktake), _items(visit, stocktake))


def _items(visit: Visit, stocktake: Stocktake, *, only: int | None = None) -> tuple[ItemView, ...]:
    table = stocktake_items
    wanted = (
        select(
            table,
            documents.c.number,
            documents.c.title,
            files.c.number.label("file_number"),
            shelf_marks.c.room,
            shelf_marks.c.shelf,
            shelf_marks.c.box,
        )
        .join(documents, documents.c.id == table.c.document)
        .join(files, files.c.id == documents.c.file)
        .outerjoin(shelf_marks, shelf_marks.c.file == files.c.id)
        .where(table.c.stocktake == stocktake.id)
        .order_by(documents.c.number)
    )
    if only is not None:
        wanted = wanted.where(table.c.document == only)
    lent, named = holders.borrowers(visit.tx), cache(partial(who, visit.tx))
    rows = visit.tx.execute(wanted).all()
    return tuple(_item(visit, row, lent.get(row.document), named) for row in rows)


def _item(visit: Visit, row: Row[Any], lent_to: int | None, named: Callable[[int | None], str]) -> ItemView:
    away = row.found in ("missing", "misplaced")
    holder = holders.holder(visit.tx, row.document) if away else None
    return ItemView(
        number=row.number,
        file=row.file_number,
        title=row.title,
        place=" ".join(filter(None, (row.room, row.shelf, row.box))),
        found=row.found,
        borrower=named(lent_to),
        holder=holder.who if holder else "",
        person=named(row.person),
        at=row.at,
        remark=row.remark,
    )


def _view(visit: Visit, stocktake: Stocktake) -> StocktakeView:
    found: Counter[str] = Counter(item.found or "" for item in stocktakes.items(visit.tx, stocktake.id))
    return StocktakeView(
        number=stocktake.number,
        shelves=in_words(visit.tx, stocktake.within),
        begun_by=who(visit.tx, stocktake.begun_by),
        begun_at=stocktake.begun_at,
        ended_by=who(visit.tx, stocktake.ended_by),
        ended_at=stocktake.ended_at,
        counts=dict(found),
    )
