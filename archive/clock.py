"""Time, injected: everything that needs "now" is given a `Clock`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def encode_moment(moment: datetime) -> str:
    """A moment as text of fixed width that sorts by time: `2026-03-05T08:30:00.000000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decode_moment(text: str) -> datetime:
    """The moment that `encode_moment` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def local_date(moment: datetime) -> date:
    """The calendar day of a moment where this machine stands."""
    return moment.astimezone().date()
