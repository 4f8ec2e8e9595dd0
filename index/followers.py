"""The indexes of one home: which there are, and the store of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.catalogue.database import Catalogue
from archive.clock import Clock
from archive.locking import locked
from index import generations
from index.follower import Follower
from index.generations import EngineName, Generation
from index.store import IndexStore

NAMES: dict[EngineName, str] = {"embedded": "index-{id}.db", "elastic": "{id}"}
"""What a generation's index is called: a file in the home, or the end of an index's name on the cluster."""

Stores = Callable[[Generation], IndexStore]
Present = Callable[[], Iterable[tuple[EngineName, str]]]
"""Says which indexes of this home lie about, by engine and name."""


def none_present() -> Iterable[tuple[EngineName, str]]:
    """Nobody has looked."""
    return ()


class Followers:
    """All generations and their stores; a store is opened when it is first asked for."""

    def __init__(
        self,
        catalogue: Catalogue,
        stores: Stores,
        locks: Path,
        *,
        clock: Clock,
        present: Present = none_present,
    ) -> None:
        self.catalogue = catalogue
        self.locks = locks
        self._stores = stores
        self._clock = clock
        self._present = present
        self._followers: dict[int, Follower] = {}

    def serving(self) -> Generation | None:
        """The generation that answers; none before the first was made."""
        with self.catalogue.read() as tx:
            return generations.serving(tx)

    def live(self) -> tuple[Generation, ...]:
        """Those that follow the outbox: first the serving one."""
        with self.catalogue.read() as tx:
            living = generations.live(tx)
        self._let_go_but({generation.id for generation in living})
        return living

    def every(self) -> tuple[Generation, ...]:
        """All there are, also those that wait to be deleted."""
        with self.catalogue.read() as tx:
            return generations.every(tx)

    def strays(self) -> tuple[Generation, ...]:
        """Indexes that lie about and belong to no generation, as if they were retired ones: left when a
        catalogue was restored from a backup."""
        found = tuple(self._present())  # first, for a generation's row is there before its index
        known = {(generation.engine, generation.name) for generation in self.every()}
        return tuple(
            Generation(0, engine, name, "retired", 0, 0, self._clock(), None)
            for engine, name in found
            if (engine, name) not in known
        )

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

    def let_serve(self, generation: Generation, *, keep: bool) -> Generation | None:
        """Let this one answer from now on; return the one that did, which follows on with `keep`."""
        with self.catalogue.write() as tx:
            return generations.switch(tx, generation.id, at=self._clock(), keep=keep)

    def discard(self, generation: Generation) -> None:
        """Delete an index that does not serve, and forget it."""
        with self.catalogue.write() as tx:
            generations.retire(tx, generation.id)
        self.follower(generation).discard()
        self.forget(generation)

    def forget(self, generation: Generation) -> None:
        """Forget an index that does not serve, whether it was deleted or cannot be."""
        with self.catalogue.write() as tx:
            generations.retire(tx, generation.id)
            generations.forget(tx, generation.id)
        self._let_go_but(self._followers.keys() - {generation.id})

    def sweep(self, stray: Generation) -> None:
        """Delete an index that belongs to no generation."""
        store = self._stores(stray)
        store.discard()
        store.close()

    @contextmanager
    def making(self, *, wait: float) -> Iterator[bool]:
        """Only one process makes an index; yields whether it is this one, after `wait` seconds at most."""
        with locked(self.locks / "index-making.lock", wait=wait) as ours:
            yield ours

    def close(self) -> None:
        """Let go of files and connections."""
        self._let_go_but(())

    def _let_go_but(self, numbers: Collection[int]) -> None:
        """Close what is not needed any more: a deleted file takes room on the disk while it is open."""
        for number in self._followers.keys() - set(numbers):
            self._followers.pop(number).store.close()
