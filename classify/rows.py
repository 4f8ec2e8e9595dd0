"""Lines of a page grouped into rows, as a reader's eye does: by height, following a page that lies askew."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from archive.page import Box, Line


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by height on the page; a line joins the row whose nearest line it overlaps most.

    Comparing with the nearest line instead of the whole row follows a page that lies askew.
    """
    rows: list[list[Line]] = []
    usual = median(line.box.height for line in lines) if lines else 0.0
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom) / 2):
        best, best_share = None, 0.5
        for row in [] if _stands_upright(line, usual) else rows[-6:]:
            if _stands_upright(row[0], usual):
                continue
            nearest = min(row, key=lambda other: abs(other.box.left - line.box.left))
            share = _overlap(nearest.box, line.box)
            if share > best_share:
                best, best_share = row, share
        if best is None:
            rows.append([line])
        else:
            best.append(line)
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _stands_upright(line: Line, usual: float) -> bool:
    """Whether a line runs top to bottom (labels of a column read as one): it would glue rows together."""
    return len(line.text) > 1 and line.box.height > 2 * usual and line.box.height > 1.2 * line.box.width


def _overlap(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1e-6, min(one.height, other.height))
