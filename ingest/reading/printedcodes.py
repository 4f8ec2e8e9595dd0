"""Machine-readable codes on a page with a text layer, looked for only where something could be one.

Looking over a whole page takes longer than reading its text; most such pages have neither a picture nor
a block of small squares.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from archive.page import Barcode, Box
from archive.pdf import POINTS
from ingest.reading.barcode import barcodes
from ingest.reading.textlayer import Placement

_COARSE = 144  # dots an inch, enough for a code that is to be read by a telephone
_PIXELS = 30e6  # at most; larger places are looked at more coarsely
_SMALLEST = 20.0  # points across; a smaller picture holds no code that a scanner could read
_MODULE = 0.6  # points; a filled block that is thinner is a rule of a table
_BLOCK = 60.0  # points; larger filled blocks are backgrounds
_BLOCKS = 60  # a QR code of the smallest size has over two hundred dark squares
_STEPS = 200  # of one path that draws all squares
_QUIET = 8.0  # points of white round a code
_NO_TEXT = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Something on the page that is no text: its box on the upright page in points, and what it could be."""

    box: Box
    is_block: bool


def printed_codes(page: pypdfium2.PdfPage) -> tuple[Barcode, ...]:
    """All codes on a page that stands upright, boxes in points."""
    return tuple(code for place in _places(page) for code in _read(page, place))


def _read(page: pypdfium2.PdfPage, place: Box) -> Iterator[Barcode]:
    width, height = page.get_size()
    margins = (place.left, height - place.bottom, width - place.right, place.top)
    scale = min(_COARSE / POINTS, (_PIXELS / (place.width * place.height)) ** 0.5)
    bitmap = page.render(scale=scale, crop=margins, rev_byteorder=True)
    image = np.asarray(bitmap.to_pil().convert("RGB"))
    for code in barcodes(image, scale=1 / scale):
        box = code.box
        across, down = place.left, place.top
        moved = Box(box.left + across, box.top + down, box.right + across, box.bottom + down)
        yield Barcode(code.symbology, code.text, moved)


def _places(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Where codes could be: each picture by itself, and the ground that small blocks cover together."""
    width, height = page.get_size()
    blocks: list[Box] = []
    for drawn in _drawn(page):
        if drawn.is_block:
            blocks.append(drawn.box)
        elif (place := _within(drawn.box, width, height)) is not None:
            yield place
    if len(blocks) >= _BLOCKS and (place := _within(_around(blocks), width, height)) is not None:
        yield place


def _drawn(page: pypdfium2.PdfPage) -> Iterator[_Drawn]:
    width, height = page.get_size()
    placement = Placement(page)
    for thing in page.get_objects(filter=_NO_TEXT, max_depth=1):
        match thing.type:
            case pdfium.FPDF_PAGEOBJ_IMAGE:
                yield _Drawn(placement.box(_bounds(thing)), is_block=False)
            case pdfium.FPDF_PAGEOBJ_PATH if _is_filled(thing):
                box = placement.box(_bounds(thing))
                if pdfium.FPDFPath_CountSegments(thing) >= _STEPS:
                    yield _Drawn(box, is_block=False)
                elif min(box.width, box.height) >= _MODULE and max(box.width, box.height) <= _BLOCK:
                    yield _Drawn(box, is_block=True)
            case pdfium.FPDF_PAGEOBJ_FORM if _holds_more_than_text(thing):
                yield _Drawn(Box(0, 0, width, height), is_block=False)


def _bounds(thing: pypdfium2.PdfObject) -> pdfium.FS_RECTF:
    left, bottom, right, top = thing.get_bounds()
    return pdfium.FS_RECTF(left=left, bottom=bottom, right=right, top=top)


def _is_filled(thing: pypdfium2.PdfObject) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(thing, mode, stroked) and mode.value)


def _holds_more_than_text(form: pypdfium2.PdfObject) -> bool:
    """Whether a form has pictures or paths: where they are drawn would have to be worked out first."""
    kinds = {
        pdfium.FPDFPageObj_GetType(pdfium.FPDFFormObj_GetObject(form, index))
        for index in range(pdfium.FPDFFormObj_CountObjects(form))
    }
    return bool(kinds - {pdfium.FPDF_PAGEOBJ_TEXT})


def _within(box: Box, width: float, height: float) -> Box | None:
    """The part of a box that lies on the page, with some white round it; None when it is too small."""
    left, top = max(0.0, box.left - _QUIET), max(0.0, box.top - _QUIET)
    right, bottom = min(width, box.right + _QUIET), min(height, box.bottom + _QUIET)
    return Box(left, top, right, bottom) if min(right - left, bottom - top) >= _SMALLEST else None


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
