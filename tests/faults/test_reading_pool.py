"""One broken file, or one broken page, takes nothing else down and leaves nothing behind."""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from archive.settings import LimitSettings, ReadingSettings
from ingest.reading.outcome import UNREADABLE, Outcome, Reading, ReadTask, Unreadable
from ingest.reading.pool import ReadingPool
from ingest.reading.process import ReaderSource
from tests.faults import reading_fakes
from tests.faults.reading_fakes import CULPRIT

pytestmark = pytest.mark.faults

FINE = 300
PATIENT = LimitSettings(memory_megabytes=900)
HASTY = LimitSettings(seconds_per_page=5)


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process and no temporary file outlives the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) - before - trackers() == set()
    assert list(folder.iterdir()) == []


def trackers() -> set[psutil.Process]:
    """multiprocessing's own resource tracker lives as long as the interpreter."""
    children = psutil.Process().children(recursive=True)
    return {child for child in children if any("resource_tracker" in word for word in child.cmdline())}


def scan(folder: Path, *widths: int) -> ReadTask:
    """A TIFF with a page of each width, something drawn on each."""
    pages = []
    for width in widths:
        page = Image.new("L", (width, 300), "white")
        page.paste(0, (20, 20, width - 20, 60))
        pages.append(page)
    path = folder / ("-".join(map(str, widths)) + ".tif")
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return ReadTask(path, path.name)


def read_all(
    source: ReaderSource, *tasks: ReadTask, workers: int = 2, limits: LimitSettings = PATIENT
) -> list[Outcome]:
    with ReadingPool(ReadingSettings(workers=workers, limits=limits), source=source) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def engines(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reading)
    return [page.engine for page in outcome.pages]


def why(outcome: Outcome) -> tuple[str, str]:
    assert isinstance(outcome, Unreadable)
    return outcome.reason.text, outcome.fault


def test_all_pages_of_a_long_file_come_back_in_order(tmp_path: Path) -> None:
    (outcome,) = read_all(reading_fakes.noop, scan(tmp_path, *range(300, 311)))
    assert isinstance(outcome, Reading)
    assert [(page.number, page.width) for page in outcome.pages] == list(enumerate(range(300, 311), 1))


@pytest.mark.parametrize(
    ("source", "limits", "reason"),
    [
        (
            reading_fakes.crashing,
            PATIENT,
            "The reading program broke down over this file, also when it ran alone.",
        ),
        (reading_fakes.hanging, HASTY, "Reading one page took more than {limit} seconds."),
        (reading_fakes.hanging_with_child, HASTY, "Reading one page took more than {limit} seconds."),
        (reading_fakes.hoarding, PATIENT, "Reading one page took more than {limit} MB of memory."),
        (reading_fakes.raising, PATIENT, "Page {page} cannot be read ({problem})."),
    ],
)
def test_a_broken_file_is_told_and_the_others_are_read(
    source: ReaderSource, limits: LimitSettings, reason: str, tmp_path: Path
) -> None:
    good, bad = scan(tmp_path, FINE), scan(tmp_path, CULPRIT)
    outcomes = read_all(source, good, bad, scan(tmp_path, FINE, FINE), limits=limits)
    assert [engines(outcomes[0]), engines(outcomes[2])] == [["fake"], ["fake", "fake"]]
    assert why(outcomes[1]) == (reason, "file")


def test_a_broken_page_is_recorded_and_its_neighbours_are_read(tmp_path: Path) -> None:
    (outcome,) = read_all(reading_fakes.crashing, scan(tmp_path, FINE, CULPRIT, FINE, FINE, FINE))
    assert engines(outcome) == ["fake", UNREADABLE, "fake", "fake", "fake"]


def test_a_file_that_keeps_breaking_the_reader_is_given_up(tmp_path: Path) -> None:
    (outcome,) = read_all(reading_fakes.crashing, scan(tmp_path, FINE, *[CULPRIT] * 4))
    assert why(outcome)[1] == "file"


def test_a_crash_that_does_not_repeat_is_the_machines(tmp_path: Path) -> None:
    source = functools.partial(reading_fakes.CrashOnce, tmp_path / "crashed")
    (outcome,) = read_all(source, scan(tmp_path, FINE, CULPRIT, FINE))
    assert engines(outcome) == ["fake", "fake", "fake"]
    assert (tmp_path / "crashed").exists()


def test_a_page_is_not_blamed_for_what_earlier_pages_left_behind(tmp_path: Path) -> None:
    """It is tried again in a new process, also when another one is the first that is free."""
    fine, culprit = scan(tmp_path, FINE), scan(tmp_path, CULPRIT)
    with ReadingPool(ReadingSettings(workers=2, limits=PATIENT), source=reading_fakes.worn) as pool:
        for task in (fine, fine):
            pool.submit(task)
        outcomes = [future.result() for future in [pool.submit(task) for task in (fine, fine, culprit, fine)]]
    assert [engines(outcome) for outcome in outcomes] == [["fake"]] * 4


@pytest.mark.parametrize("source", [reading_fakes.dying_at_start, reading_fakes.missing])
def test_an_engine_that_cannot_start_is_not_the_files_fault(source: ReaderSource, tmp_path: Path) -> None:
    (outcome,) = read_all(source, scan(tmp_path, FINE))
    assert why(outcome)[1] == "machine"


def test_a_file_may_take_only_so_long(tmp_path: Path) -> None:
    limits = LimitSettings(seconds_per_page=60, seconds_per_file=1)
    (outcome,) = read_all(
        functools.partial(reading_fakes.slow, 1.5), scan(tmp_path, FINE, FINE), limits=limits
    )
    assert why(outcome) == ("Reading the file takes more than {limit} seconds.", "file")


def test_leaving_the_pool_ends_what_is_running(tmp_path: Path) -> None:
    limits = LimitSettings(seconds_per_page=3600)  # nobody waits for that
    with ReadingPool(ReadingSettings(workers=1, limits=limits), source=reading_fakes.hanging) as pool:
        future = pool.submit(scan(tmp_path, CULPRIT))
        waiting = pool.submit(scan(tmp_path, FINE))
        while not any(pool.memory_megabytes):
            time.sleep(0.05)
    assert (future.cancelled(), waiting.cancelled()) == (True, True)


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    task = scan(tmp_path, CULPRIT)
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.reading_parent", str(task.path)],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(timeout=30)
    assert not child.is_running()
