"""`dangan login`, `logout`, `whoami`, `sessions`, `password`."""

from __future__ import annotations

import getpass
from typing import IO

import click

from archive.language import show, translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.secret import password_option, read_password
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace, origin


@click.command(cls=Command)
@argument("name", default=getpass.getuser, help="The log-in name; otherwise the name of the system account.")
@password_option
@option(
    "--print-token", is_flag=True, help="Print the session's token (for DANGAN_TOKEN) instead of keeping it."
)
@click.pass_obj
def login(work: Workplace, name: str, password_file: IO[str] | None, print_token: bool) -> None:
    """Log in: opens a session that ends by itself after some hours."""
    secret = read_password(password_file, prompt=translate("Password of {name}", name=name))
    token = work.desk.sessions.login(name, secret, origin=origin())
    if print_token:
        click.echo(token)
        return
    work.keep_token(token)
    speaker = work.desk.sessions.speaker(token, origin=origin())
    say(translate("Logged in as {name}.", name=speaker.person.name))
    for remark in speaker.remarks:
        say(show(remark))


@click.command(cls=Command)
@option("--all", "everywhere", is_flag=True, help="End your sessions elsewhere too.")
@click.pass_obj
def logout(work: Workplace, everywhere: bool) -> None:
    """Log out: ends the session."""
    if everywhere:
        work.desk.sessions.logout_everywhere(work.speaker)
    else:
        work.desk.sessions.logout(work.speaker)
    work.forget_token()
    say(translate("Logged out."))


@click.command(cls=Command)
@format_option("text", "json")
@click.pass_obj
def whoami(work: Workplace, form: Format) -> None:
    """Show who is logged in, and with which posts."""
    person, notes = work.speaker.person, tuple(map(show, work.speaker.remarks))
    columns = (
        Column("login", translate("Log-in name")),
        Column("name", translate("Full name")),
        Column("posts", translate("Posts")),
    )
    posts = "、".join(post.value if form == "json" else post.label for post in sorted(person.posts))
    row = (person.login, person.name, posts)
    print_tables([Table(translate("Logged in"), columns, (row,), notes)], form)


@click.command(cls=Command)
@format_option()
@click.pass_obj
def sessions(work: Workplace, form: Format) -> None:
    """List your open sessions: since when, from where, last used."""
    columns = (
        Column("origin", translate("Opened from"), "code"),
        Column("opened_at", translate("Opened at"), "date"),
        Column("used_at", translate("Last used at"), "date"),
        Column("expires_at", translate("Ends at"), "date"),
        Column("here", translate("This one")),
    )
    rows = tuple(
        (one.origin, one.opened_at, one.used_at, one.expires_at, one.here)
        for one in work.desk.sessions.list(work.speaker)
    )
    print_tables([Table(translate("Your open sessions"), columns, rows)], form)


@click.command(cls=Command)
@option(
    "--old-password-file",
    type=click.File("r", encoding="utf-8"),
    help="Read the present password from a file.",
)
@password_option
@click.pass_obj
def password(work: Workplace, old_password_file: IO[str] | None, password_file: IO[str] | None) -> None:
    """Change your own password; your other sessions end."""
    speaker = work.speaker
    old = read_password(
        old_password_file, prompt=translate("Present password"), variable="DANGAN_OLD_PASSWORD"
    )
    new = read_password(password_file, prompt=translate("New password"), new=True)
    work.desk.sessions.change_password(speaker, old, new)
    say(translate("The password was changed."))
