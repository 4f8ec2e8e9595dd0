"""Where things stand on an OFD page: coordinates nested in one another (GB/T 33190-2016, 8.3), to points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from archive.page import Box

_MOST = 10_000  # numbers in one attribute


@dataclass(frozen=True, slots=True)
class Place:
    """An affine map (a b c d e f) from an object's coordinates to points on the page, origin top left."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def on(cls, left: float, top: float, scale: float) -> Place:
        """The map of a page whose area begins at `left`, `top`; `scale` is points to its unit."""
        return cls(scale, 0, 0, scale, -left * scale, -top * scale)

    def inside(self, boundary: str, matrix: str) -> Place:
        """The map of an object that lies in a boundary (x y width height), turned by its own matrix."""
        left, top = (*numbers(boundary), 0.0, 0.0)[:2]
        a, b, c, d, e, f = found if len(found := numbers(matrix)) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        x, y = self.point(left + e, top + f)
        return Place(
            self.a * a + self.c * b,
            self.b * a + self.d * b,
            self.a * c + self.c * d,
            self.b * c + self.d * d,
            x,
            y,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the object lies on the page."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box round a rectangle of the object."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(across), min(down), max(across), max(down))


def numbers(text: str) -> tuple[float, ...]:
    """The numbers in an attribute, in which `g n v` stands for n times v; none where there are others."""
    try:
        found = tuple(_numbers(iter(text.split())))
    except (ValueError, StopIteration, RuntimeError):
        return ()
    return found if all(map(math.isfinite, found)) else ()


def _numbers(words: Iterator[str]) -> Iterator[float]:
    count = 0
    for word in words:
        times = 1
        if word == "g":
            times, word = int(next(words)), next(words)
        count += times
        if count > _MOST:
            raise ValueError(word)
        yield from [float(word)] * times
