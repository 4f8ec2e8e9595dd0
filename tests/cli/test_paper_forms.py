"""`dangan request print`, `attest`, `check`; `dangan lending` and `dangan shelf`, as people type them."""

from __future__ import annotations

from pathlib import Path

from archive.people import Post
from tests.cli.asking import approve, form, paper, rows, told
from tests.cli.conftest import Terminal
from tests.staffed import CUSTOMER, PASSWORD


def test_a_form_is_printed_for_the_caller_alone(terminal: Terminal, tmp_path: Path) -> None:
    page = tmp_path / "form.html"
    terminal.do("request", "print", form(terminal), "--output", str(page), post=Post.READER)
    text = page.read_text(encoding="utf-8")
    for word in (form(terminal), CUSTOMER, "市场一部", "信用管理领导小组办公室主任", "<svg"):
        assert word in text
    assert 0o600 == page.stat().st_mode & 0o777


def test_somebody_elses_form_and_none_at_all_are_printed_alike(terminal: Terminal, tmp_path: Path) -> None:
    page = ("--output", str(tmp_path / "form.html"))
    said = [
        terminal.run("request", "print", number, *page, post=Post.SALES_DIRECTOR)
        for number in (form(terminal), "查询-2026-0099")
    ]
    assert (5, said[0].err) == (said[1].code, said[1].err)
    assert [] == list(tmp_path.glob("*.html"))


def test_sheets_that_are_not_there(terminal: Terminal, tmp_path: Path) -> None:
    assert [] == rows(terminal, "request", "sheets", post=Post.ARCHIVIST)
    words = ("attest", "7", "--signed-by", "general-manager", "--regulation", "credit", "--on", "2026-03-05")
    assert 5 == terminal.run("request", *words, post=Post.ARCHIVIST).code
    checked = terminal.run("request", "check", "7", post=Post.CREDIT_MANAGER, DANGAN_PASSWORD=PASSWORD)
    assert (7, "Error: There is no sheet 7.") == (checked.code, told(checked))
    image = ("--image", str(tmp_path / "sheet.png"))
    assert 5 == terminal.run("request", "sheet", "7", *image, post=Post.ARCHIVIST).code
    assert [] == list(tmp_path.glob("*.png"))


def test_a_paper_goes_out_and_comes_back(terminal: Terminal, tmp_path: Path) -> None:
    approve(terminal)
    number = paper(terminal)
    lent = terminal.do("lending", "lend", form(terminal), number, post=Post.ARCHIVIST)
    assert "查阅人甲 (reader)" in lent
    (line, screen) = rows(terminal, "lending", "list", post=Post.READER)
    assert (number, "out", None, "out") == (
        line["document"],
        line["state"],
        screen["document"],
        screen["state"],
    )
    file = number.rsplit("-", 1)[0]
    terminal.do("shelf", "put", file, "--room", "一库", "--shelf", "3-2", post=Post.ARCHIVIST)
    places = {one["file"]: one for one in rows(terminal, "shelf", "list", post=Post.ARCHIVIST)}
    assert "一库" == places[file]["room"]
    assert number in str(places[file]["out"])
    assert 8 == terminal.run("request", "return", form(terminal), post=Post.READER).code
    terminal.do("lending", "return", number, post=Post.ARCHIVIST)
    terminal.do("request", "return", form(terminal), post=Post.READER)
    assert [] == rows(terminal, "lending", "list", "--out", post=Post.ARCHIVIST)


def test_the_printed_register_names_who_printed_it(terminal: Terminal, tmp_path: Path) -> None:
    page = tmp_path / "register.html"
    words = ("lending", "list", "--format", "html", "--output", str(page))
    assert 0 == terminal.run(*words, post=Post.ARCHIVIST).code
    assert "档案管理员甲" in page.read_text(encoding="utf-8")
