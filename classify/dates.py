"""Dates as papers print them: figures, Chinese numerals, ranges, and 长期 for "without end"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from classify.wording import is_han

LONG_TERM = "长期"

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "O": 0,
    "o": 0,
    "0": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_HAN_DIGIT = "零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖"

_FIGURES = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年|[-./·])\s*(?P<month>1[0-2]|0?[1-9])"
    r"(?:\s*(?:月|[-./·])\s*(?P<day>3[01]|[12]\d|0?[1-9])?(?:(?!\d)|(?=\d\d:\d))\s*日?|\s*月)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)")
_NUMERALS = re.compile(
    rf"(?P<year>[一二贰][{_HAN_DIGIT}Oo0]{{1,3}})年(?P<month>十[一二]?|元|[一二三四五六七八九壹贰叁]|[〇零][一-九])月"
    rf"(?:(?P<day>[一二三]?十[一二三四五六七八九]?|[〇零]?[一二三四五六七八九]|廿[一-九]?)日?)?"
)


# 3月6日上午, 4.19 9:15, 林某5/28: a day whose year stands elsewhere. A bare 4.19 may be any number.
_DAY_MARK = re.compile(
    r"(?<![\d年./-])(?P<month>1[0-2]|0?[1-9])(?:月(?P<day>3[01]|[12]\d|0?[1-9])日|[./](?P<clocked>3[01]|[12]\d|0?[1-9])(?=\s?\d{1,2}:\d\d)"
    r"|/(?P<signed>3[01]|[12]\d|0?[1-9])$)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[]-])")


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day and month in a text without their year."""

    month: int
    day: int
    start: int
    end: int

    def in_year(self, year: int) -> DateWord | None:
        """The date in `year`, or None where that year has no such day."""
        if self.day > calendar.monthrange(year, self.month)[1]:
            return None
        return DateWord(date(year, self.month, self.day), self.start, self.end)


@dataclass(frozen=True, slots=True)
class DateWord:
    """A date in a text. `precise` is false where only year and month are given (the day is the last)."""

    value: date
    start: int
    end: int
    precise: bool = True


def find_dates(text: str) -> tuple[DateWord, ...]:
    """All dates in `text` (as `wording.plain` leaves it), in order; impossible ones are left out."""
    found = [_from_figures(match) for match in _FIGURES.finditer(text)]
    found += [_from_figures(match) for match in _COMPACT.finditer(text)]
    found += [_from_numerals(match) for match in _NUMERALS.finditer(text)]
    kept: list[DateWord] = []
    for word in sorted(
        (word for word in found if word is not None), key=lambda word: (word.start, -word.end)
    ):
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return tuple(kept)


def find_day_marks(text: str) -> tuple[DayMark, ...]:
    """Days without a year, where the text makes sure of them: 月日, a time after, a signature before."""
    return tuple(
        DayMark(
            int(match["month"]),
            int(match["day"] or match["clocked"] or match["signed"]),
            match.start(),
            match.end(),
        )
        for match in _DAY_MARK.finditer(text)
        if not match["signed"] or is_han(text[match.start() - 1 : match.start()] or " ")
    )


def single_year(text: str) -> int | None:
    """The year, if the text names exactly one."""
    years = {int(match[1]) for match in _YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _from_figures(match: re.Match[str]) -> DateWord | None:
    year, month = int(match["year"]), int(match["month"])
    return _word(match, year, month, int(match["day"]) if match["day"] else None)


def _from_numerals(match: re.Match[str]) -> DateWord | None:
    written = match["year"]
    digits = "".join(str(_DIGITS[character]) for character in written)
    if len(digits) == 2:  # 二五年: written short
        digits = "20" + digits
    elif len(digits) == 3:  # 二五年, the circle lost by the engine: 二〇二五
        digits = digits[0] + "0" + digits[1:]
    if not digits.startswith(("19", "20")):
        return None
    day = counted(match["day"]) if match["day"] else None
    return _word(match, int(digits), counted(match["month"]), day)


def _word(match: re.Match[str], year: int, month: int, day: int | None) -> DateWord | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return DateWord(date(year, month, day or last), match.start(), match.end(), day is not None)


def counted(numeral: str) -> int:
    """The value of a numeral up to 99: 三, 叁, 〇三, 十, 十二, 二十, 廿五, 三十一, 元 (the first month)."""
    if numeral == "元":
        return 1
    numeral = numeral.replace("廿", "二十").replace("拾", "十").lstrip("〇零")
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
