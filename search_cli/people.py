"""`dangan person`: accounts, for the administrator."""

from __future__ import annotations

from typing import IO

import click

from access.people import Account
from archive.language import translate
from archive.people import Person, Post
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.qualifying import disqualify, qualify, show_qualifications
from search_cli.secret import password_option, read_password
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

POSTS = click.Choice([post.value for post in Post])


@click.group(cls=Group)
def person() -> None:
    """Accounts of the house's people (administrator)."""


for _command in (qualify, disqualify, show_qualifications):
    person.add_command(_command)


@person.command("add")
@argument("login", help="The log-in name: small letters and digits.")
@option("--name", required=True, help="The person's name.")
@option("--company", required=True, help="The company, by short name or name.")
@option("--department", help="The department, by short name or name.")
@option(
    "--post", "posts", type=POSTS, multiple=True, required=True, help="A post; may be given several times."
)
@password_option
@click.pass_obj
def add(
    work: Workplace,
    login: str,
    name: str,
    company: str,
    department: str | None,
    posts: tuple[str, ...],
    password_file: IO[str] | None,
) -> None:
    """Make an account."""
    speaker = work.speaker
    secret = read_password(password_file, prompt=translate("Password of {name}", name=login), new=True)
    account = Account(login, name, company, department, frozenset(map(Post, posts)))
    made = work.desk.people.add(speaker, account, secret)
    print_tables([_table((made,))], "text")
    if Post.ARCHIVIST in made.posts:
        say(translate("The post of archivist counts once `dangan person qualify` has been done."))


@person.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List all accounts."""
    print_tables([_table(work.desk.people.list(work.speaker), codes=form == "json")], form)


@person.command("posts")
@argument("login", help="The log-in name.")
@option(
    "--post", "posts", type=POSTS, multiple=True, required=True, help="A post; may be given several times."
)
@click.pass_obj
def set_posts(work: Workplace, login: str, posts: tuple[str, ...]) -> None:
    """Give a person these posts and no others."""
    print_tables(
        [_table((work.desk.people.set_posts(work.speaker, login, frozenset(map(Post, posts))),))], "text"
    )


@person.command("password")
@argument("login", help="The log-in name.")
@password_option
@click.pass_obj
def set_password(work: Workplace, login: str, password_file: IO[str] | None) -> None:
    """Give a person a new password; unlocks the account and ends its sessions."""
    speaker = work.speaker
    secret = read_password(password_file, prompt=translate("Password of {name}", name=login), new=True)
    work.desk.people.set_password(speaker, login, secret)
    say(translate("The password was changed."))


@person.command("deactivate")
@argument("login", help="The log-in name.")
@click.pass_obj
def deactivate(work: Workplace, login: str) -> None:
    """Let a person in no longer; acts on the person's next step."""
    work.desk.people.deactivate(work.speaker, login)
    say(translate("{login} is let in no longer.", login=login))


@person.command("activate")
@argument("login", help="The log-in name.")
@click.pass_obj
def activate(work: Workplace, login: str) -> None:
    """Let a person in again."""
    work.desk.people.activate(work.speaker, login)
    say(translate("{login} is let in again.", login=login))


def _table(people: tuple[Person, ...], *, codes: bool = False) -> Table:
    """One row each; with `codes` posts as options take them, for scripts."""
    columns = (
        Column("login", translate("Log-in name"), "code"),
        Column("name", translate("Full name")),
        Column("posts", translate("Posts")),
        Column("active", translate("Active")),
    )
    rows = tuple(
        (
            one.login,
            one.name,
            "、".join(post.value if codes else post.label for post in sorted(one.posts)),
            one.active,
        )
        for one in people
    )
    return Table(translate("Accounts"), columns, rows)
