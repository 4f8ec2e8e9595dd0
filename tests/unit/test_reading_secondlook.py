"""A code that was not read at first: what counts as reading it again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest.reading.order import Quad
from ingest.reading.reader import Array
from ingest.reading.secondlook import with_code
from ingest.reading.strip import Strip

CODE = "91320400MA1XTE4T8H"  # made up; both check characters right
OTHER = "91330200MA2BX9T932"
BLURRED = "91320400MA1XTE4TBH"
TITLE = Strip(((100, 20), (300, 20), (300, 60), (100, 60)), "营业执照", 1.0)
LINE: Quad = ((100, 100), (400, 100), (400, 130), (100, 130))
NEW: Quad = ((100, 200), (400, 200), (400, 230), (100, 230))
PAGE = np.full((400, 500, 3), 250, dtype=np.uint8)


class Engine:
    """Finds one line, and reads what it is told in turn; the last for ever."""

    def __init__(self, *readings: str) -> None:
        self.readings = list(readings)
        self.found = 0

    def find(self, image: Array) -> list[Quad]:
        self.found += 1
        return [TITLE.quad, NEW]

    def recognise(self, cuts: Sequence[Array]) -> list[tuple[str, float]]:
        return [(self.readings.pop(0) if len(self.readings) > 1 else self.readings[0], 0.9) for _ in cuts]


def look(engine: Engine, *strips: Strip) -> tuple[list[str], int]:
    read, readings = with_code(PAGE, strips, find=engine.find, recognise=engine.recognise)
    return [strip.text for strip in read], readings


def test_a_code_that_was_read_is_not_read_again() -> None:
    engine = Engine(OTHER)
    assert look(engine, TITLE, Strip(LINE, f"统一社会信用代码{CODE}", 0.5)) == (
        ["营业执照", f"统一社会信用代码{CODE}"],
        0,
    )
    assert engine.found == 0


def test_two_ways_that_agree_are_believed() -> None:
    texts, readings = look(Engine(BLURRED, CODE, BLURRED, CODE, BLURRED), TITLE, Strip(LINE, BLURRED, 0.9))
    assert (texts, readings) == (["营业执照", CODE], 6)


@pytest.mark.parametrize(
    "readings",
    [
        (CODE, BLURRED),
        (CODE, OTHER, CODE, OTHER, BLURRED),
        ("913204OOMA1XTE4T8H",),
        ("320105000009872",),
    ],
    ids=["once only", "two codes alike", "only by repair", "check digit wrong"],
)
def test_less_is_not(readings: tuple[str, ...]) -> None:
    letterhead = Strip(LINE, f"信用代码{BLURRED}", 0.9)
    assert look(Engine(*readings), letterhead) == ([letterhead.text], 6)


def test_a_certificate_without_any_code_is_searched_with_its_coloured_ink_taken_out() -> None:
    engine = Engine(f"代码{CODE}")
    texts, readings = look(engine, TITLE)
    assert (texts, readings, engine.found) == (["营业执照", f"代码{CODE}"], 7, 1)


def test_what_lies_under_the_new_line_gives_way_to_it() -> None:
    garbled = Strip(((150, 195), (350, 195), (350, 240), (150, 240)), "(副一基", 0.4)
    assert look(Engine(CODE), TITLE, garbled)[0] == ["营业执照", CODE]


def test_other_papers_are_not_searched() -> None:
    engine = Engine(CODE)
    assert look(engine, Strip(LINE, "请附上贵公司最新的营业执照副本复印件一份", 1.0)) == (
        ["请附上贵公司最新的营业执照副本复印件一份"],
        0,
    )
    assert engine.found == 0
