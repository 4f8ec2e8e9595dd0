"""What a reading process tells its parent.

It reads files nobody vouches for, so its answers are data that is checked, never pickles.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import Any, TypeAlias

from archive.message import Message, decode_message, encode_message
from archive.page import Page, decode_page, encode_page


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started and waits for work; or the engine has been loaded."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The engine is being loaded: no page is to blame for what happens now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The file was opened and has so many pages."""

    pages: int


@dataclass(frozen=True, slots=True)
class PageDone:
    """A page was read."""

    page: Page
    rereadings: int


@dataclass(frozen=True, slots=True)
class PageFailed:
    """A page could not be read; the others may be fine."""

    number: int
    reason: Message
    advice: Message


@dataclass(frozen=True, slots=True)
class Failed:
    """The file could not be opened, or (`machine`) the engine could not be loaded."""

    reason: Message
    advice: Message
    machine: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """All pages asked for have been dealt with."""


Event: TypeAlias = Ready | Loading | Opened | PageDone | PageFailed | Failed | Finished

_SILENT: dict[str, Event] = {"ready": Ready(), "loading": Loading(), "finished": Finished()}


def encode(event: Event) -> bytes:
    """Pack an event as JSON."""
    return json.dumps(_record(event)).encode()


def decode(packed: bytes) -> Event:
    """Unpack an event; raise `ValueError` when it is none."""
    try:
        return _event(json.loads(packed))
    except (KeyError, TypeError, AttributeError, zlib.error, binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("not an event of a reading process") from error


def _record(event: Event) -> dict[str, Any]:
    match event:
        case Opened(pages):
            return {"is": "opened", "pages": pages}
        case PageDone(page, rereadings):
            packed = base64.b64encode(encode_page(page)).decode()
            return {"is": "page", "page": packed, "rereadings": rereadings}
        case PageFailed(number, reason, advice):
            return {"is": "page failed", "number": number, **_sentences(reason, advice)}
        case Failed(reason, advice, machine):
            return {"is": "failed", "machine": machine, **_sentences(reason, advice)}
        case _:
            return {"is": next(name for name, silent in _SILENT.items() if silent == event)}


def _event(record: dict[str, Any]) -> Event:
    kind = record["is"]
    if kind in _SILENT:
        return _SILENT[kind]
    if kind == "opened":
        return Opened(int(record["pages"]))
    if kind == "page":
        return PageDone(decode_page(base64.b64decode(record["page"])), int(record["rereadings"]))
    reason, advice = decode_message(record["reason"]), decode_message(record["advice"])
    if kind == "page failed":
        return PageFailed(int(record["number"]), reason, advice)
    if kind == "failed":
        return Failed(reason, advice, bool(record["machine"]))
    raise ValueError(kind)


def _sentences(reason: Message, advice: Message) -> dict[str, str]:
    return {"reason": encode_message(reason), "advice": encode_message(advice)}
