"""What the pipeline works with, gathered from a home: pool, rules, register, filing, index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.clock import Clock
from archive.content import Content
from archive.decision import Sorting
from archive.filing import Filing
from archive.home import Home
from archive.page import Page
from archive.register import Hints
from index.engine import SearchEngine
from ingest.flight import ReadingService


class Sorts(Protocol):
    """Splits and judges the pages of one scan (`classify.sorter.Sorter`)."""

    def sort(self, pages: Sequence[Page], hints: Hints) -> Sorting: ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """The tools of one pipeline.

    `sorter` is asked anew for each run, so that it knows the register and the learnt forms of that moment;
    `workers` is how many files can be read side by side.
    """

    home: Home
    content: Content
    reading: ReadingService
    workers: int
    sorter: Callable[[], Sorts]
    filing: Filing
    engine: SearchEngine
    clock: Clock
