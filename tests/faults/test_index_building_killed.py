"""Killed while an index is made anew: the same command goes on, and one index is left, nothing beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.testing.library import exact, follow, found, scope_of
from index.testing.made_up import Draft, Shelf

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("index_worker.py")
KILLED = -signal.SIGKILL
PAPERS = 450  # three batches
BEFORE_THE_SWITCH = ("created", "before take", "in the middle of a take", "taken")
AFTER_THE_SWITCH = ("switched", "before discard", "discarded")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path, files=3)
    shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(PAPERS)])
    engine = follow(shelf.catalogue, tmp_path)
    engine.drain()
    engine.close()
    yield shelf
    shelf.catalogue.close()


def build(shelf: Shelf, *words: str) -> int:
    command = [sys.executable, str(WORKER), str(shelf.catalogue.path.parent), "build", *words]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, env=surroundings, stdout=subprocess.DEVNULL, timeout=120, check=False
    ).returncode


def index_files(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.catalogue.path.parent.glob("index-*.db"))


@pytest.mark.faults
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("point", [*BEFORE_THE_SWITCH, *AFTER_THE_SWITCH])
def test_killed_while_an_index_is_made_anew(shelf: Shelf, point: str, times: int) -> None:
    status = build(shelf, "--die", point, str(times))
    assert (status == KILLED) == (times == 1 or point in BEFORE_THE_SWITCH[1:])
    engine = follow(shelf.catalogue, shelf.catalogue.path.parent)
    shelf.dispose(1)
    shelf.file_all([Draft(("煤炭合同",))])
    engine.drain()
    assert exact(found(engine, "煤炭", scope_of(1, 2, 3)))[-1] == 2  # whichever answers, it follows
    interrupted = [one.id for one in engine.followers.live() if one.state == "building"]

    assert build(shelf) == 0

    serving = [(one.id, one.state) for one in engine.followers.every()]
    if interrupted:
        assert serving == [(interrupted[0], "serving")]
    assert [state for _, state in serving] == ["serving"]
    assert index_files(shelf) == [f"index-{serving[0][0]}.db"]
    assert engine.verify(thoroughly=True) == ()
    assert exact(found(engine, "煤炭", scope_of(1, 2, 3))) == sorted(shelf.filed, reverse=True)
    assert engine.pending().changes == 0
    engine.close()


@pytest.mark.faults
@pytest.mark.parametrize("point", AFTER_THE_SWITCH)
def test_what_a_killed_switch_left_is_tidied_up(shelf: Shelf, point: str) -> None:
    assert build(shelf, "--die", point, "1") == KILLED
    engine = follow(shelf.catalogue, shelf.catalogue.path.parent)
    assert [(one.id, one.state) for one in engine.followers.every()] == [(1, "retired"), (2, "serving")]
    assert engine.building.tidy() == ()
    assert [(one.id, one.state) for one in engine.followers.every()] == [(2, "serving")]
    assert index_files(shelf) == ["index-2.db"]
    engine.close()
