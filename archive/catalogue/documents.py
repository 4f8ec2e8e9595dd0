"""Documents (件): their rows, what refers to them, and their history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from archive import schema
from archive.catalogue.decisions import decode_fields
from archive.decision import Field

_documents = schema.documents


@dataclass(frozen=True, slots=True)
class Document:
    """One document as the catalogue has it now."""

    id: int
    scan: int
    original: str
    first_page: int
    last_page: int
    kind: str
    customer: int
    file: int
    item: int
    number: str
    title: str
    author: str
    issued_on: date | None
    valid_until: date | None
    long_term: bool
    copy: str
    secrecy: str
    retention: str
    fields: tuple[Field, ...]
    state: str
    superseded_by: int | None
    revision: int
    filing_sequence: int
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One step in a document's history. `what` maps a column to [before, after]."""

    revision: int
    at: datetime
    person: int | None
    what: Mapping[str, Any]
    reason: str


def document_row(row: Row[Any]) -> Document:
    """A row of the documents table as a record."""
    values = dict(row._mapping)
    return Document(**{**values, "fields": decode_fields(values["fields"])})


def get_document(tx: Connection, document: int) -> Document | None:
    """The document with this number in the catalogue."""
    row = tx.execute(select(_documents).where(_documents.c.id == document)).one_or_none()
    return document_row(row) if row else None


def insert_document(tx: Connection, values: Mapping[str, Any]) -> int:
    """Add a document at the end of the filing sequence; return its number in the catalogue."""
    last = tx.execute(select(func.coalesce(func.max(_documents.c.filing_sequence), 0))).scalar_one()
    added = _documents.insert().values(**values, filing_sequence=last + 1).returning(_documents.c.id)
    return int(tx.execute(added).scalar_one())


def update_document(tx: Connection, document: int, values: Mapping[str, Any]) -> int:
    """Change columns and raise the revision by one; return the new revision."""
    tx.execute(
        _documents.update()
        .where(_documents.c.id == document)
        .values(**values, revision=_documents.c.revision + 1)
    )
    return int(tx.execute(select(_documents.c.revision).where(_documents.c.id == document)).scalar_one())


def record_change(tx: Connection, document: int, change: Change) -> None:
    """Add one step to a document's history."""
    what = json.dumps(dict(change.what), ensure_ascii=False, default=str)
    tx.execute(
        schema.document_history.insert().values(
            document=document,
            revision=change.revision,
            at=change.at,
            person=change.person,
            what=what,
            reason=change.reason,
        )
    )


def history_of(tx: Connection, document: int) -> tuple[Change, ...]:
    """All steps of a document, oldest first."""
    table = schema.document_history
    found = tx.execute(select(table).where(table.c.document == document).order_by(table.c.revision))
    return tuple(Change(row.revision, row.at, row.person, json.loads(row.what), row.reason) for row in found)
