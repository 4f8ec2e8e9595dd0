"""An index that takes nothing more holds nobody up: papers are filed, people decide, and it catches up."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from access.corrections import Correction
from access.desk import Desk, open_desk
from access.searching import Query
from archive.errors import StorageError
from archive.home import open_home
from archive.locking import locked
from archive.people import Post
from index.embedded import EmbeddedStore
from index.engine import Behind
from index.following import FollowingEngine
from index.testing.library import exact, follow, found, scope_of
from index.testing.made_up import Draft, Shelf
from ingest.delivery import ingest
from ingest.testing import ProgressList, made_up_workshop
from ingest.work import begin
from tests.faults.ground import EVERY_PAPER, Place, documents, finish, outcome
from tests.faults.index_fakes import Seconds, Weather, follow_in
from tests.staffed import QUICK, Staffed

FULL = StorageError("The disk with the search index is full.")
SECRET = "鹭鸶密文"
ROOM = 2 * 2**20  # bytes of a small disk


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own that holds little."""
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("nobody may mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("fault", "said"), [(FULL, "is full"), (RuntimeError(SECRET), "broke down: RuntimeError")]
)
def test_the_pipeline_files_everything_and_says_once_what_is_wrong(
    place: Place, undisturbed: dict[str, object], fault: Exception, said: str
) -> None:
    weather, seconds, progress = Weather(), Seconds(), ProgressList()
    home = open_home(place.home)
    with closing(follow_in(weather, home.catalogue, home.path, seconds=seconds)) as engine:
        engine.drain()
        weather.writing = fault
        with begin(made_up_workshop(home, engine=engine)) as work:
            ingest(work, [place.brought], progress=progress)
            work.catch_up(progress=progress)
            told = [str(behind.fault) for behind in progress.lags]
            assert (1, True, False) == (len(told), said in told[0], SECRET in told[0])
            assert engine.pending().changes == len(documents(home)) == 1
            weather.writing = None
            seconds.now += 3600
            work.catch_up(progress=progress)
            assert (Behind(0, None), 1) == (engine.pending(), len(progress.lags))
        assert () == engine.verify(thoroughly=True)
    home.close()
    home = finish(place, deliver=True)
    assert EVERY_PAPER == sorted(document[1:] for document in documents(home))
    assert undisturbed["faults"] == outcome(home)["faults"]
    home.close()


@dataclass
class Office:
    """A staffed house whose index is in the weather."""

    staffed: Staffed
    desk: Desk
    engine: FollowingEngine
    weather: Weather
    seconds: Seconds

    def titles(self, text: str) -> list[str]:
        answer = self.desk.reading.search(self.staffed.speakers[Post.READER], Query(text))
        assert len(answer.found) == answer.total
        return [one.paper.title for one in answer.found]


@pytest.fixture
def office(staffed: Staffed) -> Iterator[Office]:
    weather, seconds = Weather(), Seconds()
    engine = follow_in(weather, staffed.home.catalogue, staffed.home.path, seconds=seconds)
    desk = open_desk(staffed.home, engine, clock=staffed.clock, hasher=QUICK)
    yield Office(staffed, desk, engine, weather, seconds)
    engine.close()


@pytest.mark.faults
def test_people_decide_while_the_index_takes_nothing(office: Office, tmp_path: Path) -> None:
    filed = office.staffed.file_paper(tmp_path)
    office.staffed.approve(office.staffed.ask())
    archivist = office.staffed.speakers[Post.ARCHIVIST]
    office.weather.writing = FULL

    def correct(title: str) -> None:
        office.desk.documents.correct(archivist, filed.number, Correction(title=title), reason="读错")

    correct("正确的题名")

    behind = office.engine.pending()
    assert (1, str(FULL)) == (behind.changes, str(behind.fault))
    assert ([], []) == (office.titles("正确的题名"), office.titles("朱鹮题名"))
    office.weather.writing = None
    office.seconds.now += 3600
    correct("再改的题名")  # the next change of any paper takes over what waits
    assert ["再改的题名"] == office.titles("再改的题名")
    assert Behind(0, None) == office.engine.pending()


@pytest.mark.faults
def test_a_disk_that_is_full_for_a_time(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, shelf_in(tmp_path) as shelf:
        seconds = Seconds()
        engine = follow_on(disk, shelf, tmp_path, seconds)
        shelf.file_all([Draft(("煤炭合同",))] * 5)
        engine.drain()
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * (room_on(disk) - 40_000))
        shelf.file_all([Draft(("煤炭合同" * 3000,))] * 40)
        engine.drain()
        shelf.dispose(2)
        engine.drain()

        behind = engine.pending()
        assert (41, "The disk with the search index is full.") == (behind.changes, str(behind.fault))
        assert [5, 4, 3, 1] == exact(found(engine, "煤炭", scope_of(1)))  # it answers all the same
        ballast.unlink()
        seconds.now += 3600
        engine.drain()
        assert sorted(shelf.filed, reverse=True) == exact(found(engine, "煤炭", scope_of(1)))
        assert (Behind(0, None), ()) == (engine.pending(), engine.verify(thoroughly=True))
        engine.close()


@pytest.mark.faults
def test_a_disk_that_can_only_be_read_for_a_time(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, shelf_in(tmp_path) as shelf:
        seconds = Seconds()
        engine = follow_on(disk, shelf, tmp_path, seconds)
        shelf.file_all([Draft(("煤炭合同",))] * 5)
        engine.drain()
        engine.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        shelf.file_all([Draft(("煤炭合同",))])
        engine.drain()

        behind = engine.pending()
        assert (1, True) == (behind.changes, "cannot be opened" in str(behind.fault))
        with pytest.raises(StorageError, match="cannot be opened"):
            found(engine, "煤炭", scope_of(1))
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        seconds.now += 3600
        engine.drain()
        assert [6, 5, 4, 3, 2, 1] == exact(found(engine, "煤炭", scope_of(1)))
        engine.close()


@pytest.mark.faults
@pytest.mark.parametrize("where", [0, 4096 + 8, 20_000])
def test_a_file_that_is_damaged(where: int, tmp_path: Path) -> None:
    """Its head, or pages in the middle of it: it is said, papers are filed, and a rebuild mends it."""
    with shelf_in(tmp_path) as shelf:
        engine = follow(shelf.catalogue, tmp_path)
        shelf.file_all([Draft(("煤炭合同" * 300,))] * 30)
        engine.drain()
        engine.close()
        with (tmp_path / "index-1.db").open("r+b") as file:
            file.seek(where)
            file.write(b"\xfe" * 60_000)
        shelf.file_all([Draft(("煤炭合同",))] * 3)
        shelf.dispose(1)
        engine.drain()

        assert (4, "The search index's file is damaged.") == (
            engine.pending().changes,
            str(engine.pending().fault),
        )
        assert 32 == engine.rebuild()
        assert sorted(shelf.filed, reverse=True) == exact(found(engine, "煤炭", scope_of(1)))
        assert (Behind(0, None), ()) == (engine.pending(), engine.verify(thoroughly=True))
        engine.close()


@pytest.mark.faults
def test_somebody_at_work_on_the_index_for_long_is_not_waited_for(tmp_path: Path) -> None:
    """As when its process stands still: the change is filed, and waits."""
    with shelf_in(tmp_path) as shelf:
        engine = follow(shelf.catalogue, tmp_path)
        shelf.file(["煤炭合同"])
        engine.drain()
        shelf.file(["煤炭合同"])
        with locked(tmp_path / "locks" / "index-1.lock") as ours:
            assert (True, 0) == (ours, engine.drain())
            assert [1] == exact(found(engine, "煤炭", scope_of(1)))
            assert 1 == engine.pending().changes
        assert 1 == engine.drain()
        assert [2, 1] == exact(found(engine, "煤炭", scope_of(1)))
        engine.close()


@pytest.mark.faults
def test_a_folder_of_locks_that_is_gone_is_said_and_holds_nobody_up(tmp_path: Path) -> None:
    with shelf_in(tmp_path) as shelf:
        engine = follow(shelf.catalogue, tmp_path)
        shelf.file(["煤炭合同"])
        engine.drain()
        for path in sorted((tmp_path / "locks").iterdir()):
            path.unlink()
        (tmp_path / "locks").rmdir()
        shelf.file(["煤炭合同"])
        engine.drain()
        assert (1, True) == (engine.pending().changes, "lock file" in str(engine.pending().fault))
        engine.close()


@contextmanager
def shelf_in(folder: Path) -> Iterator[Shelf]:
    shelf = Shelf(folder, files=1)
    yield shelf
    shelf.catalogue.close()


def follow_on(disk: Path, shelf: Shelf, folder: Path, seconds: Callable[[], float]) -> FollowingEngine:
    """An engine whose index files lie on another disk than the catalogue."""
    engine = follow(shelf.catalogue, folder, lambda one: EmbeddedStore(disk / one.name))
    return FollowingEngine(engine.followers, preferred=lambda: "embedded", seconds=seconds)


def room_on(disk: Path) -> int:
    stand = os.statvfs(disk)
    return stand.f_bavail * stand.f_frsize
