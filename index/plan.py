"""What a query asks for, as both engines understand it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded text (`index.tokens.fold`) that the document's folded text must contain."""

    term: str


@dataclass(frozen=True, slots=True)
class InCategory:
    """The document is of one of these kinds (category ids)."""

    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class OfCustomer:
    """The document's customer bears this folded text in its name, an alias or a former name."""

    term: str


@dataclass(frozen=True, slots=True)
class InField:
    """One of the document's fields of this name holds this folded text in its value.

    `name` is a field name of `classify.fields`, or `ANY_CODE`.
    """

    name: str
    term: str


ANY_CODE = "any_code"
"""The field that repeats every code and number of a document in letters and digits alone, so that it
makes no difference how a code is parted."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of `parts` and none of `without`; with no parts, any document but `without`."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `parts`."""

    parts: tuple[Node, ...]


CustomersNamed = Callable[[str], frozenset[int]]
"""Finds the customers that a folded name means: asked of the catalogue, so that no index has to follow
a change of names."""

Node = Phrase | InCategory | OfCustomer | InField | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole query. Dates limit the paper's own date, both ends included; a paper without a date is
    outside of every limit. Amounts, in fen (分), ask for a money field between them, ends included."""

    root: Node
    issued_from: date | None = None
    issued_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None


def wanted_phrases(node: Node) -> Iterator[Phrase]:
    """The phrases that a hit may show, excluded ones left out."""
    match node:
        case Phrase():
            yield node
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from wanted_phrases(part)
