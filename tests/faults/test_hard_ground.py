"""Disks that fill up, inboxes elsewhere, two watchers, and being told to stop: nothing is lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.catalogue import scans
from archive.home import open_home
from tests.faults.ground import PAPERS, Place, arrivals, faults, finish, left_in, outcome, write_papers

KILOBYTE = 1024


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def count(place: Place, state: scans.ScanState) -> int:
    """How many scans stand there now."""
    home = open_home(place.home)
    try:
        with home.catalogue.read() as tx:
            return scans.counts(tx)[state]
    finally:
        home.close()


@pytest.mark.faults
@pytest.mark.parametrize("kilobytes", [1, 16, 64, 256])
def test_a_disk_that_fills_up_stops_the_work_and_nothing_is_lost(
    place: Place, undisturbed: dict[str, object], kilobytes: int
) -> None:
    """No file may grow beyond a size, as if the disk had no more room; the next run has room again."""
    status = place.ended("--largest", str(kilobytes * KILOBYTE))

    assert 1 == status
    home = finish(place)
    try:
        assert undisturbed == outcome(home)
        assert [] == left_in(place.inbox)
    finally:
        home.close()


@pytest.mark.faults
def test_an_inbox_on_another_file_system_works(place: Place) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == place.home.stat().st_dev:
        pytest.skip("this machine has no second file system that anybody may write")
    folder = Path(tempfile.mkdtemp(dir=elsewhere))
    try:
        write_papers(folder, PAPERS)
        other = Place(place.home, folder, place.brought)

        assert 0 == other.ended()

        home = open_home(place.home)
        assert PAPERS.keys() == arrivals(home).keys()
        assert [] == left_in(folder)
        assert () == faults(home)
        home.close()
    finally:
        shutil.rmtree(folder)


@pytest.mark.faults
def test_a_second_watcher_is_refused_and_the_first_goes_on(place: Place) -> None:
    first = place.start("--watch")
    try:
        wait_for(lambda: not left_in(place.inbox))
        second = place.start("--watch", errors=subprocess.PIPE)
        _, words = second.communicate(timeout=60)
        write_papers(place.inbox, {"late.txt": "# permit 1\n许可证"})
        wait_for(lambda: not left_in(place.inbox))
    finally:
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=60)

    assert 1 == second.returncode
    assert "HomeError: Another dangan is already doing this work" in words
    assert 0 == first.returncode


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watcher_told_to_stop_ends_cleanly_and_leaves_the_rest_pending(
    place: Place, undisturbed: dict[str, object], number: signal.Signals
) -> None:
    watcher = place.start("--watch", "--slow", "1.0")
    try:
        wait_for(lambda: count(place, "filed") > 0 or watcher.poll() is not None)
    finally:
        watcher.send_signal(number)
        watcher.communicate(timeout=60)

    assert 0 == watcher.returncode
    assert count(place, "pending") > 0
    home = finish(place)
    try:
        assert undisturbed == outcome(home)
        with home.catalogue.read() as tx:
            attempts = {scan.attempts for scan in scans.select_scans(tx)}
        assert {0, 1} == attempts  # what was put down unread was not counted
    finally:
        home.close()
