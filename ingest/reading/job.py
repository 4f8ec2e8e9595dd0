"""One file on its way through the reading processes: what has come back, and what it adds up to."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from archive.message import Message, message
from archive.page import Page
from archive.settings import LimitSettings
from ingest.reading.exchange import Failed, PageDone, PageFailed
from ingest.reading.outcome import UNREADABLE, Outcome, Reading, ReadTask, Unreadable
from ingest.reading.worker import Loss

_CULPRITS = 3  # pages of one file that may each take a reading process down, twice


@dataclass(slots=True)
class Job:
    """The pages and troubles of one file, from whichever threads its portions are read by.

    Its outcome is set when no errand is left, or early when the file is given up.
    """

    task: ReadTask
    media_type: str
    limits: LimitSettings
    future: Future[Outcome] = field(default_factory=Future)
    page_count: int = 0
    errands: int = 0
    seconds: float = 0.0
    pages: dict[int, Page] = field(default_factory=dict)
    rereadings: int = 0
    troubles: dict[int, PageFailed] = field(default_factory=dict)
    culprits: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def take(self, event: PageDone | PageFailed) -> None:
        """Keep a page that was read, or the reason why one was not."""
        if isinstance(event, PageDone):
            self.pages[event.page.number] = event.page
            self.rereadings += event.rereadings
        else:
            self.troubles[event.number] = event

    def next_page(self, first: int) -> int:
        """The first page from `first` on of which nothing has been heard."""
        while first in self.pages or first in self.troubles:
            first += 1
        return first

    def blame(self, number: int, loss: Loss) -> None:
        """A page took a reading process down, also alone."""
        self.culprits += 1
        reason, advice = sentences(loss, self.limits)
        self.take(PageFailed(number, reason, advice))
        if self.culprits >= _CULPRITS:
            self.give_up(reason, advice)

    def spend(self, seconds: float) -> None:
        """Count working time; a file that takes more than its limit is given up."""
        with self.lock:
            self.seconds += seconds
        limit = self.limits.seconds_per_file
        if self.seconds > limit:
            self.give_up(
                message("Reading the file takes more than {limit} seconds.", limit=limit),
                message("Split it into smaller files; or raise reading.limits.seconds_per_file in settings."),
            )

    def fail(self, event: Failed) -> None:
        """The file, or the engine, could not be opened."""
        self.give_up(event.reason, event.advice, machine=event.machine)

    def give_up(self, reason: Message, advice: Message, *, machine: bool = False) -> None:
        """End with `Unreadable`, unless it has ended."""
        self._set(Unreadable(reason, advice, self.media_type, "machine" if machine else "file"))

    def cancel(self) -> None:
        """Nobody waits for the outcome any more."""
        with self.lock:
            self.future.cancel()

    def break_off(self, error: Exception) -> None:
        """An error of ours: hand it to whoever waits for the file."""
        with self.lock:
            if not self.future.done():
                self.future.set_exception(error)

    def finish(self) -> None:
        """All errands are done: the outcome is what came back."""
        if self.pages:
            pages = tuple(self.pages.get(n) or _missing(n) for n in range(1, self.page_count + 1))
            self._set(Reading(pages, self.media_type, self.rereadings))
        elif self.troubles:
            first = self.troubles[min(self.troubles)]
            self.give_up(first.reason, first.advice)

    def _set(self, outcome: Outcome) -> None:
        with self.lock:
            if not self.future.done():
                self.future.set_result(outcome)


def sentences(loss: Loss, limits: LimitSettings) -> tuple[Message, Message]:
    """What is wrong with a page that took the reading process down, and what to do."""
    match loss:
        case Loss.HANG:
            limit = limits.seconds_per_page
            reason = message("Reading one page took more than {limit} seconds.", limit=limit)
        case Loss.MEMORY:
            limit = limits.memory_megabytes
            reason = message("Reading one page took more than {limit} MB of memory.", limit=limit)
        case _:
            reason = message("The reading program broke down over this file, also when it ran alone.")
    return reason, message("Print it to PDF anew or scan the paper again, and try that.")


def _missing(number: int) -> Page:
    return Page(number, width=0, height=0, rotation=0, engine=UNREADABLE, lines=(), ink=0)
