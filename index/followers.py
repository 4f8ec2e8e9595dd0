"""The indexes of one home: which there are, and the store of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.catalogue.database import Catalogue
from archive.clock import Clock
from index import generations
from index.follower import Follower
from index.generations import EngineName, Generation
from index.store import IndexStore

NAMES: dict[EngineName, str] = {"embedded": "index-{id}.db", "elastic": "{id}"}
"""What a generation's index is called: a file in the home, or the end of an index's name on the cluster."""

Stores = Callable[[Generation], IndexStore]


class Followers:
    """All generations and their stores; a store is opened when it is first asked for."""

    def __init__(self, catalogue: Catalogue, stores: Stores, locks: Path, *, clock: Clock) -> None:
        self.catalogue = catalogue
        self.locks = locks
        self._stores = stores
        self._clock = clock
        self._followers: dict[int, Follower] = {}

    def serving(self) -> Generation | None:
        """The generation that answers; none before the first was made."""
        with self.catalogue.read() as tx:
            return generations.serving(tx)

    def live(self) -> tuple[Generation, ...]:
        """Those that follow the outbox: first the serving one."""
        with self.catalogue.read() as tx:
            return generations.live(tx)

    def follower(self, generation: Generation) -> Follower:
        """The store of a generation, and its way from the catalogue."""
        found = self._followers.get(generation.id)
        if found is None:
            store = self._stores(generation)
            found = Follower(generation.id, store, self.catalogue, self.locks)
            self._followers[generation.id] = found
        return found

    def begin(self, engine: EngineName) -> Generation:
        """Begin another index, empty; it follows the outbox from now on."""
        with self.catalogue.write() as tx:
            return generations.add(tx, engine, NAMES[engine], at=self._clock())

    def let_serve(self, generation: Generation) -> Generation | None:
        """Let this one answer from now on; return the one that did."""
        with self.catalogue.write() as tx:
            return generations.switch(tx, generation.id, at=self._clock())

    def discard(self, generation: Generation) -> None:
        """Delete an index that does not serve, and forget it."""
        with self.catalogue.write() as tx:
            generations.retire(tx, generation.id)
        self.follower(generation).store.discard()
        self._followers.pop(generation.id).store.close()
        with self.catalogue.write() as tx:
            generations.forget(tx, generation.id)

    def close(self) -> None:
        """Let go of files and connections."""
        while self._followers:
            self._followers.popitem()[1].store.close()
