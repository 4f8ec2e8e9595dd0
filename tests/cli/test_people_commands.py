"""Accounts, deputies, sessions and the clock on the command line."""

from __future__ import annotations

from datetime import date, timedelta

from _pytest.monkeypatch import MonkeyPatch
from sqlalchemy import update

from archive import schema
from archive.home import Home
from archive.people import Post
from tests.cli.asking import form, rows, told
from tests.cli.conftest import Terminal
from tests.staffed import GIVEN, PASSWORD

NEW = "a sentence to remember"
_GIVEN = (
    "The administrator gave you this password and knows it: nothing can be signed with it. Change it with"
    " `dangan password`."
)


def log_in(terminal: Terminal, name: str, password: str = PASSWORD) -> str:
    return terminal.do("login", name, DANGAN_PASSWORD=password)


def days(first: int, last: int) -> tuple[str, str, str, str]:
    today = date.today()  # noqa: DTZ011 - the calendar of whoever types it
    return (
        "--from",
        (today + timedelta(days=first)).isoformat(),
        "--to",
        (today + timedelta(days=last)).isoformat(),
    )


def test_a_new_archivist_is_told_what_is_missing_until_it_is_on_record(terminal: Terminal) -> None:
    add = ("person", "add", "qian", "--name", "钱二", "--company", "YH", "--post", "archivist")
    out = terminal.do(*add, post=Post.ADMINISTRATOR, DANGAN_PASSWORD=GIVEN)
    assert out.splitlines()[-1] == "The post of archivist counts once `dangan person qualify` has been done."
    assert log_in(terminal, "qian", GIVEN).splitlines() == [
        "Logged in as 钱二.",
        _GIVEN,
        "Your post as archivist does not count yet: your qualification is not on record.",
    ]
    said = terminal.run("status")
    assert (said.code, "your qualification is not on record" in told(said)) == (5, True)
    proofs = ("--degree", "大专", "--skill", "检索三年", "--training", "岗前培训", "--examined", "2024-06-28")
    terminal.do("person", "qualify", "qian", *proofs, post=Post.ADMINISTRATOR)
    terminal.do("password", DANGAN_OLD_PASSWORD=GIVEN, DANGAN_PASSWORD=NEW)
    assert terminal.run("status").code == 0
    assert rows(terminal, "person", "qualifications", post=Post.AUDITOR)[0]["degree"] == "大专"
    terminal.do("person", "disqualify", "qian", "--reason", "离岗", post=Post.ADMINISTRATOR)
    assert terminal.run("status").code == 5


def test_a_deputy_is_appointed_signs_and_is_ended(terminal: Terminal) -> None:
    director, deputy = Post.CREDIT_OFFICE_DIRECTOR, Post.CREDIT_MANAGER
    asked = form(terminal)
    approve = ("request", "approve", asked)
    assert terminal.run(*approve, post=deputy, DANGAN_PASSWORD=PASSWORD).code == 5
    appoint = ("deputy", "appoint", "credit-manager", *days(0, 6), "--reason", "出差")
    terminal.do(*appoint, post=director, DANGAN_PASSWORD=PASSWORD)
    told_of = rows(terminal, "deputy", "list", post=Post.READER)[0]
    assert (told_of["state"], told_of["posts"]) == ("in_force", "credit_office_director")
    said = terminal.run(*approve, post=deputy, DANGAN_PASSWORD=PASSWORD)
    assert (said.code, "(credit-office-director)" in said.out) == (0, True)
    terminal.do("deputy", "end", "1", post=director)
    assert rows(terminal, "deputy", "list", post=Post.READER)[0]["state"] == "ended"


def test_one_sees_and_ends_the_own_sessions(terminal: Terminal) -> None:
    log_in(terminal, "reader")
    shown = [row["here"] for row in rows(terminal, "sessions", post=Post.READER)]
    assert (len(shown) > 1, shown.count(True)) == (True, 1)
    terminal.do("logout", "--all")
    assert terminal.run("sessions", post=Post.READER).code == 6


def test_a_session_file_from_another_account_opens_nothing(
    terminal: Terminal, monkeypatch: MonkeyPatch
) -> None:
    log_in(terminal, "reader")
    assert terminal.run("sessions").code == 0
    with monkeypatch.context() as patched:
        patched.setattr("socket.gethostname", lambda: "elsewhere")
        said = terminal.run("sessions")
    assert (said.code, told(said)) == (6, "Error: This session was opened elsewhere, and has been ended.")
    assert terminal.run("sessions").code == 6
    refused = rows(terminal, "audit", "list", "--outcome", "refused", post=Post.AUDITOR)
    assert "elsewhere" in {str(row["origin"]).partition("/")[0] for row in refused}
    assert "used from elsewhere/" in terminal.run("sessions", post=Post.READER).err


def test_a_clock_that_was_set_back_is_told_and_accepted(terminal: Terminal, opened: Home) -> None:
    with opened.catalogue.write() as tx:
        latest = tx.execute(schema.audit.select().order_by(schema.audit.c.sequence.desc())).first()
        assert latest is not None
        ahead = latest.at + timedelta(days=1)
        tx.execute(update(schema.audit).where(schema.audit.c.sequence == latest.sequence).values(at=ahead))
    said = terminal.run("request", "list", post=Post.READER)
    assert (said.code, "The clock of this machine was set back" in told(said)) == (5, True)
    accept = ("clock", "accept", "--reason", "电池没电")
    terminal.do(*accept, post=Post.ADMINISTRATOR, DANGAN_PASSWORD=PASSWORD)
    assert terminal.run("request", "list", post=Post.READER).code == 0
