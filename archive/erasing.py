"""Erasing a paper's content from the catalogue; its line, its numbers and its dates of filing stay.

What stays of a document: 档号, category, customer and file, how many pages it had, when it was filed and
every step of its history by name and date, each without the words of the paper or of whoever wrote of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from archive import schema
from archive.catalogue import documents as rows
from archive.catalogue.decisions import encode_part
from archive.catalogue.documents import Document
from archive.catalogue.parts import PartRow
from archive.catalogue.settlements import decode_settlement, encode_settlement
from archive.decision import Part, Unknown

_WORDS = frozenset({"title", "author", "issued_on", "valid_until", "long_term", "copy", "fields"})
"""What the catalogue took from the paper itself."""


def erase_document(tx: Connection, document: Document, *, title: str, why: str) -> int:
    """Leave a document's line with this title and void its numbers, saying why; its new revision."""
    _erase_history(tx, document.id)
    numbers, references = schema.archive_numbers, schema.document_references
    tx.execute(update(numbers).where(numbers.c.document == document.id).values(void=True, reason=why))
    tx.execute(delete(references).where(references.c.document == document.id))
    left = {
        "state": "disposed",
        "title": title,
        "author": "",
        "issued_on": None,
        "valid_until": None,
        "long_term": False,
        "copy": "",
        "fields": "[]",
    }
    return rows.update_document(tx, document.id, left)


def erase_part(tx: Connection, part: PartRow) -> None:
    """Leave of a part of a scan where it lay and what became of it; not what was read there."""
    machine = part.machine
    bare = Part(machine.first_page, machine.last_page, Unknown(""), Unknown(""), ())
    values = {"machine": encode_part(bare), "proposed_name": None, "proposed_code": None, "reason": None}
    if part.settlement:
        settlement = replace(decode_settlement(part.settlement), reason="")
        values["settlement"] = encode_settlement(settlement)
    tx.execute(update(schema.parts).where(schema.parts.c.id == part.number).values(values))
    proposals = schema.alias_proposals
    tx.execute(delete(proposals).where(proposals.c.part == part.number))


def erase_lessons(tx: Connection, document: int, *, by: int, at: datetime) -> None:
    """Forget what only this paper taught of the house's forms: a form that rests on it alone, and labels
    that no other paper bore."""
    table = schema.learnt_forms
    for row in tx.execute(select(table).where(table.c.document == document)).all():
        alone = row.papers == 1
        labels = [] if alone else [label for label in json.loads(row.labels) if label[3] > 1]
        values = {"labels": json.dumps(labels, ensure_ascii=False, separators=(",", ":"))}
        if alone:
            values["title"] = ""
        tx.execute(update(table).where(table.c.id == row.id).values(values))
        if alone and row.taken_back_at is None:
            taken_back = {"taken_back_by": by, "taken_back_at": at}
            tx.execute(update(table).where(table.c.id == row.id).values(taken_back))


def erase_scan(tx: Connection, scan: int) -> None:
    """Forget the name under which a scan came, and what was said of it."""
    table = schema.scans
    bare = {"name": "", "sub_folder": "", "reason": None, "advice": None}
    tx.execute(update(table).where(table.c.id == scan).values(bare))
    tx.execute(delete(schema.dropped_pages).where(schema.dropped_pages.c.scan == scan))


def _erase_history(tx: Connection, document: int) -> None:
    table = schema.document_history
    for change in rows.history_of(tx, document):
        what = {name: [None, None] if name in _WORDS else pair for name, pair in change.what.items()}
        step = update(table).where(table.c.document == document, table.c.revision == change.revision)
        tx.execute(step.values(what=json.dumps(what, ensure_ascii=False, default=str), reason=""))
