"""Attacks on the way in: what somebody who can drop a file, or an archivist in a hurry, may not break."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from archive.catalogue import scans
from archive.errors import HomeError
from archive.home import open_home
from archive.people import Post
from archive.verification import verify
from index.opening import open_engine
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.pipeline import never
from ingest.testing import ProgressList, made_up_workshop
from ingest.work import begin
from tests.staffed import Staffed

DOUBTFUL = "# ? 1\n什么\f\f# credit_report ?\n谁的"
CLEAR = "# credit_report 1\n资信"


def bring(staffed: Staffed, *paths: Path) -> ProgressList:
    """Bring files in and work everything off."""
    progress = ProgressList()
    with begin(made_up_workshop(staffed.home, engine=staffed.engine)) as work:
        ingest(work, paths, progress=progress)
    return progress


def work_off(staffed: Staffed) -> ProgressList:
    """Work off what waits."""
    progress = ProgressList()
    with begin(made_up_workshop(staffed.home, engine=staffed.engine)) as work:
        work.work_off(progress=progress, stop=never)
    return progress


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(staffed: Staffed) -> list[str]:
    return [str(fault.what) for fault in verify(staffed.home, staffed.engine)]


def states(staffed: Staffed) -> list[str]:
    with staffed.home.catalogue.read() as tx:
        return [scan.state for scan in scans.select_scans(tx)]


def test_a_dismissed_scan_that_is_tried_again_is_no_fault(staffed: Staffed, tmp_path: Path) -> None:
    bring(staffed, written(tmp_path / "desk", "a.txt", "# ? 1\n什么"))
    staffed.desk.scans.dismiss(staffed.speakers[Post.ARCHIVIST], 1, reason="广告")
    staffed.desk.scans.retry(staffed.speakers[Post.ARCHIVIST], 1)

    assert ([], ["pending"]) == (faults(staffed), states(staffed))


@pytest.mark.parametrize("text", [DOUBTFUL, "\f"], ids=["doubtful", "blank"])
def test_a_dismissed_scan_with_a_blank_page_can_be_tried_again_and_stops_nobody(
    staffed: Staffed, tmp_path: Path, text: str
) -> None:
    bring(staffed, written(tmp_path / "desk", "a.txt", text))
    staffed.desk.scans.dismiss(staffed.speakers[Post.ARCHIVIST], 1, reason="广告")
    staffed.desk.scans.retry(staffed.speakers[Post.ARCHIVIST], 1)

    bring(staffed, written(tmp_path / "desk", "b.txt", CLEAR))

    assert (["review", "filed"], []) == (states(staffed), faults(staffed))


def test_an_unreadable_file_with_a_foreign_name_stops_nobody(staffed: Staffed, tmp_path: Path) -> None:
    """A name in GB18030, as Windows shares bring them, whose bytes cannot be opened."""
    room = Inbox(staffed.home.path / "incoming", owner=staffed.home.identity)
    claim = room.bring(written(tmp_path / "desk", "a.txt", CLEAR), sub_folder="")
    claim.path.unlink()
    foreign = os.fsdecode(os.fsencode(claim.path.parent) + b"/\xb2\xe2.txt")
    written(tmp_path / "desk", "secret.txt", "# credit_report 1\n别人的")
    Path(foreign).symlink_to(tmp_path / "desk" / "secret.txt")

    bring(staffed, written(tmp_path / "desk", "b.txt", CLEAR))

    assert "filed" in states(staffed)


def test_a_link_in_place_of_a_claimed_file_is_not_followed(staffed: Staffed, tmp_path: Path) -> None:
    room = Inbox(staffed.home.path / "incoming", owner=staffed.home.identity)
    claim = room.bring(written(tmp_path / "desk", "a.txt", CLEAR), sub_folder="")
    claim.path.unlink()
    claim.path.symlink_to(written(tmp_path / "desk", "secret.txt", "# credit_report 1\n别人的"))

    work_off(staffed)

    assert [] == [path for path in staffed.home.originals.rglob("*") if path.is_file()]
    assert "filed" not in states(staffed)


def test_a_path_that_is_too_long_for_a_claim_stops_nobody(staffed: Staffed, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    written(desk, "short.txt", CLEAR)
    room = 4090 - len(os.fsencode(desk))  # the longest path there can be, less one file's name
    start = Path.cwd()
    os.chdir(desk)
    try:
        while room > 170:
            step = "x" * min(200, room - 170)
            Path(step).mkdir()
            os.chdir(step)
            room -= len(step) + 1
        Path("y" * 150 + ".txt").write_text(CLEAR + "深", encoding="utf-8")
    finally:
        os.chdir(start)

    progress = bring(staffed, desk)

    assert (["filed"], 1) == (states(staffed), len(progress.troubles))


def test_verify_cries_no_wolf_while_a_pipeline_is_at_work(staffed: Staffed) -> None:
    """Between storing an original and entering it, a scan has neither original nor claimed file."""
    with begin(made_up_workshop(staffed.home, engine=staffed.engine)) as work:
        path = written(staffed.home.path.parent / "desk", "a.txt", CLEAR)
        claim = work.incoming.bring(path, sub_folder="")
        work.pipeline.receive(claim, work.incoming)
        claim.path.unlink()  # as the pipeline does a moment after verify began to look

        assert [] == faults(staffed)


def test_names_made_to_deceive_come_in_like_others(staffed: Staffed, tmp_path: Path) -> None:
    names = ("-rf.txt", "a\x1b[31m.txt", "x\u202egpj.txt", "nl\nx.txt", "$(id).txt", "长" * 80 + ".txt")
    desk = tmp_path / "desk"
    for number, name in enumerate(names):
        written(desk, name, f"{CLEAR}{number}")

    progress = bring(staffed, desk)

    assert (["filed"] * len(names), []) == (states(staffed), progress.troubles)
    assert sorted(names) == sorted(outcome.name for outcome in progress.outcomes)
    assert [] == faults(staffed)


def test_everything_in_a_home_is_its_owners_alone(staffed: Staffed, tmp_path: Path) -> None:
    bring(staffed, written(tmp_path / "desk", "a.txt", CLEAR))
    home = staffed.home.path

    open_folders = [p for p in (home, *home.rglob("*")) if p.is_dir() and p.stat().st_mode & 0o077]
    assert [] == [str(path.relative_to(home)) for path in open_folders if path.parent.name != "incoming"]
    databases = [path for path in home.iterdir() if ".db" in path.name]
    assert {0o600} == {path.stat().st_mode & 0o777 for path in databases}
    originals = [path for path in (home / "originals").rglob("*") if path.is_file()]
    assert {0o400} == {path.stat().st_mode & 0o777 for path in originals}


def test_a_home_that_others_can_write_to_is_refused(tmp_path: Path, empty_home: Path) -> None:
    """Its regulations say who approves, its settings what is taken in."""
    shutil.copytree(empty_home, tmp_path / "home")
    (tmp_path / "home").chmod(0o777)
    with pytest.raises(HomeError):
        open_home(tmp_path / "home").close()


def test_an_index_of_another_run_is_not_needed_to_stay_private(staffed: Staffed) -> None:
    staffed.engine.close()
    engine = open_engine(staffed.home)
    engine.rebuild()
    engine.close()
    assert {0o600} == {file.stat().st_mode & 0o777 for file in staffed.home.path.glob("index-*.db*")}
