"""Indexes on the Elasticsearch servers of `tests.servers`, each test's under a name of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.settings import ElasticSettings
from index.elastic import ElasticStore
from index.elastic_cluster import Cluster
from index.elastic_secrets import Credentials
from index.generations import Generation
from index.testing.library import Library, follow
from index.testing.made_up import Shelf
from tests.servers.server import ADMIN, DANGAN, Server

HOME = "0123456789abcdef0123456789abcdef"


def settings_for(server: Server, *, shards: int = 1, seconds: float = 30) -> ElasticSettings:
    """Settings that lead to this server; patient, for a machine that does much else."""
    return ElasticSettings(
        hosts=server.hosts,
        ca=str(server.ca or ""),
        user=DANGAN.user if server.ca else "",
        shards=shards,
        replicas=len(server.nodes) - 1 and 1,
        timeout_seconds=seconds,
    )


def cluster_of(server: Server, *, shards: int = 1, seconds: float = 30) -> Cluster:
    """The server as our program sees it, as the user with the least rights where it has users."""
    credentials = Credentials(DANGAN.user, DANGAN.password) if server.ca else Credentials()
    return Cluster(settings_for(server, shards=shards, seconds=seconds), lambda: credentials)


@contextmanager
def family_on(server: Server) -> Iterator[str]:
    """A name for the indices of one test, which are deleted behind it."""
    family = f"dangan-{secrets.token_hex(4)}"
    try:
        yield family
    finally:
        client = server.client(ADMIN if server.ca else None)
        for index in client.indices.get(index=f"{family}-*"):
            client.indices.delete(index=index)
        client.close()


@contextmanager
def store_on(server: Server, *, shards: int = 1) -> Iterator[ElasticStore]:
    """One empty index."""
    with family_on(server) as family:
        store = ElasticStore(cluster_of(server, shards=shards), family=family, name="1", home=HOME)
        store.create()
        yield store
        store.close()


@contextmanager
def library_on(server: Server, folder: Path, *, files: int = 6, shards: int = 1) -> Iterator[Library]:
    """A shelf in this folder, and an engine on this server that follows it."""
    with family_on(server) as family:

        def open_store(generation: Generation) -> ElasticStore:
            cluster = cluster_of(server, shards=shards)
            return ElasticStore(cluster, family=family, name=generation.name, home=HOME)

        shelf = Shelf(folder, files=files)
        engine = follow(shelf.catalogue, folder, open_store, engine="elastic")
        yield Library(shelf, engine)
        engine.close()
        shelf.catalogue.close()
