"""How one paper stands against one requirement on one day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from archive.holdings import HeldDocument
from archive.regulation import Requirement


class State(StrEnum):
    """Of a paper (the first five), or of a whole requirement; from good to bad."""

    PRESENT = "present"
    EXPIRING = "expiring"
    COPY_ONLY = "copy_only"
    TOO_OLD = "too_old"
    EXPIRED = "expired"
    WAITING = "waiting"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NONE = "none"

    @property
    def met(self) -> bool:
        """Counted as present: what expires soon still counts today."""
        return self in (State.PRESENT, State.EXPIRING)

    @property
    def required(self) -> bool:
        """Counted among what the file must hold: neither waived nor a thing that never happened."""
        return self not in (State.NOT_APPLICABLE, State.NONE)

    @property
    def rank(self) -> int:
        """Its place from good to bad."""
        return _RANKS[self]


_RANKS = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that serves a requirement.

    `last_day` is the last day on which it counts, none if it counts for ever. `undated`: its age was
    reckoned from its filing, because it shows no date.
    """

    document: HeldDocument
    state: State
    last_day: date | None
    undated: bool


def paper(document: HeldDocument, requirement: Requirement, *, today: date, soon_days: int) -> Paper:
    """Judge a document. It counts through its last day, and `soon_days` before that it is expiring."""
    printed = document.valid_until if requirement.on_paper and not document.long_term else None
    months = requirement.max_age_months
    aged = add_months(dated(document), months) if months is not None else None
    last_day = min((day for day in (printed, aged) if day is not None), default=None)
    state = State.PRESENT
    if printed is not None and printed < today:
        state = State.EXPIRED
    elif aged is not None and aged < today:
        state = State.TOO_OLD
    elif requirement.paper == "original" and document.copy == "复印件":
        state = State.COPY_ONLY
    elif last_day is not None and last_day <= today + timedelta(days=soon_days):
        state = State.EXPIRING
    return Paper(document, state, last_day, months is not None and document.issued_on is None)


def dated(document: HeldDocument) -> date:
    """The paper's own date, or the day it was filed: it is at least that old."""
    return document.issued_on or document.filed_on


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where there is no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
