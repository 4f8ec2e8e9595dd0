"""References (互见): the files a document serves beside the one it is kept in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select

from archive import schema
from archive.catalogue.decisions import decode_fields
from archive.catalogue.files import FileRow
from archive.regulations import Regulations

_documents, _files, _references = schema.documents, schema.files, schema.document_references


def refer_document(tx: Connection, regulations: Regulations, document: int) -> None:
    """Refer a document to every open file of its customer that it serves by another regulation."""
    tx.execute(delete(_references).where(_references.c.document == document))
    paper = tx.execute(_papers().where(_documents.c.id == document)).one()
    files = tx.execute(
        select(_files.c.id, _files.c.regulation).where(_files.c.customer == paper.customer)
    ).all()
    for file in files:
        _refer(tx, regulations, paper, file=file.id, regulation=file.regulation)


def refer_file(tx: Connection, regulations: Regulations, file: FileRow) -> None:
    """Refer to a newly opened file every current document of its customer that serves it."""
    held = _papers().where(_documents.c.customer == file.key.customer, _documents.c.state == "current")
    for paper in tx.execute(held).all():
        _refer(tx, regulations, paper, file=file.id, regulation=file.key.regulation)


def _papers() -> Select[Any]:
    """Documents with what decides where they serve; `kept_by` is the regulation they are kept under."""
    columns = (_documents.c.id, _documents.c.kind, _documents.c.customer, _documents.c.fields)
    return select(*columns, _files.c.regulation.label("kept_by")).join(
        _files, _files.c.id == _documents.c.file
    )


def _refer(tx: Connection, regulations: Regulations, paper: Row[Any], *, file: int, regulation: str) -> None:
    if regulation == paper.kept_by:
        return
    for place in regulations.places(paper.kind):
        if place.regulation == regulation and (not place.with_code or _has_code(paper.fields)):
            tx.execute(_references.insert().values(document=paper.id, file=file, category=place.category))


def _has_code(fields: str) -> bool:
    return any(field.name == "code" and len(str(field.value)) == 18 for field in decode_fields(fields))
