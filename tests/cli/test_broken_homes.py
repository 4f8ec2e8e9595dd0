"""Homes and configurations that are not as they should be: told whole, with nothing started."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from archive.people import Post
from tests.cli.asking import approve
from tests.cli.conftest import Terminal

SETTINGS = """[inbox]
folder = ["somewhere"]
rescan_seconds = "soon"

[reading]
engine = "openvin"
workers = -3
"""
RULE = """- kind: permitt
  rules: []
- kindd: permit
"""


def test_all_errors_of_the_settings_are_told_at_once(terminal: Terminal) -> None:
    file = terminal.home / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    said = terminal.run("status", post=Post.ARCHIVIST)
    assert said.code == 3
    lines = said.err.splitlines()
    assert [line.partition(": ")[0] for line in lines[1:-1]] == [f"  {file}:{line}" for line in (2, 3, 6, 7)]
    assert "folders" in lines[1]  # did you mean


def test_settings_that_are_no_toml_are_told(terminal: Terminal) -> None:
    (terminal.home / "settings.toml").write_text("[inbox\n", encoding="utf-8")
    said = terminal.run("status", post=Post.ARCHIVIST)
    assert (said.code, "settings.toml:1" in said.err) == (3, True)


def test_a_broken_regulation_stops_every_command(terminal: Terminal) -> None:
    overlay = terminal.home / "regulations" / "credit.yaml"
    overlay.write_text("categoriez: 3\nnam: x\n", encoding="utf-8")
    said = terminal.run("status", post=Post.ARCHIVIST)
    assert said.code == 3
    assert [f"{overlay}:{line}: " in said.err for line in (1, 2)] == [True, True]


def test_a_broken_rule_stops_reading_before_anything_is_taken(terminal: Terminal, tmp_path: Path) -> None:
    overlay = terminal.home / "rules" / "basic.yaml"
    overlay.write_text(RULE, encoding="utf-8")
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(b"x")
    before = terminal.run("status", "--format", "json", post=Post.ARCHIVIST).json["notes"]
    said = terminal.run("ingest", str(paper), post=Post.ARCHIVIST)
    assert (said.code, str(overlay) in said.err) == (3, True)
    assert terminal.run("status", "--format", "json", post=Post.ARCHIVIST).json["notes"] == before


def test_the_doctor_goes_on_past_broken_settings(terminal: Terminal) -> None:
    (terminal.home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    said = terminal.run("doctor", "--format", "json")
    bad = [row["what"] for row in said.json["rows"] if row["state"] == "bad"]
    assert (said.code, bad) == (1, ["Settings"])


def test_a_home_that_is_not_there(bare: Terminal) -> None:
    said = bare.run("status")
    assert (said.code, str(bare.home) in said.err, "dangan init" in said.err) == (4, True, True)


def test_a_folder_that_is_not_ours(bare: Terminal) -> None:
    bare.home.mkdir()
    (bare.home / "letter.txt").write_text("not ours")
    said = bare.run("status")
    assert (said.code, str(bare.home) in said.err) == (4, True)


def test_a_home_of_a_newer_program(terminal: Terminal) -> None:
    mark = terminal.home / "dangan-home.json"
    words = json.loads(mark.read_text(encoding="utf-8"))
    mark.write_text(json.dumps({**words, "format": 99}), encoding="utf-8")
    assert terminal.run("status").code == 4


def test_a_catalogue_of_a_newer_program(terminal: Terminal) -> None:
    with sqlite3.connect(terminal.home / "catalogue.db") as catalogue:
        catalogue.execute("UPDATE alembic_version SET version_num = 'ffff'")
    catalogue.close()
    assert terminal.run("status").code == 4


def test_a_catalogue_of_another_home(terminal: Terminal) -> None:
    mark = terminal.home / "dangan-home.json"
    words = json.loads(mark.read_text(encoding="utf-8"))
    mark.write_text(json.dumps({**words, "identity": "0" * 32}), encoding="utf-8")
    assert terminal.run("status").code == 4


@pytest.mark.parametrize(
    "words", [("files", "--output"), ("audit", "list", "--output"), ("show", "1", "--image")]
)
def test_output_that_cannot_be_written(terminal: Terminal, tmp_path: Path, words: tuple[str, ...]) -> None:
    post = {"files": Post.CREDIT_MANAGER, "audit": Post.AUDITOR, "show": Post.READER}[words[0]]
    if words[0] == "show":
        approve(terminal)
    target = tmp_path / "missing" / "file"
    said = terminal.run(*words, str(target), post=post)
    assert (said.code, said.err.startswith(f"Error: {target} cannot be written")) == (9, True)
