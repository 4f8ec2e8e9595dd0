"""The port to recognition engines: a page image goes in, lines of text come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive.page import Line

Array: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of one page in reading order, and how many were recognised a second time."""

    lines: tuple[Line, ...]
    rereadings: int = 0


class Reader(Protocol):
    """One recognition engine, loaded once in each reading process."""

    name: str

    def read(self, image: Array) -> Recognised:
        """Read an upright page: RGB, height × width × 3, 8 bits. Boxes are in its pixels."""
