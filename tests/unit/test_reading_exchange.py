"""What a reading process says arrives whole; anything else is noticed."""

from __future__ import annotations

import pytest

from archive.message import message
from archive.page import Box, Line, Page
from ingest.reading.exchange import (
    Event,
    Failed,
    Finished,
    Loading,
    Opened,
    PageDone,
    PageFailed,
    Ready,
    decode,
    encode,
)

PAGE = Page(2, 100.0, 200.0, 90, "fake", (Line("合同", Box(1.0, 2.0, 3.0, 4.0), 0.9),), ink=0.1)
REASON, ADVICE = message("Page {page} is bad.", page=2), message("Scan it again.")


@pytest.mark.parametrize(
    "event",
    [
        Ready(),
        Loading(),
        Opened(7),
        PageDone(PAGE, 3),
        PageFailed(2, REASON, ADVICE),
        Failed(REASON, ADVICE, machine=True),
        Finished(),
    ],
)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert decode(encode(event)) == event


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"7",
        b'{"is": "?"}',
        b'{"is": "page", "page": "AAAA", "rereadings": 0}',
        b"{}",
    ],
)
def test_rubbish_is_no_event(rubbish: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(rubbish)
