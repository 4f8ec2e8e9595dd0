"""Telling when a file has been completely written: its size and time have stood still long enough."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.inbox import Arrival


class Stillness:
    """Remembers how each arrival looked and since when. Seconds are of a clock that only goes forward."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[Path, tuple[Arrival, float]] = {}

    def settled(self, arrivals: Sequence[Arrival], *, now: float) -> tuple[Arrival, ...]:
        """Those of `arrivals` that have not changed for the asked time; what is gone is forgotten."""
        self._seen = {arrival.path: (arrival, self._since(arrival, now)) for arrival in arrivals}
        return tuple(arrival for arrival, since in self._seen.values() if now - since >= self._seconds)

    def _since(self, arrival: Arrival, now: float) -> float:
        before = self._seen.get(arrival.path)
        return before[1] if before and before[0] == arrival else now
