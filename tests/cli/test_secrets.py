"""Passwords and tokens: where they may come from, and where they never show."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from _pytest.monkeypatch import MonkeyPatch

from archive.people import Post
from search_cli.main import dangan
from tests.cli.conftest import Terminal
from tests.staffed import PASSWORD


def every_command(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command


def test_no_option_and_no_argument_takes_a_password() -> None:
    taking = [
        (path, parameter.name)
        for path, command in every_command(dangan)
        for parameter in command.params
        if "password" in (parameter.name or "") or "token" in (parameter.name or "")
        if not isinstance(parameter.type, click.File)
        and not (isinstance(parameter, click.Option) and parameter.is_flag)
    ]
    assert taking == []


def test_a_password_comes_from_a_file(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{PASSWORD}\r\nsecond line\n", encoding="utf-8")
    said = terminal.run("login", "reader", "--password-file", str(file))
    assert (said.code, said.out) == (0, "Logged in as 查阅人甲.\n")


def test_a_password_comes_from_standard_input(terminal: Terminal, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{PASSWORD}\n".encode()), encoding="utf-8"))
    assert terminal.run("login", "reader", "--password-file", "-").code == 0


def test_an_empty_password_file_is_told(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    said = terminal.run("login", "reader", "--password-file", str(tmp_path / "secret"))
    assert (said.code, said.err.splitlines()[0]) == (9, "Error: The password file is empty.")


def test_a_missing_password_file_is_told(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("login", "reader", "--password-file", str(tmp_path / "nothing"))
    assert said.code == 2
    assert "nothing" in said.err


def test_a_password_comes_from_the_environment(terminal: Terminal) -> None:
    assert terminal.run("login", "reader", DANGAN_PASSWORD=PASSWORD).code == 0


def test_nothing_is_asked_where_there_is_no_terminal(terminal: Terminal, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    said = terminal.run("login", "reader")
    assert (said.code, said.err.splitlines()) == (
        2,
        [
            "Error: A password is needed, and there is no terminal to ask on.",
            "What to do: Use --password-file FILE (or -), or set DANGAN_PASSWORD.",
        ],
    )


@pytest.mark.parametrize("login", ["reader", "nobody"])
def test_a_wrong_password_and_a_wrong_name_are_told_alike(terminal: Terminal, login: str) -> None:
    said = terminal.run("login", login, DANGAN_PASSWORD="wrong")
    assert said.code == 5
    assert (
        said.err.splitlines()[0]
        == "Error: The name or the password is wrong, or the account is locked for a while."
    )


def test_login_keeps_a_token_that_only_its_owner_can_read(terminal: Terminal, tmp_path: Path) -> None:
    terminal.do("login", "reader", DANGAN_PASSWORD=PASSWORD)
    (kept,) = (tmp_path / "state").rglob("session-*")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert terminal.run("whoami", "--format", "json").json["rows"] == [
        {"login": "reader", "name": "查阅人甲", "posts": "reader"}
    ]


def test_logout_removes_the_token_and_ends_the_session(terminal: Terminal, tmp_path: Path) -> None:
    token = terminal.do("login", "reader", "--print-token", DANGAN_PASSWORD=PASSWORD).strip()
    terminal.do("login", "reader", DANGAN_PASSWORD=PASSWORD)
    assert terminal.do("logout") == "Logged out.\n"
    assert list((tmp_path / "state").rglob("session-*")) == []
    assert terminal.run("whoami").code == 6
    assert terminal.run("whoami", DANGAN_TOKEN=token).code == 0


def test_a_printed_token_is_not_kept_and_speaks_by_the_environment(
    terminal: Terminal, tmp_path: Path
) -> None:
    token = terminal.do("login", "reader", "--print-token", DANGAN_PASSWORD=PASSWORD)
    assert list((tmp_path / "state").rglob("session-*")) == []
    assert "查阅人甲" in terminal.do("whoami", DANGAN_TOKEN=token)


def test_a_token_that_is_none_lets_nobody_in(terminal: Terminal) -> None:
    assert terminal.run("whoami", DANGAN_TOKEN="made-up").code == 6


def test_changing_the_password_wants_the_old_one(terminal: Terminal) -> None:
    new = "another fine one"
    refused = terminal.run("password", post=Post.READER, DANGAN_OLD_PASSWORD="wrong", DANGAN_PASSWORD=new)
    assert refused.code == 5
    terminal.do("password", post=Post.READER, DANGAN_OLD_PASSWORD=PASSWORD, DANGAN_PASSWORD=new)
    assert terminal.run("login", "reader", DANGAN_PASSWORD=PASSWORD).code == 5
    assert terminal.run("login", "reader", DANGAN_PASSWORD=new).code == 0


def test_signing_asks_for_the_password_again(terminal: Terminal) -> None:
    director = Post.CREDIT_OFFICE_DIRECTOR
    number = terminal.run("request", "list", "--format", "json", post=director).json["rows"][0]["number"]
    assert terminal.run("request", "approve", number, post=director, DANGAN_PASSWORD="wrong").code == 5
    assert terminal.run("request", "approve", number, post=director, DANGAN_PASSWORD=PASSWORD).code == 0
