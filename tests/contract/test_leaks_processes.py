"""The program's processes: what they write and where, how closed it is, what a look at the list of
processes tells, and what is left when one dies."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from archive.clock import utc_now
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import CANARIES, CANARY_NAME, CANARY_TEXT, PASSWORD, Staffed, staff
from tests.watched import PROGRAM, Watched, surroundings, watch

pytestmark = pytest.mark.slow
PAPER = "客户资信调查报告\n江阴甲木工业有限公司\n" + CANARY_TEXT


@dataclass(frozen=True, slots=True)
class Ground:
    """A house whose commands are run in processes of their own. `there` are the files it had before."""

    folder: Path
    staffed: Staffed
    tokens: dict[Post, str]
    number: str
    there: frozenset[Path]

    def run(self, *words: str, post: Post, **more: str) -> Watched:
        return watch(
            self.folder,
            self.staffed.home.path,
            *words,
            environment={"DANGAN_TOKEN": self.tokens[post], **more},
        )


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("watched")
    staffed = staff(folder, StoppedClock(utc_now()))  # commands go by the clock on the wall
    number = staffed.file_paper(folder).number
    staffed.approve(staffed.ask())
    tokens = {
        post: staffed.desk.sessions.login(staffed.speakers[post].person.login, PASSWORD)
        for post in (Post.READER, Post.ARCHIVIST)
    }
    run = folder / "run"
    (run / "desk").mkdir(parents=True)
    (run / "desk" / CANARY_NAME.replace(".png", ".txt")).write_text(PAPER, encoding="utf-8")
    yield Ground(run, staffed, tokens, number, frozenset(staffed.home.path.rglob("*")))
    staffed.close()


COMMANDS: dict[str, tuple[Post, Callable[[Ground], tuple[str, ...]]]] = {
    "ingest": (Post.ARCHIVIST, lambda ground: ("ingest", "--workers", "1", str(ground.folder / "desk"))),
    "search": (Post.READER, lambda _: ("search", CANARY_TEXT)),
    "show": (Post.READER, lambda ground: ("show", ground.number)),
    "picture": (
        Post.READER,
        lambda ground: ("show", ground.number, "--image", str(ground.folder / "out.png")),
    ),
    "export": (Post.READER, lambda ground: ("export", ground.number, str(ground.folder / "out.pdf"))),
    "report": (
        Post.ARCHIVIST,
        lambda ground: (
            "report",
            "completeness",
            "--format",
            "xlsx",
            "--output",
            str(ground.folder / "out.xlsx"),
        ),
    ),
    "index": (Post.ARCHIVIST, lambda _: ("index", "rebuild")),
    "log in": (Post.READER, lambda _: ("login", "reader")),
}


@pytest.fixture(scope="module")
def runs(ground: Ground) -> dict[str, Watched]:
    """Every command, run once."""
    made = {}
    for command, (post, words) in COMMANDS.items():
        made[command] = ground.run(*words(ground), post=post, DANGAN_PASSWORD=PASSWORD)
    assert [(command, one.said) for command, one in made.items() if one.code not in (0, 12)] == []
    return made


def test_files_are_made_where_they_belong(runs: dict[str, Watched], ground: Ground) -> None:
    outputs = {ground.folder / "out.png", ground.folder / "out.pdf", ground.folder / "out.xlsx"}
    own = (ground.staffed.home.path, ground.folder / "tmp", ground.folder / "state")
    strange = [
        (command, path)
        for command, made in runs.items()
        for path in made.written
        if path not in {*outputs, Path("/dev/null")} and not any(map(path.is_relative_to, own))
    ]
    assert strange == []
    assert all(path.is_file() for path in outputs)


def test_no_temporary_file_is_left(runs: dict[str, Watched], ground: Ground) -> None:
    assert [
        path for made in runs.values() for path in made.written if path.is_relative_to(ground.folder / "tmp")
    ]
    assert list((ground.folder / "tmp").iterdir()) == []


def test_what_is_made_is_its_owners_alone_whatever_the_umask(
    runs: dict[str, Watched], ground: Ground
) -> None:
    folders = (ground.staffed.home.path, ground.folder / "state")
    made = {path for folder in folders for path in folder.rglob("*")} - ground.there
    made |= set(ground.folder.glob("out.*"))
    assert len(made) > 10
    public = {
        path for path in made if path.name.endswith(".checkpoint.json")
    }  # digests, to be carried around
    assert [path for path in made - public if path.stat().st_mode & 0o077] == []


def test_the_list_of_processes_tells_no_secret(runs: dict[str, Watched], ground: Ground) -> None:
    """Whoever has an account on the machine can see it. What somebody types there himself is there."""
    secrets = {*CANARIES, PASSWORD, *ground.tokens.values()}
    for command, (_, words) in COMMANDS.items():
        beside = [
            word for line in runs[command].words for word in line.split("\0") if word not in words(ground)
        ]
        assert [secret for secret in secrets if any(secret in word for word in beside)] == []
    assert len(runs["ingest"].words) > 1  # the reading process was looked at too


def test_a_dying_process_leaves_no_picture_of_its_memory(runs: dict[str, Watched]) -> None:
    assert {core for made in runs.values() for core in made.cores} == {(0, 0)}


def test_nothing_is_called_over_a_network(runs: dict[str, Watched]) -> None:
    assert {command: made.called for command, made in runs.items() if made.called} == {}


def test_a_killed_reading_leaves_no_file_behind(ground: Ground) -> None:
    """The reading process tidies up after its parent, also what Tesseract left lying there."""
    pile, temporary = ground.folder / "pile", ground.folder / "tmp"
    pile.mkdir()
    for number in range(60):
        (pile / f"{number}.txt").write_text(f"{PAPER}{number}", encoding="utf-8")
    with subprocess.Popen(
        [PROGRAM, "ingest", "--workers", "1", str(pile)],
        env=surroundings(
            ground.folder, ground.staffed.home.path, {"DANGAN_TOKEN": ground.tokens[Post.ARCHIVIST]}
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert _within(60, lambda: any(temporary.iterdir()) and _leads_a_group(running.pid))
        (folder,) = temporary.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "page.png").write_bytes(b"a page")
        running.kill()
    assert _within(60, lambda: not any(temporary.iterdir()))


def _leads_a_group(parent: int) -> bool:
    """Whether the reading process runs our code already: it does that first."""
    return any(os.getpgid(child.pid) == child.pid for child in psutil.Process(parent).children())


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.02)
    return happened()


def test_a_session_is_kept_without_the_password(runs: dict[str, Watched], ground: Ground) -> None:
    kept = [path for path in (ground.folder / "state").rglob("*") if path.is_file()]
    assert set(kept) <= set(runs["log in"].written)
    assert len(kept) == 1
    assert PASSWORD.encode() not in kept[0].read_bytes()
