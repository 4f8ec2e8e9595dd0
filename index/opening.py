"""Opening the search engine of a home."""

from __future__ import annotations

from archive.clock import Clock, utc_now
from archive.home import Home
from index.embedded import EmbeddedStore
from index.followers import Followers
from index.following import FollowingEngine
from index.generations import Generation
from index.store import IndexStore


def open_engine(home: Home, *, clock: Clock = utc_now) -> FollowingEngine:
    """The engine of one home; files and connections are opened when they are first needed."""

    for left in home.path.glob("index.db*"):  # from before there were generations: of no use any more
        left.unlink(missing_ok=True)

    def open_store(generation: Generation) -> IndexStore:
        return EmbeddedStore(home.path / generation.name)

    followers = Followers(home.catalogue, open_store, home.locks, clock=clock)
    return FollowingEngine(followers, preferred=lambda: home.settings.search.engine)
