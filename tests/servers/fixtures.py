"""Servers as fixtures.

`elastic` is a real, single-node server: `PLAIN_8` for a test that does not say more, others by
`@pytest.mark.parametrize("elastic", [PLAIN_8, PLAIN_9, TLS_8], indirect=True, ids=str)`. It stays up from
test to test, so a test uses index names of its own. At any time each pytest process has one server at
most; asking for another ends the one before. `breakable` is the same one for tests that kill it, make it
read-only or the like.

Tests that ask for `CLUSTER`, a server of three nodes, are marked `cluster` and run by `make test-cluster`;
all others that need a server are marked `elastic`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.distribution import V9
from tests.servers.java import find_java
from tests.servers.server import Server
from tests.servers.variants import PLAIN_8, Variant


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a server is marked so, that `-m` can choose by it."""
    for item in items:
        if "elastic" in getattr(item, "fixturenames", ()):
            variant = item.callspec.params["elastic"] if hasattr(item, "callspec") else PLAIN_8
            item.add_marker(pytest.mark.cluster if variant.nodes > 1 else pytest.mark.elastic)


@pytest.fixture(scope="session", params=[PLAIN_8], ids=str)
def elastic(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that is up."""
    variant: Variant = request.param
    if variant.release is V9 and not find_java(V9.java):
        pytest.skip(f"Elasticsearch {V9.version} needs Java {V9.java} or newer, and there is none here.")
    server = variant.make()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def breakable(elastic: Server) -> Iterator[Server]:
    """A server that this test may kill, pause, fill up or make read-only: it is restored afterwards."""
    yield elastic
    elastic.restore()
