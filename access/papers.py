"""Documents as a reader who holds a grant sees them: what the catalogue says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from archive.errors import BadInput
from archive.grants import Grant, Scope
from archive.regulations import Regulations
from archive.schema import customers, documents, files, originals, scans

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class PaperView:
    """One document. `number` is its 档号, `file_number` the 案卷号, `kind_name` the regulations' own
    word; `pages` counts its pages."""

    document: int
    number: str
    file_number: str
    title: str
    author: str
    customer: str
    kind: str
    kind_name: str
    issued_on: date | None
    valid_until: date | None
    long_term: bool
    copy: str
    secrecy: str
    retention: str
    state: str
    pages: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """Where a document's pages lie: pages `first` to `last` of an original, both included."""

    original: str
    first: int
    last: int

    def page_of(self, page: int) -> int:
        """The original's page that is page `page` of the document (from 1)."""
        return self.first + page - 1


@dataclass(frozen=True, slots=True)
class Located:
    """A paper, the file it is kept in and where its pages lie; stays inside the desk."""

    paper: PaperView
    file: int
    sheets: Sheets


def locate(
    tx: Connection, wanted: Iterable[int], opened: Grant | Scope, *, regulations: Regulations
) -> dict[int, Located]:
    """What the catalogue says now of those of the wanted documents that lie in an opened file."""
    found = tx.execute(_query().where(documents.c.id.in_(list(wanted)), documents.c.state != "disposed"))
    return {row.id: _located(row, regulations) for row in found if row.file in opened.files}


def require_whole(tx: Connection, sheets: Sheets) -> None:
    """Raise `BadInput` where the original holds more than the document: then only its pages may be given."""
    pages = tx.execute(select(originals.c.pages).where(originals.c.sha256 == sheets.original)).scalar_one()
    if (sheets.first, sheets.last) != (1, pages):
        raise BadInput(
            "This document is not the whole of the file it came in.",
            advice="Export it without --original: you get its pages as a PDF.",
        )


def ending_of(tx: Connection, sheets: Sheets) -> str:
    """What the name ended in (`.xlsx`) under which the original came in; empty where it had no ending."""
    names = select(scans.c.name).where(scans.c.original == sheets.original).order_by(scans.c.id)
    found = _ENDING.search(tx.execute(names).scalars().first() or "")
    return found[0].lower() if found else ""


def _query() -> Select[Any]:
    return (
        select(documents, files.c.number.label("file_number"), customers.c.name.label("customer_name"))
        .join(files, files.c.id == documents.c.file)
        .join(customers, customers.c.id == documents.c.customer)
    )


def _located(row: Row[Any], regulations: Regulations) -> Located:
    paper = PaperView(
        document=row.id,
        number=row.number,
        file_number=row.file_number,
        title=row.title,
        author=row.author,
        customer=row.customer_name,
        kind=row.kind,
        kind_name=regulations.kind_name(row.kind),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        long_term=row.long_term,
        copy=row.copy,
        secrecy=row.secrecy,
        retention=row.retention,
        state=row.state,
        pages=row.last_page - row.first_page + 1,
    )
    return Located(paper, row.file, Sheets(row.original, row.first_page, row.last_page))
