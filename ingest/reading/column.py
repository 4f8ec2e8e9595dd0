"""Letters one under the other that belong to different rows: the spaced-out labels of licences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.page import Box, Line

_TALL = 1.8  # a box this much higher than wide holds letters one under the other
_NEAR = 6.0  # of the column's width: how far to the right the rest of a row may begin


def split_columns(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Tall lines cut into letters where most letters have a row of their own to the right.

    On a licence 名称, 类型 and 住所 are set with wide gaps, and a detector takes 名, 类, 住 for one
    column. Genuine vertical writing (spines, narrow cells) has no rows beside it and stays whole.
    """
    level = [line for line in lines if not _is_tall(line)]
    return tuple(part for line in lines for part in _parts(line, level))


def _parts(line: Line, level: Sequence[Line]) -> Iterable[Line]:
    if not _is_tall(line):
        return (line,)
    letters = _letters(line)
    rows = [_row(letter.box, level) for letter in letters]
    beside = [row for row in rows if row is not None]
    if len(beside) * 2 <= len(letters) or len(set(map(id, beside))) < len(beside):
        return (line,)
    return letters


def _is_tall(line: Line) -> bool:
    return len(line.text) > 1 and line.box.height > _TALL * line.box.width


def _letters(line: Line) -> list[Line]:
    box, step = line.box, line.box.height / len(line.text)
    return [
        Line(
            letter,
            Box(box.left, box.top + number * step, box.right, box.top + (number + 1) * step),
            line.confidence,
        )
        for number, letter in enumerate(line.text)
    ]


def _row(letter: Box, level: Sequence[Line]) -> Line | None:
    """The nearest line to the right whose middle is at the letter's height."""
    beside = [
        line
        for line in level
        if letter.top < (line.box.top + line.box.bottom) / 2 < letter.bottom
        and 0 <= line.box.left - letter.right + letter.width < _NEAR * letter.width
    ]
    return min(beside, key=lambda line: line.box.left, default=None)
