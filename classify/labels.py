"""Form labels and what is filled in beside them: 法定代表人 | 某某, 有效期至: 2026年7月13日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from classify.sheet import Cell, Sheet

_NUMBERED = r"(?:[\d一二三四五六七八九十]{1,3}[.、)]\s?)?"
_LABEL_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class Filled:
    """A label and the words filled in for it. `cell` holds the words."""

    label: str
    words: str
    page: int
    cell: Cell


def filled_in(sheets: Sequence[Sheet], labels: str) -> Iterator[Filled]:
    """Everything filled in for labels that match the pattern `labels`, in reading order.

    The words stand in the same cell after the label, in the cell to the right, or, where that is
    empty or a label itself, in the cell below.
    """
    pattern = _label_pattern(labels)
    for sheet in sheets:
        for cell in sheet.cells:
            match = pattern.match(cell.text)
            if match is None:
                continue
            rest = match["rest"].strip(" :_")
            if rest and (":" in match["mark"] or len(match["label"]) >= 2):
                yield Filled(match["label"], rest, sheet.page, cell)
            elif not rest and (beside := _beside(sheet, cell)) is not None:
                yield Filled(match["label"], beside.text, sheet.page, beside)


@cache
def _label_pattern(labels: str) -> re.Pattern[str]:
    return re.compile(rf"^{_NUMBERED}(?P<label>{labels})(?P<mark>\s*[:：|]?\s*)(?P<rest>.*)$")


def _beside(sheet: Sheet, cell: Cell) -> Cell | None:
    row = sheet.rows[cell.row]
    place = row.index(cell)
    if place + 1 < len(row) and row[place + 1].text:
        return row[place + 1]
    for below in sheet.rows[cell.row + 1 : cell.row + 2]:
        for other in below:
            overlap = min(other.box.right, cell.box.right) - max(other.box.left, cell.box.left)
            if overlap > 0.3 * min(other.box.width, cell.box.width) and len(cell.text) <= _LABEL_AT_MOST:
                return other
    return None
