"""QR codes and other machine-readable codes on a page, through zxing-cpp."""

from __future__ import annotations

import zxingcpp

from archive.page import Barcode, Box
from ingest.reading.reader import Array


def barcodes(image: Array, *, scale: float = 1.0) -> tuple[Barcode, ...]:
    """All codes on an upright page, boxes in its pixels times `scale`.

    zxing-cpp looks at the page in several sizes and turns by itself; looking again enlarged,
    reduced or sharpened found nothing more on 43 real licences.
    """
    return tuple(
        Barcode(code.format.name, code.text, _box(code.position, scale))
        for code in zxingcpp.read_barcodes(image)
        if code.valid and code.text
    )


def _box(position: zxingcpp.Position, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across = [corner.x * scale for corner in corners]
    down = [corner.y * scale for corner in corners]
    return Box(min(across), min(down), max(across), max(down))
