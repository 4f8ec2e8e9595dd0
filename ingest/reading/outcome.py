"""What is asked of the reading pool and what comes back: values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from archive.errors import DanganError
from archive.message import Message
from archive.page import Page

UNREADABLE = "unreadable"  # `Page.engine` of a page that could not be read; it has no lines


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read: where it is, and the name it came with (for messages)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages of a file, in order, numbered from 1 without gaps.

    A page that could not be read is there with engine `UNREADABLE` and no lines; at least one page
    was read. `rereadings` counts the lines that were recognised a second time.
    """

    pages: tuple[Page, ...]
    media_type: str
    rereadings: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No page could be read, why, and what a person can do.

    `fault` is `file` when trying again will not help, `machine` when it may.
    """

    reason: Message
    advice: Message
    media_type: str
    fault: Literal["file", "machine"] = "file"


Outcome: TypeAlias = Reading | Unreadable


def refused(error: DanganError, media_type: str) -> Unreadable:
    """The outcome that an error with advice stands for."""
    values = {name: str(value) for name, value in error.values.items()}
    return Unreadable(Message(error.message, values), Message(error.advice), media_type)
