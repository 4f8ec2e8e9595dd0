"""Where one paper ends and the next begins in a pile that was scanned in one go."""

from __future__ import annotations

from collections.abc import Sequence

from classify.continuation import Gathering, speaks_for_new
from classify.directory import Directory
from classify.look import STATEMENTS, Look, look_at
from classify.rulebook import Rulebook, Thresholds
from classify.scoring import Scale
from classify.shared_page import is_paper, shares_of
from classify.sheet import Sheet


def split(
    sheets: Sequence[Sheet], scale: Scale, rulebook: Rulebook, directory: Directory
) -> tuple[tuple[Sheet, ...], ...]:
    """Group pages into papers, in the order they begin. A page begins a new paper when enough speaks for it.

    Papers may overlap: the statements that a report encloses are papers of their own besides the report,
    and a page that two papers share belongs to both, to each with its own cells.
    """
    pile = _Pile(rulebook.thresholds)
    for sheet in sheets:
        look = look_at(sheet, scale, rulebook, directory)
        shares = shares_of(look, scale, rulebook.thresholds)
        pile.add(look, [look_at(share, scale, rulebook, directory) for share in shares])
    return pile.papers


class _Pile:
    """The papers found so far, and the one or two that the next page may go on with: a report, and within
    it a statement."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._found: list[Gathering] = []
        self._outer: Gathering | None = None
        self._inner: Gathering | None = None

    @property
    def papers(self) -> tuple[tuple[Sheet, ...], ...]:
        return tuple(tuple(look.sheet for look in paper.looks) for paper in self._found)

    def add(self, look: Look, shares: Sequence[Look]) -> None:
        """Put a page where it belongs, or the shares of a page that two papers share.

        The upper share must go on with a paper or be one; else it is but the head of what is below.
        """
        if shares and (self._runs_on(shares[0]) or is_paper(shares, self._thresholds)):
            for place, share in enumerate(shares):
                self._put(share, begins=place > 0)
        else:
            self._put(look, begins=False)

    def _runs_on(self, look: Look) -> bool:
        return any(paper is not None and self._goes_on(look, paper) for paper in (self._inner, self._outer))

    def _put(self, look: Look, *, begins: bool) -> None:
        """Put a page, or its share of one, where it belongs; `begins` when it surely begins a paper."""
        if self._outer is None:
            self._outer = self._begin(look)
        elif look.sheet.is_unread:  # nobody knows what it is: it stays where it lies
            (self._inner or self._outer).take(look)
        elif self._is_enclosed(look, self._outer, begins=begins):
            self._inner = self._begin(look)
            self._pass_over(look, self._outer)
        elif begins:
            self._outer, self._inner = self._begin(look), None
        elif self._inner is not None and not look.has_notes and self._goes_on(look, self._inner):
            self._inner.take(look)
            self._pass_over(look, self._outer)
        elif self._goes_on(look, self._outer):
            self._outer.take(look)
            self._inner = None
        else:
            self._outer, self._inner = self._begin(look), None

    def _begin(self, look: Look) -> Gathering:
        self._found.append(Gathering([look]))
        return self._found[-1]

    def _goes_on(self, look: Look, paper: Gathering) -> bool:
        return speaks_for_new(look, paper, self._thresholds) < self._thresholds.new_paper

    def _is_enclosed(self, look: Look, report: Gathering, *, begins: bool) -> bool:
        """Whether a page begins a statement inside a report: one by its title, or, where no kind of paper is
        known for it, by page numbers and running heads that go on."""
        enough = self._thresholds.enough
        if not look.is_statement(enough) or report.kind in STATEMENTS:
            return False
        if self._inner is not None and not begins and self._goes_on(look, self._inner):
            return False
        return report.head.is_report or (not report.is_decided(enough) and report.binds(look))

    def _pass_over(self, look: Look, report: Gathering) -> None:
        """A page of a statement inside a report is the report's too: at once if it bears the report's
        marks, else when a later page goes on with the report."""
        if report.binds(look):
            report.take(look)
        else:
            report.loose.append(look)
