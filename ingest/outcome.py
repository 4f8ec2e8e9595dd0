"""What became of a scan, as it is told to a person: read back from the catalogue, so it is what was kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive import schema
from archive.catalogue import parts, scans
from archive.catalogue.documents import get_document
from archive.catalogue.parts import PartRow, PartState
from archive.catalogue.scans import ScanState
from archive.decision import Assigned, Decision, Evidence
from archive.language import show
from archive.message import Message
from classify.grounds import told


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """One paper of a scan. `category` is a kind's id, `customer` a name: the register's, or the one
    read off the paper where the register has none. `category_words` and `customer_words` are those that
    decided, weightiest first; `reason` says why it waits. Pages count from 1, both included."""

    first_page: int
    last_page: int
    state: PartState
    category: str | None
    customer: str | None
    archive_number: str | None
    title: str | None
    category_words: tuple[str, ...]
    customer_words: tuple[str, ...]
    reason: Message | None


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """Where a scan stands, why, and what its papers became. `dropped` counts blank and separator pages."""

    scan: int
    name: str
    sub_folder: str
    state: ScanState
    reason: Message | None
    advice: Message | None
    duplicate_of: int | None
    pages: int
    dropped: int
    parts: tuple[PartOutcome, ...]


def describe(tx: Connection, number: int) -> ScanOutcome:
    """What became of one scan. Raises `NotFound`."""
    scan = scans.get(tx, number)
    originals, dropped = schema.originals, schema.dropped_pages
    pages = tx.execute(select(originals.c.pages).where(originals.c.sha256 == scan.original)).scalar()
    blank = tx.execute(select(func.count()).select_from(dropped).where(dropped.c.scan == number)).scalar_one()
    return ScanOutcome(
        scan=number,
        name=scan.name,
        sub_folder=scan.sub_folder,
        state=scan.state,
        reason=scan.reason,
        advice=scan.advice,
        duplicate_of=scan.duplicate_of,
        pages=pages or 0,
        dropped=blank,
        parts=tuple(_part(tx, part) for part in parts.of_scan(tx, number)),
    )


def _part(tx: Connection, part: PartRow) -> PartOutcome:
    document = get_document(tx, part.document) if part.document else None
    customers = schema.customers
    customer = document.customer if document else part.customer
    name = tx.execute(select(customers.c.name).where(customers.c.id == customer)).scalar()
    proposed = part.machine.proposed
    return PartOutcome(
        first_page=part.machine.first_page,
        last_page=part.machine.last_page,
        state=part.state,
        category=document.kind if document else part.kind,
        customer=name or (proposed.name if proposed else None),
        archive_number=document.number if document else None,
        title=document.title if document else None,
        category_words=_words(part.machine.category),
        customer_words=_words(part.machine.customer),
        reason=part.reason,
    )


def _words(decision: Decision) -> tuple[str, ...]:
    """The words a decision rests on, weightiest first, each once."""
    match decision:
        case Assigned(best=best):
            evidence = sorted(best.evidence, key=lambda found: -found.weight)
            words = (_told(found) for found in evidence if found.weight > 0)
            return tuple(dict.fromkeys(filter(None, words)))
        case _:
            return ()


def _told(evidence: Evidence) -> str:
    """The words that evidence stands on, or the sentence that takes their place."""
    sentence = told(evidence)
    return show(sentence) if sentence is not None else evidence.words
