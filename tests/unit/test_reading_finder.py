"""How a page is shown to the network that finds lines: small at first, closer for small writing, in bands."""

from __future__ import annotations

import numpy as np

from ingest.reading.finder import LineFinder
from ingest.reading.net import Tensor
from ingest.reading.reader import Array


class Net:
    """Takes everything dark for writing; notes the shapes it was shown."""

    characters: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.shapes: list[tuple[int, int]] = []

    def __call__(self, batch: Tensor) -> Tensor:
        self.shapes.append((batch.shape[2], batch.shape[3]))
        return np.asarray(batch[:, :1] < 0, dtype=np.float32)


def page(height: int, width: int, *, line: int) -> Array:
    """Ten lines of writing, each so many pixels high."""
    image = np.full((height, width, 3), 255, dtype=np.uint8)
    for top in range(height // 20, height, height // 10):
        image[top : top + line, width // 10 : -width // 10] = 0
    return image


def test_a_page_of_common_print_is_looked_at_once_and_small() -> None:
    net = Net()
    assert (len(LineFinder(net)(page(2340, 1654, line=40))), net.shapes) == (10, [(1152, 800)])


def test_small_writing_is_looked_at_closer_in_bands_that_fit_together() -> None:
    net = Net()
    quads = LineFinder(net)(page(3400, 4700, line=12))
    assert (net.shapes[0], len(net.shapes) > 2, {width for _, width in net.shapes[1:]}) == (
        (832, 1152), True, {1984},
    )  # fmt: skip
    assert len(quads) == 10


def test_a_small_picture_is_enlarged() -> None:
    net = Net()
    LineFinder(net)(page(400, 500, line=12))
    assert net.shapes == [(736, 928)]


def test_corners_are_in_the_pixels_of_the_page() -> None:
    quads = LineFinder(Net())(page(2340, 1654, line=40))
    first = min(quads, key=lambda quad: quad[0][1])
    assert abs((first[0][1] + first[3][1]) / 2 - 137) < 6
