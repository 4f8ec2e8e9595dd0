"""Laying paragraphs and rows of cells out on pages, so that they are read as if they had been printed.

Where pages end decides the page numbers that the catalogue keeps. What is filed is shown from the lines
kept there, so a change here only touches files that are read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TypeAlias

from archive.carriers.lettering import legible, spaced, text_width, wrapped
from archive.errors import BadInput
from archive.page import LAID_OUT, Box, Line, Page

SIZE = 10.5  # points: 五号, what Chinese papers are set in unless they say otherwise
MOST_PAGES = 2000
_LEADING = 1.5  # type sizes from one line to the next
_PADDING = 0.6  # type sizes on either side inside a cell
_SMALLEST, _LARGEST = 6.0, 48.0  # points
_LEAST_ROOM = 2.5  # type sizes: narrower columns are written over

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A blank page: its size and margin in points."""

    width: float = 595.3
    height: float = 841.9
    margin: float = 56.7

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


A4 = Paper()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text. `size` is the letters' height in points; line ends in it are kept, tabs set it apart."""

    text: str
    size: float = SIZE
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a row: its text, and where its column lies, in points from the left margin."""

    text: str
    left: float
    width: float
    size: float = SIZE
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block: TypeAlias = Paragraph | Row | PageBreak


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text on one line; `left` in points from the margin."""

    left: float
    size: float
    text: str


_Strip: TypeAlias = tuple[_Piece, ...]


def compose(blocks: Iterable[Block], paper: Paper = A4) -> tuple[Page, ...]:
    """Pages with the blocks on them, at least one. Raise `BadInput` for more than `MOST_PAGES`."""
    stack = _Stack(paper)
    for block in blocks:
        if isinstance(block, PageBreak):
            stack.turn()
        else:
            strips = _paragraph(block, paper) if isinstance(block, Paragraph) else _row(block.slots)
            for strip in strips:
                stack.put(strip)
    return stack.pages()


class _Stack:
    """Pages being filled from the top."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._done: list[tuple[Line, ...]] = []
        self._lines: list[Line] = []
        self._top = paper.margin

    def put(self, strip: _Strip) -> None:
        """Write what stands side by side below what is there, on a new page where it does not fit."""
        height = max((piece.size for piece in strip), default=SIZE / 2)
        if self._top + height > self._paper.height - self._paper.margin:
            self.turn()
        for piece in strip:
            left = self._paper.margin + piece.left
            top = self._top + height - piece.size  # all stand on one base line
            right = left + text_width(piece.text, piece.size)
            self._lines.append(Line(piece.text, Box(left, top, right, top + piece.size)))
        self._top += height * _LEADING

    def turn(self) -> None:
        """Begin a new page, unless this one is still blank."""
        if self._lines:
            if len(self._done) >= MOST_PAGES:
                raise too_long()
            self._done.append(tuple(self._lines))
            self._lines = []
        self._top = self._paper.margin

    def pages(self) -> tuple[Page, ...]:
        """All pages, numbered from 1."""
        self.turn()
        return tuple(
            Page(number, self._paper.width, self._paper.height, 0, LAID_OUT, lines)
            for number, lines in enumerate(self._done or [()], start=1)
        )


def too_long() -> BadInput:
    """The refusal of a file that would never end."""
    return BadInput(
        "Laid out, the file has more than {limit} pages.",
        advice="Save what belongs to one customer as a file of its own; or describe it by hand.",
        limit=MOST_PAGES,
    )


def _paragraph(block: Paragraph, paper: Paper) -> Iterator[_Strip]:
    size = _sound(block.size)
    for text in legible(block.text).split("\n"):
        if "\t" in text:
            yield tuple(_pieces(text.rstrip(), 0, paper.room, size, "left"))
            continue
        for line in wrapped(text.rstrip(), size, paper.room):
            yield tuple(_pieces(line, 0, paper.room, size, block.align))


def _row(slots: Iterable[Slot]) -> Iterator[_Strip]:
    columns = [list(_cell(slot)) for slot in slots if slot.text.strip()]
    if not columns:
        yield ()
    for strip in zip_longest(*columns, fillvalue=()):
        yield tuple(piece for pieces in strip for piece in pieces)


def _cell(slot: Slot) -> Iterator[_Strip]:
    size = _sound(slot.size)
    padding = _PADDING * size
    room = max(slot.width - 2 * padding, _LEAST_ROOM * size)
    for text in legible(slot.text).replace("\t", " ").split("\n"):
        for line in wrapped(text.strip(), size, room):
            yield tuple(_pieces(line, slot.left + padding, room, size, slot.align))


def _pieces(line: str, left: float, room: float, size: float, align: Align) -> Iterator[_Piece]:
    spare = max(0.0, room - text_width(line.strip(), size))
    if align != "left":
        line = line.strip()
        left += spare / 2 if align == "center" else spare
    for distance, text in spaced(line, size):
        yield _Piece(left + distance, size, text.strip())


def _sound(size: float) -> float:
    return min(max(size, _SMALLEST), _LARGEST)
