"""Dates beside a signature or in a log whose year stands elsewhere: 张三5.13, 3月6日上午, 4.19 9:15."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classify.dates import DateWord, DayMark, find_dates, find_day_marks, single_year
from classify.persons import PERSON, SURNAME
from classify.sheet import Cell, Sheet

_YEAR_TURNS = 6  # months back from one line to the next: it has gone into the next year
_NUMBER_YEAR = re.compile(
    r"(?:编\s?号|流水号|单\s?号|文号|字号|卡号|No\.?|号)[:|]?[A-Za-z\u3400-\u9fff]{0,8}[-/\[(]{0,2}(20\d\d)(?=[-/\])\d])",
    re.IGNORECASE,
)
_AGREES = r"(?:同意|批准|核准|审批|审核|复核|通过|签字|签名|签批|同上|照办|准)"
_SIGNATURE = re.compile(rf"(?:^|[^\u3400-\u9fff]|{_AGREES})(?P<who>{PERSON})$|^(?P<initial>{SURNAME})$")
_SIGNED_MARK = re.compile(
    rf"(?:(?:^|[^\u3400-\u9fff]|[万元天]|{_AGREES})(?P<who>{PERSON})|(?:^|[。,;])(?P<initial>{SURNAME}))[\s|]?"
    r"(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])(?![\d./-]|%|万|元)"
)
_LATER_ACT = re.compile(
    r"(?:录入|[\u3400-\u9fff]印|盖章|归档|存档|收文|备案|签收|抄送|发件|收件|发送|寄件)[人者]?[:/|]?$"
)
_ENTRY_BEFORE = re.compile(r"(?:^|[|;。.、)\]]|(?:日期|时间):)[^\s,:]{0,2}$")
_HOUR_AFTER = re.compile(r"\s?(?:\d{1,2}:\d\d|[上下中]午|早上|晚上)")
_TERM_AFTER = re.compile(r"[之以]?前|止|起")
_AHEAD = re.compile(r"下次|计划|预计|承诺|约定|截止|最迟|交货")  # days to come date no paper
_LABEL_AT_MOST = 10
_TERM_BEFORE = re.compile(r"[至到自从限期~-]$")


@dataclass(frozen=True, slots=True)
class Stamped:
    """A date put together from a day and the year that the page gives it."""

    word: DateWord
    cell: Cell


def is_signature(before: str) -> bool:
    """Whether the text before a date ends with the name of whoever signed."""
    match = _SIGNATURE.search(before.rstrip(" :"))
    return match is not None and not _acts_later(match)


def days_of_log(sheet: Sheet) -> Iterator[Stamped]:
    """Days without a year (3月6日上午, 4.19 9:15), each in the year of what stands before it."""
    yield from _in_their_years(sheet, _entry_marks)


def days_of_signatures(sheet: Sheet) -> Iterator[Stamped]:
    """Days without a year behind the names of those who signed (同意。李某5.20)."""
    yield from _in_their_years(sheet, _signed_marks)


def _signed_marks(text: str) -> tuple[DayMark, ...]:
    return tuple(
        DayMark(int(match["month"]), int(match["day"]), match.start("month"), match.end())
        for match in _SIGNED_MARK.finditer(text)
        if not _acts_later(match)
    )


def _acts_later(signature: re.Match[str]) -> bool:
    """Whether who signed only filed or sealed the paper (录入:丁某5.24)."""
    start = max(signature.start("who"), signature.start("initial"))
    return _LATER_ACT.search(signature.string[:start]) is not None


def _entry_marks(text: str) -> tuple[DayMark, ...]:
    """The days that begin an entry, or stand with an hour; a day within a sentence is one it speaks of."""
    return tuple(
        mark
        for mark in find_day_marks(text)
        if _ENTRY_BEFORE.search(text[: mark.start]) or _HOUR_AFTER.match(text[mark.end :])
    )


def _in_their_years(sheet: Sheet, marks: Callable[[str], tuple[DayMark, ...]]) -> Iterator[Stamped]:
    year, month = _year_of_number(sheet) or single_year(sheet.flow.text), 0
    for cell in sheet.cells:
        for full in find_dates(cell.text):
            if full.precise and not _TERM_BEFORE.search(cell.text[: full.start]):
                year, month = full.value.year, full.value.month
        if year is None:
            continue
        for mark in marks(cell.text):
            ahead = _AHEAD.search(_label_of(sheet, cell) + cell.text[: mark.start])
            if ahead or _TERM_AFTER.match(cell.text[mark.end :]):
                continue
            year += month - mark.month > _YEAR_TURNS
            month = mark.month
            word = mark.in_year(year)
            if word is not None:
                yield Stamped(word, cell)


def _label_of(sheet: Sheet, cell: Cell) -> str:
    row = sheet.rows[cell.row]
    place = row.index(cell)
    return row[place - 1].text if place and len(row[place - 1].text) < _LABEL_AT_MOST else ""


def _year_of_number(sheet: Sheet) -> int | None:
    """The year that the paper's own number holds: 流水号 XY-2024-0516."""
    for cell in sheet.cells[:12]:
        match = _NUMBER_YEAR.search(cell.text)
        if match is not None:
            return int(match[1])
    return None
