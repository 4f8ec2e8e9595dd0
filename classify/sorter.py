"""The whole of classification: pages in, papers out, each with category, customer and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from archive.learnt import LearntForm
from archive.message import message
from archive.page import Page
from archive.register import Hints, Register
from classify.customers import name_customer
from classify.directory import Directory
from classify.fields import read_fields
from classify.memory import FormMemory, with_memory
from classify.rulebook import NO_KIND, Rulebook, Thresholds
from classify.scoring import Scale
from classify.separators import (
    Section,
    SeparatorSheet,
    customer_told,
    kind_told,
    sections,
    separator_sheets,
)
from classify.sheet import Sheet, lay_out
from classify.splitting import split


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sorting, and for each of its parts every kind that a rule spoke for or against, best first."""

    sorting: Sorting
    weighed: tuple[tuple[Candidate, ...], ...]


class Sorter:
    """Sorts scans by one rulebook, one register and the forms learnt so far; built once, used for many, keeps
    nothing between them."""

    def __init__(self, rulebook: Rulebook, register: Register, forms: Sequence[LearntForm] = ()) -> None:
        self._rulebook = rulebook
        self._directory = Directory(register)
        self._memory = FormMemory(forms)

    def sort(self, pages: Sequence[Page], hints: Hints) -> Sorting:
        """Split the pages of one original into papers and say of each what it is and whose."""
        return self.explain(pages, hints).sorting

    def explain(self, pages: Sequence[Page], hints: Hints) -> Explanation:
        """As `sort`, with everything that was weighed on the way."""
        separators = separator_sheets(pages)
        sheets = [lay_out(page) for page in pages]
        written = [sheet for sheet in sheets if not sheet.is_blank or sheet.page in separators]
        scale = Scale(self._rulebook, self._directory)
        papers = [
            (paper, section.separator)
            for section in sections(written, separators)
            for paper in self._papers(section, scale)
        ]
        weighed = tuple(scale.judge(paper) for paper, _ in papers)
        parts = tuple(
            self._part(paper, separator, candidates, hints)
            for (paper, separator), candidates in zip(papers, weighed, strict=True)
        )
        return Explanation(Sorting(parts, _dropped(sheets, separators), self._rulebook.digest), weighed)

    def _papers(self, section: Section, scale: Scale) -> tuple[tuple[Sheet, ...], ...]:
        if section.is_one_paper:
            return (section.sheets,)
        return split(section.sheets, scale, self._rulebook, self._directory)

    def _part(
        self,
        sheets: Sequence[Sheet],
        separator: SeparatorSheet | None,
        weighed: Sequence[Candidate],
        hints: Hints,
    ) -> Part:
        thresholds = self._rulebook.thresholds
        recalled = self._memory.recall(sheets[0])
        category = with_memory(
            decide_category(weighed, thresholds), weighed, recalled, weight=thresholds.learnt_form
        )
        category = kind_told(category, separator)
        if any(sheet.is_unread for sheet in sheets):
            category = _in_doubt(category)
        kind = first_choice(category)
        naming = name_customer(sheets, self._directory, hints, kind=kind, thresholds=thresholds)
        naming = customer_told(naming, separator, self._directory)
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


def _in_doubt(category: Decision) -> Decision:
    """The kind of a paper of which a page could not be read: a person looks at it first."""
    reason = message("A page of this paper could not be read.").text
    match category:
        case Assigned(best=best):
            return Ambiguous((best,), reason)
        case Ambiguous(candidates=candidates) | Unknown(candidates=candidates):
            return Ambiguous(candidates, reason)


def _dropped(sheets: Sequence[Sheet], separators: Mapping[int, SeparatorSheet]) -> tuple[Dropped, ...]:
    """The pages that are no part of a paper, and why."""
    blank = message("The page is blank.").text
    return tuple(
        Dropped(sheet.page, separators[sheet.page].reason if sheet.page in separators else blank)
        for sheet in sheets
        if sheet.page in separators or sheet.is_blank
    )


def _kinds(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(candidate for candidate in candidates if candidate.value != NO_KIND)[:4]
