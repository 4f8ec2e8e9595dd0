"""The engine on Elasticsearch keeps the engine contract: on a real server, two of its versions, and one
with TLS and users, where it has no rights but those of config/elasticsearch/role.yml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.testing.contract import EngineContract
from index.testing.library import Library
from index.testing.made_up import draw_papers
from tests.clustered import library_on
from tests.servers.server import Server
from tests.servers.variants import PLAIN_8, PLAIN_9, TLS_8


@pytest.fixture(scope="module")
def library(elastic: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_on(elastic, tmp_path_factory.mktemp("library"), shards=shards_on(elastic)) as library:
        draw_papers(library.shelf, seed=3, count=150)
        library.engine.drain()
        yield library


@pytest.fixture
def bench(elastic: Server, tmp_path: Path) -> Iterator[Library]:
    with library_on(elastic, tmp_path, shards=shards_on(elastic)) as library:
        yield library


def shards_on(server: Server) -> int:
    """More than one for some, where order and totals must come out the same."""
    return 3 if server.ca else 2 if server.release is PLAIN_9.release else 1


@pytest.mark.parametrize("elastic", [PLAIN_8, PLAIN_9, TLS_8], indirect=True, ids=str)
class TestElasticEngine(EngineContract):
    """The contract, on Elasticsearch."""
