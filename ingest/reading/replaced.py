"""Characters that a PDF states in words of its own (/ActualText), put where they stand.

Programs state so what their fonts do not: Chrome does for 工, 月, 日, 用, 行, 一, whose shapes serve a
radical of the Kangxi block as well. PDFium gives such characters the place and box that they have
within their form, not on the page (`CPDF_TextPage::ProcessMarkedContent` leaves the form's matrix out).
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2.raw as pdfium

_DESCENT = 0.12  # of the type size, below the line that the writing stands on
_NEAR = 0.01  # points


@dataclass(frozen=True, slots=True)
class Square:
    """A rectangle in the page's own coordinates, origin bottom left, in points."""

    left: float
    bottom: float
    right: float
    top: float


def replaced_box(raw: pdfium.FPDF_TEXTPAGE, index: int, *, place: int) -> Square | None:
    """The box of a character whose place PDFium tells wrongly; None when it tells it rightly.

    `place` counts the characters before it that were stated by the same words.
    """
    thing = pdfium.FPDFText_GetTextObject(raw, index)
    inside, shown = pdfium.FS_MATRIX(), pdfium.FS_MATRIX()
    if not (pdfium.FPDFPageObj_GetMatrix(thing, inside) and pdfium.FPDFText_GetMatrix(raw, index, shown)):
        return None
    told = _origin(raw, index)
    if not _meet(told, (inside.e, inside.f)) or _meet(told, (shown.e, shown.f)):
        return None
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(thing, size)
    wide = chr(pdfium.FPDFText_GetUnicode(raw, index)) >= "\u2e80"
    width = size.value if wide else size.value / 2
    return _square(shown, left=place * width, width=width, size=size.value)


def _square(shown: pdfium.FS_MATRIX, *, left: float, width: float, size: float) -> Square:
    bottom, top = -_DESCENT * size, (1 - _DESCENT) * size
    corners = [(x, y) for x in (left, left + width) for y in (bottom, top)]
    across = [shown.a * x + shown.c * y + shown.e for x, y in corners]
    up = [shown.b * x + shown.d * y + shown.f for x, y in corners]
    return Square(min(across), min(up), max(across), max(up))


def _origin(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    return x.value, y.value


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return math.dist(one, other) < _NEAR
