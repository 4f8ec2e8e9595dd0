"""Indexes that fail when a test lets them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.catalogue.database import Catalogue
from index.embedded import EmbeddedStore
from index.engine import Facets, Hit, Hits, IndexedDocument
from index.followers import Followers, Stores
from index.following import FollowingEngine
from index.store import Held, Question
from index.testing.made_up import NOW


@dataclass
class Weather:
    """What strikes the stores of an engine: `fault` at whatever is asked, `writing` at what they are to take.

    `sheltered` is the name of one that nothing strikes; `tries` counts how often any was brought something.
    """

    fault: Exception | None = None
    writing: Exception | None = None
    sheltered: str = ""
    tries: int = 0


class Exposed(EmbeddedStore):
    """An embedded store in the weather."""

    def __init__(self, path: Path, weather: Weather) -> None:
        super().__init__(path)
        self._name = path.name
        self._weather = weather

    def ready(self) -> bool:
        self._strike(self._weather.fault)
        return super().ready()

    def take(self, papers: Sequence[IndexedDocument], gone: Mapping[int, int]) -> None:
        self._weather.tries += 1
        self._strike(self._weather.fault or self._weather.writing)
        super().take(papers, gone)

    def search(self, question: Question, *, limit: int, after: Hit | None) -> Hits:
        self._strike(self._weather.fault)
        return super().search(question, limit=limit, after=after)

    def facets(self, question: Question) -> Facets:
        self._strike(self._weather.fault)
        return super().facets(question)

    def held(self) -> Iterator[Held]:
        self._strike(self._weather.fault)
        return super().held()

    def _strike(self, fault: Exception | None) -> None:
        if fault is not None and self._name != self._weather.sheltered:
            raise fault


class Seconds:
    """A clock that only goes forward, by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def exposed(folder: Path, weather: Weather) -> Stores:
    """Opens the stores of an engine in `folder`, all in one weather."""
    return lambda generation: Exposed(folder / generation.name, weather)


def follow_in(
    weather: Weather, catalogue: Catalogue, folder: Path, *, seconds: Callable[[], float] = time.monotonic
) -> FollowingEngine:
    """An engine whose index files in `folder` are in the weather."""
    locks = folder / "locks"
    locks.mkdir(exist_ok=True)
    followers = Followers(catalogue, exposed(folder, weather), locks, clock=lambda: NOW)
    return FollowingEngine(followers, preferred=lambda: "embedded", seconds=seconds)
