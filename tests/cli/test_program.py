"""The installed program itself, in a process of its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.people import Post
from tests.cli.conftest import Template, Terminal

PROGRAM = Path(sys.executable).with_name("dangan")


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "DANGAN_HOME": str(home), "DANGAN_LANG": "en", **more}


def dangan(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_entry_point_runs() -> None:
    said = dangan(Path("nowhere"), "--version")
    assert (said.returncode, said.stdout.split()[0], said.stderr) == (0, "dangan", "")


def test_a_missing_home_is_told_in_chinese_where_nothing_says_otherwise(tmp_path: Path) -> None:
    said = dangan(tmp_path / "nothing", "whoami", DANGAN_LANG="", LC_ALL="C.UTF-8")
    assert (said.returncode, said.stdout) == (4, "")
    assert said.stderr.startswith("错误：")
    assert "Traceback" not in said.stderr


def test_a_reader_that_closes_the_pipe_is_no_fault(terminal: Terminal, template: Template) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            [PROGRAM, "company", "list"],
            env=environment(terminal.home, DANGAN_TOKEN=template.tokens[Post.READER]),
            stdout=pipe,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_watch_stops_cleanly(terminal: Terminal, tmp_path: Path, stop: signal.Signals) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    name_inbox(terminal.home, inbox)
    with subprocess.Popen(
        [PROGRAM, "watch", "--workers", "1"],
        env=environment(terminal.home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        select.select([watching.stdout], [], [], 60)
        assert watching.stdout.readline() == f"Watching {inbox}\n"
        watching.send_signal(stop)
        said, complaint = watching.communicate(timeout=60)
        assert (watching.returncode, said, complaint) == (0, "Stopped; nothing is left half done.\n", "")


def name_inbox(home: Path, inbox: Path) -> None:
    """Write the inbox into the home's settings, as its owner would."""
    file = home / "settings.toml"
    words = file.read_text(encoding="utf-8")
    named = words.replace("folders = []", f'folders = ["{inbox}"]')
    assert named != words
    file.write_text(named, encoding="utf-8")
