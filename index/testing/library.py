"""Asking an engine everything it knows about a question, page after page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.catalogue.database import Catalogue
from archive.grants import Grant, Scope
from index.embedded import EmbeddedStore
from index.engine import Hit, SearchEngine
from index.followers import Followers, Stores
from index.following import FollowingEngine
from index.generations import EngineName, Generation
from index.query import parse
from index.store import IndexStore
from index.testing.made_up import KINDS, NOW, Shelf
from index.testing.oracle import Dated, Question, write


@dataclass(frozen=True, slots=True)
class Library:
    """A shelf and the engine that follows it."""

    shelf: Shelf
    engine: SearchEngine


def follow(
    catalogue: Catalogue, folder: Path, open_store: Stores | None = None, *, engine: EngineName = "embedded"
) -> FollowingEngine:
    """An engine that follows a catalogue, by default with index files in `folder`, where its locks are."""
    locks = folder / "locks"
    locks.mkdir(exist_ok=True)

    def open_file(generation: Generation) -> IndexStore:
        return EmbeddedStore(folder / generation.name)

    followers = Followers(catalogue, open_store or open_file, locks, clock=lambda: NOW)
    return FollowingEngine(followers, preferred=lambda: engine)


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
