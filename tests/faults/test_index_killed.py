"""Whoever brings the index up to date may be killed anywhere, by anybody, at any number: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.following import FollowingEngine
from index.testing.library import exact, follow, found, scope_of
from index.testing.made_up import Draft, Shelf

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("index_worker.py")
SECONDS = float(os.environ.get("DANGAN_FAULT_SECONDS", "12"))
KILLED = -signal.SIGKILL
EVERYWHERE = scope_of(1, 2, 3)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path, files=3)
    yield shelf
    shelf.catalogue.close()


@contextmanager
def opened(shelf: Shelf) -> Iterator[FollowingEngine]:
    engine = follow(shelf.catalogue, shelf.catalogue.path.parent)
    yield engine
    engine.close()


def start(shelf: Shelf, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), str(shelf.catalogue.path.parent), *words]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)


def ended(shelf: Shelf, *words: str) -> int:
    worker = start(shelf, *words)
    worker.communicate(timeout=120)
    return worker.returncode


def is_as_the_catalogue(engine: FollowingEngine, shelf: Shelf) -> bool:
    """Every document is found as it is, in the order it was filed, by way of one index with nothing wrong."""
    engine.drain()
    wanted = sorted(shelf.filed, reverse=True)
    assert wanted == exact(found(engine, "煤炭", EVERYWHERE))
    assert (0, None, ()) == (
        engine.pending().changes,
        engine.pending().fault,
        engine.verify(thoroughly=True),
    )
    return True


@pytest.mark.faults
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("point", ["before take", "in the middle of a take", "taken"])
def test_killed_while_the_index_is_brought_up_to_date(shelf: Shelf, point: str, times: int) -> None:
    with opened(shelf) as engine:
        shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(20)])
        engine.drain()
        shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(220)])
        shelf.revise(3, file=2, title="新题")
        shelf.dispose(5)

        assert KILLED == ended(shelf, "drain", "--die", point, str(times))

        behind = engine.pending().changes
        shown = exact(found(engine, "煤炭", EVERYWHERE))
        assert (True, [], False) == (
            behind > 0,
            [document for document in shown if document not in shelf.filed],
            3 in shown,  # it was moved, and the index that serves does not say so yet
        )
        assert is_as_the_catalogue(engine, shelf)


@pytest.mark.faults
def test_two_that_bring_the_index_up_to_date_take_everything_over_once(shelf: Shelf) -> None:
    shelf.file_all([Draft(("煤炭合同",), file=1)])
    with opened(shelf) as engine:
        engine.drain()
        shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(900)])
        both = [start(shelf, "drain") for _ in range(2)]
        for each in both:
            each.communicate(timeout=120)

        assert [0, 0] == [each.returncode for each in both]
        assert 0 == engine.pending().changes
        assert is_as_the_catalogue(engine, shelf)


@pytest.mark.faults
def test_writers_builders_and_readers_killed_at_random_while_papers_keep_coming(shelf: Shelf) -> None:
    """More seconds by DANGAN_FAULT_SECONDS; the seed is shown when it fails."""
    seed = int(os.environ.get("DANGAN_FAULT_SEED", time.time_ns() % 10**6))
    chance = random.Random(seed)
    shelf.file_all([Draft(("煤炭合同",), file=number % 3 + 1) for number in range(50)])
    ends = time.monotonic() + SECONDS
    works = ("drain", "drain", "build", "search")
    workers = [(work, start(shelf, work, "--seconds", "1e6")) for work in works]
    broken: list[tuple[str, int]] = []
    while time.monotonic() < ends:
        change_something(shelf, chance)
        chosen = chance.randrange(len(workers))
        work, worker = workers[chosen]
        if worker.poll() is not None or chance.random() < 0.01:
            worker.kill()
            worker.communicate(timeout=60)
            if worker.returncode != KILLED:
                broken.append((work, worker.returncode))
            workers[chosen] = (work, start(shelf, work, "--seconds", "1e6"))
        time.sleep(chance.uniform(0, 0.02))
    for _, worker in workers:
        worker.kill()
        worker.communicate(timeout=60)

    assert (seed, []) == (seed, broken)
    with opened(shelf) as engine:
        assert (seed, True) == (seed, is_as_the_catalogue(engine, shelf))
        engine.rebuild()
        assert (seed, True) == (seed, is_as_the_catalogue(engine, shelf))
        assert (seed, 1) == (seed, len(list(shelf.catalogue.path.parent.glob("index-*.db"))))


def change_something(shelf: Shelf, chance: random.Random) -> None:
    document = chance.choice(sorted(shelf.filed))
    match chance.randrange(5):
        case 0:
            shelf.revise(document, file=chance.randint(1, 3), title="新题")
        case 1:
            shelf.dispose(document)
        case _:
            drafts = [Draft(("煤炭合同",), file=chance.randint(1, 3)) for _ in range(chance.randint(1, 4))]
            shelf.file_all(drafts)
