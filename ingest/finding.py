"""What examining a machine and a home comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.message import Message, message

State = Literal["good", "poor", "bad"]
NOTHING = message("")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `poor` works but could be better; `bad` keeps the archive from working."""

    what: Message
    state: State
    found: Message
    advice: Message = NOTHING
