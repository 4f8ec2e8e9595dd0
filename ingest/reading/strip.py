"""Strips of a page that hold one line of writing each: where they are, cut out, what was read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from rapidocr.utils.process_img import get_rotate_crop_image

from archive.page import Box
from ingest.reading.order import Point, Quad
from ingest.reading.reader import Array

HEIGHT = 48  # pixels; the recogniser's own line height


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of writing on the page and what was read there, confidence 0..1."""

    quad: Quad
    text: str
    confidence: float


def cut_out(image: Array, quad: Quad) -> Array:
    """One line cut out straight, no higher than the recogniser reads it.

    Shrunk by area: the recogniser's own bilinear shrinking of large print drops thin strokes.
    """
    cut: Array = get_rotate_crop_image(image, np.array(quad, dtype=np.float32))
    shrink = HEIGHT / cut.shape[0]
    if shrink >= 1:
        return cut
    size = (max(1, round(cut.shape[1] * shrink)), round(cut.shape[0] * shrink))
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def inset(quad: Quad, share: float) -> Quad:
    """The quad without `share` of its height above and below; a negative share makes it higher."""
    first, second, third, fourth = quad
    return (
        _between(first, fourth, share),
        _between(second, third, share),
        _between(third, second, share),
        _between(fourth, first, share),
    )


def is_under(quad: Quad, other: Quad) -> bool:
    """Whether the middle of a quad lies within the upright box around another."""
    across, down = (sum(corner[side] for corner in quad) / 4 for side in (0, 1))
    box = _around(other)
    return box.left < across < box.right and box.top < down < box.bottom


def shared(quad: Quad, other: Quad) -> float:
    """The share of what two quads cover together that both cover, by their upright boxes, 0..1."""
    one, two = _around(quad), _around(other)
    across = min(one.right, two.right) - max(one.left, two.left)
    down = min(one.bottom, two.bottom) - max(one.top, two.top)
    both = max(across, 0.0) * max(down, 0.0)
    return both / (one.width * one.height + two.width * two.height - both) if both else 0.0


def _around(quad: Quad) -> Box:
    across, down = zip(*quad, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
