"""A progress bar on the terminal; silent where there is none."""

from __future__ import annotations

import sys
from typing import NoReturn, TextIO

from tqdm import tqdm

from reports.table import one_line


class Bar:
    """A bar for so many things; lines written meanwhile go above it."""

    def __init__(self, unit: str, *, what: str = "", shown: bool = True) -> None:
        disabled = not (shown and sys.stderr.isatty())
        self._bar: tqdm[NoReturn] = tqdm(unit=unit, desc=what or None, disable=disabled, leave=False)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar off the terminal."""
        self._bar.close()

    def expect(self, count: int) -> None:
        """Begin anew: so many are to be done."""
        self._bar.reset(total=count)

    def step(self) -> None:
        """One more is done."""
        self._bar.update()

    def advance(self, done: int, count: int) -> None:
        """So many of so many are done."""
        self._bar.total = count
        self._bar.update(done - self._bar.n)

    def write(self, line: str, stream: TextIO) -> None:
        """A line for a person: whatever names and words of papers fill it, it commands no terminal."""
        self._bar.write(one_line(line), file=stream)
