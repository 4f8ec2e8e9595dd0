"""The traces that every change of a document leaves: history, outbox and audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from archive import audit
from archive.catalogue import documents
from archive.catalogue.outbox import stage
from archive.people import Person


@dataclass(frozen=True, slots=True)
class Warrant:
    """What a person's change rests on (`duty:correct:12`) and where it came from, for its audit row."""

    basis: str = ""
    origin: str = ""


UNSAID = Warrant()


@dataclass(frozen=True, slots=True)
class Trace:
    """What was done (`document.correct`), by whom (none: the pipeline), on what warrant and why."""

    act: str
    by: Person | None
    warrant: Warrant
    reason: str = ""


def leave(
    tx: Connection,
    document: tuple[int, str],
    trace: Trace,
    *,
    what: Mapping[str, Any],
    revision: int,
    at: datetime,
    removed: bool = False,
) -> None:
    """Record a change of a document (its number in the catalogue, its 档号). `what` maps a column to
    [before, after]; `revision` is the one the change made; `removed`: the index must forget it."""
    number, archive_number = document
    person = trace.by.number if trace.by else None
    documents.record_change(tx, number, documents.Change(revision, at, person, what, trace.reason))
    stage(tx, number, revision=revision, removed=removed, at=at)
    entry = audit.Entry(
        act=trace.act,
        outcome="done",
        who=trace.by.login if trace.by else "dangan",
        person=person,
        basis=trace.warrant.basis,
        subject=f"document:{number}",
        details={"number": archive_number, "revision": revision, "reason": trace.reason},
        origin=trace.warrant.origin,
    )
    audit.append(tx, entry, at=at)
