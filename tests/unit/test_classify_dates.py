from __future__ import annotations

from datetime import date

import pytest

from classify.dates import find_dates, find_day_marks, put_together, single_year
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
        ("贰零贰肆年零叁月壹拾伍日", date(2024, 3, 15)),
        ("二〇一四年七月廿五日", date(2014, 7, 25)),
        ("24年3月5日", date(2024, 3, 5)),
        ("日期：24.3.5", date(2024, 3, 5)),
        ("2024年12月31号", date(2024, 12, 31)),
        ("Date: 5 Mar 2024", date(2024, 3, 5)),
        ("March 5th, 2024", date(2024, 3, 5)),
        ("客户.xlsx Sheet12024/3/5", date(2024, 3, 5)),
        ("42024年3月5日", date(2024, 3, 5)),
        ("2024年三月五日", date(2024, 3, 5)),
        ("二〇二四年3月5日", date(2024, 3, 5)),
        ("2024年03月.05日", date(2024, 3, 5)),
        ("this 5th day of March, 2024", date(2024, 3, 5)),
        ("Date: Tue, 5 Mar 2024 10:08 +0800", date(2024, 3, 5)),
        ("5Mar202410:08", date(2024, 3, 5)),
        ("祝晏整理24.3.5", date(2024, 3, 5)),
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
    "text",
    [
        "规格24.3.5",
        "二〇二年三月五日",
        "文件XS-2024-0305",
        "10年3个月",
        "2024年13月1日",
        "2023年2月29日",
        "第2024号",
        "12.5万",
        "1234567890123",
        "2024-2025",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3月6日上午", [(3, 6)]), ("4.19 9:15", [(4, 19)]), ("林某5/28", [(5, 28)]), ("12-05 08:30", [(12, 5)])],
)
def test_a_day_without_its_year(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(mark.month, mark.day) for mark in find_day_marks(text)] == expected


@pytest.mark.parametrize("text", ["2024年3月6日", "单价4.19", "2024/8/14 09:03 1/1", "2024.3.6 9:15", "5/28"])
def test_what_is_no_day(text: str) -> None:
    assert find_day_marks(text) == ()


@pytest.mark.parametrize(
    "text",
    ["20241年3月5日", "★024年3月5日", "财务部2024-0305", "日期:202403-05", "报告日期|2024-03:05"],
)
def test_a_damaged_date_is_read_but_not_whole(text: str) -> None:
    assert [(word.value, word.whole) for word in find_dates(text)] == [(date(2024, 3, 5), False)]


def test_numerals_that_break_off_are_not_whole() -> None:
    (cut,) = find_dates("二〇二三年二月二")
    assert (cut.value, cut.whole) == (date(2023, 2, 2), False)


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("信控部2025年1月", "24日", "信控部2025年1月24日"),
        ("2022年4", "月25日", "2022年4月25日"),
        ("报送日期:2025-04-", "14", "报送日期:2025-04-14"),
        ("2025年", "4月14日止", "2025年4月14日"),
        ("2025年1月", "工资", "2025年1月"),
        ("记录:祝晏2023-1", "2-20", "记录:祝晏2023-12-20"),
        ("信用部★二月七日", "二〇二四年", "信用部★二〇二四年二月七日"),
        ("信用部2月7日", "2024年", "信用部2024年2月7日"),
        ("2023年2月7日", "2024年", "2023年2月7日"),
        ("合同总价", "24日", "合同总价"),
    ],
)
def test_a_date_cut_by_the_end_of_its_line(text: str, following: str, expected: str) -> None:
    assert put_together(text, following) == expected


def test_a_page_that_names_two_years_lends_none() -> None:
    assert (single_year("2024年度,[2024]第3号"), single_year("2023年和2024年")) == (2024, None)
