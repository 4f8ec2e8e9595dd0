"""Counting how the machine's answers compare with the labels."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.labels import NO_CATEGORY, Label

RowOutcome = Literal["filed", "review", "quarantined", "duplicate"]
COLUMNS = ("category", "customer", "code", "issue_date", "valid_until")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the machine chose first for one paper, whether or not it filed it; none where it had no answer.

    `decided` says that the rules were sure of the category. Dates read `2026-03-05` or 长期.
    """

    category: str | None = None
    customer: str | None = None
    code: str | None = None
    issue_date: str | None = None
    valid_until: str | None = None
    pages: str | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled paper, what became of it, what was chosen first, and why it waits or failed."""

    label: Label
    outcome: RowOutcome
    choice: Choice
    reason: str

    def right(self, column: str) -> bool:
        """Whether the first choice in a labelled column is right.

        A paper of no category is right when no category was decided.
        """
        match column:
            case "category":
                nothing = NO_CATEGORY in self.label.categories and not self.choice.decided
                return nothing or self.choice.category in self.label.categories
            case "customer":
                return fold_name(self.label.customer) == fold_name(self.choice.customer or "")
            case _:
                return fold(getattr(self.label, column)) == fold(getattr(self.choice, column) or "")

    @property
    def wrong_unflagged(self) -> bool:
        """Filed under a wrong category or customer, with nobody told."""
        wrong_customer = bool(self.label.customer) and not self.right("customer")
        return self.outcome == "filed" and (not self.right("category") or wrong_customer)


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """The counts over all papers that can be read; `bad_input` counts the others that ended with a reason.

    `decided_wrong` is how often the rules were sure of a wrong category, filed or not: without a
    register nothing is filed, so that only this says how often they were too sure.
    `confusions` holds (right, chosen) categories, most frequent first.
    """

    columns: Mapping[str, Count]
    in_review: Count
    wrong_unflagged: Count
    decided_wrong: Count
    bad_input: Count
    confusions: tuple[tuple[str, str, int], ...]


def score(rows: Sequence[Row]) -> Score:
    """Count."""
    papers = [row for row in rows if not row.label.is_bad_input]
    bad = [row for row in rows if row.label.is_bad_input]
    return Score(
        columns={column: _column(papers, column) for column in COLUMNS},
        in_review=_count(papers, lambda row: row.outcome == "review"),
        wrong_unflagged=_count(papers, lambda row: row.wrong_unflagged),
        decided_wrong=_count(papers, lambda row: row.choice.decided and not row.right("category")),
        bad_input=_count(bad, lambda row: row.outcome == "filed" or bool(row.reason)),
        confusions=_confusions(papers),
    )


def fold(text: str) -> str:
    """Text as it is compared: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def fold_name(text: str) -> str:
    """A name as it is compared: as `fold`, all kinds of brackets alike."""
    return fold(text).translate(str.maketrans("〔〕[]【】〈〉<>", "()()()()()"))


def _column(papers: Sequence[Row], column: str) -> Count:
    return _count([row for row in papers if getattr(row.label, column)], lambda row: row.right(column))


def _count(rows: Sequence[Row], holds: Callable[[Row], bool]) -> Count:
    return Count(sum(map(holds, rows)), len(rows))


def _confusions(papers: Iterable[Row]) -> tuple[tuple[str, str, int], ...]:
    found = Counter(
        (row.label.category, row.choice.category or NO_CATEGORY)
        for row in papers
        if not row.right("category")
    )
    return tuple((right, chosen, number) for (right, chosen), number in found.most_common())
