"""Two-page spreads are told from tables, forms, chats and balance sheets in two halves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.page import Box, Line, Page
from classify.gutter import sides
from classify.sheet import lay_out

WIDTH, HEIGHT = 2800.0, 1980.0
SENTENCE = "第{}条 乙方应当按期付清货款，逾期的按日计算违约金。"


def column(texts: Sequence[str], *, left: float, top: float, pitch: float, width: float = 1100) -> list[Line]:
    return [
        Line(text, Box(left, top + number * pitch, left + width, top + number * pitch + 35))
        for number, text in enumerate(texts)
    ]


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def halves(lines: Sequence[Line], *, width: float = WIDTH) -> list[list[str]]:
    return [texts(side) for side in sides(lines, width=width, height=HEIGHT)]


NAMES = [f"左{number}" for number in range(8)]
VALUES = [f"右{number}" for number in range(8)]
MINUTES = column(NAMES, left=120, top=150, pitch=52)
NOTES = column(VALUES, left=1550, top=120, pitch=67)
ARTICLES = column([SENTENCE.format(number) for number in range(8)], left=120, top=150, pitch=52)
MORE_ARTICLES = column([SENTENCE.format(number) for number in range(8, 16)], left=1550, top=154, pitch=52)


def test_a_spread_is_read_page_by_page() -> None:
    assert halves([*NOTES, *MINUTES]) == [NAMES, VALUES]


def test_prose_is_two_pages_also_where_its_lines_are_level() -> None:
    assert halves([*ARTICLES, *MORE_ARTICLES]) == [texts(ARTICLES), texts(MORE_ARTICLES)]


@pytest.mark.parametrize(
    "lines",
    [
        [*MINUTES, *column(VALUES, left=1550, top=154, pitch=52)],
        [*MINUTES, *NOTES, Line("资产负债表", Box(1200, 40, 1700, 100))],
        [*MINUTES, *column(VALUES[:4], left=1550, top=120, pitch=67)],
        [*MINUTES, *column(VALUES, left=1250, top=120, pitch=67)],
        column(NAMES, left=120, top=150, pitch=160) + column(VALUES, left=1550, top=230, pitch=160),
        MINUTES,
        [],
    ],
    ids=["rows run across", "title across", "too little", "no room", "turns of a chat", "one side", "empty"],
)
def test_what_may_be_one_page_is_taken_for_one(lines: list[Line]) -> None:
    assert halves(lines) == [texts(lines)]


def test_an_upright_page_is_one() -> None:
    assert len(halves([*MINUTES, *NOTES], width=HEIGHT)) == 1


def test_rows_of_a_spread_do_not_run_across() -> None:
    sheet = lay_out(Page(1, WIDTH, HEIGHT, 0, "made up", (*NOTES, *MINUTES)))
    assert [cell.text for cell in sheet.cells] == [*NAMES, *VALUES]
