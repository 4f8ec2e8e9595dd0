"""Killed at every named point and at random, the pipeline loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import closing

import pytest

from archive.catalogue import scans
from archive.home import open_home
from index.opening import open_engine
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.stillness import Stillness
from ingest.testing import ProgressList, made_up_workshop
from ingest.watch import Round
from ingest.work import begin
from tests.faults.ground import (
    BROUGHT,
    EVERY_PAPER,
    PAPERS,
    Place,
    arrivals,
    documents,
    faults,
    finish,
    left_in,
    outcome,
    stored,
    write_papers,
)

KILLED = -signal.SIGKILL
RANDOM_SECONDS = float(os.environ.get("DANGAN_FAULT_SECONDS", "20"))
IN_THE_INBOX = (
    "claim folder made",
    "claim renamed",
    "claim synced",
    "receipt written",
    "receipt committed",
    "original copied",
    "original synced",
    "original renamed",
    "original in place",
    "original entered",
    "original committed",
    "try counted",
    "try committed",
    "filing written",
    "filing committed",
    "closing written",
    "closing committed",
    "index drained",
    "claim removed",
)
BROUGHT_BY_HAND = ("brought copied", "brought renamed")


@pytest.mark.faults
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("point", IN_THE_INBOX)
def test_a_kill_at_any_point_loses_and_doubles_nothing(
    place: Place, undisturbed: dict[str, object], point: str, times: int
) -> None:
    status = place.ended("--die", point, str(times))
    home = finish(place)
    try:
        assert status in (KILLED, 0)  # some points are passed only once: then nobody dies
        assert status == KILLED or times > 1
        assert undisturbed == outcome(home)
        assert [] == left_in(place.inbox)
    finally:
        home.close()


@pytest.mark.faults
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("point", [*BROUGHT_BY_HAND, "receipt written", "receipt committed", "claim removed"])
def test_a_kill_while_a_folder_is_brought_in_loses_and_doubles_nothing(
    place: Place, point: str, times: int
) -> None:
    for arrival in left_in(place.inbox):
        arrival.unlink()
    write_papers(place.brought, PAPERS)

    status = place.ended("--deliver", str(place.brought), "--die", point, str(times))
    home = finish(place, deliver=True)
    try:
        assert status in (KILLED, 0)
        assert status == KILLED or times > 1
        assert () == faults(home)
        assert [] == left_in(place.home / "incoming")
        assert EVERY_PAPER == sorted(document[1:] for document in documents(home))
        assert {**PAPERS, **BROUGHT}.keys() == arrivals(home).keys()
        assert len({*PAPERS.values(), *BROUGHT.values()}) == len(stored(home))
    finally:
        home.close()


@pytest.mark.faults
def test_every_milestone_is_one_that_a_test_dies_at(place: Place) -> None:
    passed: list[str] = []
    home = open_home(place.home)
    with (
        closing(open_engine(home)) as engine,
        begin(made_up_workshop(home, engine=engine, at=passed.append), at=passed.append) as work,
    ):
        inbox = Inbox(place.inbox, owner=home.identity, at=passed.append)
        Round(work, inbox, ProgressList(), Stillness(0)).take(now=0.0)
        ingest(work, [place.brought], progress=ProgressList())
    home.close()

    assert {*IN_THE_INBOX, *BROUGHT_BY_HAND} == set(passed)


@pytest.mark.faults
def test_random_kills_while_scans_keep_coming_lose_and_double_nothing(place: Place) -> None:
    """More seconds by DANGAN_FAULT_SECONDS; the seed is shown when it fails."""
    seed = int(os.environ.get("DANGAN_FAULT_SEED", time.time_ns() % 10**6))
    chance = random.Random(seed)
    expected = Counter(dict.fromkeys(PAPERS, 1))
    ends = time.monotonic() + RANDOM_SECONDS
    while time.monotonic() < ends:
        number = len(expected)
        write_papers(place.inbox, {f"{number}.txt": f"# visit_record 1\n第{number}次拜访"})
        expected[f"{number}.txt"] = 1
        worker = place.start()
        if worker.stdout:
            worker.stdout.readline()  # "ready"
        try:
            worker.wait(timeout=chance.uniform(0, 0.4))
        except subprocess.TimeoutExpired:
            worker.kill()
        worker.communicate(timeout=60)
    home = finish(place)
    try:
        assert (seed, ()) == (seed, faults(home))
        assert (seed, expected) == (seed, arrivals(home))
        assert (seed, []) == (seed, left_in(place.inbox))
        with home.catalogue.read() as tx:
            filed = scans.counts(tx)["filed"]
        assert (seed, 2 + len(expected) - len(PAPERS)) == (seed, filed)
    finally:
        home.close()


@pytest.mark.faults
def test_a_file_that_kills_its_reader_again_and_again_is_set_apart(place: Place) -> None:
    settings = place.home / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("attempts = 1000", "attempts = 3"), encoding="utf-8")

    statuses = [place.ended("--poison", "doubtful.txt") for _ in range(6)]
    home = open_home(place.home)
    try:
        with home.catalogue.read() as tx:
            states = {scan.name: scan.state for scan in scans.select_scans(tx)}
        # three tries with others, two alone; then it is left in peace
        assert [KILLED] * 5 + [0] == statuses
        assert "quarantined" == states["doubtful.txt"]
        assert "pending" not in states.values()
        assert () == faults(home)
    finally:
        home.close()
