"""Reading order: lines gathered to rows from top to bottom, within a row from left to right."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from archive.page import Box, Line

_OVERLAP = 0.5  # of the lower of two boxes: then they stand in one row
_OPEN_ROWS = 4  # how many rows back a line may still belong to
_WRITTEN_WIDE = 5  # boxes this much wider than high tell the slope of the page
_STRAIGHT = 0.3  # degrees of slope that do no harm

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]  # corners clockwise from top left, in pixels


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines row by row. Cells of a form or table keep their own lines and boxes."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        row = next((row for row in reversed(rows[-_OPEN_ROWS:]) if _same_row(row, line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    rows.sort(key=lambda row: statistics.fmean(_middle(line) for line in row))
    return tuple(line for row in rows for line in sorted(row, key=lambda line: line.box.left))


def slope(quads: Sequence[Quad]) -> float:
    """How far the page's writing falls to the right, in degrees; 0 when too little tells."""
    angles = [
        math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
        for left, right, _, low in quads
        if math.dist(left, right) > _WRITTEN_WIDE * math.dist(left, low)
    ]
    if len(angles) < 3:
        return 0.0
    middle = statistics.median(angles)
    return middle if abs(middle) > _STRAIGHT else 0.0


def straight_box(quad: Quad, *, degrees: float, about: Point) -> Box:
    """The box around a slanted line after turning the page back by `degrees` about a point."""
    sine, cosine = math.sin(math.radians(-degrees)), math.cos(math.radians(-degrees))
    corners = [_turn(corner, sine, cosine, about) for corner in quad]
    across, down = zip(*corners, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _turn(point: Point, sine: float, cosine: float, about: Point) -> Point:
    across, down = point[0] - about[0], point[1] - about[1]
    return about[0] + across * cosine - down * sine, about[1] + across * sine + down * cosine


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _same_row(row: Sequence[Line], line: Line) -> bool:
    """A line joins a row if it stands beside the row's nearest line and not over or under any."""
    nearest = min(row, key=lambda other: _apart(other.box, line.box))
    if any(_shared(other.box.left, other.box.right, line.box.left, line.box.right) > 0.5 for other in row):
        return False
    return _shared(nearest.box.top, nearest.box.bottom, line.box.top, line.box.bottom) > _OVERLAP


def _apart(one: Box, other: Box) -> float:
    return max(one.left - other.right, other.left - one.right)


def _shared(low: float, high: float, other_low: float, other_high: float) -> float:
    """How much of the shorter of two stretches lies in the other, 0..1."""
    shorter = min(high - low, other_high - other_low)
    return (min(high, other_high) - max(low, other_low)) / shorter if shorter > 0 else 0.0
