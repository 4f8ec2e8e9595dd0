"""The audit log by command: exports, checkpoints, keys, proofs, and what the verifier alone says of them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from openpyxl import load_workbook

from archive.people import Post
from tests.cli.asking import approve, form
from tests.cli.conftest import Terminal

AUDITOR, ADMINISTRATOR = Post.AUDITOR, Post.ADMINISTRATOR


def second_place(terminal: Terminal, folder: Path) -> Path:
    folder.mkdir()
    settings = terminal.home / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    before, section, after = text.partition("[audit]")
    text = before + section + after.replace("folders = []", f'folders = ["{folder}"]', 1)
    assert str(folder) in text
    settings.write_text(text, encoding="utf-8")
    return folder


def test_the_whole_story_for_an_auditor_from_outside(terminal: Terminal, tmp_path: Path) -> None:
    place = second_place(terminal, tmp_path / "second")
    approve(terminal)
    said = terminal.do("audit", "checkpoint", "--to", str(tmp_path / "c.json"), post=AUDITOR).splitlines()
    assert said[0].startswith("✓ Checkpoint 1 of ")
    fingerprint = said[1].removeprefix("The key that signs now: ")
    assert [path.suffix for path in place.iterdir()] == [".json"]
    for kind in ("csv", "jsonl", "xlsx"):
        out = terminal.run(
            "audit", "export", "--format", kind, "-o", str(tmp_path / f"x.{kind}"), post=AUDITOR
        )
        assert out.code == 0
    terminal.do("audit", "prove", form(terminal), "--to", str(tmp_path / "p.json"), post=AUDITOR)
    assert terminal.run("audit", "verifier", "-o", str(tmp_path / "v.py")).code == 0
    files = [str(tmp_path / name) for name in ("x.csv", "x.jsonl", "c.json", "p.json")]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "v.py"), *files[:3], "--key", fingerprint], capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (
        subprocess.run([sys.executable, str(tmp_path / "v.py"), files[3]], capture_output=True).returncode
        == 0
    )
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert sheet.cell(3, 1).value == "Row"
    verify = ("audit", "verify", "--checkpoint", str(tmp_path / "c.json"), "--key", fingerprint)
    assert "✓ It agrees with" in terminal.do(*verify, post=AUDITOR)
    assert "new of" in terminal.do("audit", "verify", "--since-checkpoint", post=AUDITOR)


def test_a_sheet_is_printed_and_compared(terminal: Terminal, tmp_path: Path) -> None:
    sheet = terminal.do("audit", "checkpoint", "--paper", "--mail", str(tmp_path / "m.eml"), post=AUDITOR)
    lines = sheet.splitlines()
    rows = lines[4].removeprefix("Rows: ")
    digits = lines[7].strip()
    assert "checkpoint.json" in (tmp_path / "m.eml").read_text(encoding="utf-8")
    assert terminal.run("audit", "verify", "--paper", f"{rows}:{digits}", post=AUDITOR).code == 0
    assert terminal.run("audit", "verify", "--paper", f"{rows}:{'0' * 16}", post=AUDITOR).code == 11
    for wrong in ("12", f"{rows}:12", f"x:{digits}", f"{rows}:{'z' * 20}"):
        assert terminal.run("audit", "verify", "--paper", wrong, post=AUDITOR).code == 2


def test_keys_are_shown_changed_and_replaced(terminal: Terminal) -> None:
    out = terminal.do("audit", "checkpoint", post=ADMINISTRATOR)
    assert "! It lies in the home only" in out
    terminal.do("audit", "key", "rotate", post=ADMINISTRATOR)
    replace = ("audit", "key", "replace", "--reason", "U盘丢失")
    assert terminal.run(*replace, post=ADMINISTRATOR).code == 8
    (terminal.home / "audit" / "key.pem").unlink()
    assert terminal.run("audit", "checkpoint", post=ADMINISTRATOR).code == 4
    terminal.do(*replace, post=ADMINISTRATOR)
    told = terminal.run("audit", "key", "show", "--format", "json", post=AUDITOR).json
    assert [row["reason"] for row in told["rows"]] == ["", "", "U盘丢失"]
    assert terminal.run("audit", "key", "rotate", post=AUDITOR).code == 5
    remarks = terminal.do("audit", "verify", post=AUDITOR)
    assert "took the place of a lost one" in remarks


def test_a_cut_log_ends_with_its_own_exit_code(terminal: Terminal, tmp_path: Path) -> None:
    terminal.do("audit", "checkpoint", post=AUDITOR)
    with closing(sqlite3.connect(terminal.home / "catalogue.db")) as database, database:
        database.execute("DELETE FROM audit WHERE sequence > 3")
    said = terminal.run("audit", "verify", post=AUDITOR)
    assert (said.code, "its end was cut off" in said.out) == (11, True)
    quick = terminal.run("audit", "verify", "--since-checkpoint", post=AUDITOR)
    assert quick.code == 11
    both = ("audit", "verify", "--since-checkpoint", "--key", "0" * 32)
    assert terminal.run(*both, post=AUDITOR).code == 2
