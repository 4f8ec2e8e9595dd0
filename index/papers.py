"""Documents as the index needs them, and names of customers, read from the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, union_all

from archive import schema
from archive.catalogue.decisions import decode_fields
from archive.decision import Field
from archive.page import decode_page
from index.engine import IndexedDocument
from index.plan import ANY_CODE
from index.tokens import fold, squeezed

CODES = frozenset({"code", "registration_number", "certificate_number", "contract_number"})
"""The fields that hold a code or a number of something."""

PART_OF_CODE = 6
"""So many characters of a credit code tell its customer from most others; fewer are looked for in names."""

SEARCHABLE = "current"
"""The state of documents that are to be found by searching: not of those superseded or disposed of."""

PORTION = 500
"""Pages read, or written to an index, at once: a document may have thousands."""

_documents, _pages = schema.documents, schema.pages
_LENGTH = (_documents.c.last_page - _documents.c.first_page + 1).label("pages")


@dataclass(frozen=True, slots=True)
class Sized:
    """A document's number, and how many pages it has."""

    number: int
    pages: int


def read_documents(tx: Connection, numbers: Iterable[int]) -> Mapping[int, IndexedDocument]:
    """Those of the documents that are to be found by searching: neither superseded nor disposed of."""
    wanted = _papers().where(_documents.c.id.in_(list(numbers)))
    return {paper.document: paper for paper in _read(tx, wanted)}


def filed_after(tx: Connection, sequence: int, *, until: int, limit: int) -> tuple[Sized, ...]:
    """The next documents to be found by searching that were filed behind one filing sequence and until
    another, in the order they were filed."""
    filed = _documents.c.filing_sequence
    wanted = select(_documents.c.id, _LENGTH).where(filed > sequence, filed <= until)
    rows = tx.execute(wanted.where(_documents.c.state == SEARCHABLE).order_by(filed).limit(limit))
    return tuple(Sized(*row) for row in rows)


def sized(tx: Connection, numbers: Collection[int]) -> tuple[Sized, ...]:
    """How long these documents are, also those that are not to be found any more."""
    rows = tx.execute(select(_documents.c.id, _LENGTH).where(_documents.c.id.in_(list(numbers))))
    return tuple(Sized(*row) for row in rows)


def portions(documents: Iterable[Sized], *, pages: int = PORTION) -> Iterator[list[int]]:
    """The documents in portions of so many pages: what is read, or written to an index, at once."""
    portion: list[int] = []
    room = pages
    for document in documents:
        if portion and document.pages > room:
            yield portion
            portion, room = [], pages
        portion.append(document.number)
        room -= document.pages
    if portion:
        yield portion


def revisions_after(tx: Connection, number: int, *, limit: int) -> tuple[tuple[Sized, int], ...]:
    """The next documents that are to be found by searching, by number, and the revision of each."""
    wanted = select(_documents.c.id, _LENGTH, _documents.c.revision).where(_documents.c.id > number)
    rows = tx.execute(wanted.where(_documents.c.state == SEARCHABLE).order_by(_documents.c.id).limit(limit))
    return tuple((Sized(identifier, pages), revision) for identifier, pages, revision in rows)


def present(tx: Connection, numbers: Iterable[int]) -> Mapping[int, tuple[int, bool]]:
    """The revision of these documents, and whether they are to be found by searching."""
    wanted = select(_documents.c.id, _documents.c.revision, _documents.c.state)
    rows = tx.execute(wanted.where(_documents.c.id.in_(list(numbers))))
    return {row.id: (row.revision, row.state == SEARCHABLE) for row in rows}


def count(tx: Connection, *, until: int | None = None) -> int:
    """How many documents are to be found by searching; `until`: of those filed up to there."""
    counted = select(func.count()).select_from(_documents).where(_documents.c.state == SEARCHABLE)
    if until is not None:
        counted = counted.where(_documents.c.filing_sequence <= until)
    return int(tx.execute(counted).scalar_one())


def newest(tx: Connection) -> int:
    """The filing sequence of what was filed last."""
    last = select(func.coalesce(func.max(_documents.c.filing_sequence), 0))
    return int(tx.execute(last).scalar_one())


def customers_named(tx: Connection, term: str) -> frozenset[int]:
    """The customers that bear a folded term in their name, an alias or a former name, or, if it is long
    enough to mean one, in their credit code."""
    customers, names = schema.customers, schema.customer_names
    known = [select(customers.c.id, customers.c.name), select(names.c.customer, names.c.name)]
    if len(term) >= PART_OF_CODE:
        known.append(select(customers.c.id, customers.c.code).where(customers.c.code.is_not(None)))
    rows = tx.execute(union_all(*known))
    return frozenset(number for number, name in rows if term in _folded_name(name))


@lru_cache(maxsize=65_536)
def _folded_name(name: str) -> str:
    return fold(name)


def _papers() -> Select[Any]:
    pages = (_pages.c.original == _documents.c.original) & _pages.c.number.between(
        _documents.c.first_page, _documents.c.last_page
    )
    columns = (
        _documents.c.id,
        _documents.c.revision,
        _documents.c.filing_sequence,
        _documents.c.file,
        _documents.c.kind,
        _documents.c.customer,
        _documents.c.issued_on,
        _documents.c.title,
        _documents.c.author,
        _documents.c.number,
        _documents.c.fields,
        _pages.c.packed,
    )
    return (
        select(*columns)
        .select_from(_documents.outerjoin(_pages, pages))
        .where(_documents.c.state == SEARCHABLE)
        .order_by(_documents.c.id, _pages.c.number)
    )


def _read(tx: Connection, wanted: Select[Any]) -> Iterator[IndexedDocument]:
    for _, rows in groupby(tx.execute(wanted), key=attrgetter("id")):
        yield _document(list(rows))


def _document(rows: list[Row[Any]]) -> IndexedDocument:
    first = rows[0]
    fields = decode_fields(first.fields)
    return IndexedDocument(
        document=first.id,
        revision=first.revision,
        filing_sequence=first.filing_sequence,
        file=first.file,
        kind=first.kind,
        customer=first.customer,
        issued_on=first.issued_on,
        head=(first.title, first.author, first.number),
        pages=tuple(decode_page(row.packed).text for row in rows if row.packed is not None),
        facts=tuple(_facts(fields, first.number)),
        amounts=tuple(int(100 * field.value) for field in fields if isinstance(field.value, Decimal)),
    )


def _facts(fields: Iterable[Field], number: str) -> Iterator[tuple[str, str]]:
    """The fields by name, and once more, in letters and digits alone, what is a code or a number."""
    for field in fields:
        yield field.name, str(field.value)
        if field.name in CODES:
            yield ANY_CODE, squeezed(str(field.value))
    yield ANY_CODE, squeezed(number)
