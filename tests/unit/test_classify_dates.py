from __future__ import annotations

from datetime import date

import pytest

from classify.dates import find_dates, find_day_marks, single_year
from classify.wording import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日", date(2024, 3, 5)),
        ("２０２４年０３月０５日", date(2024, 3, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024 年 3 月 5 日", date(2024, 3, 5)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("二○二四年十二月二十一日", date(2024, 12, 21)),
        ("二零一九年元月三十日", date(2019, 1, 30)),
        ("二二四年三月十日", date(2024, 3, 10)),
        ("二四年三月十日", date(2024, 3, 10)),
    ],
)
def test_a_date_however_written(text: str, expected: date) -> None:
    assert [word.value for word in find_dates(plain(text))] == [expected]


def test_a_month_alone_stands_for_its_last_day() -> None:
    (word,) = find_dates("2024年2月")
    assert (word.value, word.precise) == (date(2024, 2, 29), False)


def test_a_range_gives_both_ends() -> None:
    found = find_dates("2024.1.1-2024.12.31")
    assert [word.value for word in found] == [date(2024, 1, 1), date(2024, 12, 31)]


@pytest.mark.parametrize(
    "text", ["2024年13月1日", "2023年2月29日", "第2024号", "12.5万", "1234567890123", "2024-2025"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3月6日上午", [(3, 6)]), ("4.19 9:15", [(4, 19)]), ("林某5/28", [(5, 28)])],
)
def test_a_day_without_its_year(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(mark.month, mark.day) for mark in find_day_marks(text)] == expected


@pytest.mark.parametrize("text", ["2024年3月6日", "单价4.19", "2024/8/14 09:03 1/1", "2024.3.6 9:15", "5/28"])
def test_what_is_no_day(text: str) -> None:
    assert find_day_marks(text) == ()


def test_a_page_that_names_two_years_lends_none() -> None:
    assert (single_year("2024年度,[2024]第3号"), single_year("2023年和2024年")) == (2024, None)
