"""Opening the search engine of a home."""

from __future__ import annotations

import os
from collections.abc import Iterator

from archive.clock import Clock, utc_now
from archive.home import Home
from index.elastic import open_elastic
from index.embedded import EmbeddedStore
from index.followers import Followers
from index.following import FollowingEngine
from index.generations import EngineName, Generation
from index.store import IndexStore


def open_engine(home: Home, *, clock: Clock = utc_now) -> FollowingEngine:
    """The engine of one home; files and connections are opened when they are first needed."""

    for left in home.path.glob("index.db*"):  # from before there were generations: of no use any more
        left.unlink(missing_ok=True)

    def open_store(generation: Generation) -> IndexStore:
        if generation.engine == "elastic":
            elastic = home.settings.search.elastic
            return open_elastic(elastic, os.environ, home=home.identity, name=generation.name)
        return EmbeddedStore(home.path / generation.name)

    def present() -> Iterator[tuple[EngineName, str]]:
        names = {
            path.name.removesuffix("-wal").removesuffix("-shm") for path in home.path.glob("index-*.db*")
        }
        return (("embedded", name) for name in sorted(names))

    followers = Followers(home.catalogue, open_store, home.locks, clock=clock, present=present)
    return FollowingEngine(followers, preferred=lambda: home.settings.search.engine)
