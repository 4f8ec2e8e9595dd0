"""What is there of what the regulations ask for, by customer, regulation and file; what is missing, and why.

How it is reckoned is told in `docs/regulations.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from archive.holdings import HeldCustomer, HeldDocument, HeldFile, Holdings, WaitingPart, Waiver
from archive.regulation import Category, Group, Need, Regulation
from archive.regulations import Regulations
from archive.settings import CompletenessSettings
from reports.shelves import Demand, Shelves
from reports.standing import Paper, State, add_months, dated


@dataclass(frozen=True, slots=True)
class Assessment:
    """One requirement: `papers` are those that decide `state`.

    `found` of `wanted` papers are there where more than one is asked for (years, events).
    """

    group: Group
    category: Category
    state: State
    papers: tuple[Paper, ...] = ()
    waiting: tuple[WaitingPart, ...] = ()
    waiver: Waiver | None = None
    found: int = 0
    wanted: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A customer under one regulation: all his yearly files together, or one contract's file."""

    regulation: Regulation
    files: tuple[HeldFile, ...]
    assessments: tuple[Assessment, ...]

    @property
    def required(self) -> int:
        return sum(one.state.required for one in self.assessments)

    @property
    def present(self) -> int:
        return sum(one.state.met for one in self.assessments)


@dataclass(frozen=True, slots=True)
class CustomerReport:
    """One customer. `waiting`: parts in review that are his and serve no requirement that can be told.

    `loose`: papers about a contract that nobody has named yet; they count for none.
    """

    customer: HeldCustomer
    sections: tuple[Section, ...]
    waiting: tuple[WaitingPart, ...]
    loose: tuple[HeldDocument, ...]

    @property
    def required(self) -> int:
        return sum(section.required for section in self.sections)

    @property
    def present(self) -> int:
        return sum(section.present for section in self.sections)

    def count(self, *states: State) -> int:
        """How many requirements stand so."""
        return sum(one.state in states for section in self.sections for one in section.assessments)


@dataclass(frozen=True, slots=True)
class CompletenessReport:
    """All customers by name. `unassigned`: parts in review of which no customer can be told."""

    today: date
    customers: tuple[CustomerReport, ...]
    unassigned: tuple[WaitingPart, ...]


def completeness(
    holdings: Holdings, regulations: Regulations, *, today: date, settings: CompletenessSettings
) -> CompletenessReport:
    """Assess every customer in `holdings`; nothing outside them is looked at."""
    shelves = Shelves(holdings, regulations, today=today, settings=settings)
    watched = holdings.regulations
    asked = [one for one in regulations if watched is None or one.id in watched]
    customers = sorted(holdings.customers, key=lambda customer: (customer.name, customer.id))
    return CompletenessReport(
        today,
        tuple(_customer_report(customer, asked, shelves) for customer in customers),
        tuple(part for part in holdings.waiting if part.customer is None),
    )


def _customer_report(
    customer: HeldCustomer, regulations: Sequence[Regulation], shelves: Shelves
) -> CustomerReport:
    sections = []
    for regulation in regulations:
        files = tuple(file for file in shelves.files_of[customer.id] if file.regulation == regulation.id)
        if regulation.unit == "contract":
            told = [file for file in files if file.contract is not None]
            sections += [_section(customer, regulation, (file,), shelves) for file in told]
        elif files or customer.kind in regulation.applies_to:
            sections.append(_section(customer, regulation, files, shelves))
    placed = {part.id for section in sections for one in section.assessments for part in one.waiting}
    waiting = tuple(part for part in shelves.waiting_of[customer.id] if part.id not in placed)
    return CustomerReport(customer, tuple(sections), waiting, shelves.loose(customer))


def _section(
    customer: HeldCustomer, regulation: Regulation, files: tuple[HeldFile, ...], shelves: Shelves
) -> Section:
    demands = [
        Demand(customer, regulation, files, group, category)
        for group in regulation.groups
        for category in group.categories
    ]
    return Section(regulation, files, tuple(_paired([_assessment(demand, shelves) for demand in demands])))


def _assessment(demand: Demand, shelves: Shelves) -> Assessment:
    category = demand.category
    papers = shelves.papers(demand)
    found, wanted = _amounts(papers, category, shelves)
    state = _state(papers, category)
    if state.met and found < wanted:
        state = State.MISSING
    waiting = shelves.waiting(demand)
    if waiting and state in (State.MISSING, State.NONE):
        state = State.WAITING
    waiver = None if state.met else shelves.waiver(demand)
    if waiver:
        state = State.NOT_APPLICABLE
    deciding = papers if category.each else [one for one in papers if one.state.met] or papers
    return Assessment(
        demand.group, category, state, tuple(deciding), tuple(waiting), waiver, found=found, wanted=wanted
    )


def _state(papers: Sequence[Paper], category: Category) -> State:
    if not papers:
        return State.MISSING if category.need is Need.ALWAYS or category.recurs else State.NONE
    if not category.each:
        return min((one.state for one in papers), key=lambda state: state.rank)
    by_title = groupby(sorted(papers, key=lambda one: one.document.title), lambda one: one.document.title)
    best = [min((one.state for one in renewals), key=lambda state: state.rank) for _, renewals in by_title]
    return max(best, key=lambda state: state.rank)


def _amounts(papers: Sequence[Paper], category: Category, shelves: Shelves) -> tuple[int, int]:
    """How many of how many are there: years of statements, occurrences of an event, else one of one."""
    if category.years:
        return _years(papers, category, shelves), shelves.settings.statement_years
    if category.need is Need.PER_EVENT:
        return _events(papers), 1
    return min(1, len(papers)), 1


def _years(papers: Sequence[Paper], category: Category, shelves: Shelves) -> int:
    """Different years of statements that count: each year back, a statement may be a year older."""
    if category.max_age_months is None:
        return len({dated(one.document).year for one in papers})
    oldest = category.max_age_months + 12 * (shelves.settings.statement_years - 1)
    fresh = [one for one in papers if add_months(dated(one.document), oldest) >= shelves.today]
    return len({dated(one.document).year for one in fresh})


def _events(papers: Iterable[Paper]) -> int:
    """How often the event happened: papers of one kind and one date are one event's.

    Of several kinds the most frequent counts: an approval form and a limit sheet may be of one grant.
    """
    occasions: dict[str, set[object]] = defaultdict(set)
    for one in papers:
        day = one.document.issued_on
        occasions[one.document.kind].add(day if day is not None else one.document.id)
    return max(map(len, occasions.values()), default=0)


def _paired(assessments: Sequence[Assessment]) -> Iterator[Assessment]:
    """Categories of one event go together: a limit granted three times wants three notices."""
    happened: dict[str, int] = defaultdict(int)
    for one in assessments:
        happened[one.category.event] = max(happened[one.category.event], one.found)
    for one in assessments:
        wanted = happened[one.category.event]
        if one.category.need is Need.PER_EVENT and one.found < wanted and not one.waiver:
            state = State.WAITING if one.waiting else State.MISSING
            yield replace(one, state=state, wanted=wanted)
        elif one.category.need is Need.PER_EVENT:
            yield replace(one, wanted=max(1, wanted))
        else:
            yield one
