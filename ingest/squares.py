"""Words as the squares of a QR code, through zxing-cpp, which reads them again when the sheet is scanned."""

from __future__ import annotations

import numpy as np
import zxingcpp


def squares_of(words: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of squares of the code, dark ones true, without the white round it.

    A quarter of the code may be spoilt (level Q of ISO/IEC 18004) and it is read all the same.
    """
    code = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image = np.asarray(code.to_image(scale=1, add_quiet_zones=False))
    return tuple(tuple(bool(square < 128) for square in row) for row in image)
