"""Passwords: from a prompt, a file or the environment, never from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import IO, Any, TypeVar

import click

from archive.errors import BadInput, UsageError
from archive.language import translate
from search_cli.wording import option

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def password_option(command: Decorated) -> Decorated:
    """Add `--password-file`."""
    return option(
        "--password-file",
        type=click.File("r", encoding="utf-8"),
        help="Read the password from the first line of a file (- for standard input). Otherwise"
        " DANGAN_PASSWORD, otherwise a prompt.",
    )(command)


def read_password(
    file: IO[str] | None,
    *,
    prompt: str,
    variable: str = "DANGAN_PASSWORD",
    given_by: str = "--password-file",
    new: bool = False,
) -> str:
    """The password from the file, the environment or the terminal; a new one is asked for twice.
    `given_by` is the option that names the file."""
    if file is not None:
        return _first_line(file)
    given = os.environ.get(variable)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            "A password is needed, and there is no terminal to ask on.",
            advice="Use {option} FILE (or -), or set {variable}.",
            option=given_by,
            variable=variable,
        )
    again = translate("The same again") if new else False
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True))


def signing_password(file: IO[str] | None) -> str:
    """The speaker's own password, asked for again because something is signed."""
    return read_password(file, prompt=translate("Your password, to sign"))


def _first_line(file: IO[str]) -> str:
    password = file.readline().rstrip("\r\n")
    if not password:
        raise BadInput("The password file is empty.", advice="Its first line is the password.")
    return password
