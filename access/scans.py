"""The desk's calls about what came in: where every scan stands, try again, not ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from access.calls import Call
from access.free_words import clean_reason
from access.gate import Gate
from access.numbers import bounded
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import parts, scans
from archive.catalogue.parts import PartRow
from archive.catalogue.scans import Scan, ScanState
from archive.catalogue.settlements import Settlement, settle
from archive.message import Message, message


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


class Scans:
    """What came in through the inbox of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

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
            filed = any(row.state == "filed" for row in parts.of_scan(visit.tx, scan))
            scans.set_state(
                visit.tx,
                scan,
                "filed" if filed else "dismissed",
                at=visit.now,
                reason=message("Dismissed: {reason}", reason=said),
            )
            return _shown(scans.get(visit.tx, scan), _tally(visit.tx))


def _dismiss_parts(visit: Visit, scan: int, reason: str) -> None:
    for row in parts.of_scan(visit.tx, scan):
        if row.state == "review":
            settlement = Settlement(row.machine.first_page, row.machine.last_page, reason=reason)
            settle(visit.tx, row.number, settlement, state="dismissed", by=visit.person.number, at=visit.now)


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
