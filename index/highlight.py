"""Where a document answers a query: in its head, on its pages and lines, and the words within them.

A pure function over a head and pages that the reader may see; the index is not asked. The text looked
through is the one the index holds: title, author and archive number, then the lines of all pages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.page import Page
from index.nearness import near
from index.plan import AllOf, AnyOf, InField, Node, Phrase, Plan
from index.tokens import fold, fold_with_origins

HeadPart = Literal["title", "author", "number"]


@dataclass(frozen=True, slots=True)
class Head:
    """What the index has of a document before its pages; `number` is the archive number."""

    title: str = ""
    author: str = ""
    number: str = ""


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
class HeadMatch:
    """A part of the head with words of the query."""

    part: HeadPart
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """All pages with a hit, the first lines of them, and the parts of the head with a hit."""

    pages: tuple[int, ...]
    snippets: tuple[Snippet, ...]
    head: tuple[HeadMatch, ...] = ()


def highlight(
    plan: Plan, pages: Sequence[Page], *, head: Head | None = None, tolerant: bool = False, most: int = 5
) -> Highlights:
    """What of a plan stands where in one document.

    At most `most` lines are shown, and those on which the last of them runs on. With `tolerant`, places
    where a longer phrase is only near count where it is nowhere exactly.
    """
    sheet = _Sheet(head or Head(), pages)
    marks = _Marks(sheet, most)
    for term, nearly in dict.fromkeys(_wanted(plan.root, tolerant=tolerant)):
        marks.find(term, nearly=nearly)
    return marks.highlights()


def _wanted(node: Node, *, tolerant: bool) -> Iterator[tuple[str, bool]]:
    """The terms that a hit may show, what is left out not among them, and whether near places count.

    A field's value is written in its own way, so where it was read it may be only nearly.
    """
    match node:
        case Phrase(term=term):
            yield term, tolerant
        case InField(term=term):
            yield term, True
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _wanted(part, tolerant=tolerant)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a page, or a part of the head (page 0)."""

    page: int
    line: int
    text: str


class _Sheet:
    """Head and lines one below the other, their folded text, and where in it each row begins."""

    def __init__(self, head: Head, pages: Sequence[Page]) -> None:
        parts = (head.title, head.author, head.number)
        self.rows = [_Row(0, index, text) for index, text in enumerate(parts)]
        self.rows += [
            _Row(page.number, index, line.text) for page in pages for index, line in enumerate(page.lines)
        ]
        lines = "\n".join(row.text for row in self.rows[len(parts) :])
        self.folded = fold("|".join((*parts, lines)))
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for row in self.rows:
            at += self.folded[at : at + 1] == " "
            self.starts.append(at)
            at += len(fold(row.text))
            self.ends.append(at)

    def row_at(self, at: int) -> int:
        """The row that a place in the folded text is on."""
        return bisect_right(self.starts, at) - 1

    def next_page(self, number: int) -> int:
        """Where in the folded text the page after the one of a row begins."""
        page = self.rows[number].page
        following = bisect_right(self.rows, page, key=lambda row: row.page)
        return self.starts[following] if following < len(self.rows) else len(self.folded)

    def span(self, number: int, place: tuple[int, int]) -> Span | None:
        """A place in the folded text as characters of one row, none where the row has nothing of it."""
        start = self.starts[number]
        left, right = max(place[0], start), min(place[1], self.ends[number])
        if left >= right:
            return None
        origins = fold_with_origins(self.rows[number].text)[1]
        return Span(origins[left - start], origins[right - 1 - start] + 1)


class _Marks:
    """Places found on a sheet, by row. Behind the lines that are shown only a first one of each page."""

    def __init__(self, sheet: _Sheet, most: int) -> None:
        self._sheet = sheet
        self._most = most
        self._by_row: dict[int, list[tuple[int, int]]] = {}
        self._running_on: set[int] = set()  # rows on which a place of the row before goes on

    def find(self, term: str, *, nearly: bool) -> None:
        """Mark where a term stands; where it does not and `nearly` is asked for, where it is near."""
        folded, lines = self._sheet.folded, set[int]()
        at = folded.find(term)
        if at < 0 and nearly:
            for place in near(term, folded):
                self._mark(place)
        while at >= 0:
            row = self._mark((at, at + len(term)))
            lines.add(row)
            behind = self._sheet.next_page(row) if len(lines) > self._most + 3 else at + len(term)
            at = folded.find(term, behind)

    def highlights(self) -> Highlights:
        """What was marked."""
        rows = sorted(self._by_row)
        lines = [number for number in rows if self._sheet.rows[number].page]
        shown = self._most
        while lines[shown : shown + 1] and lines[shown] in self._running_on:
            shown += 1
        return Highlights(
            tuple(dict.fromkeys(self._sheet.rows[number].page for number in lines)),
            tuple(self._snippet(number) for number in lines[:shown]),
            tuple(self._head_match(number) for number in rows[: len(rows) - len(lines)]),
        )

    def _mark(self, place: tuple[int, int]) -> int:
        """Mark a place on every row that it runs over; return the first."""
        sheet = self._sheet
        first = sheet.row_at(place[0])
        before = False
        for number in range(first, sheet.row_at(place[1] - 1) + 1):
            if max(place[0], sheet.starts[number]) < min(place[1], sheet.ends[number]):
                self._by_row.setdefault(number, []).append(place)
                if before:
                    self._running_on.add(number)
                before = True
        return first

    def _snippet(self, number: int) -> Snippet:
        row = self._sheet.rows[number]
        return Snippet(row.page, row.line, row.text, self._spans(number))

    def _head_match(self, number: int) -> HeadMatch:
        parts: tuple[HeadPart, ...] = ("title", "author", "number")
        return HeadMatch(parts[number], self._sheet.rows[number].text, self._spans(number))

    def _spans(self, number: int) -> tuple[Span, ...]:
        found = (self._sheet.span(number, place) for place in self._by_row[number])
        return _merged([span for span in found if span])


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
