"""One sample file: what is drawn, how it is delivered, and what the archive should make of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from sample_scans.drawing.sheet import Sheet

Delivery = Callable[[tuple[Sheet, ...], random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """One paper within a file; dates as YYYY-MM-DD or 长期; `pages` like 1-3; `category` as in labels."""

    category: str
    customer: str = ""
    pages: str = "1"
    code: str = ""
    issue_date: str = ""
    valid_until: str = ""
    title: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to draw. `outcome`: filed, review, duplicate or quarantined."""

    file: str
    sheets: tuple[Sheet, ...]
    delivery: Delivery
    parts: tuple[Part, ...]
    words: tuple[str, ...]
    notes: str
    outcome: str = "filed"
