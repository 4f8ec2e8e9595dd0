"""Two pages side by side on one picture: the strip between them that no writing crosses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from archive.page import Line

_LANDSCAPE = 1.15  # a picture this much wider than high can hold two pages
_WIDE = 0.04  # of the writing's width; columns of a table stand nearer
_CENTRAL = (0.35, 0.65)  # of the writing's width: where the middle of the strip lies
_LINES = 5  # on either side, at least
_BESIDE = 0.8  # of the lines of the emptier side have one beside them; the turns of a chat have none
_LEVEL = 0.25  # of the letter height: lines nearer to each other stand in one row
_ONE_TABLE = 0.5  # of the lines of the emptier side are level with one beside them: rows run across
_SENTENCE = re.compile(r"[，。；]|[,;](?!\d)")
_SENTENCES = 3  # on either side: prose, whose lines are level by chance


def sides(lines: Sequence[Line], *, width: float, height: float) -> tuple[Sequence[Line], ...]:
    """The lines of the left and of the right page of a two-page spread; of any other page all in one.

    A form or a balance sheet in two halves has a title across both, or rows that run across. Where it
    cannot be told, the page is taken for one.
    """
    split = _gutter(lines) if width > _LANDSCAPE * height else None
    if split is None:
        return (lines,)
    left = [line for line in lines if line.box.right <= split]
    right = [line for line in lines if line.box.left >= split]
    return (left, right) if _are_pages(left, right) else (lines,)


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the widest central strip that no line crosses."""
    if not lines:
        return None
    start, end = min(line.box.left for line in lines), max(line.box.right for line in lines)
    best, reached = None, start
    widest = _WIDE * (end - start)
    for line in sorted(lines, key=lambda line: line.box.left):
        gap, middle = line.box.left - reached, (line.box.left + reached) / 2
        if gap >= widest and _CENTRAL[0] <= (middle - start) / (end - start) <= _CENTRAL[1]:
            best, widest = middle, gap
        reached = max(reached, line.box.right)
    return best


def _are_pages(left: Sequence[Line], right: Sequence[Line]) -> bool:
    fewer, more = sorted((left, right), key=len)
    if len(fewer) < _LINES or _share_with(fewer, more, reach=1.0) < _BESIDE:
        return False
    return _share_with(fewer, more, reach=_LEVEL) < _ONE_TABLE or (_is_prose(left) and _is_prose(right))


def _share_with(lines: Sequence[Line], others: Sequence[Line], *, reach: float) -> float:
    """The share of lines with one of the others at their height, give or take `reach` of a letter."""
    near = reach * median(line.box.height for line in (*lines, *others))
    middles = [_middle(line) for line in others]
    return sum(min(abs(_middle(line) - other) for other in middles) <= near for line in lines) / len(lines)


def _is_prose(lines: Sequence[Line]) -> bool:
    return sum(_SENTENCE.search(line.text) is not None for line in lines) >= _SENTENCES


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2
