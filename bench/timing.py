"""Milliseconds of answers, by class of question and by who asks; tables of them in Markdown."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from bench.questions import Maker

Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one answer took, in milliseconds: by the `clock`, and of this process on the `processor`, which is
    blind to other programs, to the disk and to servers."""

    clock: float
    processor: float


Times = dict[tuple[str, str], list[Taken]]
"""Class of question and who asked: what each answer took."""


def timed(
    asks: Mapping[str, Ask],
    makers: Mapping[str, Mapping[str, Maker]],
    *,
    rounds: int,
    before: Callable[[], None] = lambda: None,
) -> Times:
    """Ask one question of each class for everybody in turn, round after round, so that whatever else the
    machine does falls on all alike. `makers` draws the questions of each asker; what is done `before`
    each of them is not timed."""
    times: Times = defaultdict(list)
    for _ in range(rounds):
        for name, ask in asks.items():
            for kind, make in makers[name].items():
                text = make()
                before()
                times[kind, name].append(taken(partial(ask, text)))
    return times


def taken(step: Callable[[], object]) -> Taken:
    """What doing something once took."""
    clock, processor = perf_counter(), process_time()
    step()
    return Taken(1000 * (perf_counter() - clock), 1000 * (process_time() - processor))


def table(times: Times, title: str) -> str:
    """Median / 95th percentile of each class and asker by the clock, and of all classes together also on the
    processor."""
    names = list(dict.fromkeys(name for _, name in times))
    rows = [f"| {title}, ms: median / p95 | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    kinds = dict.fromkeys(kind for kind, _ in times)
    rows += [_row(kind, [times[kind, name] for name in names], by="clock") for kind in kinds]
    together: dict[str, list[Taken]] = defaultdict(list)
    for (_, name), some in times.items():
        together[name] += some
    everything = [together[name] for name in names]
    rows += [
        _row("**all**", everything, by="clock"),
        _row("all, on the processor", everything, by="processor"),
    ]
    return "\n".join(rows) + "\n"


def chill(folder: Path) -> None:
    """Let the system forget what it holds of the files of a folder in memory (Linux)."""
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def warm(folder: Path) -> None:
    """Read every file of a folder once."""
    for path in _files(folder):
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _row(name: str, cells: Sequence[Sequence[Taken]], *, by: str) -> str:
    written = []
    for taken in cells:
        numbers = list(map(attrgetter(by), taken))
        written.append(f"{median(numbers):.1f} / {quantiles(numbers, n=20)[-1]:.1f}")
    return f"| {name} | {' | '.join(written)} |"
