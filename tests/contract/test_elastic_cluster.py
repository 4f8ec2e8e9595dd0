"""Three real nodes on this machine, one replica: nodes die while papers are taken in and searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from archive.errors import EngineUnavailable
from index.query import parse
from index.testing.library import exact, found
from index.testing.made_up import KINDS
from tests.outage import EVERYWHERE, Ground, as_admin, ground_on, until_true
from tests.servers.node import Node
from tests.servers.server import Server
from tests.servers.variants import CLUSTER

pytestmark = [pytest.mark.parametrize("elastic", [CLUSTER], indirect=True, ids=str), pytest.mark.timeout(900)]

PATIENT = 10.0  # seconds that a request may take, where three nodes share two cores


@pytest.fixture
def ground(breakable: Server, tmp_path: Path) -> Iterator[Ground]:
    with ground_on(breakable, tmp_path, patience=PATIENT, shards=3) as ground:
        ground.file(30)
        until_true(ground.caught_up)
        with as_admin(breakable) as client:
            client.cluster.health(wait_for_status="green", timeout="60s")
        yield ground


class Reader:
    """Searches on and on, and asks once more when it is refused.

    `settled` are the documents of which nothing waits any more; what is just being taken in may be shown
    by one copy of a shard and not yet by the other.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._done = Event()
        self.settled = frozenset(ground.shelf.filed)
        self.refusals: list[str] = []
        self.missing: list[frozenset[int]] = []
        self.answers: list[list[int]] = []
        self._thread = Thread(target=self._read)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._done.is_set():
            settled = self.settled
            try:
                answer = self._look()
                self.answers.append(answer)
                self.missing.append(settled - set(answer))
            except EngineUnavailable as error:
                self.refusals.append(str(error))

    def _look(self) -> list[int]:
        try:
            return self._ground.shown()
        except EngineUnavailable:
            return self._ground.shown()


def master_of(server: Server) -> Node:
    """The node that the others obey."""
    with as_admin(server) as client:
        chosen = client.cluster.state(metric="master_node")["master_node"]
        address = client.nodes.info(node_id=chosen, metric="http")["nodes"][chosen]["http"]["publish_address"]
    port = address.rpartition(":")[2]
    return next(
        node for node, host in zip(server.nodes, server.hosts, strict=True) if host.endswith(f":{port}")
    )


@pytest.mark.parametrize("chosen", ["master", "another"])
def test_one_node_dies_while_papers_come_and_are_searched(ground: Ground, chosen: str) -> None:
    master = master_of(ground.server)
    victim = master if chosen == "master" else next(one for one in ground.server.nodes if one is not master)
    reader = Reader(ground)
    try:
        for number in range(12):
            ground.file(10)
            if ground.engine.pending().changes == 0:
                reader.settled = frozenset(ground.shelf.filed)
            if number == 3:
                victim.kill()
        until_true(lambda: len(reader.answers) > 5)
    finally:
        reader.stop()

    assert [] == reader.refusals
    assert {frozenset()} == set(reader.missing)
    assert all(answer == sorted(answer, reverse=True) for answer in reader.answers)
    ground.settle()
    ground.server.restore()
    ground.settle()
    is_complete(ground)


def test_two_nodes_die_and_come_back(ground: Ground) -> None:
    for victim in ground.server.nodes[:2]:
        victim.kill()

    ground.file(10)
    ground.shelf.revise(3, file=2, title="新题")
    ground.shelf.dispose(4)
    ground.engine.drain()
    behind = ground.engine.pending()
    with pytest.raises(EngineUnavailable, match=r"Elasticsearch|Nothing answers") as refused:
        ground.shown()

    assert (12, True, 13) == (behind.changes, behind.fault is not None, refused.value.exit_code)
    ground.server.restore()
    ground.settle()
    is_complete(ground)


def is_complete(ground: Ground) -> None:
    """Page after page everything comes once, whatever the pages' size; and it is counted alike."""
    wanted = sorted(ground.shelf.filed, reverse=True)
    for step in (1, 7, 1000):
        assert wanted == exact(found(ground.engine, "煤炭", EVERYWHERE, step=step))
    plan = parse("煤炭", kinds=KINDS)
    assert len(wanted) == ground.engine.search(plan, EVERYWHERE, limit=1).total
