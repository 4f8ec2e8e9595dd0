"""A real Elasticsearch that goes away, stands still, fills up or loses its index: filing goes on, the search
says what is missing, and everything is taken over as soon as the server lets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from elasticsearch import Elasticsearch

from archive.errors import EngineUnavailable
from index.testing.made_up import Draft
from tests.outage import Ground, as_admin, ground_on, until_true
from tests.servers.server import Server

WATERMARKS = ("low", "high", "flood_stage")
QUICK = 2.0  # seconds that a request may take


@pytest.fixture
def ground(breakable: Server, tmp_path: Path) -> Iterator[Ground]:
    with ground_on(breakable, tmp_path, patience=QUICK) as ground:
        ground.file(12)
        ground.shelf.revise(2, file=2, title="新题")
        until_true(ground.caught_up)
        yield ground


def change_papers(ground: Ground) -> None:
    """What happens to papers while the index cannot be written."""
    ground.file(5)
    ground.shelf.revise(3, file=1, title="新题")
    ground.shelf.dispose(4)
    ground.engine.drain()
    ground.file(1)


@pytest.mark.faults
@pytest.mark.parametrize(("way", "said"), [("kill", "Nothing answers"), ("pause", "did not answer in time")])
def test_a_server_that_is_gone_or_stands_still(ground: Ground, way: str, said: str) -> None:
    node = ground.server.nodes[0]
    (node.kill if way == "kill" else node.pause)()

    change_papers(ground)
    behind = ground.engine.pending()
    with pytest.raises(EngineUnavailable, match=said):
        ground.shown()

    assert (8, True) == (behind.changes, said in str(behind.fault))
    ground.server.restore()
    ground.settle()


@pytest.mark.faults
def test_an_index_that_is_closed_for_writing_is_searched_on(ground: Ground) -> None:
    with as_admin(ground.server) as client:
        client.indices.add_block(index=ground.index, block="write")
        change_papers(ground)
        behind = ground.engine.pending()

        expected = [number for number in range(12, 0, -1) if number not in (3, 4)]
        assert expected == ground.shown()  # what was moved or disposed of is not shown as it was
        assert (8, True) == (behind.changes, "blocked for writing" in str(behind.fault))
        client.indices.put_settings(index=ground.index, settings={"index.blocks.write": None})
    ground.settle()


@pytest.mark.faults
def test_a_full_disk_of_the_server(ground: Ground) -> None:
    """The real watch over the disk, told that a disk needs more room than there is on earth."""
    with as_admin(ground.server) as client:
        name = "cluster.routing.allocation.disk.watermark.{}"
        watching = {"cluster.routing.allocation.disk.threshold_enabled": True}
        client.cluster.put_settings(persistent={"cluster.info.update.interval": "10s", **watching})
        client.cluster.put_settings(persistent={name.format(mark): "900tb" for mark in WATERMARKS})
        until_true(lambda: read_only(client, ground.index))
        change_papers(ground)
        behind = ground.engine.pending()

        assert [number for number in range(12, 0, -1) if number not in (3, 4)] == ground.shown()
        assert (8, True) == (behind.changes, "nearly full" in str(behind.fault))
        client.cluster.put_settings(persistent={name.format(mark): "1b" for mark in WATERMARKS})
    ground.settle()  # the server itself lifts the block when there is room


def read_only(client: Elasticsearch, index: str) -> bool:
    blocks = client.indices.get_settings(index=index)[index]["settings"]["index"].get("blocks", {})
    return bool(blocks.get("read_only_allow_delete") == "true")


@pytest.mark.faults
def test_an_index_that_somebody_deleted_is_made_anew(ground: Ground) -> None:
    with as_admin(ground.server) as client:
        client.indices.delete(index=ground.index)
    change_papers(ground)
    ground.settle()


@pytest.mark.faults
def test_an_alias_that_somebody_deleted_is_no_hindrance(ground: Ground) -> None:
    with as_admin(ground.server) as client:
        client.indices.delete_alias(index=ground.index, name="_all")
    change_papers(ground)
    ground.settle()


@pytest.mark.faults
def test_a_server_killed_in_the_middle_of_taking_papers_in(ground: Ground) -> None:
    ground.shelf.file_all([Draft(("煤炭合同" * 200,), file=number % 3 + 1) for number in range(4000)])
    with as_admin(ground.server) as client:
        drainer = Thread(target=ground.engine.drain)
        drainer.start()
        until_true(lambda: client.count(index=ground.index)["count"] > 400)
        ground.server.nodes[0].kill()
        drainer.join()
    behind = ground.engine.pending()

    assert (True, True) == (0 < behind.changes < 4000, behind.fault is not None)
    ground.server.restore()
    ground.settle()
