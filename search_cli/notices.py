"""`dangan notices`, and the lines after each command until they were looked at."""

from __future__ import annotations

import click

from archive.errors import DanganError
from archive.language import show, translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.wording import Command, option
from search_cli.workplace import Workplace


@click.command("notices", cls=Command)
@option("--all", "seen", is_flag=True, help="Also those that you have looked at before.")
@format_option()
@click.pass_obj
def notices(work: Workplace, seen: bool, form: Format) -> None:
    """List what you must be told; from then on it counts as seen."""
    columns = (
        Column("at", translate("When"), "date"),
        Column("text", translate("Notice")),
        Column("subject", translate("About")),
        Column("seen_at", translate("Seen"), "date"),
    )
    rows = tuple(
        (one.at, show(one.text), one.subject, one.seen_at)
        for one in work.desk.notices.see(work.speaker, seen=seen)
    )
    print_tables([Table(translate("Notices"), columns, rows)], form)


def tell(work: Workplace | None) -> None:
    """Say on standard error what waits for whoever spoke in this run; nothing where nobody did.

    A session that the command itself ended is told nothing, and what cannot be told now waits.
    """
    if work is None or not work.spoken:  # no workplace: there is no such command
        return
    try:
        waiting = work.desk.notices.unseen(work.speaker)
    except DanganError:
        return
    for one in waiting:
        say(translate("Notice: {text}", text=show(one.text)), err=True)
    if waiting:
        say(translate("`dangan notices` lists them and takes them as seen."), err=True)
