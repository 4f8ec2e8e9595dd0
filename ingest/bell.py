"""The bell that wakes whoever waits for work, and the last bell, after which work ends."""

from __future__ import annotations

import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Bell:
    """May be rung from any thread and from a signal: a SimpleQueue may be put to from both."""

    def __init__(self) -> None:
        self._rings: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._last = False

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rings.put(None)

    def ring_out(self) -> None:
        """Wake whoever waits, and say that it is time to stop."""
        self._last = True
        self._rings.put(None)

    def rung_out(self) -> bool:
        """Whether it is time to stop."""
        return self._last

    def wait(self, seconds: float) -> None:
        """Wait for a ring, `seconds` at most; rings that came together count once."""
        try:
            self._rings.get(timeout=seconds)
            while True:
                self._rings.get_nowait()
        except queue.Empty:
            return

    @contextmanager
    def rung_out_by_signals(self) -> Iterator[None]:
        """Let SIGTERM and SIGINT ring out instead of ending the program; only in the main thread."""

        def ring_out(_number: int, _frame: FrameType | None) -> None:
            self.ring_out()

        before = {number: signal.signal(number, ring_out) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
