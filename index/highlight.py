"""Where on its pages a document answers a query: pages, lines, and the words within them.

A pure function over pages that the reader may see; the index is not asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.page import Page
from index.nearness import may_be_near, near
from index.plan import Plan, wanted_phrases
from index.tokens import fold_with_origins


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in a line: `start` included, `end` not."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line with words of the query. `page` is the page's number, `line` the index in `Page.lines`."""

    page: int
    line: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """All pages with a hit, and the first lines of them."""

    pages: tuple[int, ...]
    snippets: tuple[Snippet, ...]


def highlight(plan: Plan, pages: Sequence[Page], *, tolerant: bool = False, most: int = 5) -> Highlights:
    """What of a plan stands where on the pages of one document; at most `most` lines are shown.

    With `tolerant`, places where a longer phrase is only near count too.
    """
    lines = [(page.number, index, line.text) for page in pages for index, line in enumerate(page.lines)]
    starts = _starts(lines)
    folded, origins = fold_with_origins("\n".join(text for _, _, text in lines))
    marked: dict[int, list[Span]] = {}
    for term in {phrase.term for phrase in wanted_phrases(plan.root)}:
        for start, end in _places(term, folded, tolerant=tolerant):
            for number, span in _on_lines(origins[start], origins[end - 1] + 1, lines, starts):
                marked.setdefault(number, []).append(span)
    snippets = tuple(Snippet(*lines[number], _merged(marked[number])) for number in sorted(marked))
    return Highlights(tuple(dict.fromkeys(snippet.page for snippet in snippets)), snippets[:most])


_NumberedLine = tuple[int, int, str]


def _starts(lines: Sequence[_NumberedLine]) -> list[int]:
    """Where each line starts in the lines joined by line ends."""
    starts, at = [], 0
    for _, _, text in lines:
        starts.append(at)
        at += len(text) + 1
    return starts


def _places(term: str, folded: str, *, tolerant: bool) -> Iterator[tuple[int, int]]:
    found = folded.find(term)
    if found < 0 and tolerant and may_be_near(term):
        yield from near(term, folded)
    while found >= 0:
        yield found, found + len(term)
        found = folded.find(term, found + len(term))


def _on_lines(
    start: int, end: int, lines: Sequence[_NumberedLine], starts: Sequence[int]
) -> Iterator[tuple[int, Span]]:
    """A place in the joined text as spans on the lines it runs over."""
    number = bisect_right(starts, start) - 1
    while number < len(lines) and starts[number] < end:
        left = max(start - starts[number], 0)
        right = min(end - starts[number], len(lines[number][2]))
        if left < right:
            yield number, Span(left, right)
        number += 1


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
