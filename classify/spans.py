"""Spans of time in words: 一年, 6个月, 柒天, and the day on which they end."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from classify.dates import counted

COUNT = (
    r"(?P<number>半|[二三四五六七八九贰叁]?[十拾][一二三四五六七八九伍]?|[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]|\d{1,3})"
    r"\s*(?P<unit>整?年|个?月|天|日|个(?=\n))"  # 个 at the end of a line: a month whose 月 is lost
)
"""A regular expression for a span, with the groups `number` and `unit`."""


def after(start: date, number: str, unit: str) -> date:
    """The last day of a term that begins on `start`: two years from 15 June end on 14 June."""
    end = within(start, number, unit)
    return end if unit in ("天", "日") else end - timedelta(days=1)


def within(start: date, number: str, unit: str) -> date:
    """The last day within a span counted from the day after `start` (Civil Code art. 201 and 202)."""
    count = int(number) if number.isdigit() else 0 if number == "半" else counted(number)
    if unit in ("天", "日"):
        return start + timedelta(days=count)
    months = 6 if number == "半" else count * 12 if unit.endswith("年") else count
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
