"""Conditions given beside the words of a query, as the options of a command or the boxes of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from archive.errors import BadInput
from index.amount import Range, read_amounts
from index.lexis import Place
from index.meaning import Meaning, parted
from index.period import read_period
from index.plan import AllOf, AnyOf, InCategory, Node, Plan


@dataclass(frozen=True, slots=True)
class Conditions:
    """Values as a person wrote them, for the keys of the query language.

    Several categories, and several customers, are alternatives; every code and every field
    (`NAME=VALUE`) must be there.
    """

    categories: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    amount: str | None = None

    def given(self) -> dict[str, tuple[str, ...]]:
        """The values by the option that gives them, of those that were given."""
        every = {
            "--category": self.categories,
            "--customer": self.customers,
            "--code": self.codes,
            "--field": self.fields,
            "--since": _one(self.since),
            "--until": _one(self.until),
            "--amount": _one(self.amount),
        }
        return {option: values for option, values in every.items() if values}


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


@dataclass(slots=True)
class Limits:
    """What limits a whole query: dates and amounts, each given once."""

    dates: dict[str, date] = field(default_factory=dict)
    amounts: Range | None = None

    def set(self, key: str, text: str, place: Place) -> None:
        """Take over `from`, `to` or `amount`. Raises `BadInput`, also when it is given twice."""
        if key in self.dates or (key == "amount" and self.amounts is not None):
            raise BadInput(
                "The same limit is given twice, again at character {position}.\n{shown}",
                advice="Give each limit of date and amount once.",
                **place.pointer(),
            )
        if key == "amount":
            self.amounts = read_amounts(text, place)
            return
        first, last = read_period(text, place)
        self.dates[key] = first if key == "from" else last
        if self.dates.get("from", date.min) > self.dates.get("to", date.max):
            raise BadInput(
                "The dates end before they begin: at character {position}.\n{shown}",
                advice="Write the earlier date behind from: and the later one behind to:.",
                **place.pointer(),
            )

    def plan(self, root: Node) -> Plan:
        """The plan of a query that is limited so."""
        lowest, highest = self.amounts or (None, None)
        return Plan(root, self.dates.get("from"), self.dates.get("to"), lowest, highest)


def understood(conditions: Conditions, meaning: Meaning, limits: Limits) -> tuple[Node, ...]:
    """What the conditions ask for; dates and amounts go into `limits`. Raises `BadInput` that names the
    option."""
    for key, option in (("from", "--since"), ("to", "--until"), ("amount", "--amount")):
        for text, place in _said(conditions, option):
            limits.set(key, text, place)
    return (
        *_kinds(conditions, meaning),
        *_either(conditions, "--customer", meaning.customer),
        *(meaning.code(text, place) for text, place in _said(conditions, "--code")),
        *(_field(meaning, text, place) for text, place in _said(conditions, "--field")),
    )


def narrowed(root: Node | None, nodes: tuple[Node, ...]) -> Node:
    """What is asked for by words and by conditions: the same as if all had been written in the query."""
    without: tuple[Node, ...] = ()
    parts = nodes if root is None else (root, *nodes)
    if isinstance(root, AllOf):
        parts, without = root.parts + nodes, root.without
    return parts[0] if len(parts) == 1 and not without else AllOf(parts, without)


def _said(conditions: Conditions, option: str) -> Iterator[tuple[str, Place]]:
    for value in conditions.given().get(option, ()):
        yield value, Place(f"{option} {value}", len(option) + 1)


def _kinds(conditions: Conditions, meaning: Meaning) -> Iterator[Node]:
    found = [meaning.category(text, place).categories for text, place in _said(conditions, "--category")]
    if found:
        yield InCategory(frozenset().union(*found))


def _either(conditions: Conditions, option: str, ask: Callable[[str, Place], Node]) -> Iterator[Node]:
    nodes = tuple(ask(text, place) for text, place in _said(conditions, option))
    if nodes:
        yield nodes[0] if len(nodes) == 1 else AnyOf(nodes)


def _field(meaning: Meaning, text: str, place: Place) -> Node:
    name, value, behind = parted(text, place)
    return meaning.value(meaning.field(name, place), value, behind)
