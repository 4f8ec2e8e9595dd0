"""What lines of writing say: the network that reads them, one line at a time."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from ingest.reading.net import Net, Tensor
from ingest.reading.reader import Array
from ingest.reading.strip import HEIGHT

_STEP = 80  # pixels; line widths are rounded up to this, see docs/decisions
_WIDEST = 3200  # pixels; a longer line is squeezed, or the network takes hundreds of megabytes for it


class LineRecogniser:
    """Reads cut-out lines. One at a time: several at once are no faster on one core."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._decode = CTCLabelDecode(character=list(net.characters))

    def __call__(self, cuts: Sequence[Array]) -> list[tuple[str, float]]:
        """Text and confidence (0..1) of each cut (BGR)."""
        return [self._read(cut) for cut in cuts]

    def _read(self, cut: Array) -> tuple[str, float]:
        ((text, confidence),), _ = self._decode(self._net(_normal(cut)))
        return text.strip(), float(confidence)


def _normal(cut: Array) -> Tensor:
    """The line at the network's height, from 0..255 to -1..1, padded on the right with grey (0).

    OpenVINO prepares itself for every width anew, so widths are rounded to few.
    """
    height, width = cut.shape[:2]
    wide = min(_WIDEST, max(1, -(-width * HEIGHT // height)))
    levels = np.zeros((1, 3, HEIGHT, -(-wide // _STEP) * _STEP), dtype=np.float32)
    line = cv2.resize(cut, (wide, HEIGHT)).astype(np.float32) / 127.5 - 1.0
    levels[0, :, :, :wide] = line.transpose(2, 0, 1)
    return levels
