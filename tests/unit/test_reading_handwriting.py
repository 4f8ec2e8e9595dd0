"""Handwriting is told by restless or joined letters that are hard to read, on a page that else reads well."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.reading.handwriting import are_restless, separate_letters, written_by_hand
from ingest.reading.order import Quad
from ingest.reading.reader import Array
from ingest.reading.strip import Strip

LEVEL = (0, 0, 0, 0, 0, 0)
WOBBLING = (0, 9, -8, 7, -9, 3)


def line(*shifts: int, joined: bool = False) -> Array:
    """Six letters of 26 pixels, each shifted up or down; joined by a stroke through all."""
    cut = np.full((48, 240, 3), 250, dtype=np.uint8)
    for number, shift in enumerate(shifts):
        left, top = 8 + 38 * number, 11 + shift
        cut[top : top + 26, left : left + 26] = 30
    if joined:
        cut[22:26, 8:226] = 30
    return cut


def page_of(*cuts: Array) -> tuple[Array, list[Quad]]:
    image = np.concatenate(cuts)
    tops = [48 * number for number in range(len(cuts))]
    return image, [((0, top), (240, top), (240, top + 48), (0, top + 48)) for top in tops]


def told(*lines: tuple[Array, float]) -> list[bool]:
    image, quads = page_of(*(cut for cut, _ in lines))
    strips = [Strip(quad, "签字人李明华", sure) for quad, (_, sure) in zip(quads, lines, strict=True)]
    return written_by_hand(image, strips)


@pytest.mark.parametrize(("shifts", "expected"), [(LEVEL, False), (WOBBLING, True)])
def test_letters_are_restless_when_they_leave_their_line(shifts: tuple[int, ...], expected: bool) -> None:
    assert are_restless(separate_letters(line(*shifts))) == expected


def test_letters_that_touch_are_not_separate() -> None:
    assert (len(separate_letters(line(*LEVEL))), len(separate_letters(line(*LEVEL, joined=True)))) == (6, 0)


def test_restless_or_joined_lines_that_read_badly_are_by_hand() -> None:
    printed = (line(*LEVEL), 0.99)
    assert told(printed, printed, printed, (line(*WOBBLING), 0.7), (line(*LEVEL, joined=True), 0.7)) == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_one_sign_alone_is_not_enough() -> None:
    printed = (line(*LEVEL), 0.99)
    assert told(printed, printed, (line(*WOBBLING), 0.99), (line(*LEVEL), 0.7)) == [False] * 4


def test_a_page_that_reads_badly_as_a_whole_says_nothing_of_hands() -> None:
    assert told(*[(line(*WOBBLING), 0.7)] * 3) == [False] * 3


def test_a_page_without_lines_has_none_by_hand() -> None:
    assert written_by_hand(line(*LEVEL), []) == []
