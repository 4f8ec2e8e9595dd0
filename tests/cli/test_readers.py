"""From the query form to the page, by command; and the likeliest mistakes."""

from __future__ import annotations

from pathlib import Path

from archive.people import Post
from tests.cli.asking import approve, form, paper, told
from tests.cli.conftest import Terminal
from tests.staffed import CANARY_TEXT, PASSWORD

ARCHIVIST = Post.ARCHIVIST
READER = Post.READER
DIRECTOR = Post.CREDIT_OFFICE_DIRECTOR
MANAGER = Post.CREDIT_MANAGER


def test_from_the_refusal_to_the_page(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("search", "密语", post=READER).code == 5
    approve(terminal)
    out = terminal.do("search", "密语", post=READER)
    assert (out.splitlines()[0], f"  1 │ 第1页{CANARY_TEXT}" in out, "page 1–2 of 2" in out) == (
        "1 document(s)",
        True,
        True,
    )
    number = paper(terminal)
    page, mark = terminal.do("show", number, "--page", "2", post=READER).splitlines()[-2:]
    assert (page, mark.partition(", ")[0]) == (
        f"第2页{CANARY_TEXT}",
        "Shown to 查阅人甲 (reader) under 查询-2026-0001",
    )
    terminal.do("show", number, "--image", str(tmp_path / "page.png"), post=READER)
    terminal.do("export", number, str(tmp_path / "paper.pdf"), post=READER)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    again = terminal.run("export", number, str(tmp_path / "paper.pdf"), post=READER)
    assert (again.code, told(again)) == (2, f"Error: {tmp_path / 'paper.pdf'} is there already.")
    assert terminal.run("show", number, "--page", "3", post=READER).code == 7


def test_what_others_hold_looks_like_what_is_not_there(terminal: Terminal) -> None:
    approve(terminal)
    held, absent = (terminal.run("show", number, post=READER) for number in ("2", "999"))
    assert (held.code, held.err) == (absent.code, absent.err)
    assert terminal.do("search", "普通", post=READER).splitlines()[0] == "0 document(s)"


def test_a_form_is_handed_in_shown_and_rejected(terminal: Terminal) -> None:
    new = ("request", "new", "--customer", "甲木", "--regulation", "credit", "--purpose", "核对", "--until")
    assert terminal.run(*new, "2026-02-30", post=READER).code == 2
    assert terminal.run(*new, "2020-01-01", post=READER).code == 9
    assert terminal.run(*new, "2099-01-01", post=READER).code == 9
    number = form(terminal)
    terminal.do("request", "reject", number, "--remark", "不必", post=DIRECTOR, DANGAN_PASSWORD=PASSWORD)
    out = terminal.do("request", "show", number, post=READER)
    assert "rejected  信用管理领导小组办公室主任甲" in out
    signed_already = terminal.run("request", "approve", number, post=DIRECTOR, DANGAN_PASSWORD=PASSWORD)
    assert signed_already.code == 8


def test_an_approval_that_is_revoked_acts_at_once(terminal: Terminal) -> None:
    approve(terminal)
    terminal.do("show", "1", post=READER)
    revoke = ("request", "revoke", form(terminal), "--remark", "收回")
    terminal.do(*revoke, post=DIRECTOR, DANGAN_PASSWORD=PASSWORD)
    assert terminal.run("show", "1", post=READER).code == 5


def test_nobody_signs_for_himself_or_without_the_post(terminal: Terminal) -> None:
    sign = ("request", "approve", form(terminal))
    assert terminal.run(*sign, post=READER, DANGAN_PASSWORD=PASSWORD).code == 5
    assert terminal.run(*sign, post=MANAGER, DANGAN_PASSWORD=PASSWORD).code == 5
