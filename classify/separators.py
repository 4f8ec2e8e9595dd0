"""Separator sheets in a pile: where they part it, and what they say of the papers behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.decision import Ambiguous, Assigned, Candidate, Decision, Evidence, Unknown
from archive.form_code import form_code_on
from archive.message import message
from archive.page import Box, Page
from archive.separator import Separator, decode_separator
from classify.customers import Naming
from classify.directory import Directory
from classify.names import spelled_name
from classify.sheet import Sheet

KIND_RULE, CUSTOMER_RULE = "separator_sheet.category", "separator_sheet.customer"
_CERTAIN = 20.0  # what a sheet adds; the strongest title adds ten
_LETTERS = 400  # a page with more of its own is a paper, whatever code is stuck on it


@dataclass(frozen=True, slots=True)
class SeparatorSheet:
    """A separator sheet among the pages: what it says, on which page, and where its code stands.

    A printed query form (`is_form`) parts a pile like a sheet that says nothing.
    """

    said: Separator
    page: int
    box: Box
    is_form: bool = False

    @property
    def reason(self) -> str:
        """Why its page is no part of a paper: a message id."""
        if self.is_form:
            return message("It is a signed query form.").text
        return message("It is a separator sheet.").text

    def evidence(self, rule: str, words: str) -> Evidence:
        """What the sheet says, as evidence."""
        return Evidence(rule, words, self.page, self.box, _CERTAIN)


@dataclass(frozen=True, slots=True)
class Section:
    """The pages from one separator sheet to the next."""

    separator: SeparatorSheet | None
    sheets: tuple[Sheet, ...]

    @property
    def is_one_paper(self) -> bool:
        """Whether the sheet names a category: then what lies behind it is one paper of it."""
        return self.separator is not None and bool(self.separator.said.kind)


def separator_sheets(pages: Sequence[Page]) -> dict[int, SeparatorSheet]:
    """The separator sheets among the pages, by page number; a page with two different codes is none."""
    found: dict[int, SeparatorSheet] = {}
    for page in pages:
        if form_code_on(page) is not None:
            box = page.barcodes[0].box
            found[page.number] = SeparatorSheet(Separator(), page.number, box, is_form=True)
            continue
        codes = [(decode_separator(code.text), code.box) for code in page.barcodes]
        said = {separator: box for separator, box in codes if separator is not None}
        letters = sum(len(line.text) for line in page.lines)
        if len(said) == 1 and letters <= _LETTERS:
            ((separator, box),) = said.items()
            found[page.number] = SeparatorSheet(separator, page.number, box)
    return found


def sections(sheets: Sequence[Sheet], separators: Mapping[int, SeparatorSheet]) -> Iterator[Section]:
    """The pages between the separator sheets, without those; sections without pages are left out."""
    running: list[Sheet] = []
    separator: SeparatorSheet | None = None
    for sheet in sheets:
        if sheet.page not in separators:
            running.append(sheet)
            continue
        if running:
            yield Section(separator, tuple(running))
        separator, running = separators[sheet.page], []
    if running:
        yield Section(separator, tuple(running))


def kind_told(decision: Decision, separator: SeparatorSheet | None) -> Decision:
    """The kind of a paper behind a sheet: the sheet's, unless the rules are sure of another."""
    if separator is None or not separator.said.kind:
        return decision
    told = Candidate(separator.said.kind, _CERTAIN, (separator.evidence(KIND_RULE, separator.said.kind),))
    if isinstance(decision, Assigned) and decision.best.value != told.value:
        reason = message("The separator sheet names another category than the paper shows.").text
        return Ambiguous((told, decision.best), reason)
    return Assigned(_joined(told, decision))


def customer_told(naming: Naming, separator: SeparatorSheet | None, directory: Directory) -> Naming:
    """The customer of a paper behind a sheet: the sheet's, if the register has it and the paper agrees."""
    if separator is None or separator.said.customer is None:
        return naming
    decision = naming.decision
    if not _is_registered(separator.said, directory):
        reason = message("The separator sheet names a customer that the register does not have so.").text
        return replace(naming, decision=Ambiguous(_candidates(decision), reason))
    value = str(separator.said.customer)
    told = Candidate(value, _CERTAIN, (separator.evidence(CUSTOMER_RULE, separator.said.name),))
    others = tuple(one for one in _candidates(decision) if one.value != value)
    named = len(others) < len(_candidates(decision))
    strange = not named and (others or naming.proposed is not None)
    if strange or _is_sure_of(decision, others) or any(map(_bears_code, others)):
        reason = message("The separator sheet names another customer than the paper does.").text
        return replace(naming, decision=Ambiguous((told, *others), reason))
    return replace(naming, decision=Assigned(_joined(told, decision)), proposed=None)


def _is_registered(said: Separator, directory: Directory) -> bool:
    """Whether the number and the name on the sheet are one customer's."""
    customer = directory.customers.get(said.customer or 0)
    if customer is None:
        return False
    names = (customer.name, *customer.aliases, *customer.former_names)
    return spelled_name(said.name) in map(spelled_name, names)


def _is_sure_of(decision: Decision, others: Sequence[Candidate]) -> bool:
    return isinstance(decision, Assigned) and decision.best in others


def _bears_code(other: Candidate) -> bool:
    """Whether a code on the paper is this customer's, which no name outweighs."""
    return any(item.rule.startswith("customer.code") for item in other.evidence)


def _joined(told: Candidate, decision: Decision) -> Candidate:
    """The sheet's word, and what the paper itself says for the same."""
    for one in _candidates(decision):
        if one.value == told.value:
            return Candidate(told.value, told.score + one.score, (*told.evidence, *one.evidence))
    return told


def _candidates(decision: Decision) -> tuple[Candidate, ...]:
    match decision:
        case Assigned(best=best, runner_up=runner_up):
            return (best,) if runner_up is None else (best, runner_up)
        case Ambiguous(candidates=candidates) | Unknown(candidates=candidates):
            return candidates
