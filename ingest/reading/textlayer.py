"""The text layer of a PDF page: its characters, and the lines they make."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from archive.page import Box, Line
from ingest.reading.order import in_reading_order
from ingest.reading.radical import character
from ingest.reading.replaced import Square, replaced_box

_WORD_GAP = 0.25  # of the type size: a blank between words
_CELL_GAP = 1.2  # of the type size: another cell, a line of its own
_SAME_ROW = 0.4  # of the type size
_PROBE = 1 << 16  # device units across, for finding how the page's coordinates map to ours
_NEAR = 1.8  # of the type size: neighbours in writing that is not level
_REPLACED = "\ufffd"
_STROKES = 0.2  # of the box of a character


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of a text layer and its box on the upright page, in points.

    `mapped` is whether the font says which character it is.
    """

    text: str
    box: Box
    mapped: bool = True


def glyphs(page: pypdfium2.PdfPage) -> tuple[Glyph, ...]:
    """The visible characters of the page in the order of its content, blanks left out."""
    textpage = page.get_textpage()
    try:
        return tuple(_glyphs(textpage.raw, Placement(page), textpage.count_chars()))
    finally:
        textpage.close()


def text_lines(letters: Sequence[Glyph]) -> tuple[Line, ...]:
    """The characters as lines in reading order; cells of a table are lines of their own.

    Writing round a seal or down a narrow column stays together as one line.
    """
    runs: list[list[Glyph]] = []
    for letter in letters:
        if runs and (_follows(runs[-1][-1].box, letter.box) or _curves(runs[-1], letter.box)):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return _joined(in_reading_order([_line(run) for run in runs]))


def written_share(letters: Sequence[Glyph], area: float) -> float:
    """About how much of the page is ink, 0..1, by the boxes of its characters; drawing it takes longer."""
    return min(1.0, _STROKES * sum(letter.box.width * letter.box.height for letter in letters) / area)


class Placement:
    """From a page's own coordinates to points on the upright page, origin top left."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_size()
        self._unit = max(width, height) / _PROBE
        self._page = page.raw
        self._size = (round(width / self._unit), round(height / self._unit))
        x0, y0 = self._ask(0, 0)
        x1, y1 = self._ask(1000, 0)
        x2, y2 = self._ask(0, 1000)
        self._x = (x0, (x1 - x0) / 1000, (x2 - x0) / 1000)
        self._y = (y0, (y1 - y0) / 1000, (y2 - y0) / 1000)

    def box(self, rect: pdfium.FS_RECTF | Square) -> Box:
        """The upright box of a rectangle of the page."""
        (x0, ax, bx), (y0, ay, by) = self._x, self._y
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        x1, y1 = x0 + left * ax + bottom * bx, y0 + left * ay + bottom * by
        x2, y2 = x0 + right * ax + top * bx, y0 + right * ay + top * by
        if x1 > x2:
            x1, x2 = x2, x1
        return Box(x1, y1, x2, y2) if y1 < y2 else Box(x1, y2, x2, y1)

    def _ask(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
        return across.value * self._unit, down.value * self._unit


def _glyphs(raw: pdfium.FPDF_TEXTPAGE, place: Placement, count: int) -> Iterator[Glyph]:
    """What is true of a whole text object (hidden, told in a wrong place) is asked once for each."""
    rect = pdfium.FS_RECTF()
    thing, since, hidden, replaced = None, 0, False, False
    for index in range(count):
        text = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if text.isspace() or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        drawn = pdfium.FPDFText_GetTextObject(raw, index)
        address = ctypes.c_void_p.from_buffer(drawn).value
        if address != thing:
            thing, since, hidden = address, index, _is_hidden(drawn)
            replaced = not hidden and replaced_box(raw, index, place=0) is not None
        if hidden or not pdfium.FPDFText_GetLooseCharBox(raw, index, rect):
            continue
        told = replaced_box(raw, index, place=index - since) if replaced else None
        mapped = pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1
        letter = _REPLACED if "\ud800" <= text <= "\udfff" else character(text)
        yield Glyph(letter, place.box(told or rect), mapped)


def _is_hidden(thing: pdfium.FPDF_PAGEOBJECT) -> bool:
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _follows(before: Box, after: Box) -> bool:
    """Whether a character continues the run that ends with another."""
    size = max(before.height, 1.0)
    gap = after.left - before.right
    level = abs(before.top + before.bottom - after.top - after.bottom) / 2 < _SAME_ROW * size
    return level and -size / 2 < gap < _CELL_GAP * size and after.height < 2 * size


def _curves(run: Sequence[Glyph], after: Box) -> bool:
    """Whether a character continues a run that is not level, close to its last character."""
    before = run[-1].box
    if len(run) > 1 and _follows(run[-2].box, before):
        return False
    across = (after.left + after.right - before.left - before.right) / 2
    down = (after.top + after.bottom - before.top - before.bottom) / 2
    size = max(before.width, before.height)
    return math.hypot(across, down) < _NEAR * size and after.height < 2 * before.height


def _line(run: Sequence[Glyph]) -> Line:
    text = run[0].text
    for before, after in itertools.pairwise(run):
        text += (" " if _is_blank(before, after) else "") + after.text
    boxes = [letter.box for letter in run]
    return Line(text, _around(boxes))


def _is_blank(before: Glyph, after: Glyph) -> bool:
    """A gap between Latin letters or figures; Chinese is set without blanks."""
    gap = after.box.left - before.box.right
    return before.text.isascii() and after.text.isascii() and gap > _WORD_GAP * before.box.height


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _joined(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Runs that the file holds apart but the page shows as one (each letter set by itself)."""
    joined: list[Line] = []
    for line in lines:
        if joined and _follows(joined[-1].box, line.box):
            joined[-1] = Line(joined[-1].text + line.text, _around([joined[-1].box, line.box]))
        else:
            joined.append(line)
    return tuple(joined)
