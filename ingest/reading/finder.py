"""Where the lines of writing are on a page: the network that finds them, fed with no more than it needs."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from ingest.reading.net import Net, Tensor
from ingest.reading.order import Quad
from ingest.reading.reader import Array

_GRID = 32  # pixels; the network halves a picture five times
_LONG_SIDE = 1152  # pixels of a page as the network sees it at first
_LONG_SIDE_FINE = 2000  # where the writing is small
_SHORT_SIDE = 736  # pixels; smaller pictures are enlarged, as RapidOCR does
_SMALL_WRITING = 13.0  # pixels of the lines found, with the room round them: below, a closer look
_AT_ONCE = 1_000_000  # pixels; the network takes 300 bytes of memory for each
_OVERLAP = 64  # pixels above and below a band that belong to its neighbours


class LineFinder:
    """Finds lines of writing, whatever their slant."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._boxes = DBPostProcess(  # the thresholds are RapidOCR's
            thresh=0.3, box_thresh=0.5, max_candidates=1000, unclip_ratio=1.6, use_dilation=True
        )

    def __call__(self, image: Array) -> list[Quad]:
        """The lines of a page (BGR), corners in its pixels.

        Looked for in a picture of `_LONG_SIDE`; again in a larger one where a quarter of the lines are
        so low that others may have been missed: two-page spreads, small print.
        """
        quads, scale = self._look(image, _LONG_SIDE)
        if not quads or max(image.shape[:2]) <= _LONG_SIDE:
            return quads
        low = float(np.percentile([_height(quad) for quad in quads], 25)) * scale
        return self._look(image, _LONG_SIDE_FINE)[0] if low < _SMALL_WRITING else quads

    def _look(self, image: Array, long_side: int) -> tuple[list[Quad], float]:
        """The lines, and how many pixels of the network's picture one of the page is."""
        picture = _sized(image, long_side)
        found = self._boxes(self._writing(picture)[None, None], image.shape[:2])[0]
        return [_quad(box) for box in found], picture.shape[0] / image.shape[0]

    def _writing(self, picture: Array) -> Tensor:
        """How likely each pixel is writing. Large pictures go through the network in bands."""
        height, width = picture.shape[:2]
        if height * width <= _AT_ONCE:
            whole: Tensor = self._net(_normal(picture))[0, 0]
            return whole
        rows = max(_GRID, (_AT_ONCE // width - 2 * _OVERLAP) // _GRID * _GRID)
        writing = np.empty((height, width), dtype=np.float32)
        for top in range(0, height, rows):
            above = min(_OVERLAP, top)
            band = self._net(_normal(picture[top - above : top + rows + _OVERLAP]))[0, 0]
            writing[top : top + rows] = band[above : above + min(rows, height - top)]
        return writing


def _sized(image: Array, long_side: int) -> Array:
    """The page with sides that the network takes, near `long_side`."""
    height, width = image.shape[:2]
    scale = min(1.0, long_side / max(height, width))
    if min(height, width) * scale < _SHORT_SIDE:
        scale = min(_SHORT_SIDE / min(height, width), long_side / max(height, width))
    size = tuple(max(_GRID, round(side * scale / _GRID) * _GRID) for side in (width, height))
    return np.asarray(cv2.resize(image, size), dtype=np.uint8)


def _normal(picture: Array) -> Tensor:
    """From 0..255 to -1..1, colours first."""
    levels = picture.astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(levels.transpose(2, 0, 1)[None])


def _height(quad: Quad) -> float:
    """How high a line is; of a vertical one, how wide."""
    first, second, _, fourth = quad
    return min(math.dist(first, fourth), math.dist(first, second))


def _quad(box: Any) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth
