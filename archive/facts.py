"""What the fields of a paper say together: its date, its year, how long it counts."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from archive.decision import Field

LONG_TERM = "长期"
SURE = 0.6
"""A person should look at what was read less surely."""

_SPAN = re.compile(r"~ ((?:19|20)\d\d-\d\d-\d\d)$")
_PERIOD = re.compile(
    r"((?:19|20)\d\d)年(?:(?:\d{1,2}月?[-~至])?(\d{1,2})月)?(?:(\d{1,2})日)?(?:第?([一二三四1-4])季度)?"
)


def facts_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The value of each field by name; where a name was read more than once, the surest reading."""
    return {field.name: field.value for field in sorted(fields, key=lambda field: field.confidence)}


def issued_on(facts: Mapping[str, Any]) -> date | None:
    """The day a paper bears, else the last day of the period it reports on."""
    return day(facts.get("issue_date")) or period_end(str(facts.get("period", "")))


def year_borne(facts: Mapping[str, Any]) -> int | None:
    """The year a paper belongs to: that of the period it reports on, else that of its date."""
    last = period_end(str(facts.get("period", ""))) or day(facts.get("issue_date"))
    return last.year if last else None


def period_end(words: str) -> date | None:
    """The last day of a period: `2025年度`, `2025年6月`, `2025年1-6月`, `2025年6月30日`, `2025年第二季度`,
    `2025-01-01 ~ 2025-06-30`; none for other words."""
    span = _SPAN.search(words)
    if span:
        return date.fromisoformat(span[1])
    found = _PERIOD.search(words)
    if not found:
        return None
    year = int(found[1])
    quarter = "一二三四".find(found[4]) + 1 or int(found[4]) if found[4] else 4
    month = int(found[2]) if found[2] else 3 * quarter
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(int(found[3] or last), last) or last)


def day(value: object) -> date | None:
    """The value, if it is a day."""
    return value if isinstance(value, date) else None


def is_doubtful(field: Field) -> bool:
    """Whether a person should look at the paper before relying on a field."""
    return field.by_hand or field.confidence < SURE
