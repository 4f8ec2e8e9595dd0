"""Telling once, for each cause, that the search index does not take papers over."""

from __future__ import annotations

from index.engine import SearchEngine
from ingest.progress import Progress


class Lag:
    """What was told of the index so far."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._told = ""

    def tell(self, progress: Progress) -> None:
        """Say that the index is behind and why, unless that is known."""
        behind = self._engine.pending()
        fault = str(behind.fault) if behind.fault else ""
        if fault and fault != self._told:
            progress.lagging(behind)
        self._told = fault
