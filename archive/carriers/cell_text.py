"""What a cell shows: its value in the number format that Excel keeps beside it, as far as it matters."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_DECIMALS = re.compile(r"[0#]\.(0+)")
_DIGITS = 15  # Excel keeps no more of a number


def shown(value: Any, number_format: str) -> str:
    """The words of a cell. Dates read 2026-03-05, times 14:30, numbers have the decimals of their format."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M:%S" if value.second else "%H:%M")
        case timedelta():
            return _span(value)
        case int() | float():
            return _number(value, number_format or "General")
        case _:
            return str(value)


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")


def _span(value: timedelta) -> str:
    """A length of time, as `[h]:mm:ss` shows it."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _number(value: float, number_format: str) -> str:
    positive = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.split(";")[0])
    if "%" in positive:
        return f"{_fixed(value * 100, positive)}%"
    if "0" not in positive:
        return f"{value:.{_DIGITS}g}" if abs(value) < 1e15 else str(int(value))
    return _fixed(value, positive)


def _fixed(value: float, number_format: str) -> str:
    found = _DECIMALS.search(number_format)
    thousands = "," if "#,#" in number_format or "0,0" in number_format else ""
    return f"{value:{thousands}.{len(found[1]) if found else 0}f}"
