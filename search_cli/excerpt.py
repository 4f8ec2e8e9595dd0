"""A line of a paper for a line of a terminal: hits emphasised, cut to its cells round the first of them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from index.highlight import Span
from reports.table import one_line
from reports.text import display_width

CUT = "…"


def excerpt(text: str, spans: Sequence[Span], *, width: int) -> str:
    """At most `width` cells of the text; a Chinese character takes two. Spans count characters."""
    text = one_line(text)
    start, end = _window(text, spans, width)
    pieces, at = [CUT if start else ""], start
    for span in spans:
        left, right = max(span.start, start), min(span.end, end)
        if left < right:
            pieces += [text[at:left], click.style(text[left:right], fg="red", bold=True)]
            at = right
    return "".join([*pieces, text[at:end], CUT if end < len(text) else ""])


def _window(text: str, spans: Sequence[Span], width: int) -> tuple[int, int]:
    """From where to where the text is shown: a third of the line before the first hit, unless the text
    ends sooner."""
    if display_width(text) <= width:
        return 0, len(text)
    room = width - 2 * display_width(CUT)
    first = min((span.start for span in spans), default=0)
    start = _back(text, first, room // 3)
    end = _on(text, start, room)
    if end == len(text):
        start = _back(text, end, room)
    return start, end


def _back(text: str, at: int, cells: int) -> int:
    """The place so many cells before another."""
    while at and (cells := cells - display_width(text[at - 1])) >= 0:
        at -= 1
    return at


def _on(text: str, at: int, cells: int) -> int:
    """The place so many cells behind another."""
    while at < len(text) and (cells := cells - display_width(text[at])) >= 0:
        at += 1
    return at
