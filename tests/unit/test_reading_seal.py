"""A seal is noticed on a page and on a line, and leaves the writing under it when it is taken out."""

from __future__ import annotations

import numpy as np

from ingest.reading import seal
from ingest.reading.reader import Array

RED = (60, 50, 210)  # blue, green, red
PAPER, PRINT = 250, 40


def page(*, stamped: bool) -> Array:
    """A sheet with a black line of writing and, over it, a patch of seal ink."""
    image = np.full((800, 600, 3), PAPER, dtype=np.uint8)
    if stamped:
        image[500:560, 300:400] = RED
    image[520:540, 100:500] = PRINT
    return image


def test_a_stamped_page_is_told_from_a_plain_one() -> None:
    assert (seal.is_stamped(page(stamped=True)), seal.is_stamped(page(stamped=False))) == (True, False)


def test_a_line_beside_the_seal_carries_no_red() -> None:
    image = page(stamped=True)
    assert (seal.is_red(image[500:560, 280:420]), seal.is_red(image[500:560, 100:280])) == (True, False)


def test_without_the_seal_ink_only_the_writing_is_dark() -> None:
    assert np.array_equal(seal.removed(page(stamped=True)) < 128, page(stamped=False) < 128)
