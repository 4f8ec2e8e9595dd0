"""What was weighed for a paper, as tables: every rule and learnt form that spoke, for and against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from access.rulings import Explained
from archive.decision import Ambiguous, Assigned, Candidate, Decision, Part, Unknown
from archive.language import show, translate
from archive.message import Message
from archive.regulations import Regulations
from classify.memory import serious
from classify.rulebook import NO_KIND
from reports.table import Cell, Column, Table, readable
from search_cli.reviewing import shown_range
from search_cli.terms import evidence_words

NameOf = Callable[[str], str]


def explained(found: Explained, regulations: Regulations, *, page: int | None = None) -> list[Table]:
    """Two tables for each paper, of all of them or the one with a page; then the pages that were dropped."""
    tables = [
        table
        for part, weighed in zip(found.sorting.parts, found.weighed, strict=True)
        if page is None or part.first_page <= page <= part.last_page
        for table in (_category(found, part, weighed, regulations), _customer(found, part))
    ]
    dropped = [one for one in found.sorting.dropped if page in (None, one.page)]
    if dropped:
        columns = (Column("page", translate("Page"), "number"), Column("reason", translate("Reason")))
        rows = tuple((one.page, show(Message(one.reason))) for one in dropped)
        tables.append(Table(translate("Dropped pages"), columns, rows))
    return tables


def kind_name(regulations: Regulations, kind: str) -> str:
    """A kind of paper as people call it; `unknown` is a paper that belongs to no category."""
    if kind == NO_KIND:
        return translate("no category")
    return regulations.kind_name(kind) if kind in regulations.kinds else kind


def _category(found: Explained, part: Part, weighed: Sequence[Candidate], regulations: Regulations) -> Table:
    def named(kind: str) -> str:
        return kind_name(regulations, kind)

    decided = {one.value: one for one in serious(part.category)}
    kinds = {**{one.value: one for one in weighed}, **decided}
    ranked = sorted(kinds.values(), key=lambda one: -one.score)
    needed = translate(
        "A category needs {enough} points and must lead the next by {margin}.",
        enough=f"{found.enough:g}",
        margin=f"{found.margin:g}",
    )
    pages = shown_range(part.first_page, part.last_page)
    return Table(
        translate("Pages {pages}: category", pages=pages),
        _columns(),
        tuple(row for one in ranked for row in _rows(named(one.value), one, found)),
        (_outcome(part.category, named), needed),
    )


def _customer(found: Explained, part: Part) -> Table:
    def named(number: str) -> str:
        return found.names.get(number, number)

    notes = [_outcome(part.customer, named)]
    if part.proposed is not None:
        said = translate("{company} is not in the register of customers.", company=part.proposed.name)
        notes.append(readable(said))
    pages = shown_range(part.first_page, part.last_page)
    return Table(
        translate("Pages {pages}: customer", pages=pages),
        _columns(),
        tuple(row for one in serious(part.customer) for row in _rows(named(one.value), one, found)),
        tuple(notes),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("answer", translate("Answer")),
        Column("score", translate("Score"), "code", "right"),
        Column("weight", translate("Weight"), "code", "right"),
        Column("rule", translate("Rule")),
        Column("says", translate("Looks for")),
        Column("words", translate("Words found")),
        Column("page", translate("Page"), "number"),
    )


def _rows(name: str, candidate: Candidate, found: Explained) -> Iterator[tuple[Cell, ...]]:
    """One row for each that spoke, weightiest first; the answer stands in each, so that scripts can sort."""
    for one in sorted(candidate.evidence, key=lambda evidence: -evidence.weight):
        yield (
            name,
            f"{candidate.score:.1f}",
            f"{one.weight:+.1f}",
            one.rule,
            readable(show(found.says[one.rule])),
            evidence_words(one),
            one.page or None,
        )


def _outcome(decision: Decision, named: NameOf) -> str:
    match decision:
        case Assigned(best=best, runner_up=None):
            return translate("Decided: {answer}.", answer=named(best.value))
        case Assigned(best=best, runner_up=second) if second is not None:
            return translate(
                "Decided: {answer}; next came {second}, {distance} points behind.",
                answer=named(best.value),
                second=named(second.value),
                distance=f"{best.score - second.score:.1f}",
            )
        case Ambiguous(reason=reason) | Unknown(reason=reason):
            return translate("Not decided: {reason}", reason=show(Message(reason)))
    raise AssertionError  # all kinds of decision are above
