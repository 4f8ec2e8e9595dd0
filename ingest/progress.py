"""Telling whoever watches how the work goes."""

from __future__ import annotations

from typing import Protocol

from index.engine import Behind
from ingest.inbox import Left
from ingest.outcome import ScanOutcome


class Progress(Protocol):
    """Told what happens, as it happens. A command line draws a bar from it, a test keeps a list."""

    def expect(self, scans: int) -> None:
        """So many scans are there to be worked off now."""

    def finished(self, outcome: ScanOutcome) -> None:
        """A scan has come to where it stands."""

    def left(self, left: Left) -> None:
        """Something was not taken, and stays where it lies."""

    def lagging(self, behind: Behind) -> None:
        """The search index could not take changes over, `behind.fault` says why; told once for each cause."""
