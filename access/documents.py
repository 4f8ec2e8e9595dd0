"""The desk's calls that put filed documents right: show, correct, supersede."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from access.calls import Call
from access.corrections import Correction, columns_of
from access.free_words import clean_reason, legible
from access.gate import Gate
from access.learning import learn
from access.naming import document_called
from access.papers import PaperView, locate
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import documents as rows
from archive.catalogue import parts, people, scans
from archive.catalogue.documents import Document
from archive.catalogue.parts import PartRow
from archive.catalogue.settlements import Settlement, decode_settlement
from archive.decision import Field, Part
from archive.errors import Conflict, Refused
from archive.filing import Filed, Filing
from archive.grants import Grant
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a document's history; `person` is empty for the machine; `what`: field to before, after."""

    revision: int
    at: datetime
    person: str
    what: Mapping[str, tuple[object, object]]
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A filed document with all that is known of it beside its pages.

    `first_page` and `last_page` count within the original, which came in as `scan_name`. `machine` is
    what the rules said of it, `settlement` what a person said instead (none: the rules filed it).
    `numbers` are the archive numbers it had before, now void. `superseded_by` is the newer paper's 档号.
    """

    paper: PaperView
    revision: int
    filed_at: datetime
    scan: int
    scan_name: str
    first_page: int
    last_page: int
    fields: tuple[Field, ...]
    machine: Part | None
    settlement: Settlement | None
    history: tuple[Step, ...]
    numbers: tuple[str, ...]
    superseded_by: str | None


class Documents:
    """Filed documents, as their archivist works on them."""

    def __init__(self, gate: Gate, filing: Filing, engine: SearchEngine) -> None:
        self._gate = gate
        self._filing = filing
        self._engine = engine

    def show(self, speaker: Speaker, document: str) -> DocumentShown:
        """One document by 档号 or number, with history and evidence; its pages are for the reading room."""
        with self._gate.visit(speaker, Call.DOCUMENTS_SHOW, asked=legible(document)) as visit:
            return self._shown(visit, *self._open(visit, document, task="show"))

    def correct(
        self, speaker: Speaker, document: str, correction: Correction, *, reason: str
    ) -> DocumentShown:
        """Put right what is recorded of a document. Where it belongs to another file then, it gets a new
        number and the old one stays as void; of a new category the form is learnt. Raises BadInput, or
        `Conflict` where nothing would change."""
        with self._gate.visit(speaker, Call.DOCUMENTS_CORRECT, asked=legible(document)) as visit:
            known, _ = self._open(visit, document, task="correct")
            changes = columns_of(visit.tx, self._gate.regulations, known, correction)
            self._filing.correct(
                visit.tx,
                known,
                changes,
                by=visit.person,
                reason=clean_reason(reason),
                warrant=visit.warrant,
            )
            self._require_no_gain(visit, known)
            if changes.get("kind", known.kind) != known.kind:
                part = _part_of(visit.tx, known)
                learn(visit, known.id, part.machine.category if part else None)
            shown = self._shown(visit, *self._open(visit, str(known.id), task="correct"))
            visit.note(changed=sorted(shown.history[-1].what))
        self._engine.drain()
        return shown

    def supersede(self, speaker: Speaker, document: str, by: str, *, reason: str) -> Filed:
        """Say that a newer paper has taken a document's place; the old one no longer counts but is kept."""
        with self._gate.visit(speaker, Call.DOCUMENTS_SUPERSEDE, asked=legible(document)) as visit:
            newer, _ = self._open(visit, by, task="supersede")
            known, _ = self._open(visit, document, task="supersede")
            if known.id == newer.id or known.state != "current" or newer.state != "current":
                raise Conflict(
                    "{number} cannot be superseded by {newer}.",
                    advice="Both must be current papers, and two different ones.",
                    number=known.number,
                    newer=newer.number,
                )
            if known.customer != newer.customer:
                raise Conflict(
                    "{number} and {newer} belong to two customers.",
                    advice="Correct the customer of the wrong one first.",
                    number=known.number,
                    newer=newer.number,
                )
            filed = self._filing.supersede(
                visit.tx,
                known,
                newer=newer,
                by=visit.person,
                reason=clean_reason(reason),
                warrant=visit.warrant,
            )
        self._engine.drain()
        return filed

    def _require_no_gain(self, visit: Visit, before: Document) -> None:
        """Raises `Refused` where a correction has moved a paper to where the visitor's own forms open it:
        what was signed for one customer would open the papers of another."""

        def opened(file: int) -> bool:
            return any(grant.files for grant in self._gate.reading_grants(visit, file=file))

        after = rows.get_document(visit.tx, before.id) or before
        if after.file != before.file and opened(after.file) and not opened(before.file):
            raise Refused(
                "Nobody moves a paper to where his own query form opens it.",
                advice="Another archivist does it, or you give your form back first.",
            )

    def _open(self, visit: Visit, word: str, *, task: str) -> tuple[Document, Grant]:
        document = document_called(visit.tx, word)
        visit.note(subject=f"document:{document.id}")
        return document, self._gate.task_grant(visit, document.id, task=task)

    def _shown(self, visit: Visit, document: Document, grant: Grant) -> DocumentShown:
        tx = visit.tx
        part = _part_of(tx, document)
        newer = rows.get_document(tx, document.superseded_by) if document.superseded_by else None
        return DocumentShown(
            paper=locate(tx, [document.id], grant, regulations=self._gate.regulations)[document.id].paper,
            revision=document.revision,
            filed_at=document.filed_at,
            scan=document.scan,
            scan_name=scans.get(tx, document.scan).name,
            first_page=document.first_page,
            last_page=document.last_page,
            fields=document.fields,
            machine=part.machine if part else None,
            settlement=decode_settlement(part.settlement) if part and part.settlement else None,
            history=tuple(_step(tx, change) for change in rows.history_of(tx, document.id)),
            numbers=_void_numbers(tx, document.id),
            superseded_by=newer.number if newer else None,
        )


def _part_of(tx: Connection, document: Document) -> PartRow | None:
    return next((row for row in parts.of_scan(tx, document.scan) if row.document == document.id), None)


def _step(tx: Connection, change: rows.Change) -> Step:
    person = people.find(tx, change.person) if change.person is not None else None
    what: dict[str, tuple[Any, Any]] = {name: (pair[0], pair[1]) for name, pair in change.what.items()}
    return Step(change.revision, change.at, person.name if person else "", what, change.reason)


def _void_numbers(tx: Connection, document: int) -> tuple[str, ...]:
    table = schema.archive_numbers
    wanted = select(table.c.number).where(table.c.document == document, table.c.void)
    return tuple(tx.execute(wanted.order_by(table.c.given_at)).scalars())
