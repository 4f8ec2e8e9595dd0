"""`dangan deputy`: who signs for somebody who is away."""

from __future__ import annotations

from datetime import datetime
from typing import IO

import click

from access.deputies import Appointment, DeputyView
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables
from search_cli.requests import DAY
from search_cli.secret import password_option, read_password
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def deputy() -> None:
    """Deputies (代理签批): who signs for somebody who is away."""


@deputy.command("appoint")
@argument("login", help="The deputy's log-in name.")
@option("--from", "first_day", type=DAY, required=True, help="The first day.")
@option("--to", "last_day", type=DAY, required=True, help="The last day.")
@option("--reason", required=True, help="Why: a journey, an illness.")
@option(
    "--for",
    "principal",
    default="",
    help="The log-in name of whom the deputy signs for, when the general manager appoints; otherwise"
    " yourself.",
)
@password_option
@click.pass_obj
def appoint(
    work: Workplace,
    login: str,
    first_day: datetime,
    last_day: datetime,
    reason: str,
    principal: str,
    password_file: IO[str] | None,
) -> None:
    """Let a colleague sign in your place; asks for your password again."""
    speaker = work.speaker
    secret = read_password(password_file, prompt=translate("Password"))
    appointment = Appointment(login, first_day.date(), last_day.date(), reason, principal)
    print_tables([_table((work.desk.deputies.appoint(speaker, appointment, secret),))], "text")


@deputy.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List who signs for whom, past appointments too."""
    print_tables([_table(work.desk.deputies.list(work.speaker), codes=form == "json")], form)


@deputy.command("end")
@argument("number", type=int, help="The appointment's number.")
@click.pass_obj
def end(work: Workplace, number: int) -> None:
    """End an appointment before its last day."""
    print_tables([_table((work.desk.deputies.end(work.speaker, number),))], "text")


def _table(appointments: tuple[DeputyView, ...], *, codes: bool = False) -> Table:
    """One row each; with `codes` states and posts as scripts take them."""
    columns = (
        Column("number", translate("Number"), "number"),
        Column("deputy", translate("Deputy")),
        Column("principal", translate("Signs for")),
        Column("posts", translate("Posts")),
        Column("first_day", translate("First day"), "date"),
        Column("last_day", translate("Last day"), "date"),
        Column("state", translate("State")),
        Column("reason", translate("Reason")),
        Column("appointed_by", translate("Appointed by")),
        Column("ended_by", translate("Ended by")),
    )
    rows = tuple(
        (
            one.number,
            one.deputy,
            one.principal,
            "、".join(post.value if codes else post.label for post in one.posts),
            one.first_day,
            one.last_day,
            one.state if codes else _state(one),
            one.reason,
            one.appointed_by,
            one.ended_by,
        )
        for one in appointments
    )
    return Table(translate("Deputies"), columns, rows)


def _state(one: DeputyView) -> str:
    names = {
        "to_come": translate("to come"),
        "in_force": translate("in force"),
        "past": translate("past"),
        "ended": translate("ended early"),
    }
    return names[one.state]
