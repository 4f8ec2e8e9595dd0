"""The whole pipeline in a home that is thrown away, kept running between the rounds of a measurement."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from archive.clock import utc_now
from archive.home import create_home
from archive.register import RegisteredCustomer
from bench.machine import processor_seconds
from index.engine import Behind
from ingest.delivery import ingest
from ingest.evaluation import enter_register
from ingest.flight import ReadingService
from ingest.inbox import Left
from ingest.opening import open_workshop
from ingest.outcome import ScanOutcome
from ingest.reading.outcome import Outcome, Reading, ReadTask
from ingest.work import Work, begin


@dataclass(frozen=True, slots=True)
class Pace:
    """Pages read, seconds by the clock and of the processors, lines recognised, and lines read twice."""

    pages: int
    seconds: float
    processor_seconds: float
    lines: int
    rereadings: int

    @property
    def pages_a_second(self) -> float:
        return self.pages / self.seconds

    @property
    def processor_seconds_a_page(self) -> float:
        return self.processor_seconds / self.pages


class Stopwatch:
    """Started when it is made."""

    def __init__(self) -> None:
        self._clock = time.monotonic()
        self._processors = processor_seconds()

    def read(self) -> tuple[float, float]:
        """Seconds since, by the clock and of the processors."""
        return time.monotonic() - self._clock, processor_seconds() - self._processors


@dataclass(frozen=True, slots=True)
class House:
    """Whose papers are filed: the own companies and the register. With nobody in it nothing is filed."""

    own: Sequence[str] = ()
    customers: Sequence[RegisteredCustomer] = ()


class Listener:
    """A reading service that notes what another one read, by the file's name."""

    def __init__(self, service: ReadingService) -> None:
        self._service = service
        self.heard: dict[str, Future[Outcome]] = {}

    def submit(self, task: ReadTask) -> Future[Outcome]:
        """Have the other one read."""
        self.heard[task.name] = self._service.submit(task)
        return self.heard[task.name]


class Quiet:
    """Progress that nobody watches; it counts how scans ended."""

    def __init__(self) -> None:
        self.states: list[str] = []

    def expect(self, scans: int) -> None:
        """Nobody asked."""

    def finished(self, outcome: ScanOutcome) -> None:
        """Note the state."""
        self.states.append(outcome.state)

    def left(self, left: Left) -> None:
        """A page that is not taken would falsify the measurement."""
        raise left.error

    def lagging(self, behind: Behind) -> None:
        """So would an index that takes nothing over."""
        raise SystemExit(str(behind.fault))


class RunningPipeline:
    """A pipeline at work. `states` says how the scans of the last round ended."""

    def __init__(self, work: Work, listener: Listener) -> None:
        self._work = work
        self._listener = listener
        self.states: tuple[str, ...] = ()

    def round(self, files: Sequence[Path]) -> tuple[Pace, dict[str, Reading]]:
        """Bring files in and work them off; the pace, and what was read of each file by its name."""
        self._listener.heard.clear()
        progress = Quiet()
        watch = Stopwatch()
        ingest(self._work, files, progress=progress)
        seconds = watch.read()
        self.states = tuple(progress.states)
        outcomes = {name: future.result() for name, future in self._listener.heard.items()}
        readings = {name: told for name, told in outcomes.items() if isinstance(told, Reading)}
        return _pace(readings, seconds), readings


@contextmanager
def running_pipeline(house: House, *, engine: str, workers: int) -> Iterator[RunningPipeline]:
    """Open the real pipeline (`ingest.opening`) on a new home."""
    with tempfile.TemporaryDirectory(prefix="dangan-bench-") as folder:
        home = create_home(Path(folder) / "home", clock=utc_now)
        try:
            enter_register(home, house.customers, house.own)
            with open_workshop(home, clock=utc_now, engine=engine, workers=workers) as workshop:
                listener = Listener(workshop.reading)
                with begin(replace(workshop, reading=listener)) as work:
                    yield RunningPipeline(work, listener)
        finally:
            home.close()


def _pace(readings: dict[str, Reading], seconds: tuple[float, float]) -> Pace:
    pages = [page for reading in readings.values() for page in reading.pages]
    lines = sum(len(page.lines) for page in pages)
    return Pace(len(pages), *seconds, lines, sum(reading.rereadings for reading in readings.values()))
