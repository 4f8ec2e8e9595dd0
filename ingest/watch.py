"""The inbox for ever: a periodic look is the truth, file events only make it come sooner."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from archive.catalogue.scans import CLAIMED
from archive.errors import BadInput, StorageError
from ingest.bell import Bell
from ingest.inbox import Arrival, Inbox, Left
from ingest.inboxes import open_inboxes
from ingest.progress import Progress
from ingest.stillness import Stillness
from ingest.work import Work

Monotonic = Callable[[], float]


def nothing_else() -> None:
    """What a watcher does beside its work."""


def watch(
    work: Work,
    *,
    progress: Progress,
    bell: Bell,
    monotonic: Monotonic = time.monotonic,
    beside: Callable[[], None] = nothing_else,
) -> None:
    """Take and work off whatever comes to rest in the inboxes, until the bell is rung out; `beside` is
    called in every round.

    Raises what `open_inboxes` raises.
    """
    settings = work.home.settings.inbox
    inboxes = open_inboxes(work.home, at=work.at)
    rounds = [Round(work, inbox, progress, Stillness(settings.stable_seconds)) for inbox in inboxes]
    with _rung_by_events(inboxes, bell):
        while not bell.rung_out():
            restless = [each.take(now=monotonic()) for each in rounds]
            if work.pipeline.waiting():
                work.work_off(progress=progress, stop=bell.rung_out)
            work.catch_up(progress=progress)
            beside()
            if not bell.rung_out():
                pause = settings.stable_seconds if any(restless) else settings.rescan_seconds
                bell.wait(min(pause, settings.rescan_seconds))


class Round:
    """The looks at one inbox; each trouble is told once, not at every look."""

    def __init__(self, work: Work, inbox: Inbox, progress: Progress, stillness: Stillness) -> None:
        self._work = work
        self._inbox = inbox
        self._progress = progress
        self._stillness = stillness
        self._told: set[tuple[str, str]] = set()

    def take(self, *, now: float) -> bool:
        """Claim what has come to rest; whether something is still being written."""
        arrivals, left = self._inbox.look()
        settled = self._stillness.settled(arrivals, now=now)
        troubles = [*left, *filter(None, [self._claim(arrival) for arrival in settled])]
        for trouble in troubles:
            known = (str(trouble.path), str(trouble.error))
            if known not in self._told:
                self._progress.left(trouble)
        self._told = {(str(trouble.path), str(trouble.error)) for trouble in troubles}
        return len(settled) < len(arrivals)

    def _claim(self, arrival: Arrival) -> Left | None:
        try:
            claim = self._inbox.claim(arrival)
        except (BadInput, StorageError) as error:
            return Left(arrival.path, error)
        if claim:
            self._work.pipeline.receive(claim, self._inbox)
        return None


class _Listener(FileSystemEventHandler):
    """Rings the bell for files that come or change, not for what we do ourselves."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    def on_any_event(self, event: FileSystemEvent) -> None:
        ours = CLAIMED in os.fsdecode(event.src_path) or CLAIMED in os.fsdecode(event.dest_path)
        if event.event_type in ("created", "modified", "moved", "closed") and not (
            event.is_directory or ours
        ):
            self._bell.ring()


@contextmanager
def _rung_by_events(inboxes: Sequence[Inbox], bell: Bell) -> Iterator[None]:
    observer = Observer()
    for inbox in inboxes:
        try:
            observer.schedule(_Listener(bell), str(inbox.folder), recursive=True)
        except OSError:
            continue  # no file events here (a network share, too many watches): the periodic look suffices
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
