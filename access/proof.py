"""The proof that nothing recorded is missing or altered, as the desk gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from access.calls import Call
from access.gate import Gate
from access.speaker import Speaker
from archive import audit, schema
from archive.catalogue import scans
from archive.catalogue.scans import ScanState
from archive.consistency import Fault
from archive.home import Home
from archive.verification import Advance, verify
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Findings:
    """What verifying found: the faults, and how much was looked at. `scans` counts them by state."""

    faults: tuple[Fault, ...]
    scans: Mapping[ScanState, int]
    originals: int
    documents: int
    audit_rows: int


class Proof:
    """Verifying one home."""

    def __init__(self, gate: Gate, home: Home, engine: SearchEngine) -> None:
        self._gate = gate
        self._home = home
        self._engine = engine

    def verify(self, speaker: Speaker, *, advance: Advance = lambda _done, _all: None) -> Findings:
        """Look at everything; `advance` is told how many originals of how many are done."""
        with self._gate.visit(speaker, Call.PROOF_VERIFY, step="asked"):
            pass
        faults = verify(self._home, self._engine, advance=advance)
        with self._gate.visit(speaker, Call.PROOF_VERIFY, step="done", faults=len(faults)) as visit:
            return Findings(
                faults=faults,
                scans=scans.counts(visit.tx),
                originals=visit.tx.execute(select(func.count()).select_from(schema.originals)).scalar_one(),
                documents=visit.tx.execute(select(func.count()).select_from(schema.documents)).scalar_one(),
                audit_rows=audit.length(visit.tx),
            )
