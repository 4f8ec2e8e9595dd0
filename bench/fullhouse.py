"""A home filled with the papers of `bench.corpus`: 2,000 customers with six files each.

Papers are written straight into the catalogue's tables, as filing leaves them, without scans of their own,
history and audit rows: what searching and showing look at is all there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from archive import schema
from archive.catalogue.decisions import encode_fields
from archive.clock import utc_now
from archive.home import Home, create_home, open_home
from archive.page import encode_page
from bench import corpus
from bench.names import Company
from bench.readers import employ

_SHELVES = (
    ("credit", 2024),
    ("credit", 2025),
    ("contract", 2023),
    ("contract", 2024),
    ("contract", 2025),
    ("customer", 2025),
)
"""The files of each customer."""

_LETTERS = {"credit": "X", "contract": "H", "customer": "K"}
_FILLED_AT = datetime(2026, 1, 5, tzinfo=UTC)
_MARK = "corpus.json"


@dataclass(frozen=True, slots=True)
class FullHouse:
    """A filled home. `pages` and `documents` are what is really in it."""

    home: Home
    seed: int
    pages: int
    documents: int

    @property
    def batches(self) -> int:
        """The number of the corpus' batches that were filed."""
        return self.documents // corpus.BATCH


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as it goes into the tables."""

    customer: int
    kind: str
    issued_on: date | None
    fields: str
    packed: tuple[bytes, ...]


def full_house(folder: Path, *, pages: int, seed: int) -> FullHouse:
    """The home in `folder` with at least so many pages; filled now, or by an earlier run."""
    mark = folder / _MARK
    if mark.exists():
        filled = json.loads(mark.read_text(encoding="utf-8"))
        if (filled["wanted"], filled["seed"]) != (pages, seed):
            raise SystemExit(f"{folder} holds another corpus: {filled}")
        return FullHouse(open_home(folder / "home"), seed, filled["pages"], filled["documents"])
    folder.mkdir(parents=True, exist_ok=True)
    home = create_home(folder / "home", clock=utc_now)
    _furnish(home, seed)
    kept, documents = _fill(home, pages, seed)
    filled = {"wanted": pages, "seed": seed, "pages": kept, "documents": documents}
    mark.write_text(json.dumps(filled), encoding="utf-8")
    return FullHouse(home, seed, kept, documents)


def draw(seed: int, batch: int) -> list[Drawn]:
    """One batch of the corpus, packed for the tables."""
    return [
        Drawn(
            paper.customer,
            paper.kind,
            paper.issued_on,
            encode_fields(paper.fields),
            tuple(encode_page(page) for page in paper.pages),
        )
        for paper in corpus.papers(seed, batch)
    ]


class Filer:
    """Writes drawn papers into the tables, one batch to a transaction."""

    def __init__(self, seed: int) -> None:
        self._names = [customer.name for customer in corpus.cast(seed).customers]
        self._items: Counter[int] = Counter()
        self.documents = 0
        self.pages = 0

    def file(self, tx: Connection, papers: Sequence[Drawn]) -> None:
        """File them at the end of the sequence."""
        numbered = list(enumerate(papers, self.documents + 1))
        originals = [_original(number, paper) for number, paper in numbered]
        tx.execute(insert(schema.originals), originals)
        tx.execute(insert(schema.pages), [row for number, paper in numbered for row in _pages(number, paper)])
        documents = [self._document(number, paper) for number, paper in numbered]
        tx.execute(insert(schema.documents), documents)
        tx.execute(insert(schema.archive_numbers), [_archive_number(row) for row in documents])
        self.documents += len(papers)
        self.pages += sum(len(paper.packed) for paper in papers)

    def _document(self, number: int, paper: Drawn) -> dict[str, object]:
        shelf = Random(number).randrange(len(_SHELVES))
        file = paper.customer * len(_SHELVES) + shelf + 1
        self._items[file] += 1
        return {
            "id": number,
            "scan": 1,
            "original": _digest(number),
            "first_page": 1,
            "last_page": len(paper.packed),
            "kind": paper.kind,
            "customer": paper.customer + 1,
            "file": file,
            "item": self._items[file],
            "number": f"{_file_number(paper.customer, shelf)}-{self._items[file]:03}",
            "title": f"{self._names[paper.customer]}{corpus.KINDS[paper.kind]}",
            "issued_on": paper.issued_on,
            "secrecy": "内部",
            "retention": "30年",
            "fields": paper.fields,
            "filing_sequence": number,
            "filed_at": _FILLED_AT,
        }


def _fill(home: Home, pages: int, seed: int) -> tuple[int, int]:
    filer = Filer(seed)
    per_batch = corpus.BATCH * sum(count * share for count, share in enumerate(corpus.DOCUMENT_PAGES, 1))
    wanted = round(pages / per_batch)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as authors:
        for drawn in _in_order(authors, seed, wanted):
            with home.catalogue.write() as tx:
                filer.file(tx, drawn)
    return filer.pages, filer.documents


def _in_order(authors: ProcessPoolExecutor, seed: int, wanted: int) -> Iterator[list[Drawn]]:
    """All batches in order; a few are drawn ahead, so that memory stays small."""
    ahead = 8
    waiting = [authors.submit(draw, seed, batch) for batch in range(min(ahead, wanted))]
    for batch in range(wanted):
        yield waiting.pop(0).result()
        if batch + ahead < wanted:
            waiting.append(authors.submit(draw, seed, batch + ahead))


def _furnish(home: Home, seed: int) -> None:
    """People, customers and their files."""
    employ(home)
    customers = corpus.cast(seed).customers
    shelves = range(len(_SHELVES))
    scan = {"name": "a.pdf", "claim": "a", "inbox": "inbox", "state": "filed", "received_at": _FILLED_AT}
    with home.catalogue.write() as tx:
        tx.execute(insert(schema.scans).values(id=1, **scan))
        tx.execute(
            insert(schema.customers), [_customer(number, one) for number, one in enumerate(customers, 1)]
        )
        files = [_file(customer, shelf) for customer in range(len(customers)) for shelf in shelves]
        tx.execute(insert(schema.files), files)


def _digest(number: int) -> str:
    return f"{number:064x}"


def _original(number: int, paper: Drawn) -> dict[str, object]:
    return {"sha256": _digest(number), "bytes": 1, "pages": len(paper.packed), "stored_at": _FILLED_AT}


def _pages(number: int, paper: Drawn) -> Iterator[dict[str, object]]:
    for count, packed in enumerate(paper.packed, 1):
        yield {"original": _digest(number), "number": count, "packed": packed}


def _archive_number(row: dict[str, Any]) -> dict[str, object]:
    return {
        "file": row["file"],
        "item": row["item"],
        "number": row["number"],
        "document": row["id"],
        "given_at": _FILLED_AT,
    }


def _customer(number: int, company: Company) -> dict[str, object]:
    known = {"name": company.name, "code": company.code}
    return {
        **known,
        "id": number,
        "kind": "customer",
        "company": 1,
        "department": 1,
        "created_at": _FILLED_AT,
    }


def _file(customer: int, shelf: int) -> dict[str, object]:
    regulation, year = _SHELVES[shelf]
    return {
        "id": customer * len(_SHELVES) + shelf + 1,
        "company": 1,
        "department": 1,
        "regulation": regulation,
        "customer": customer + 1,
        "year": year,
        "class": _LETTERS[regulation],
        "serial": customer + 1,
        "number": _file_number(customer, shelf),
        "opened_at": _FILLED_AT,
    }


def _file_number(customer: int, shelf: int) -> str:
    regulation, year = _SHELVES[shelf]
    return f"YH-SC1-{_LETTERS[regulation]}-{year}-{customer + 1:04}"
