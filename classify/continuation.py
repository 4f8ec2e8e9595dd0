"""Whether a page goes on with the paper before it, or begins a new one: what speaks for either."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from classify.look import STATEMENTS, Look
from classify.rulebook import NO_KIND, Thresholds
from classify.sheet import Cell, Sheet

# Kinds whose papers have a cover or several pages as a rule; all others are mostly one page long.
_OF_SEVERAL_PAGES = frozenset(
    {"feasibility", "contract_text", "credit_report", "brochure", "annual_review", "satisfaction_report"}
)
_CERTAIN = 4.0
_LABEL = re.compile(r"[^\d.,]{2,14}")
_IDENTITY = re.compile(r"\d{4,}|\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?")
_SAME_FORM = 0.6  # of the labels in the lower part of a page
_FEW_LABELS = 4
_COVER_LETTERS = 150
_COVER_TITLE = 0.9
_ALIGNED = 0.015  # of the page's width


@dataclass(slots=True)
class Gathering:
    """A paper whose pages are being gathered. `loose` are pages of papers that it may enclose: its own
    once a later page goes on with it."""

    looks: list[Look]
    loose: list[Look] = field(default_factory=list)

    @property
    def head(self) -> Look:
        return self.looks[0]

    @property
    def last(self) -> Look:
        return (self.loose or self.looks)[-1]

    @property
    def kind(self) -> str | None:
        return self.head.best.value if self.head.best is not None else None

    @property
    def in_notes(self) -> bool:
        """Whether the notes on a report's statements have begun."""
        return self.head.is_report and any(look.has_notes for look in self.looks)

    def is_decided(self, enough: float) -> bool:
        """Whether its first page says what kind of paper it is."""
        return self.kind not in (None, NO_KIND) and self.head.score_of(self.kind) >= enough

    def take(self, look: Look) -> None:
        """Another page, and with it all that lies between."""
        self.looks += [*self.loose, look]
        self.loose.clear()

    def counts_on(self, look: Look) -> bool | None:
        """Whether a page's own number is the next one; none where it has none or is a first page."""
        number = look.number
        if number is None or number.number == 1:
            return None
        before = next((one for one in reversed([*self.looks, *self.loose]) if one.number is not None), None)
        if before is None or before.number is None:
            places = (len(self.looks) + 1, look.sheet.page - self.head.sheet.page + 1)
            return number.number in places if number.sure else None
        steps = (1, look.sheet.page - before.sheet.page)
        same = before.number.pages in (0, number.pages) or number.pages == 0
        return same and number.number - before.number.number in steps

    def binds(self, look: Look) -> bool:
        """Whether a page belongs to it whatever it is: it counts on, or bears the same running head."""
        if look.sheet.page == self.last.sheet.page:
            return True
        return self.counts_on(look) is True or bool(look.header & self.looks[-1].header)


def speaks_for_new(look: Look, paper: Gathering, thresholds: Thresholds) -> float:
    """Above zero: more speaks for a new paper than for another page of this one."""
    another = paper.kind in STATEMENTS and _is_another_statement(look, paper)
    counts_on = paper.counts_on(look)
    if counts_on and not another:
        return -_CERTAIN
    if another:
        return _CERTAIN
    score = _by_title(look, paper, thresholds) + _by_edges(look, paper, counts_on)
    if look.goes_on:
        score -= 1.0 if look.titled not in (None, paper.kind) else 2.0
    if paper.kind not in _OF_SEVERAL_PAGES and paper.is_decided(thresholds.enough):
        score += 1.5 if paper.last.is_finished else 0.5
    if paper.last.is_finished and not paper.last.is_full:
        score += 1.5
    if _size_differs(look.sheet, paper.last.sheet):
        score += 1.0
    if look.names and paper.head.names and not look.names & paper.head.names:
        score += 1.0
    if paper.in_notes and look.titled is None:
        score -= 2.0
    within = look.titled is None or look.titled in _OF_SEVERAL_PAGES
    return score - (2.0 if within and _is_cover(paper, thresholds) else 0.0)


def _is_cover(paper: Gathering, thresholds: Thresholds) -> bool:
    """Whether all there is so far is a page with a large title and little else, of no kind by itself."""
    sheet = paper.head.sheet
    alone = len(paper.looks) == 1 and not paper.is_decided(thresholds.enough) and not paper.head.is_finished
    letters = sum(len(cell.text) for cell in sheet.cells)
    return alone and letters < _COVER_LETTERS and any(cell.title >= _COVER_TITLE for cell in sheet.cells)


def _by_title(look: Look, paper: Gathering, thresholds: Thresholds) -> float:
    """What the title says, or, without one, the words of the page."""
    strong = bool(look.sheet.titles) and look.sheet.titles[0].title >= 0.9 and not look.goes_on
    score = (0.5 if strong else 0.0) + (1.0 if look.addresses else 0.0)
    if look.is_continued and (look.titled is None or look.titled == paper.kind):
        return -3.0
    if look.titled is not None:
        if not _repeats(look, paper):
            return score + (1.0 if look.goes_on and paper.kind in _OF_SEVERAL_PAGES else 3.0)
        if _is_filled_in_again(look, paper):
            return score + 3.0
        return score - (1.0 if _columns_go_on(look.sheet, paper.last.sheet) else 0.0)
    if _is_something_else(look, paper.kind, thresholds.enough):
        return score + 2.0
    if _is_something_else(look, paper.kind, thresholds.weak):
        return score + 1.0
    return score - (1.5 if _columns_go_on(look.sheet, paper.last.sheet) else 0.0)


def _by_edges(look: Look, paper: Gathering, counts_on: bool | None) -> float:
    """What page numbers and running heads say."""
    again = _repeats(look, paper) and _is_filled_in_again(look, paper)
    score = -1.5 if look.header & paper.last.header and not again else 0.0
    if look.number is not None and look.number.number == 1:
        score += 2.0
    if paper.last.number is not None and paper.last.number.is_last:
        score += 2.0
    return score + (0.5 if counts_on is False else 0.0)


def _is_another_statement(look: Look, paper: Gathering) -> bool:
    """Whether it is headed by another statement than the one that is being gathered."""
    if look.titled in STATEMENTS:
        return not _repeats(look, paper)
    return bool(look.statement) and look.statement != paper.head.statement and not look.is_continued


def _repeats(look: Look, paper: Gathering) -> bool:
    """Whether the title is that of the running paper again (合并资产负债表, 合并资产负债表(续))."""
    if look.titled != paper.kind:
        return False
    if look.titled in STATEMENTS:
        return look.title == paper.head.title or look.is_continued
    return look.title in paper.head.title or paper.head.title in look.title


def _is_filled_in_again(look: Look, paper: Gathering) -> bool:
    """Whether a page under the same title is the same form once more, not the next page of a list: its labels
    come again down to the foot, its number, dates or companies are others, or it is a second copy."""
    ended = paper.last.is_finished or not paper.last.is_full
    if ended and look.names and paper.head.names and not look.names & paper.head.names:
        return True
    texts, before = _texts(look.sheet), _texts(paper.head.sheet)
    if len(texts & before) >= _SAME_FORM * max(len(texts), len(before)):
        return True
    labels, others = _lower_labels(look.sheet), _lower_labels(paper.head.sheet)
    if min(len(labels), len(others)) >= _FEW_LABELS:
        return len(labels & others) >= _SAME_FORM * min(len(labels), len(others))
    mine, theirs = _identity(look.sheet), _identity(paper.head.sheet)
    return bool(mine and theirs) and not mine & theirs


def _texts(sheet: Sheet) -> frozenset[str]:
    return frozenset(cell.text for cell in sheet.cells if len(cell.text) >= 4)


def _lower_labels(sheet: Sheet) -> frozenset[str]:
    top = 0.35 * sheet.height
    return frozenset(
        cell.text.rstrip(":") for cell in sheet.cells if cell.box.top > top and _LABEL.fullmatch(cell.text)
    )


def _identity(sheet: Sheet) -> frozenset[str]:
    """Numbers and dates at the head of a page."""
    top = 0.25 * sheet.height
    return frozenset(
        found for cell in sheet.cells if cell.box.top < top for found in _IDENTITY.findall(cell.text)
    )


def _is_something_else(look: Look, current: str | None, enough: float) -> bool:
    best = look.best
    if best is None or best.value == current or best.score < enough * (2 if best.value == NO_KIND else 1):
        return False
    return best.score - look.score_of(current) >= enough / 2


def _columns_go_on(sheet: Sheet, previous: Sheet) -> bool:
    """Whether the first rows stand in the columns of the last ones: a table that goes on."""
    above, below = _columns(previous.rows[-6:], previous), _columns(sheet.rows[:6], sheet)
    if min(len(above), len(below)) < 3:
        return False
    near = sum(any(abs(one - other) < _ALIGNED for other in above) for one in below)
    return near >= 0.75 * len(below)


def _columns(rows: tuple[tuple[Cell, ...], ...], sheet: Sheet) -> tuple[float, ...]:
    """The left edges of the widest row, as shares of the page's width."""
    widest = max(rows, key=len, default=())
    return tuple(cell.box.left / sheet.width for cell in widest)


def _size_differs(sheet: Sheet, previous: Sheet) -> bool:
    if sheet.is_unread or previous.is_unread:
        return False
    return abs(sheet.width / sheet.height - previous.width / previous.height) > 0.08
