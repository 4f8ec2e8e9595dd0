"""A sheet of paper before it is printed: runs of text, rules, areas and pictures, in millimetres.

The same sheet is painted as an image (what a scanner sees) or written as a born-digital PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from sample_scans.drawing.fonts import text_width
from sample_scans.drawing.line_breaks import wrap

Colour = tuple[int, int, int]

BLACK: Colour = (25, 25, 28)
INK: Colour = (28, 36, 92)
GREY: Colour = (120, 120, 120)
RED: Colour = (200, 40, 35)
PALE: Colour = (228, 230, 232)
MM_PER_POINT = 25.4 / 72
TICKED, OPEN = "☑", "☐"
# the fonts have neither sign: a box is printed, the tick is written over it
BOXES = str.maketrans({TICKED: "□", OPEN: "□"})


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text; x is its left end, y the top of the letters' square, size in points."""

    x: float
    y: float
    text: str
    size: float
    face: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; width in mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Picture:
    """An image laid on the sheet; its alpha channel counts."""

    x: float
    y: float
    width: float
    height: float
    image: Image.Image


Mark = Text | Rule | Area | Picture


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `span` columns wide; no `face`: the sheet's; `height` in mm is its row's least."""

    text: str
    span: int = 1
    align: str = "left"
    face: str = ""
    colour: Colour = BLACK
    fill: Colour | None = None
    height: float = 0


def head(text: str, *, span: int = 1) -> Cell:
    """A printed heading cell."""
    return Cell(text, span, "centre", "song-bold")


def ink(text: str, *, span: int = 1, height: float = 0, align: str = "left") -> Cell:
    """A cell filled in by hand."""
    return Cell(text, span, align, "kai", INK, height=height)


def figure(text: str) -> Cell:
    """A cell with a number, flush right."""
    return Cell(text, 1, "right")


@dataclass(slots=True)
class Sheet:
    """A sheet that is being written on; mm from its top left corner."""

    width: float = 210
    height: float = 297
    paper: Colour = (255, 255, 255)
    face: str = "song"
    marks: list[Mark] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10.5,
        face: str = "",
        colour: Colour = BLACK,
        align: str = "left",
    ) -> None:
        """Write one line; `align` says what x is: its left, centre or right. ☑ is a box ticked by pen."""
        face = face or self.face
        printed = text.translate(BOXES)
        width = text_width(printed, face=face, size=size)
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        self.marks.append(Text(left, y, printed, size, face, colour))
        for place, character in enumerate(text):
            if character == TICKED:
                box = left + text_width(printed[:place], face=face, size=size)
                self.marks.append(Text(box + 0.5, y - 0.9, "√", size * 1.25, "kai", INK))

    def title(self, y: float, text: str, *, size: float = 18, face: str = "song-bold") -> None:
        """Write a line in the middle of the sheet."""
        self.text(self.width / 2, y, text, size=size, face=face, align="centre")

    def spread(self, x: float, y: float, width: float, text: str, *, size: float, face: str = "song") -> None:
        """Write a label with its characters spread evenly over a width, as on licences."""
        letter = size * MM_PER_POINT
        step = (width - letter) / max(1, len(text) - 1)
        for index, character in enumerate(text):
            self.text(x + index * step, y, character, size=size, face=face)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        size: float = 10.5,
        face: str = "",
        colour: Colour = BLACK,
        leading: float = 1.6,
        indent: int = 0,
    ) -> float:
        """Write wrapped text (line ends kept); returns the y below it. `indent` in characters."""
        step = size * MM_PER_POINT * leading
        face = face or self.face
        for line in wrap("\n".join("　" * indent + part for part in text.split("\n")), width, face, size):
            self.text(x, y, line, size=size, face=face, colour=colour)
            y += step
        return y

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.25, colour: Colour = BLACK
    ) -> None:
        """Draw a line."""
        self.marks.append(Rule(x1, y1, x2, y2, width, colour))

    def frame(
        self, x: float, y: float, width: float, height: float, *, line: float = 0.25, colour: Colour = BLACK
    ) -> None:
        """Draw the outline of a rectangle."""
        right, bottom = x + width, y + height
        for x1, y1, x2, y2 in (
            (x, y, right, y),
            (right, y, right, bottom),
            (right, bottom, x, bottom),
            (x, bottom, x, y),
        ):
            self.rule(x1, y1, x2, y2, width=line, colour=colour)

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.marks.append(Area(x, y, width, height, colour))

    def picture(self, x: float, y: float, width: float, image: Image.Image) -> None:
        """Lay an image on the sheet, `width` mm wide."""
        self.marks.append(Picture(x, y, width, width * image.height / image.width, image))

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell | str]],
        *,
        size: float = 10.5,
        least: float = 8,
    ) -> float:
        """Draw a ruled table; rows grow with their text, `least` mm at least. Returns the y below it."""
        for row in rows:
            cells = [Cell(cell) if isinstance(cell, str) else cell for cell in row]
            y = self._row(x, y, widths, cells, size=size, least=least)
        return y

    def _row(
        self, x: float, y: float, widths: Sequence[float], cells: Sequence[Cell], *, size: float, least: float
    ) -> float:
        step = size * MM_PER_POINT * 1.35
        column, placed, height = 0, [], least
        for cell in cells:
            left, width = x + sum(widths[:column]), sum(widths[column : column + cell.span])
            lines = wrap(cell.text, width - 3, cell.face or self.face, size)
            placed.append((cell, left, width, lines))
            height = max(height, cell.height, step * len(lines) + 3)
            column += cell.span
        for cell, left, width, lines in placed:
            if cell.fill is not None:
                self.area(left, y, width, height, cell.fill)
            self.frame(left, y, width, height)
            top = y + 2 if cell.height else y + (height - step * len(lines)) / 2 + 0.4
            at = {"left": left + 1.5, "centre": left + width / 2, "right": left + width - 1.5}[cell.align]
            for number, line in enumerate(lines):
                self.text(
                    at,
                    top + number * step,
                    line,
                    size=size,
                    face=cell.face,
                    colour=cell.colour,
                    align=cell.align,
                )
        return y + height
