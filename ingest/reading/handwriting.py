"""Which lines were written by hand: told by letters that are restless or run together and hard to read.

Print stands on one line, in one size, each letter by itself, and is read with confidence; a hand is not.
One sign alone is not enough: photographs bend print, folds make it hard to read. A clear hand that is
read as surely as print is not noticed; what was measured stands in docs/decisions/reading-hard-pages.md.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import cv2
import numpy as np

from ingest.reading.reader import Array
from ingest.reading.strip import HEIGHT, Strip, cut_out

_UNSURE = 0.85  # of a line; 1.2 % of printed ones, on real and made-up papers, are below
_WELL_READ = 0.95  # of the page's middle line: else the paper is hard to read, not the hand
_LOWEST = 18  # pixels; smaller writing is hard to read in print, too
_JOINED = 0.4  # of the characters read: fewer separate letters, and they run together
_OFF_LINE = 0.06  # of the letters' height: how far their middles stray from a curve through them
_UNEVEN = 0.16  # of the letters' height: how much that differs
_LETTERS = 4  # fewer tell nothing about their line
_TALL = 20  # pixels of `HEIGHT`; lower ones are punctuation and 一
_SQUARE = (0.6, 1.5)  # width by height of what is taken for one letter

Letter = tuple[float, float, float]  # its middle across, its middle down, its height; pixels


def written_by_hand(image: Array, strips: Sequence[Strip]) -> list[bool]:
    """For each line of a page (BGR), whether it was written by hand."""
    if not strips or statistics.median(strip.confidence for strip in strips) < _WELL_READ:
        return [False] * len(strips)
    return [strip.confidence < _UNSURE and _is_by_hand(image, strip) for strip in strips]


def _is_by_hand(image: Array, strip: Strip) -> bool:
    cut = cut_out(image, strip.quad)
    if cut.shape[0] < _LOWEST:
        return False
    letters = separate_letters(cut)
    return len(letters) < _JOINED * len(strip.text) or are_restless(letters)


def are_restless(letters: Sequence[Letter]) -> bool:
    """Whether they leave their line or differ in size as print does not."""
    if len(letters) < _LETTERS:
        return False
    across, middles, heights = np.array(letters, dtype=np.float64).T
    size = float(np.median(heights))
    curve = np.polyfit(across, middles, min(2, len(letters) - 2))
    off_line = float(np.std(middles - np.polyval(curve, across))) / size
    return off_line > _OFF_LINE or float(np.std(heights)) / size > _UNEVEN


def separate_letters(cut: Array) -> list[Letter]:
    """The letters of a line (BGR) that touch no other and are as wide as high, in pixels of `HEIGHT`."""
    width = max(1, round(cut.shape[1] * HEIGHT / cut.shape[0]))
    darkest = cv2.resize(cut, (width, HEIGHT), interpolation=cv2.INTER_AREA).min(axis=2)
    _, ink = cv2.threshold(np.ascontiguousarray(darkest), 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    inked = np.concatenate([[0], ink.any(axis=0).astype(np.int8), [0]])
    borders = np.flatnonzero(np.diff(inked))
    letters = []
    for left, right in zip(borders[::2], borders[1::2], strict=True):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        height = float(rows[-1] + 1 - rows[0])
        if height >= _TALL and _SQUARE[0] < (right - left) / height < _SQUARE[1]:
            letters.append(((left + right) / 2, float(rows[0]) + height / 2, height))
    return letters
