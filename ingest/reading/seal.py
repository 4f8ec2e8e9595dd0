"""Red seals over writing: noticing them and taking them out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.reading.reader import Array

_REDDER = 40  # levels by which red exceeds green and blue in seal ink, also when copied pale
_ENOUGH = 0.02  # of the pixels of a line
_SEAL = 0.002  # of the pixels of a page; a round seal on A4 has about 1 % of them inked


def is_red(picture: Array) -> bool:
    """Whether a line (BGR) carries red ink."""
    return bool(_red(picture).mean() > _ENOUGH)


def is_stamped(page: Array) -> bool:
    """Whether a page (BGR) bears as much red ink as a seal has."""
    return bool(_red(page[::4, ::4]).mean() > _SEAL)


def removed(picture: Array) -> Array:
    """The line (BGR) through a red filter: red ink vanishes into the paper, black stays black."""
    filtered: Array = np.repeat(picture[:, :, 2:3], 3, axis=2)
    return filtered


def _red(picture: Array) -> NDArray[np.bool_]:
    levels = picture.astype(np.int16)
    mask: NDArray[np.bool_] = levels[:, :, 2] - levels[:, :, :2].max(axis=2) > _REDDER
    return mask
