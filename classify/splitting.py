"""Where one paper ends and the next begins in a pile that was scanned in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.decision import Candidate
from classify.dates import find_dates
from classify.directory import Directory
from classify.names import find_names
from classify.rulebook import NO_KIND, Rulebook
from classify.scoring import weigh
from classify.sheet import Sheet

_PAGE_MARK = re.compile(
    r"第(\d{1,3})页\s?[,/|]?\s?共\d|^第(\d{1,3})页$|^(\d{1,2})/\d{1,2}页?$|^Page\s?(\d{1,3})(?: of \d+)?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[条章节]|[二三四五六七八九]、|[2-9]\d?[.、]|附[件录表]|续|\(续\))|续表?\)?$"
)
_SIGNED = re.compile(r"盖章|签字|签名|签章|公章|记录人?:|审核|经办")
# Kinds whose papers have a cover or several pages as a rule; all others are mostly one page long.
_OF_SEVERAL_PAGES = frozenset(
    {"feasibility", "contract_text", "credit_report", "brochure", "annual_review", "satisfaction_report"}
)
_TITLE_COUNTS = 4.0


@dataclass(frozen=True, slots=True)
class _Look:
    """What one page looks like by itself."""

    sheet: Sheet
    kinds: tuple[Candidate, ...]
    titled: str | None
    title: str
    names: frozenset[str]

    @property
    def best(self) -> Candidate | None:
        return self.kinds[0] if self.kinds else None

    def score_of(self, kind: str | None) -> float:
        """What the page scores for one kind."""
        return next((candidate.score for candidate in self.kinds if candidate.value == kind), 0.0)


def split(sheets: Sequence[Sheet], rulebook: Rulebook, directory: Directory) -> tuple[tuple[Sheet, ...], ...]:
    """Group pages into papers. A page starts a new one when enough speaks for it (`new_paper`)."""
    papers: list[list[Sheet]] = []
    head: _Look | None = None
    for sheet in sheets:
        look = _look(sheet, rulebook, directory)
        if (
            head is None
            or _speaks_for_new(look, head, papers[-1][-1], rulebook) >= rulebook.thresholds.new_paper
        ):
            papers.append([sheet])
            head = look
        else:
            papers[-1].append(sheet)
    return tuple(tuple(paper) for paper in papers)


def _look(sheet: Sheet, rulebook: Rulebook, directory: Directory) -> _Look:
    kinds = weigh(rulebook, [sheet], directory)
    title_rules = {rule.id for rule in rulebook.rules if rule.where == "title"}
    titled, title, strongest = None, "", _TITLE_COUNTS
    for candidate in kinds:
        for item in candidate.evidence:
            if item.rule in title_rules and item.weight >= strongest:
                titled, title, strongest = candidate.value, item.words, item.weight
    names = frozenset(word.value for word in find_names(sheet.flow.text)) | {
        known.name for known in directory.known_in(sheet.flow.text) if known.owner is not None
    }
    return _Look(sheet, kinds, titled, title, names)


def _speaks_for_new(look: _Look, head: _Look, previous: Sheet, rulebook: Rulebook) -> float:
    """Above zero: more speaks for a new paper than for a continuation of the paper that `head` began."""
    mark = _page_mark(look.sheet)
    if mark is not None and mark > 1:
        return -4.0
    first = look.sheet.cells[0].text if look.sheet.cells else ""
    current = head.best.value if head.best is not None else None
    score = 0.0
    if mark == 1:
        score += 2.0
    if _GOES_ON.search(first):
        score -= 2.0
    if look.titled is not None and not _repeats(look, head, current):
        score += 3.0
    elif look.titled is None and _is_something_else(look, current, rulebook.thresholds.enough):
        score += 2.0
    elif look.titled is None and _is_something_else(look, current, rulebook.thresholds.weak):
        score += 1.0
    if current not in _OF_SEVERAL_PAGES and head.score_of(current) >= rulebook.thresholds.enough:
        score += 1.5 if _is_finished(previous) else 0.5
    if _size_differs(look.sheet, previous):
        score += 1.0
    if look.names and head.names and not look.names & head.names:
        score += 1.0
    if (
        look.sheet.titles
        and look.sheet.titles[0].title >= 0.9
        and not _GOES_ON.search(look.sheet.titles[0].text)
    ):
        score += 0.5
    return score


def _repeats(look: _Look, head: _Look, current: str | None) -> bool:
    """Whether the title is that of the running paper again (合并资产负债表, 合并资产负债表(续))."""
    return look.titled == current and (look.title == head.title or "续" in look.title)


def _is_something_else(look: _Look, current: str | None, enough: float) -> bool:
    best = look.best
    if best is None or best.value in (current, NO_KIND) or best.score < enough:
        return False
    return best.score - look.score_of(current) >= enough / 2


def _is_finished(sheet: Sheet) -> bool:
    """Whether a page ends as papers end: a date or a place to sign in its last rows."""
    ends = [cell.text for row in sheet.rows[-3:] for cell in row if len(cell.text) < 30]
    return any(_SIGNED.search(text) or find_dates(text) for text in ends)


def _page_mark(sheet: Sheet) -> int | None:
    """The page number that the paper itself prints at its edge, if it does."""
    if not sheet.rows:
        return None
    edge = [cell for row in (*sheet.rows[:2], *sheet.rows[-2:]) for cell in row]
    for cell in edge:
        match = _PAGE_MARK.search(cell.text)
        if match is not None:
            return int(next(group for group in match.groups() if group))
    return None


def _size_differs(sheet: Sheet, previous: Sheet) -> bool:
    return abs(sheet.width / sheet.height - previous.width / previous.height) > 0.08
