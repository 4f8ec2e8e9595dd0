"""Dates as papers print them: figures, Chinese numerals, ranges, and 长期 for "without end"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
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
    r"(?:(?<!\d)|(?<=Sheet\d))"  # a spreadsheet prints the name of its tab before the date
    r"(?P<year>(?:19|20)\d\d)\s*(?:年|[-./·])\s*(?P<month>1[0-2]|0?[1-9])"
    r"(?:\s*(?:月[.,·]?|[-./·])\s*(?P<day>3[01]|[12]\d|0?[1-9])?(?:(?!\d)|(?=\d\d:\d))\s*[日号]?|\s*月)"
)
# A stamp or a stroke before the year reads as one more digit; the full form is a date all the same.
_STRAY_DIGIT = re.compile(
    r"(?:(?<=\d)(?P<year>20[0-4]\d)|(?<!\d)(?P<first>20[0-4]\d)\d)年(?P<month>1[0-2]|0?[1-9])月"
    r"(?P<day>3[01]|[12]\d|0?[1-9])日"
)
# ... or hides its first digit: 025年8月14日.
_LOST_DIGIT = re.compile(
    r"(?<!\d)0(?P<year>[0-4]\d)年(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日"
)
# A stroke is lost or misread, all of the figures are there: 2024-0703, 202401-18, 2024-06:21.
_LOST_STROKE = re.compile(
    r"(?:^|(?<=[\u3400-\u9fff:|]))(?P<year>20[0-4]\d)(?:[-./](?P<month>0[1-9]|1[0-2])[:,]?|"
    r":?(?P<bare>0[1-9]|1[0-2])[-./])(?P<day>[0-2]\d|3[01])(?=$|[|,;。)\u3400-\u9fff])",
    re.MULTILINE,
)
# 24年3月5日, and 24.3.5 where it fills its place: after a colon, alone in a cell, behind who wrote it.
_SHORT_YEAR = re.compile(
    r"(?<![\d年.-])(?P<year>[0-4]\d)年(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?!\d)"
)
_SHORT_FIGURES = re.compile(
    r"(?:^|(?<=[:|])|(?<=整理|记录|填写|填表|制表|编制|登记))(?P<year>[1-4]\d)(?P<parting>[./-])(?P<month>1[0-2]|0?[1-9])(?P=parting)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?=$|[|,;])",
    re.MULTILINE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_WORD = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY_FIRST = re.compile(
    rf"(?<![\da-z])(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd"
    rf"|th)?(?: ?day)?(?: ?of)?[ -]?{_MONTH_WORD}[ ,-]{{0,2}}(?P<year>(?:19|20)\d\d)(?:(?!\d)|(?=\d\d:\d))",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![a-z]){_MONTH_WORD} ?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd"
    rf"|th)?,? ?(?P<year>(?:19|20)\d\d)(?:(?!\d)|(?=\d\d:\d))",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)")
_ONES = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_NUMERALS = re.compile(
    rf"(?P<year>[一二壹贰][{_HAN_DIGIT}Oo0]{{1,3}})年(?P<month>[零〇]?[一壹]?[十拾][一二壹贰]?"
    rf"|元|[零〇]?[{_ONES}])月"
    rf"(?:(?P<day>[零〇]?[一二三壹贰叁]?[十拾][{_ONES}]?|[零〇]?[{_ONES}]|廿[{_ONES}]?|卅一?)[日号]?)?"
)

# Half in figures, as people write: 2024年三月五日, 二〇二四年3月5日.
_MIXED = re.compile(
    rf"(?<!\d)(?P<year>20\d\d|二[{_HAN_DIGIT}]{{3}})年(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_ONES}])月"
    rf"(?P<day>3[01]|[12]\d|0?[1-9]|[一二三]?十[{_ONES}]?|[{_ONES}])日"
)

# 3月6日上午, 4.19 9:15, 林某5/28: a day whose year stands elsewhere. A bare 4.19 may be any number.
_DAY_MARK = re.compile(
    r"(?<![\d年./-])(?P<month>1[0-2]|0?[1-9])(?:月(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
    r"|[./-](?P<clocked>3[01]|[12]\d|0?[1-9])(?=\s?\d{1,2}:\d\d)"
    r"|/(?P<signed>3[01]|[12]\d|0?[1-9])$)"
)
_CUT = re.compile(
    r"(?:19|20)\d\d(?:(?P<year>年)|(?P<number>年(?:1[0-2]|0?[1-9]))|(?P<month>年(?:1[0-2]|0?[1-9])月)"
    r"|(?P<figures>[-./](?:1[0-2]|0?[1-9])[-./])|(?P<first>[-./])|(?P<tens>[-./][01]))$"
)
_DAY_END = r"(?:3[01]|[12]\d|0?[1-9])"
_ENDS = {
    "year": re.compile(rf"(?:1[0-2]|0?[1-9])月{_DAY_END}[日号]"),
    "number": re.compile(rf"月{_DAY_END}[日号]"),
    "month": re.compile(rf"{_DAY_END}[日号]"),
    "figures": re.compile(rf"{_DAY_END}(?!\d)"),
    "first": re.compile(rf"(?:1[0-2]|0?[1-9])[-./]{_DAY_END}(?!\d)"),
    "tens": re.compile(rf"\d[-./]{_DAY_END}$"),
}
_LOST_NUMERAL = ("201", "202")  # 二〇二年: which year of the twenties, nobody knows
_DAMAGED = (_STRAY_DIGIT, _LOST_DIGIT, _LOST_STROKE)
_YEAR_ALONE = re.compile(rf"(?:(?:19|20)\d\d|[一二][{_HAN_DIGIT}]{{3}})年")
_DAY_AT_END = re.compile(
    rf"(?<![年\d一二三四五六七八九十])(?:1[0-2]|0?[1-9]|[一二三四五六七八九]|十[一二]?)月"
    rf"(?:{_DAY_END}|[一二三]?十?[{_ONES}]|[二三]?十)日$"
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
    """A date in a text.

    `precise` is false where only year and month are given (the day is the last); `whole` is false where
    part of it may be lost: numerals that break off before 日 (二月二 of 二月二十日), a stray figure.
    """

    value: date
    start: int
    end: int
    precise: bool = True
    whole: bool = True


def find_dates(text: str) -> tuple[DateWord, ...]:
    """All dates in `text` (as `wording.plain` leaves it), in order; impossible ones are left out."""
    found = [_from_figures(match) for match in _FIGURES.finditer(text)]
    found += [_from_figures(match) for match in _COMPACT.finditer(text)]
    found += [_from_short(match) for shape in (_SHORT_YEAR, _SHORT_FIGURES) for match in shape.finditer(text)]
    found += [_repaired(match) for shape in _DAMAGED for match in shape.finditer(text)]
    found += [_from_both(match) for match in _MIXED.finditer(text)]
    found += [_from_numerals(match) for match in _NUMERALS.finditer(text)]
    found += [_from_words(match) for shape in (_DAY_FIRST, _MONTH_FIRST) for match in shape.finditer(text)]
    kept: list[DateWord] = []
    for word in sorted(
        (word for word in found if word is not None), key=lambda word: (word.start, -word.end)
    ):
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return tuple(kept)


def put_together(text: str, following: str) -> str:
    """The text, and of the line `following` it what ends a date that the end of the line cuts in two.

    2025年1月 / 24日, 2022年4 / 月25日, 2025-04- / 14, 2023-1 / 2-20; 二月七日 / 二〇二四年, where a seal or a
    slanted line put the year below the day.
    """
    day = _DAY_AT_END.search(text)
    if day is not None and _YEAR_ALONE.fullmatch(following):
        return text[: day.start()] + following + day[0]
    cut = _CUT.search(text)
    end = _ENDS[cut.lastgroup].match(following) if cut is not None and cut.lastgroup else None
    return text + end[0] if end is not None else text


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


def _repaired(match: re.Match[str]) -> DateWord | None:
    """A date that a stroke or seal damaged; not whole, for it may have been read wrongly."""
    parts = match.groupdict()
    year = int(parts["year"] or parts["first"])
    month = int(parts["month"] or parts["bare"])
    word = _word(match, year + 2000 * (year < 100), month, int(parts["day"]))
    return replace(word, whole=False) if word is not None else None


def _from_short(match: re.Match[str]) -> DateWord | None:
    return _word(match, 2000 + int(match["year"]), int(match["month"]), int(match["day"]))


def _from_words(match: re.Match[str]) -> DateWord | None:
    month = _MONTHS.index(match["month"].lower()) + 1
    return _word(match, int(match["year"]), month, int(match["day"]))


def _from_numerals(match: re.Match[str]) -> DateWord | None:
    written = match["year"]
    digits = "".join(str(_DIGITS[character]) for character in written)
    if len(digits) == 2:  # 二五年: written short
        digits = "20" + digits
    elif len(digits) == 3 and digits.startswith(_LOST_NUMERAL):
        return None
    elif len(digits) == 3:  # 二五年, the circle lost by the engine: 二〇二五
        digits = digits[0] + "0" + digits[1:]
    if not digits.startswith(("19", "20")):
        return None
    day = counted(match["day"]) if match["day"] else None
    word = _word(match, int(digits), counted(match["month"]), day)
    broken_off = day is not None and not match[0].endswith(("日", "号"))
    return replace(word, whole=False) if word is not None and broken_off else word


def _from_both(match: re.Match[str]) -> DateWord | None:
    year = "".join(str(_DIGITS.get(character, character)) for character in match["year"])
    month, day = (int(part) if part.isdecimal() else counted(part) for part in match.group("month", "day"))
    return _word(match, int(year), month, day)


def _word(match: re.Match[str], year: int, month: int, day: int | None) -> DateWord | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return DateWord(date(year, month, day or last), match.start(), match.end(), day is not None)


def counted(numeral: str) -> int:
    """The value of a numeral up to 99: 三, 叁, 〇三, 十, 壹拾贰, 二十, 廿五, 卅一, 元 (the first month)."""
    if numeral == "元":
        return 1
    numeral = numeral.replace("廿", "二十").replace("卅", "三十").replace("拾", "十").lstrip("〇零")
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
