"""Readings under way: a bounded number at once, taken back in the order they finish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Protocol

from archive.catalogue.scans import Scan
from ingest.reading.outcome import Outcome, ReadTask

LOOK_UP_SECONDS = 0.25
"""How often a wait looks up to see whether it was told to stop."""


class ReadingService(Protocol):
    """Whoever reads files into pages (`ingest.reading.pool.ReadingPool`)."""

    def submit(self, task: ReadTask) -> Future[Outcome]: ...


class Flight:
    """Up to `size` readings at once, each for one scan."""

    def __init__(self, service: ReadingService, *, size: int) -> None:
        self._service = service
        self._size = size
        self._flying: dict[Future[Outcome], Scan] = {}

    @property
    def full(self) -> bool:
        return len(self._flying) >= self._size

    @property
    def flying(self) -> bool:
        return bool(self._flying)

    def launch(self, scan: Scan, task: ReadTask) -> None:
        """Start reading the file of a scan."""
        self._flying[self._service.submit(task)] = scan

    def landings(self, stop: Callable[[], bool]) -> Iterator[tuple[Scan, Outcome]]:
        """What has finished: waits for the first, ends at once when told to stop or nothing flies."""
        while self._flying and not stop():
            finished, _ = wait(self._flying, timeout=LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
            for future in finished:
                yield self._flying.pop(future), future.result()
            if finished:
                return

    def abandon(self) -> tuple[Scan, ...]:
        """Give up what still flies; the scans concerned."""
        for future in self._flying:
            future.cancel()
        given_up = tuple(self._flying.values())
        self._flying.clear()
        return given_up
