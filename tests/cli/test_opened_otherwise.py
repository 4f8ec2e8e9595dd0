"""What opens papers without a query form, as people do it; and the notices that follow."""

from __future__ import annotations

from archive.clock import utc_now
from archive.people import Post
from tests.cli.asking import rows
from tests.cli.conftest import Terminal
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD

READER, DIRECTOR, SALES = Post.READER, Post.CREDIT_OFFICE_DIRECTOR, Post.SALES_DIRECTOR
TODAY = utc_now().astimezone().date().isoformat()


def do(terminal: Terminal, *words: str, post: Post) -> str:
    """A command that signs; it must succeed, whatever notices stand under it."""
    said = terminal.run(*words, post=post, DANGAN_PASSWORD=PASSWORD)
    assert said.code == 0, said.err
    return said.out


def authorise(terminal: Terminal, *narrower: str) -> str:
    words = ("standing", "sign", "credit", "--person", "reader", "--until", TODAY, "--purpose", "日常工作")
    return do(terminal, *words, *narrower, post=DIRECTOR)


def read_urgently(terminal: Terminal) -> str:
    words = ("urgent", "new", "--customer", "甲木", "--reason", "今日开庭", "--second", "sales-director")
    return do(terminal, *words, post=READER)


def test_a_standing_authorisation_opens_papers_until_it_is_revoked(terminal: Terminal) -> None:
    sheet = authorise(terminal, "--custody", "department", "--custody", "archive_room")
    assert "with the department、in the archive room" in sheet
    assert CANARY_TEXT in do(terminal, "show", "1", post=READER)
    (one,) = rows(terminal, "standing", "list", post=READER)
    assert (one["state"], one["custody"]) == ("in_force", "department、archive_room")
    revoked = do(terminal, "standing", "revoke", str(one["number"]), "--remark", "换岗", post=DIRECTOR)
    assert "换岗" in revoked
    assert terminal.run("show", "1", post=READER).code == 5


def test_an_approver_declares_and_reads(terminal: Terminal) -> None:
    asked = ("--customer", "甲木", "--regulation", "credit", "--purpose", "复核授信")
    assert "open for reading" in do(terminal, "declared", "new", *asked, post=DIRECTOR)
    assert CANARY_TEXT in do(terminal, "show", "1", post=DIRECTOR)
    (one,) = rows(terminal, "declared", "list", post=Post.AUDITOR)
    assert (one["purpose"], one["state"]) == ("复核授信", "open")


def test_an_urgent_reading_is_read_and_reviewed(terminal: Terminal) -> None:
    assert CUSTOMER not in read_urgently(terminal)
    assert CANARY_TEXT in do(terminal, "show", "1", post=READER)
    (one,) = rows(terminal, "urgent", "list", post=DIRECTOR)
    assert one["meant"] == CUSTOMER
    number = str(one["number"])
    (read,) = rows(terminal, "urgent", "reads", number, post=DIRECTOR)
    assert (read["act"], read["page"]) == ("reading.show", 1)
    reviewed = do(terminal, "urgent", "review", number, "--remark", "情况属实", post=DIRECTOR)
    assert "情况属实" in reviewed
    stranger = terminal.run(
        "urgent", "review", number, "--remark", "好", post=SALES, DANGAN_PASSWORD=PASSWORD
    )
    assert stranger.code == 5
    missing = terminal.run("urgent", "review", "查询-1", "--remark", "好", post=DIRECTOR)
    assert "Error: There is no urgent reading 查询-1 for you to review." in missing.err


def test_a_notice_stands_under_every_command_until_it_was_looked_at(terminal: Terminal) -> None:
    read_urgently(terminal)
    for words in (("whoami",), ("audit", "list"), ("urgent", "reads", "查询-1")):
        said = terminal.run(*words, post=Post.AUDITOR)
        assert [line.split(":")[0] for line in said.err.splitlines()][:2] == [
            "Notice",
            "`dangan notices` lists them and takes them as seen.",
        ]
        assert "今日开庭" in said.err.splitlines()[0]
    assert "今日开庭" in terminal.do("notices", post=Post.AUDITOR)
    assert terminal.run("whoami", post=Post.AUDITOR).err == ""
    assert rows(terminal, "notices", post=Post.AUDITOR) == []
    assert len(rows(terminal, "notices", "--all", post=Post.AUDITOR)) == 1


def test_a_command_that_ends_the_session_tells_nothing_more(terminal: Terminal) -> None:
    read_urgently(terminal)
    assert terminal.run("logout", post=SALES).err == ""


def test_words_of_others_in_a_notice_command_no_terminal(terminal: Terminal) -> None:
    words = ("urgent", "new", "--customer", "甲木", "--second", "sales-director", "--reason", "急\x1b[2J用")
    said = terminal.run(*words, post=READER, DANGAN_PASSWORD=PASSWORD)
    assert said.code == 9
    assert "\x1b" not in said.err
