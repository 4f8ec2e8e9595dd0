"""One page as a reading engine saw it: lines of text with boxes and confidence."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

LAID_OUT = "laid out"
"""`Page.engine` of a page of text that was laid out here: its lines are all there is to show of it."""

BY_HAND = "by hand"
"""`Page.engine` of the page that stands for a file without pages (a recording), described by a person."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the upright page, in pixels, origin top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text; confidence from 0 (guess) to 1 (certain; a text layer is 1).

    `by_hand` where it was written by hand, so that nobody takes the machine's reading for granted.
    """

    text: str
    box: Box
    confidence: float = 1.0
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Barcode:
    """A machine-readable code on the page and the text it holds."""

    symbology: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an original, upright.

    `number` counts from 1 within the original. `width` and `height` are the pixels of the upright
    page image that the boxes refer to (points for a text layer). `rotation` is how far the stored
    page was turned clockwise to stand upright: 0, 90, 180 or 270 degrees. `ink` is the share of
    dark pixels, 0..1, by which blank separator pages and backsides are known.
    """

    number: int
    width: float
    height: float
    rotation: int
    engine: str
    lines: tuple[Line, ...]
    barcodes: tuple[Barcode, ...] = ()
    ink: float = 1.0

    @property
    def text(self) -> str:
        """The lines in reading order, one to a row."""
        return "\n".join(line.text for line in self.lines)


def encode_page(page: Page) -> bytes:
    """Pack a page for the catalogue: compressed JSON, boxes rounded to a tenth of a pixel."""
    record = {
        "n": page.number,
        "w": round(page.width, 1),
        "h": round(page.height, 1),
        "r": page.rotation,
        "e": page.engine,
        "i": round(page.ink, 5),
        "l": [_line(line) for line in page.lines],
        "b": [[code.symbology, code.text, _box(code.box)] for code in page.barcodes],
    }
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def decode_page(packed: bytes) -> Page:
    """Unpack what `encode_page` packed."""
    record: dict[str, Any] = json.loads(zlib.decompress(packed))
    return Page(
        number=record["n"],
        width=record["w"],
        height=record["h"],
        rotation=record["r"],
        engine=record["e"],
        ink=record["i"],
        lines=tuple(_line_of(*line) for line in record["l"]),
        barcodes=tuple(Barcode(kind, text, Box(*box)) for kind, text, box in record["b"]),
    )


def _line(line: Line) -> list[Any]:
    written = [line.text, _box(line.box), round(line.confidence, 3)]
    return [*written, 1] if line.by_hand else written


def _line_of(text: str, box: list[float], confidence: float, by_hand: int = 0) -> Line:
    return Line(text, Box(*box), confidence, bool(by_hand))


def _box(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)]
