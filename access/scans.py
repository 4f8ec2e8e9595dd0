"""The desk's calls about what came in: where every scan stands, try again, not ours, described by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from access.calls import Call
from access.describing import Description, describe, original_of
from access.free_words import clean_reason
from access.gate import Gate
from access.naming import kind_called
from access.numbers import bounded
from access.registers import customer_called
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import form_sheets, parts, scans
from archive.catalogue.parts import PartRow
from archive.catalogue.scans import Scan, ScanState
from archive.catalogue.settlements import Settlement, settle
from archive.content import Content
from archive.filing import Filed, Filing
from archive.message import Message, message
from archive.separator import Separator
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class ScanShown:
    """One file that came in. `papers` counts what was filed of it, `waiting` its parts in review; where
    parts wait, `reason` and `advice` are the first one's."""

    number: int
    name: str
    sub_folder: str
    state: ScanState
    reason: Message | None
    advice: Message | None
    duplicate_of: int | None
    attempts: int
    papers: int
    waiting: int
    received_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """Where everything stands: the scans asked for, how many stand where, and how many came in at all."""

    scans: tuple[ScanShown, ...]
    counts: Mapping[ScanState, int]
    received: int

    @property
    def whole(self) -> bool:
        """Whether every scan that came in stands somewhere."""
        return sum(self.counts.values()) == self.received


@dataclass(frozen=True, slots=True)
class SeparatorTold:
    """What a separator sheet says, and its category's name as people read it ("" for none)."""

    said: Separator
    category: str


class Scans:
    """What came in through the inbox of one home."""

    def __init__(self, gate: Gate, filing: Filing, content: Content, engine: SearchEngine) -> None:
        self._gate = gate
        self._filing = filing
        self._content = content
        self._engine = engine

    def status(self, speaker: Speaker, *, states: tuple[ScanState, ...] | None = None) -> Status:
        """Scans in these states (all of them when none is named), and the counts over all."""
        with self._gate.visit(speaker, Call.SCANS_STATUS) as visit:
            received = visit.tx.execute(select(func.count()).select_from(schema.scans)).scalar_one()
            tally, waiting = _tally(visit.tx), _first_waiting(visit.tx)
            found = scans.select_scans(visit.tx, states=states)
            shown = tuple(_explained(_shown(scan, tally), waiting.get(scan.number)) for scan in found)
            return Status(shown, scans.counts(visit.tx), received)

    def admit(self, speaker: Speaker) -> None:
        """Make sure that the speaker may bring papers in and see what becomes of them."""
        with self._gate.visit(speaker, Call.SCANS_ADMIT):
            pass

    def separator(self, speaker: Speaker, *, customer: str = "", category: str = "") -> SeparatorTold:
        """What a separator sheet is to say: a customer of the register and a category, each by what the
        speaker calls it, or neither. Raises `NotFound` or `BadInput` when they mean nothing."""
        with self._gate.visit(speaker, Call.SCANS_SEPARATOR) as visit:
            entry = customer_called(visit.tx, customer) if customer else None
            kind = kind_called(self._gate.regulations, category) if category else ""
            visit.note(customer=entry.number if entry else None, category=kind or None)
            said = Separator(entry.number if entry else None, entry.name if entry else "", kind)
            return SeparatorTold(said, self._gate.regulations.kind_name(kind) if kind else "")

    def retry(self, speaker: Speaker, scan: int) -> ScanShown:
        """Let a quarantined or dismissed scan be tried again by the next run. Raises `Conflict`."""
        with self._gate.visit(speaker, Call.SCANS_RETRY, subject=f"scan:{scan}") as visit:
            scans.set_state(visit.tx, bounded(scan), "pending", at=visit.now)
            return _shown(scans.get(visit.tx, scan), _tally(visit.tx))

    def dismiss(self, speaker: Speaker, scan: int, *, reason: str) -> ScanShown:
        """Say that a scan, or what still waits of it in review, is not ours. Raises `Conflict`."""
        with self._gate.visit(speaker, Call.SCANS_DISMISS, subject=f"scan:{scan}") as visit:
            said = clean_reason(reason)
            _dismiss_parts(visit, bounded(scan), said)
            kept = _dismiss_sheets(visit, scan, said)
            filed = kept or any(row.state == "filed" for row in parts.of_scan(visit.tx, scan))
            scans.set_state(
                visit.tx,
                scan,
                "filed" if filed else "dismissed",
                at=visit.now,
                reason=message("Dismissed: {reason}", reason=said),
            )
            return _shown(scans.get(visit.tx, scan), _tally(visit.tx))

    def fetch(self, speaker: Speaker, scan: int) -> bytes:
        """The file of a scan that waits to be described by hand, to be looked at or listened to. Raises
        `Conflict` for any other scan, NotFound."""
        with self._gate.visit(speaker, Call.SCANS_FETCH, subject=f"scan:{scan}") as visit:
            self._gate.scan_grant(visit, bounded(scan))
            original = original_of(visit.tx, scan)
        with self._content.open(original) as file:
            return file.read()

    def describe(self, speaker: Speaker, scan: int, description: Description) -> Filed:
        """File a scan that no machine could read as a person describes it: a recording, blank pages, a
        damaged file. Raises BadInput, `Conflict` for a scan with papers of its own, NotFound."""
        with self._gate.visit(speaker, Call.SCANS_DESCRIBE, subject=f"scan:{scan}") as visit:
            self._gate.scan_grant(visit, bounded(scan))
            filed = describe(
                visit,
                scan,
                description,
                filing=self._filing,
                content=self._content,
                regulations=self._gate.regulations,
            )
            visit.note(document=filed.document, number=filed.number)
        self._engine.drain()
        return filed


def _dismiss_parts(visit: Visit, scan: int, reason: str) -> None:
    for row in parts.of_scan(visit.tx, scan):
        if row.state == "review":
            settlement = Settlement(row.machine.first_page, row.machine.last_page, reason=reason)
            settle(visit.tx, row.number, settlement, state="dismissed", by=visit.person.number, at=visit.now)


def _dismiss_sheets(visit: Visit, scan: int, reason: str) -> bool:
    """Refuse the signed query forms of a scan that still wait; whether others of it stand with their form."""
    sheets = form_sheets.of_scan(visit.tx, scan)
    for sheet in sheets:
        if sheet.state in ("waiting", "attested"):
            form_sheets.refuse(visit.tx, sheet.id, message("Dismissed: {reason}", reason=reason))
    return any(sheet.state == "checked" for sheet in sheets)


def _tally(tx: Connection) -> Mapping[tuple[int, str], int]:
    """How many parts of each scan are in which state."""
    table = schema.parts
    counted = select(table.c.scan, table.c.state, func.count()).group_by(table.c.scan, table.c.state)
    return {(row[0], row[1]): row[2] for row in tx.execute(counted)}


def _first_waiting(tx: Connection) -> Mapping[int, PartRow]:
    """The first part of each scan that waits in review."""
    return {part.scan: part for part in reversed(parts.select_parts(tx, states=("review",)))}


def _explained(scan: ScanShown, part: PartRow | None) -> ScanShown:
    if part is None:
        return scan
    return replace(
        scan,
        reason=scan.reason or part.reason,
        advice=scan.advice or message("See `dangan review show {part}`.", part=part.number),
    )


def _shown(scan: Scan, tally: Mapping[tuple[int, str], int]) -> ScanShown:
    return ScanShown(
        number=scan.number,
        name=scan.name,
        sub_folder=scan.sub_folder,
        state=scan.state,
        reason=scan.reason,
        advice=scan.advice,
        duplicate_of=scan.duplicate_of,
        attempts=scan.attempts,
        papers=tally.get((scan.number, "filed"), 0),
        waiting=tally.get((scan.number, "review"), 0),
        received_at=scan.received_at,
        finished_at=scan.finished_at,
    )
