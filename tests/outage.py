"""An archive that is searched on a server which a test breaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from elasticsearch import Elasticsearch

from index.elastic import ElasticStore
from index.followers import Followers
from index.following import FollowingEngine
from index.generations import Generation
from index.testing.library import exact, found, scope_of
from index.testing.made_up import NOW, Draft, Shelf
from tests.clustered import HOME, cluster_of, family_on
from tests.faults.index_fakes import Seconds
from tests.servers.server import Server

EVERYWHERE = scope_of(1, 2, 3)


@dataclass
class Ground:
    """A shelf, the engine that follows it on a server, and that server."""

    server: Server
    shelf: Shelf
    engine: FollowingEngine
    seconds: Seconds

    @property
    def index(self) -> str:
        """The name of the index that serves."""
        serving = self.engine.followers.serving()
        assert serving
        store = self.engine.followers.follower(serving).store
        assert isinstance(store, ElasticStore)
        return store.index

    def file(self, count: int) -> None:
        """File papers, as the pipeline does it: the index is told behind each of them."""
        self.shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(count)])
        self.engine.drain()

    def shown(self) -> list[int]:
        return exact(found(self.engine, "煤炭", EVERYWHERE))

    def caught_up(self) -> bool:
        """Whether the next look of `dangan watch` takes everything over; it comes a minute later."""
        self.seconds.now += 3600
        self.engine.drain()
        return self.engine.pending().changes == 0

    def settle(self) -> None:
        """Everything comes in by itself, as the catalogue has it."""
        until_true(self.caught_up)
        assert sorted(self.shelf.filed, reverse=True) == self.shown()
        assert () == self.engine.verify(thoroughly=True)


@contextmanager
def ground_on(server: Server, folder: Path, *, patience: float, shards: int = 1) -> Iterator[Ground]:
    """An archive in this folder that is searched on this server; a request may take `patience` seconds."""
    with family_on(server) as family:

        def open_store(generation: Generation) -> ElasticStore:
            cluster = cluster_of(server, shards=shards, seconds=patience)
            return ElasticStore(cluster, family=family, name=generation.name, home=HOME)

        (folder / "locks").mkdir()
        shelf, seconds = Shelf(folder, files=3), Seconds()
        followers = Followers(shelf.catalogue, open_store, folder / "locks", clock=lambda: NOW)
        engine = FollowingEngine(followers, preferred=lambda: "elastic", seconds=seconds)
        yield Ground(server, shelf, engine, seconds)
        engine.close()
        shelf.catalogue.close()
        server.restore()


def until_true(condition: Callable[[], bool], *, patience: float = 120) -> None:
    ends = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.2)


@contextmanager
def as_admin(server: Server) -> Iterator[Elasticsearch]:
    with server.client() as client:
        yield client
