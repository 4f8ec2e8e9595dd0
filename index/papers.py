"""Documents as the index needs them, and names of customers, read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from archive import schema
from archive.catalogue.decisions import decode_fields
from archive.decision import Field
from archive.page import decode_page
from index.engine import IndexedDocument
from index.plan import ANY_CODE
from index.tokens import fold, squeezed

CODES = frozenset({"code", "registration_number", "certificate_number", "contract_number"})
"""The fields that hold a code or a number of something."""

_documents, _pages = schema.documents, schema.pages


def read_documents(tx: Connection, numbers: Iterable[int]) -> Mapping[int, IndexedDocument]:
    """Those of the documents that are to be found by searching: all but the disposed ones."""
    wanted = _papers().where(_documents.c.id.in_(list(numbers)))
    return {paper.document: paper for paper in _read(tx, wanted)}


def filed_after(tx: Connection, sequence: int, limit: int) -> tuple[IndexedDocument, ...]:
    """The next documents to be found by searching, in the order they were filed, from behind this filing
    sequence on."""
    numbers = tx.execute(
        select(_documents.c.id)
        .where(_documents.c.filing_sequence > sequence, _documents.c.state != "disposed")
        .order_by(_documents.c.filing_sequence)
        .limit(limit)
    ).scalars()
    found = read_documents(tx, list(numbers)).values()
    return tuple(sorted(found, key=attrgetter("filing_sequence")))


def revisions(tx: Connection) -> Mapping[int, int]:
    """The revision of every document that is to be found by searching."""
    rows = tx.execute(select(_documents.c.id, _documents.c.revision).where(_documents.c.state != "disposed"))
    return {row.id: row.revision for row in rows}


def present(tx: Connection, numbers: Iterable[int]) -> Mapping[int, tuple[int, bool]]:
    """The revision of these documents, and whether they are to be found by searching."""
    wanted = select(_documents.c.id, _documents.c.revision, _documents.c.state)
    rows = tx.execute(wanted.where(_documents.c.id.in_(list(numbers))))
    return {row.id: (row.revision, row.state != "disposed") for row in rows}


def count(tx: Connection) -> int:
    """How many documents are to be found by searching."""
    counted = select(func.count()).select_from(_documents).where(_documents.c.state != "disposed")
    return int(tx.execute(counted).scalar_one())


def customers_named(tx: Connection, term: str) -> frozenset[int]:
    """The customers that bear a folded term in their name, an alias or a former name."""
    customers, names = schema.customers, schema.customer_names
    known = select(customers.c.id, customers.c.name).union_all(select(names.c.customer, names.c.name))
    return frozenset(number for number, name in tx.execute(known) if term in _folded_name(name))


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
        .where(_documents.c.state != "disposed")
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
