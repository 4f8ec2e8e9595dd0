"""A page is shown only after its row was committed: on a disk that is full, one that may be read only, and a
catalogue that somebody else holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalogue import database
from archive.clock import utc_now
from archive.errors import StorageError
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import PASSWORD, Staffed, staff

ROOT = Path(__file__).parents[2]
READER = Path(__file__).with_name("audit_reader.py")
MEGABYTES = 16


def rows_of_reading(file: Path) -> int:
    with closing(sqlite3.connect(file)) as catalogue:
        counted = catalogue.execute(
            "SELECT count(*) FROM audit WHERE act = 'reading.show' AND outcome = 'done'"
        )
        return int(counted.fetchone()[0])


def approved(folder: Path) -> tuple[Staffed, str]:
    """A house with one paper that the reader may read, and the reader's token."""
    made = staff(folder, StoppedClock(utc_now()))
    made.file_paper(folder)
    made.approve(made.ask())
    return made, made.desk.sessions.login("reader", PASSWORD)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("ill", "said"),
    [
        ("full", "StorageError The disk with the catalogue is full."),
        ("read-only", "StorageError The catalogue cannot be written."),
    ],
)
def test_a_real_disk_that_cannot_be_written_shows_no_page(tmp_path: Path, ill: str, said: str) -> None:
    """On a small disk of its own, which is mounted where only the reader's process sees it."""
    if os.getuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root can mount a disk")
    made, token = approved(tmp_path)
    made.close()
    disk, kept = tmp_path / "disk", tmp_path / "kept.db"
    disk.mkdir()
    house, catalogue = disk / made.home.path.name, disk / made.home.path.name / made.home.catalogue.path.name
    script = (
        f"mount -t tmpfs -o size={MEGABYTES}m,mode=700 none {disk}"
        f" && cp -a {made.home.path} {house}"
        f" && {sys.executable} {READER} {house} {token} 1 {ill}; rm -f {disk}/filler;"
        f" cp {catalogue} {kept}; cp {catalogue}-wal {kept}-wal 2>/dev/null; true"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    shown, ended = done.stdout.splitlines()
    assert (ended.startswith(said), int(shown) >= 1) == (True, True), done.stdout + done.stderr
    assert rows_of_reading(kept) == int(shown)


@pytest.mark.faults
def test_a_catalogue_that_somebody_else_holds_shows_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    made, _ = approved(tmp_path)
    file = made.home.path / "catalogue.db"
    made.desk.reading.show(made.speakers[Post.READER], "1")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            made.desk.reading.show(made.speakers[Post.READER], "1")
        other.execute("ROLLBACK")
    assert rows_of_reading(file) == 1
    made.close()
