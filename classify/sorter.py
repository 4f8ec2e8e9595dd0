"""The whole of classification: pages in, papers out, each with category, customer and fields."""

from __future__ import annotations

from collections.abc import Sequence

from archive.decision import (
    Ambiguous,
    Assigned,
    Candidate,
    Decision,
    Dropped,
    Part,
    Sorting,
    Unknown,
    first_choice,
)
from archive.message import message
from archive.page import Page
from archive.register import Hints, Register
from classify.customers import name_customer
from classify.directory import Directory
from classify.fields import read_fields
from classify.rulebook import NO_KIND, Rulebook, Thresholds
from classify.scoring import weigh
from classify.sheet import Sheet, lay_out
from classify.splitting import split


class Sorter:
    """Sorts scans by one rulebook and one register; built once, used for many, keeps nothing between them."""

    def __init__(self, rulebook: Rulebook, register: Register) -> None:
        self._rulebook = rulebook
        self._directory = Directory(register)

    def sort(self, pages: Sequence[Page], hints: Hints) -> Sorting:
        """Split the pages of one original into papers and say of each what it is and whose."""
        sheets = [lay_out(page) for page in pages]
        reason = message("The page is blank.").text
        dropped = tuple(Dropped(sheet.page, reason) for sheet in sheets if sheet.is_blank)
        written = [sheet for sheet in sheets if not sheet.is_blank]
        papers = split(written, self._rulebook, self._directory)
        parts = tuple(self._part(paper, hints) for paper in papers)
        return Sorting(parts, dropped, self._rulebook.digest)

    def _part(self, sheets: Sequence[Sheet], hints: Hints) -> Part:
        thresholds = self._rulebook.thresholds
        category = decide_category(weigh(self._rulebook, sheets, self._directory), thresholds)
        kind = first_choice(category)
        naming = name_customer(sheets, self._directory, hints, kind=kind, thresholds=thresholds)
        fields = read_fields(sheets, category, naming, self._directory)
        return Part(
            first_page=sheets[0].page,
            last_page=sheets[-1].page,
            category=category,
            customer=naming.decision,
            fields=fields,
            proposed=naming.proposed,
        )


def decide_category(weighed: Sequence[Candidate], thresholds: Thresholds) -> Decision:
    """The decision that the scores bear: the best must be good enough and clear of the runner-up."""
    speaking = tuple(candidate for candidate in weighed if candidate.score >= thresholds.weak)
    if not speaking:
        return Unknown(message("No rule recognises the paper.").text)
    best = speaking[0]
    second = speaking[1] if len(speaking) > 1 else None
    clear = second is None or best.score - second.score >= thresholds.margin
    if best.value == NO_KIND:
        return Unknown(message("The paper looks like one that no file keeps.").text)
    if best.score < thresholds.enough:
        return Unknown(message("Too little speaks for any one kind of paper.").text, _kinds(speaking))
    if not clear:
        return Ambiguous(_kinds(speaking), message("Two kinds of paper are equally likely.").text)
    return Assigned(best, second)


def _kinds(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(candidate for candidate in candidates if candidate.value != NO_KIND)[:4]
