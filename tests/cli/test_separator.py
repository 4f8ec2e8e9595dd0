"""`dangan separator`: a sheet to print, for customers and categories by whatever name."""

from __future__ import annotations

from pathlib import Path

from archive.people import Post
from tests.cli.asking import told
from tests.cli.conftest import Terminal
from tests.staffed import CUSTOMER


def test_a_sheet_is_written_for_the_caller_alone(terminal: Terminal, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    words = ("separator", "--customer", "1", "--category", "资产负债表", "--output", str(sheet))
    assert str(sheet) in terminal.do(*words, post=Post.ARCHIVIST)
    page = sheet.read_text(encoding="utf-8")
    assert CUSTOMER in page
    assert "资产负债表" in page
    assert 0o600 == sheet.stat().st_mode & 0o777


def test_a_sheet_that_only_parts(terminal: Terminal, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    terminal.do("separator", "--output", str(sheet), post=Post.ARCHIVIST)
    assert CUSTOMER not in sheet.read_text(encoding="utf-8")


def test_names_that_mean_nothing_and_people_who_may_not(terminal: Terminal, tmp_path: Path) -> None:
    sheet = ("--output", str(tmp_path / "sheet.html"))
    unknown = terminal.run("separator", "--customer", "没有的公司", *sheet, post=Post.ARCHIVIST)
    assert (7, "Error: There is no customer 没有的公司.") == (unknown.code, told(unknown))
    kind = terminal.run("separator", "--category", "没有的类别", *sheet, post=Post.ARCHIVIST)
    assert (9, "Error: There is no category 没有的类别.") == (kind.code, told(kind))
    assert 5 == terminal.run("separator", *sheet, post=Post.READER).code
    assert [] == list(tmp_path.glob("*.html"))
