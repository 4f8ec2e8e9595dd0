"""A pipeline in a process of its own, made to die. Says "ready" once it is about to work."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from archive.home import open_home
from index.opening import open_engine
from ingest.bell import Bell
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.pipeline import never
from ingest.reading.outcome import Outcome, ReadTask
from ingest.stillness import Stillness
from ingest.testing import ProgressList, TextReading, made_up_workshop, read_text
from ingest.watch import Round, watch
from ingest.work import Work, begin

Milestone = Callable[[str], None]


def die() -> None:
    """As if the power went: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


class PoisonedReading(TextReading):
    """Dies over one file, and takes its time over the others."""

    def __init__(self, poison: str, seconds: float) -> None:
        super().__init__()
        self._poison = poison
        self._seconds = seconds
        self._hand = ThreadPoolExecutor(max_workers=1)

    def submit(self, task: ReadTask) -> Future[Outcome]:
        if task.name == self._poison:
            die()
        return self._hand.submit(self._read, task)

    def _read(self, task: ReadTask) -> Outcome:
        time.sleep(self._seconds)
        return read_text(task)


def dies_at(point: str, times: int) -> Milestone:
    """A milestone that dies when `point` is passed for the `times`-th time."""
    passed: Counter[str] = Counter()

    def at(name: str) -> None:
        passed[name] += 1
        if (name, passed[name]) == (point, times):
            die()

    return at


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("--deliver", type=Path)
    parser.add_argument("--die", nargs=2, default=("", "0"))
    parser.add_argument("--poison", default="")
    parser.add_argument("--slow", type=float, default=0.0)
    parser.add_argument("--largest", type=int, help="no file may grow beyond so many bytes: a full disk")
    parser.add_argument("--watch", action="store_true")
    words = parser.parse_args()
    home = open_home(words.home)
    at = dies_at(words.die[0], int(words.die[1]))
    reading = PoisonedReading(words.poison, words.slow)
    if words.largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (words.largest, words.largest))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with closing(open_engine(home)) as engine:
        workshop = made_up_workshop(home, engine=engine, reading=reading, at=at)
        with begin(workshop, at=at) as work:
            if words.watch:
                watch_until_told(work)
            else:
                look_once(work, Inbox(words.inbox, owner=home.identity, at=at), words.deliver)


def watch_until_told(work: Work) -> None:
    bell = Bell()
    with bell.rung_out_by_signals():
        watch(work, progress=ProgressList(), bell=bell)


def look_once(work: Work, inbox: Inbox, deliver: Path | None) -> None:
    progress = ProgressList()
    Round(work, inbox, progress, Stillness(0)).take(now=0.0)
    if deliver:
        ingest(work, [deliver], progress=progress)
    else:
        work.work_off(progress=progress, stop=never)


main()
