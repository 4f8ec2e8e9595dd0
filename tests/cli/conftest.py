"""The command line run in this process, as people of a staffed house."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.capture import CaptureFixture
from _pytest.monkeypatch import MonkeyPatch

from archive.clock import utc_now
from archive.home import Home, open_home
from archive.people import Post
from search_cli.main import run
from tests.clock import StoppedClock
from tests.staffed import PASSWORD, Staffed, staff


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """Runs commands on one home; who speaks is told by the token, as `DANGAN_TOKEN` holds it."""

    def __init__(
        self, home: Path, tokens: Mapping[Post, str], capsys: CaptureFixture[str], monkeypatch: MonkeyPatch
    ) -> None:
        self.home = home
        self._tokens = tokens
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def run(self, *words: str, post: Post | None = None, **environment: str) -> Said:
        """Run one command, as somebody or as nobody."""
        with self._monkeypatch.context() as patched:
            patched.setenv("DANGAN_HOME", str(self.home))
            if post:
                patched.setenv("DANGAN_TOKEN", self._tokens[post])
            for name, value in environment.items():
                patched.setenv(name, value)
            self._capsys.readouterr()
            code = run(list(words))
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def do(self, *words: str, post: Post | None = None, **environment: str) -> str:
        """Run a command that must succeed; what it printed."""
        said = self.run(*words, post=post, **environment)
        assert (said.code, said.err) == (0, "")
        return said.out


@dataclass(frozen=True, slots=True)
class Template:
    """A staffed house with two papers filed, one in review and one form handed in."""

    folder: Path
    tokens: Mapping[Post, str]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("staffed")
    staffed = staff(folder, StoppedClock(utc_now()))
    papers = folder / "papers"
    papers.mkdir()
    staffed.file_paper(papers)
    staffed.file_paper(papers, kind="permit", customer=2, text="普通的文字一页")
    staffed.keep_in_review(papers)
    staffed.ask()
    tokens = {post: _token(staffed, post) for post in Post}
    staffed.close()
    return Template(folder / "home", tokens)


def _token(staffed: Staffed, post: Post) -> str:
    return staffed.desk.sessions.login(staffed.speakers[post].person.login, PASSWORD)


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """English words, a page of 100 columns, and nothing of whoever runs the tests."""
    for name in (
        "DANGAN_TOKEN",
        "DANGAN_PASSWORD",
        "DANGAN_PASSPHRASE",
        "DANGAN_OLD_PASSWORD",
        "DANGAN_HOME",
        "DANGAN_DEBUG",
        "LANGUAGE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DANGAN_LANG", "en")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def terminal(
    tmp_path: Path, template: Template, capsys: CaptureFixture[str], monkeypatch: MonkeyPatch
) -> Terminal:
    shutil.copytree(template.folder, tmp_path / "home")
    return Terminal(tmp_path / "home", template.tokens, capsys, monkeypatch)


@pytest.fixture
def bare(tmp_path: Path, capsys: CaptureFixture[str], monkeypatch: MonkeyPatch) -> Terminal:
    """No home yet."""
    return Terminal(tmp_path / "new", {}, capsys, monkeypatch)


@pytest.fixture
def opened(terminal: Terminal) -> Iterator[Home]:
    """The terminal's home, to look behind what commands say."""
    home = open_home(terminal.home)
    yield home
    home.close()
