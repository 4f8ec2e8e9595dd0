"""What a carrier holds, page by page: text laid out, a page of a file inside it, or what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from archive.errors import BadInput
from archive.page import Page


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Page `number` (from 1) of a PDF or picture that lies inside the carrier."""

    content: bytes
    media_type: str
    number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A page's place for something inside the carrier that cannot be read, and why."""

    error: BadInput


Leaf: TypeAlias = Page | Enclosed | Unread

Unfold: TypeAlias = Callable[[bytes], Iterable[Leaf]]
"""The pages of a file that lies inside another; raises `BadInput` when it is none that is read."""
