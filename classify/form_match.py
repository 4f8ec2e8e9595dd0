"""Laying a form over a page: which of its labels stand on the page, where they should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from rapidfuzz.distance import Levenshtein

from archive.learnt import FormLabel
from classify.form_words import bared
from classify.sheet import Cell, Sheet

_ACROSS, _DOWN = 0.06, 0.05  # how far a label may stand off its place, as shares of the page
_ANCHORS = 4  # labels at least by which a scan's shift and scale are measured
_APART = 0.15  # labels nearer to each other than this tell nothing of the scale
_SMALLEST, _LARGEST = 0.6, 1.6  # how much a page may be shrunk or enlarged against the form

_Place = tuple[float, float]
_Line = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """A cell's words: where they begin, and how far each character goes, as shares of the page."""

    text: str
    x: float
    y: float
    step: float

    def places_of(self, label: str) -> Iterator[_Place]:
        """Where the label stands in the cell, also where an engine glued it to other words or misread it."""
        start = self.text.find(label)
        while start >= 0:
            yield self.x + start * self.step, self.y
            start = self.text.find(label, start + 1)
        for start in self._beginnings(len(label)):
            if is_alike(label, self.text[start : start + len(label)]):
                yield self.x + start * self.step, self.y

    def _beginnings(self, length: int) -> Iterator[int]:
        """Where a misread label of this length may begin: at the cell's start, and before its colons."""
        yield 0
        end = self.text.find(":")
        while end >= 0:
            yield max(0, end - length)
            end = self.text.find(":", end + 1)


def words_of(sheet: Sheet) -> tuple[Words, ...]:
    """The words of a page as labels are looked for in them."""
    return tuple(_words(sheet, cell) for cell in sheet.cells)


def found_among(labels: Sequence[FormLabel], words: Sequence[Words]) -> tuple[bool, ...]:
    """For each label whether the page bears it where the form does, the page's shift and scale taken out.

    All are missing where too few are found at all to measure these by.
    """
    places = {
        label.text: [place for cell in words for place in cell.places_of(label.text)] for label in labels
    }
    fit = _fit(labels, places)
    if fit is None:
        return (False,) * len(labels)
    return tuple(any(_holds(fit, label, place) for place in places[label.text]) for label in labels)


def is_alike(one: str, other: str) -> bool:
    """Whether two texts are one label but for a slip of the engine in every four characters."""
    return one == other or Levenshtein.distance(one, other) <= len(one) // 4


def _holds(fit: tuple[_Line, _Line], label: FormLabel, place: _Place) -> bool:
    (scale_x, shift_x), (scale_y, shift_y) = fit
    off_x = place[0] - (label.x * scale_x + shift_x)
    off_y = place[1] - (label.y * scale_y + shift_y)
    return abs(off_x) <= _ACROSS and abs(off_y) <= _DOWN


def _fit(labels: Sequence[FormLabel], places: dict[str, list[_Place]]) -> tuple[_Line, _Line] | None:
    """How the scan lies, across and down, by the labels that stand once on form and page."""
    times: dict[str, int] = {}
    for label in labels:
        times[label.text] = times.get(label.text, 0) + 1
    pairs = [
        (label, places[label.text][0])
        for label in labels
        if times[label.text] == 1 and len(set(places[label.text])) == 1
    ]
    if len(pairs) < _ANCHORS:
        return None
    across = _line([(label.x, place[0]) for label, place in pairs])
    return across, _line([(label.y, place[1]) for label, place in pairs])


def _line(points: Sequence[tuple[float, float]]) -> _Line:
    """Slope and offset by medians over all pairs of points (Theil 1950, Sen 1968): a few misread or
    misplaced labels do not move them."""
    pairs = [(one, other) for one, other in combinations(points, 2) if abs(one[0] - other[0]) > _APART]
    slopes = [(v2 - v1) / (u2 - u1) for (u1, v1), (u2, v2) in pairs]
    slope = min(_LARGEST, max(_SMALLEST, median(slopes))) if slopes else 1.0
    return slope, median(v - slope * u for u, v in points)


def _words(sheet: Sheet, cell: Cell) -> Words:
    """A cell's text; one without a colon inside is spelled as labels are (`form_words.bared`)."""
    whole = ":" not in cell.text.rstrip(":")
    middle = (cell.box.top + cell.box.bottom) / 2
    step = cell.box.width / sheet.width / max(1, len(cell.text))
    text = bared(cell.text) if whole else cell.text
    return Words(text, cell.box.left / sheet.width, middle / sheet.height, step)
