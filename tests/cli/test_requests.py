"""Query forms by command: from the draft to the return, narrower than asked, and in Chinese."""

from __future__ import annotations

from datetime import timedelta

from archive.clock import utc_now
from archive.people import Post
from tests.cli.asking import form, rows, told
from tests.cli.conftest import Terminal
from tests.staffed import CUSTOMER, PASSWORD

READER, ARCHIVIST, DIRECTOR = Post.READER, Post.ARCHIVIST, Post.CREDIT_OFFICE_DIRECTOR


def day(ahead: int) -> str:
    return (utc_now().astimezone().date() + timedelta(days=ahead)).isoformat()


def states(terminal: Terminal) -> list[object]:
    return [row["state"] for row in rows(terminal, "request", "list", post=READER)]


def test_a_draft_is_changed_handed_in_and_withdrawn(terminal: Terminal) -> None:
    new = ("request", "new", "--customer", "甲木", "--regulation", "credit", "--purpose", "核对")
    terminal.do(*new, "--until", day(0), "--draft", post=READER)
    draft = form(terminal)
    assert states(terminal) == ["draft", "submitted"]
    changed = terminal.do("request", "change", draft, "--purpose", "签约前核对", post=READER)
    assert "签约前核对" in changed
    terminal.do("request", "submit", draft, post=READER)
    late = terminal.run("request", "change", draft, "--purpose", "别的", post=READER)
    assert (late.code, told(late)) == (
        8,
        f"Error: The form {draft} was handed in and waits for signatures.",
    )
    terminal.do("request", "withdraw", draft, post=READER)
    assert states(terminal) == ["withdrawn", "submitted"]


def test_from_the_narrow_approval_to_the_return(terminal: Terminal) -> None:
    number = form(terminal)
    narrow = ("--only-customer", CUSTOMER, "--from-year", "2025", "--to-year", "2026", "--until", day(1))
    terminal.do("request", "approve", number, *narrow, post=DIRECTOR, DANGAN_PASSWORD=PASSWORD)
    refused = terminal.run("show", "1", post=READER)
    assert refused.code == 5
    early = terminal.run("request", "return", number, post=READER)
    assert (early.code, told(early)) == (8, f"Error: The form {number} is approved already.")
    terminal.do("request", "issue", number, post=ARCHIVIST)
    terminal.do("show", "1", post=READER)
    shown = terminal.do("request", "show", number, post=READER, DANGAN_LANG="zh")
    terms = f"仅限 {CUSTOMER}；2025 年度及以后的案卷；2026 年度及以前的案卷；截至 {day(1)}"
    for words in ("已借出", "借阅日期", "借出经办人", "档案管理员甲 (archivist)", terms):
        assert "".join(words.split()) in "".join(shown.split())  # long lines are folded
    terminal.do("request", "take-back", number, post=ARCHIVIST)
    assert (states(terminal), terminal.run("show", "1", post=READER).code) == (["returned"], 5)


def test_more_than_was_asked_is_not_granted(terminal: Terminal) -> None:
    wider = ("request", "approve", form(terminal), "--until", day(300))
    assert terminal.run(*wider, post=DIRECTOR, DANGAN_PASSWORD=PASSWORD).code == 9
    assert states(terminal) == ["submitted"]
