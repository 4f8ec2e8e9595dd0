"""Asking an engine everything it knows about a question, page after page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from archive.grants import Grant, Scope
from index.engine import Hit, SearchEngine
from index.query import parse
from index.testing.made_up import KINDS, Shelf
from index.testing.oracle import Dated, Question, write


@dataclass(frozen=True, slots=True)
class Library:
    """A shelf and the engine that follows it."""

    shelf: Shelf
    engine: SearchEngine


def scope_of(*files: int, everything: bool = False) -> Scope:
    """A scope as the gate would mint it."""
    grant = Grant(1, "form:1", frozenset(files), datetime(2030, 1, 1, tzinfo=UTC))
    return Scope((grant,), frozenset(files), everything)


def found(
    engine: SearchEngine, question: Question | Dated | str, scope: Scope, *, step: int = 50
) -> list[Hit]:
    """Every hit, page after page."""
    plan = parse(question if isinstance(question, str) else write(question), kinds=KINDS)
    hits: list[Hit] = []
    while True:
        answered = engine.search(plan, scope, limit=step, after=hits[-1] if hits else None)
        hits += answered.hits
        if not answered.more:
            return hits


def exact(hits: list[Hit]) -> list[int]:
    """The documents of the exact hits, in the order they came."""
    return [hit.document for hit in hits if not hit.tolerant]
