"""What reaches the terminal and the caller's files: words of papers stay words, numbers stay in bounds."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from _pytest.capture import CaptureFixture

from access.numbers import LARGEST
from archive.errors import BadInput
from archive.people import Post
from search_cli.main import complain
from search_cli.output import say, write_file
from search_cli.terms import nameless
from tests.cli.asking import approve, told
from tests.cli.conftest import Terminal

ARCHIVIST = Post.ARCHIVIST
READER = Post.READER


def test_a_line_stays_one_line(capsys: CaptureFixture[str]) -> None:
    say("甲\n✓ 乙\x1b[2J\udcb2")
    assert capsys.readouterr().out == "甲 ✓ 乙 [2J \n"


def test_a_value_of_an_error_forges_no_advice(capsys: CaptureFixture[str]) -> None:
    complain(BadInput("{word} is no word.", advice="Take another.", word="甲\nWhat to do: this"))
    assert capsys.readouterr().err.splitlines() == [
        "Error: 甲",
        "  What to do: this is no word.",
        "What to do: Take another.",
    ]


def test_a_sentence_without_what_fills_it() -> None:
    assert nameless("{path} cannot be taken: {error}") == "… cannot be taken: …"


@pytest.mark.parametrize(
    "words",
    [
        ("retry",),
        ("dismiss", "--reason", "不是我们的"),
        ("review", "show"),
        ("review", "settle"),
        ("waiver", "withdraw"),
        ("show", "1", "--page"),
        ("document", "correct", "1", "--reason", "看错", "--year"),
    ],
)
@pytest.mark.parametrize("number", ["0", str(LARGEST + 1), "9" * 5000])
def test_a_number_that_nothing_has_is_refused(
    terminal: Terminal, words: tuple[str, ...], number: str
) -> None:
    assert terminal.run(*words, number, post=ARCHIVIST).code == 2


@pytest.mark.parametrize("place", ["1", "next", "YH-SC1-X-2026-0009-001", "~"])
def test_a_place_that_no_page_named_is_refused(terminal: Terminal, place: str) -> None:
    approve(terminal)
    said = terminal.run("search", "密语", "--after", place, post=READER)
    assert (said.code, told(said)) == (9, f"Error: {place} is no place to go on from.")


def test_pages_that_no_paper_has_are_refused(terminal: Terminal) -> None:
    settle = ("review", "settle", "1", "--category", "许可证书", "--customer", "1", "--pages")
    assert terminal.run(*settle, "9" * 5000, post=ARCHIVIST).code == 2


def test_what_is_taken_out_is_for_the_callers_eyes(terminal: Terminal, tmp_path: Path) -> None:
    approve(terminal)
    terminal.do("export", "1", str(tmp_path / "paper.pdf"), post=READER)
    terminal.do("show", "1", "--image", str(tmp_path / "page.png"), post=READER)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("pa*.*")}
    assert modes == {"paper.pdf": 0o600, "page.png": 0o600}


def test_a_file_that_is_there_keeps_its_mode_and_nothing_of_its_content(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_bytes(b"longer than what comes")
    file.chmod(0o640)
    write_file(file, b"new")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o640)
