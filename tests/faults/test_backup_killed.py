"""Killed while a backup is made or put back, on full disks: never half a backup, never half a home."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.backup import WORKSPACE, make_backup
from archive.backup_inspection import inspect_backup
from archive.backup_keys import Recipients, SecretKey, new_key
from archive.backup_restore import restore_backup
from archive.clock import utc_now
from archive.errors import HomeError
from archive.home import open_home
from tests.faults.ground import ROOT, Place, faults, finish, outcome

WORKER = Path(__file__).with_name("backup_worker.py")
PAIR = new_key()
KEY = SecretKey(PAIR.text)
KILLED = -signal.SIGKILL


def run(work: str, home: Path, file: Path, *words: str) -> tuple[int, str]:
    key = PAIR.public if work == "backup" else PAIR.text.splitlines()[-1]
    command = [sys.executable, str(WORKER), work, str(home), str(file), key, *words]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout


@pytest.mark.faults
@pytest.mark.parametrize("point", ["files copied", "catalogue copied", "sealed", "written"])
def test_a_killed_backup_leaves_no_file_under_its_name(place: Place, tmp_path: Path, point: str) -> None:
    file = tmp_path / "night"
    finish(place).close()
    assert run("backup", place.home, file, "--die", point) == (KILLED, "")
    assert not file.exists()
    assert run("backup", place.home, file) == (0, "")
    with file.open("rb") as sealed:
        assert inspect_backup(sealed, KEY).faults == ()
    assert not (place.home / WORKSPACE).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["night"]


@pytest.mark.faults
@pytest.mark.parametrize("point", ["unpacked", "settled", "marked"])
def test_a_killed_restoring_is_no_home_or_a_whole_one(place: Place, tmp_path: Path, point: str) -> None:
    file, there = tmp_path / "night", tmp_path / "there"
    home = finish(place)
    before = outcome(home)
    home.close()
    run("backup", place.home, file)
    assert run("restore", there, file, "--die", point) == (KILLED, "")
    if point != "marked":
        with pytest.raises(HomeError):
            open_home(there)
        assert run("restore", there, file) == (0, "")
    with closing(open_home(there)) as back:
        after = outcome(back)
        assert after.pop("faults") != ()  # its index is not made yet
        before.pop("faults")
        assert after == before


@pytest.mark.faults
@pytest.mark.parametrize("kilobytes", [1, 64, 400])
def test_a_disk_that_fills_up_leaves_nothing(place: Place, tmp_path: Path, kilobytes: int) -> None:
    """With the least room not even the small files are copied, with more the catalogue is not."""
    finish(place).close()
    file, there = tmp_path / "night", tmp_path / "there"
    largest = ("--largest", str(kilobytes * 1024))
    assert run("backup", place.home, file, *largest)[0] == 10
    assert (list(tmp_path.iterdir()), (place.home / WORKSPACE).exists()) == ([], False)
    assert run("backup", place.home, file)[0] == 0
    assert (run("restore", there, file, *largest)[0], there.exists()) == (10, False)


@pytest.mark.faults
def test_a_disk_too_small_for_the_backup_alone_leaves_nothing(place: Place, tmp_path: Path) -> None:
    finish(place).close()
    run("backup", place.home, tmp_path / "night")
    size = (tmp_path / "night").stat().st_size
    code, said = run("backup", place.home, tmp_path / "again", "--largest", str(size - 4000))
    assert (code, "cannot be written: File too large" in said) == (10, True)
    assert [path.name for path in tmp_path.iterdir()] == ["night"]


@pytest.mark.faults
def test_a_home_that_is_at_work_is_backed_up_at_one_moment(place: Place, tmp_path: Path) -> None:
    """A watcher files papers all the while: whatever moment is caught agrees with itself."""
    watcher = place.start("--watch", "--slow", "0.05", errors=subprocess.DEVNULL)
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == "ready\n"
    backups: list[bytes] = []
    with closing(open_home(place.home)) as home:
        for _ in range(8):
            sink = io.BytesIO()
            made = make_backup(home, sink, Recipients((PAIR.public,)), clock=utc_now)
            assert made.faults == ()
            backups.append(sink.getvalue())
    watcher.send_signal(signal.SIGTERM)
    watcher.communicate(timeout=60)
    shutil.rmtree(place.inbox)  # it is that of the restored homes too, and is on another machine for them
    for number, content in enumerate(backups):
        folder = tmp_path / str(number)
        restore_backup(io.BytesIO(content), KEY, folder, clock=utc_now, origin="")
        with closing(open_home(folder)) as back:
            on_its_way = ("The file of scan {number} is nowhere.", "No search index was made yet.")
            assert [fault for fault in faults(back) if fault.text not in on_its_way] == []
