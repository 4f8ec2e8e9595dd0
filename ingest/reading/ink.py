"""How much ink is on a page: as dark against its paper, and as marks against what lies round them."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.reading.reader import Array

NO_INK = 0.0005
"""Of the page: with fewer dark pixels than this it is empty but for dust, or faint."""

_DARK = 0.6  # of the paper's own brightness
_NOTICEABLE = 12.0  # levels darker than the paper round it; half of that is what a copier's noise makes
_GRAIN = 3.0  # times what the page's own noise darkens the paper by
_STROKE = 15  # pixels at half size: wider than any stroke of print, narrower than a shadow
_DARKEST = 200.0  # levels below the paper, where the darkest print of a faint page is put
_STRONGEST = 6.0  # times the contrast; more makes print of grain


def ink_share(image: Array) -> float:
    """The share of dark pixels of an RGB page, measured against its own paper, 0..1."""
    red, green, blue = (image[::2, ::2, colour].astype(np.uint16) for colour in range(3))
    light = red + green + blue
    return float((light < _DARK * float(np.percentile(light, 90))).mean())


def is_bare(image: Array) -> bool:
    """Whether an RGB page without dark pixels holds nothing that could be writing, however faint.

    A faint copy has strokes darker than the paper beside them. So has what shows through from the other
    side: whether that can be read, only reading tells.
    """
    return _marked_share(image) < NO_INK


def strengthened(image: Array) -> Array:
    """A faint RGB page with its contrast stretched: print black, paper white."""
    grey = image[::4, ::4].mean(axis=2)
    paper, darkest = (float(np.percentile(grey, share)) for share in (75, 2))
    gain = min(_STRONGEST, _DARKEST / max(1.0, paper - darkest))
    levels = np.arange(256, dtype=np.float32)
    table = np.clip(250 - (paper - levels) * gain, 0, 255).astype(np.uint8)
    stretched: Array = table[image]
    return stretched


def _marked_share(image: Array) -> float:
    """The share of pixels that stand out against the paper round them and above the page's own noise."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    darker = cv2.subtract(paper, small)
    return float((darker > max(_NOTICEABLE, _GRAIN * float(np.median(darker)))).mean())
