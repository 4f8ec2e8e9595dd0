"""One engine for each way in which reading can fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from archive.errors import EngineUnavailable
from archive.page import Box, Line
from ingest.reading.reader import Array, Reader, Recognised

CULPRIT = 200  # pages this wide are the ones that the engines fail on; all others are read


class Fake:
    """Reads one word from every page; does its mischief on pages of the culprit's width."""

    name = "fake"

    def __init__(self, mischief: Callable[[], None]) -> None:
        self._mischief = mischief

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        if image.shape[1] == CULPRIT:
            self._mischief()
        return Recognised((Line("字", Box(0, 0, 10, 10)),))


def noop() -> Reader:
    return Fake(lambda: None)


def crashing() -> Reader:
    return Fake(lambda: os.kill(os.getpid(), signal.SIGSEGV))


def hanging() -> Reader:
    return Fake(lambda: time.sleep(3600))


def slow(seconds: float) -> Reader:
    """Takes its time over every page."""
    return Slow(seconds)


class Slow:
    """Sleeps before it answers."""

    name = "fake"

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        time.sleep(self._seconds)
        return Recognised((Line("字", Box(0, 0, 10, 10)),))


def hanging_with_child() -> Reader:
    """Like an engine that runs a program and waits for it."""
    return Fake(wait_for_child)


def wait_for_child() -> None:
    """Start a program and wait for it."""
    subprocess.run([sys.executable, "-c", "import time; time.sleep(3600)"], check=True)


def hoarding() -> Reader:
    return Fake(hoard)


def hoard() -> None:
    """Take memory, touching every page of it, until somebody steps in."""
    taken = []
    while True:
        taken.append(bytearray(b"x") * (50 << 20))
        time.sleep(0.05)


def raising() -> Reader:
    return Fake(divide)


def divide() -> None:
    """Fail as a library may on a broken page."""
    _ = 1 // 0


def dying_at_start() -> Reader:
    os._exit(1)


def missing() -> Reader:
    raise EngineUnavailable("The library {library} is not installed.", advice="Install it.", library="x")


class CrashOnce:
    """Crashes on the culprit page the first time it is met, as a machine short of memory would."""

    name = "fake"

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        if image.shape[1] == CULPRIT and not self._mark.exists():
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Recognised((Line("字", Box(0, 0, 10, 10)),))


def worn() -> Reader:
    """Breaks down over the culprit in a process that has read a page before; takes its time over others."""
    return Worn()


class Worn:
    """Stands for what pages leave behind in a process: memory above all."""

    name = "fake"

    def __init__(self) -> None:
        self._is_fresh = True

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        if image.shape[1] != CULPRIT:
            time.sleep(1)
        elif not self._is_fresh:
            os.kill(os.getpid(), signal.SIGSEGV)
        self._is_fresh = False
        return Recognised((Line("字", Box(0, 0, 10, 10)),))
