"""What is to become of an original when some of its papers are disposed of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive import schema
from archive.catalogue import form_sheets, parts
from archive.catalogue.documents import Document, document_row
from archive.errors import Conflict


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of one original: the documents that `go` and those that stay, the parts that wait
    in review, the numbers of the pages that stay and the scans that these came in."""

    original: str
    media_type: str
    go: tuple[int, ...]
    stay: tuple[int, ...]
    waiting: tuple[int, ...]
    pages: tuple[int, ...]
    scans: tuple[int, ...]


def plans_for(tx: Connection, documents: Collection[int]) -> tuple[Plan, ...]:
    """What is to become of each original that holds one of the documents, by digest; those that are disposed
    of already have none. Raises `Conflict` where a page also belongs to something that stays."""
    table = schema.documents
    wanted = select(table).where(table.c.id.in_(sorted(documents)), table.c.state != "disposed")
    held: dict[str, list[Document]] = defaultdict(list)
    for row in tx.execute(wanted.order_by(table.c.id)).all():
        held[row.original].append(document_row(row))
    return tuple(_plan(tx, original, held[original]) for original in sorted(held))


def _plan(tx: Connection, original: str, going: Sequence[Document]) -> Plan:
    table, go = schema.documents, [document.id for document in going]
    others = select(table).where(
        table.c.original == original, table.c.state != "disposed", table.c.id.not_in(go)
    )
    staying = [document_row(row) for row in tx.execute(others.order_by(table.c.id)).all()]
    came_in = scans_of(tx, original, duplicates=False)
    waiting = [row for scan in came_in for row in parts.of_scan(tx, scan) if row.state == "review"]
    kept = {page for paper in staying for page in range(paper.first_page, paper.last_page + 1)}
    kept |= {page for row in waiting for page in range(row.machine.first_page, row.machine.last_page + 1)}
    kept |= {sheet.page for scan in came_in for sheet in form_sheets.of_scan(tx, scan)}
    _require_apart(going, kept, staying)
    originals = schema.originals
    kind = tx.execute(select(originals.c.media_type).where(originals.c.sha256 == original)).scalar_one()
    return Plan(
        original=original,
        media_type=kind,
        go=tuple(go),
        stay=tuple(document.id for document in staying),
        waiting=tuple(row.number for row in waiting),
        pages=tuple(sorted(kept)),
        scans=came_in,
    )


def _require_apart(going: Sequence[Document], kept: Collection[int], staying: Sequence[Document]) -> None:
    for document in going:
        mine = range(document.first_page, document.last_page + 1)
        if not any(page in kept for page in mine):
            continue
        sharing = [
            one.number for one in staying if one.first_page in mine or document.first_page in _range(one)
        ]
        raise Conflict(
            "Pages of {number} also belong to a paper that stays: {others}.",
            advice="Dispose of both in one go, or first correct which pages belong to which.",
            number=document.number,
            others="、".join(sharing) or "—",
        )


def _range(document: Document) -> range:
    return range(document.first_page, document.last_page + 1)


def scans_of(tx: Connection, original: str, *, duplicates: bool) -> tuple[int, ...]:
    """The scans of an original that are still in the archive, or those that were its duplicates."""
    table = schema.scans
    states = table.c.state == "duplicate" if duplicates else table.c.state.not_in(("duplicate", "disposed"))
    wanted = select(table.c.id).where(table.c.original == original, states)
    return tuple(tx.execute(wanted.order_by(table.c.id)).scalars())
