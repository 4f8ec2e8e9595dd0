"""How wide text is in a plain Chinese typeface, and where its lines end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HALF = 0.5  # of the type size: Latin letters, figures, blanks
_WIDE = re.compile("[\u2010-\U0010ffff]")  # Chinese letters and marks, and what their typefaces set as wide
_NEVER_FIRST = "，。、；：？！）》」】”’％,.;:?!)]}%"
_CHUNK = re.compile(r"[A-Za-z0-9.,:;/@_+%*-]+|.", re.DOTALL)
_GAP = re.compile(r"\t|[ \xa0\u3000]{3,}|\u3000{2}")
_MUTE = re.compile(  # control, direction, surrogate and private characters
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff"
    "\U000f0000-\U0010ffff]"
)
_TAB = 4  # type sizes between two tab stops


def text_width(text: str, size: float) -> float:
    """The width of a line of text; `size` is the height of its letters, in the same unit."""
    if text.isascii():
        return _HALF * size * len(text)
    return size * (len(text) - (1 - _HALF) * len(_WIDE.sub("", text)))


def wrapped(text: str, size: float, room: float) -> Iterator[str]:
    """The text as lines no wider than `room`; words and figures stay whole where they fit on a line."""
    if len(text) * size <= room or text_width(text, size) <= room:
        yield text.rstrip()
        return
    line, width = "", 0.0
    for chunk, needed in _chunks(text, size, room):
        if line and width + needed > room and chunk not in _NEVER_FIRST:
            yield line.rstrip()
            line, width = "", 0.0
            if chunk == " ":
                continue
        line += chunk
        width += needed
    if line:
        yield line.rstrip()


def spaced(text: str, size: float) -> Iterator[tuple[float, str]]:
    """The pieces of a line that tabs and wide blanks part, each with its distance from the line's left."""
    left, start = 0.0, 0
    for gap in [*_GAP.finditer(text), None]:
        piece = text[start : gap.start() if gap else len(text)]
        if piece.strip():
            yield left, piece
        left += text_width(piece, size)
        if gap is not None:
            left = _beyond(left, gap[0], size)
            start = gap.end()


def _beyond(left: float, gap: str, size: float) -> float:
    """Where writing goes on behind a gap: a tab leads to the next stop."""
    if gap != "\t":
        return left + text_width(gap, size)
    stop = _TAB * size
    return ((left + size / 2) // stop + 1) * stop


def _chunks(text: str, size: float, room: float) -> Iterator[tuple[str, float]]:
    """What stays together on a line, and how wide it is; words longer than a line are broken anywhere."""
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        width = text_width(chunk, size)
        if width <= room:
            yield chunk, width
        else:
            yield from ((letter, _HALF * size) for letter in chunk)


def legible(text: str) -> str:
    """The text without control and private characters; tabs and line ends stay."""
    return _MUTE.sub("", text)
