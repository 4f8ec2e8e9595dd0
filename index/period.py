"""Dates in queries: a year, a month or a day, written the usual Chinese ways."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from archive.errors import BadInput
from index.lexis import Place

_WRITTEN = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:[-./年]?(?P<month>1[0-2]|0?[1-9])(?:[-./月]?(?P<day>3[01]|[12]\d|0?[1-9])日?|月)?|年)?"
)


def read_period(text: str, place: Place) -> tuple[date, date]:
    """First and last day of what is written: 2024, 2024-05, 2024/5/1, 2024年5月1日, 20240501.

    Raises `BadInput`.
    """
    found = _WRITTEN.fullmatch(_plain(text))
    try:
        if found:
            return _days(int(found["year"]), found["month"], found["day"])
    except ValueError:
        pass  # 31 February is said to be no date below
    raise BadInput(
        "{text} is not a date: at character {position}.\n{shown}",
        advice="Write a day, a month or a year: 2024-05-01, 2024-05, 2024.",
        text=text[:30],
        **place.pointer(),
    )


def as_kept(text: str) -> str | None:
    """A day, month or year as far as dates of fields begin like it: 2024年5月 is `2024-05`. None for other
    words, also for figures alone, which may be anything."""
    found = _WRITTEN.fullmatch(_plain(text))
    if found is None or _plain(text).isdecimal():
        return None
    return "-".join(part.zfill(2) for part in found.group("year", "month", "day") if part)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _days(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
    exact = date(year, int(month), int(day))
    return exact, exact
