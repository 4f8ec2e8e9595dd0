"""`dangan clock`: when this machine's clock was wrong."""

from __future__ import annotations

from typing import IO

import click

from archive.language import translate
from search_cli.output import say
from search_cli.secret import password_option, read_password
from search_cli.wording import Group, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def clock() -> None:
    """This machine's clock, when it was wrong (administrator)."""


@clock.command("accept")
@option("--reason", required=True, help="What was wrong with the clock.")
@password_option
@click.pass_obj
def accept(work: Workplace, reason: str, password_file: IO[str] | None) -> None:
    """Say that the clock is right now and was ahead before; asks for your password again."""
    speaker = work.speaker
    secret = read_password(password_file, prompt=translate("Password"))
    work.desk.timekeeping.accept(speaker, secret, reason=reason)
    say(translate("From now on this clock counts."))
