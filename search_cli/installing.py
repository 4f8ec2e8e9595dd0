"""`dangan init` and `dangan doctor`: making a home, and telling what this machine lacks."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import click

from access.desk import open_desk
from archive.clock import utc_now
from archive.errors import DanganError
from archive.home import create_home
from archive.language import show, translate
from index.opening import open_engine
from ingest.examining import examine
from ingest.finding import Finding
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.secret import password_option, read_password
from search_cli.wording import Command, option
from search_cli.workplace import Workplace


@click.command(cls=Command)
@option("--company", required=True, help="The registered name of the company whose archive this is.")
@option("--short", required=True, help="Its short name: the first part of archive numbers, for example HX.")
@option("--code", help="Its unified social credit code.")
@option("--alias", "aliases", multiple=True, help="Another name that papers use; may be given several times.")
@option("--login", default=getpass.getuser, help="Log-in name of the first administrator.")
@option("--name", required=True, help="Name of the first administrator.")
@password_option
@click.pass_obj
def init(
    work: Workplace,
    company: str,
    short: str,
    code: str | None,
    aliases: tuple[str, ...],
    login: str,
    name: str,
    password_file: IO[str] | None,
) -> None:
    """Make a home: the folder, commented settings, the first administrator."""
    secret = read_password(password_file, prompt=translate("Password of {name}", name=login), new=True)
    home = create_home(work.home_folder, clock=utc_now)
    with (
        _undone_on_failure(home.path),
        closing(home),
        closing(open_engine(home)) as engine,
    ):
        people = open_desk(home, engine).people
        people.found(login, name, secret, company=company, short=short, code=code, aliases=aliases)
    say(translate("The home was made: {home}", home=home.path))
    say(translate("Settings, with an explanation beside each: {file}", file=home.path / "settings.toml"))
    say(translate("Next: `dangan login {login}`, then add departments, people and customers.", login=login))


@contextmanager
def _undone_on_failure(folder: Path) -> Iterator[None]:
    """A home without an administrator lets nobody in: remove it, so that `init` can be given again."""
    try:
        yield
    except DanganError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@click.command(cls=Command)
@format_option("text", "json")
@click.pass_context
def doctor(context: click.Context, form: Format) -> None:
    """Examine this machine and the home: what is there, what is missing, what to do about it."""
    work: Workplace = context.obj
    findings = examine(work.home_folder)
    columns = (
        Column("what", translate("What")),
        Column("state", translate("State")),
        Column("found", translate("Found")),
        Column("advice", translate("What to do")),
    )
    rows = tuple(
        (
            show(finding.what),
            finding.state if form == "json" else _state(finding),
            show(finding.found),
            show(finding.advice),
        )
        for finding in findings
    )
    print_tables([Table(translate("Examination"), columns, rows)], form)
    if any(finding.state == "bad" for finding in findings):
        context.exit(1)


def _state(finding: Finding) -> str:
    names = {"good": translate("good"), "poor": translate("could be better"), "bad": translate("bad")}
    return names[finding.state]
