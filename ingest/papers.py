"""Putting away what a scan turned out to be: each paper filed or put to review, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection

from archive.catalogue import parts, scans
from archive.catalogue.scans import ScanState
from archive.decision import Assigned, Part, Sorting
from archive.filing import Filing, Paper
from archive.message import Message, message
from archive.regulations import Regulations
from ingest.doubt import doubt


def put_away(
    tx: Connection, scan: int, original: str, sorting: Sorting, *, filing: Filing, regulations: Regulations
) -> tuple[ScanState, Message | None]:
    """File every paper whose kind and customer are decided, put the others to review.

    Answers where the scan stands then, and why if its papers do not say so themselves.
    """
    scans.drop_pages(tx, scan, sorting.dropped)
    waiting = 0
    for part in sorting.parts:
        reason = doubt(part, kind_name=regulations.kind_name)
        number = parts.add(tx, scan, part, rules_digest=sorting.rules_digest, reason=reason)
        paper = _decided(scan, original, part)
        if paper:
            filed = filing.file_paper(tx, paper, by=None)
            parts.close(tx, number, "filed", document=filed.document)
        else:
            waiting += 1
    if not sorting.parts:
        return "review", message("There is nothing on its pages.")
    return ("review" if waiting else "filed"), None


def _decided(scan: int, original: str, part: Part) -> Paper | None:
    match part:
        case Part(category=Assigned(best=kind), customer=Assigned(best=customer)):
            return Paper(
                scan=scan,
                original=original,
                first_page=part.first_page,
                last_page=part.last_page,
                kind=kind.value,
                customer=int(customer.value),
                fields=part.fields,
            )
        case _:
            return None
