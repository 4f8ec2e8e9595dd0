"""Lines come out row by row, also of slanted pages; columns of letters join their rows."""

from __future__ import annotations

import math

from archive.page import Box, Line
from ingest.reading.column import split_columns
from ingest.reading.order import Quad, in_reading_order, slope, straight_box


def line(text: str, left: float, top: float, *, width: float = 100, height: float = 20) -> Line:
    return Line(text, Box(left, top, left + width, top + height))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_rows_from_top_to_bottom_and_cells_from_left_to_right() -> None:
    lines = [
        line("金额", 400, 12),
        line("甲公司", 20, 50),
        line("客户", 20, 10),
        line("100.00", 400, 46),
    ]
    assert texts(in_reading_order(lines)) == ["客户", "金额", "甲公司", "100.00"]


def test_lines_under_each_other_never_share_a_row_however_close() -> None:
    lines = [line("下", 20, 22, height=24), line("上", 20, 10, height=24)]
    assert texts(in_reading_order(lines)) == ["上", "下"]


def test_small_print_beside_a_large_title_keeps_its_own_order() -> None:
    lines = [
        line("营业执照", 200, 0, height=60),
        line("编号2", 400, 32, height=12),
        line("编号1", 400, 10, height=12),
    ]
    assert texts(in_reading_order(lines)).index("编号1") < texts(in_reading_order(lines)).index("编号2")


def slanted(left: float, top: float, degrees: float) -> Quad:
    """A line 200 wide and 20 high that falls to the right."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    right, low = (left + 200 * cosine, top + 200 * sine), (left - 20 * sine, top + 20 * cosine)
    return (left, top), right, (right[0] + low[0] - left, right[1] + low[1] - top), low


def test_the_slope_of_a_page_is_that_of_its_long_lines() -> None:
    quads = [slanted(50, 100 * row, 4.0) for row in range(5)]
    assert round(slope(quads), 3) == 4.0


def test_a_page_with_little_writing_counts_as_straight() -> None:
    assert slope([slanted(0, 0, 4.0)]) == 0.0


def test_a_slanted_line_gets_the_box_it_would_have_on_a_straight_page() -> None:
    box = straight_box(slanted(50, 100, 4.0), degrees=4.0, about=(50, 100))
    assert (round(box.left), round(box.top), round(box.right), round(box.bottom)) == (50, 100, 250, 120)


def test_spaced_out_labels_join_their_rows() -> None:
    column = Line("名类住", Box(20, 100, 50, 220))
    values = [line("称 甲公司", 80, 110), line("型 有限责任公司", 80, 150), line("所 南京市", 80, 190)]
    assert texts(in_reading_order(split_columns([column, *values]))) == [
        "名", "称 甲公司", "类", "型 有限责任公司", "住", "所 南京市",
    ]  # fmt: skip


def test_vertical_writing_with_nothing_beside_it_stays_whole() -> None:
    spine = Line("信用档案", Box(20, 100, 50, 260))
    assert split_columns([spine, line("第一页", 600, 110)]) == (spine, line("第一页", 600, 110))
