"""What classification says of a paper, with its evidence: outcomes are values, not exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archive.page import Box


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why: the rule that spoke, the words it stood on and where they are.

    `page` counts within the original, 0 where the evidence is not on a page (an inbox folder).
    `weight` is what it added to the score; evidence against is negative.
    """

    rule: str
    words: str
    page: int
    box: Box | None
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer: a category id, or a customer's number in the register as text."""

    value: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """Decided: `best` stands clear of `runner_up` by the margin the rules ask for."""

    best: Candidate
    runner_up: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more candidates are too close; best first. A person decides."""

    candidates: tuple[Candidate, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing reached the threshold. `candidates` holds what was weighed, best first, or nothing."""

    reason: str
    candidates: tuple[Candidate, ...] = ()


Decision = Assigned | Ambiguous | Unknown


def first_choice(decision: Decision) -> str | None:
    """The best answer so far, whether or not it was good enough to file by."""
    match decision:
        case Assigned(best=best):
            return best.value
        case Ambiguous(candidates=candidates) | Unknown(candidates=candidates):
            return candidates[0].value if candidates else None


FieldValue = str | date | Decimal


@dataclass(frozen=True, slots=True)
class Field:
    """One fact read off the paper.

    `name` is one of the field names of `classify.fields`; `value` is typed (dates as dates, money as
    Decimal in yuan, everything else as text), `words` is what was printed, `box` where. `by_hand` where
    it was written by hand: a person should look before relying on it. A paper with several values of one
    name (the dates of a repayment plan) has several fields of that name, in reading order.
    """

    name: str
    value: FieldValue
    words: str
    page: int
    box: Box | None
    confidence: float
    rule: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class ProposedCustomer:
    """A company read off a paper that the register does not know."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A page range of one original that is one paper. Pages count from 1, both ends included."""

    first_page: int
    last_page: int
    category: Decision
    customer: Decision
    fields: tuple[Field, ...]
    proposed: ProposedCustomer | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A page that is no part of a paper: a blank backside, a separator sheet."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """How one original was split and what each part is. `rules_digest` names the rules that spoke."""

    parts: tuple[Part, ...]
    dropped: tuple[Dropped, ...]
    rules_digest: str
