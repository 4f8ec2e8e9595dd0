"""`dangan loss`: papers that are missing, and who held them (遗失报告)."""

from __future__ import annotations

import click

from access.losses import LossReport, LossView
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def loss() -> None:
    """Loss reports (遗失报告): what is missing, against whom it is held."""


@loss.command("report")
@argument("document", help="The archive number (档号), or the document's number.")
@option("--circumstances", required=True, help="How it came about; stays on record.")
@option(
    "--holder", default="", help="Who held it (log-in name); otherwise the borrower, then the shelf's keeper."
)
@click.pass_obj
def report(work: Workplace, document: str, circumstances: str, holder: str) -> None:
    """Report a paper missing; whoever held it is told."""
    reported = work.desk.losses.report(work.speaker, LossReport(document, circumstances, holder))
    print_tables([_table((reported,), codes=False)], "text")


@loss.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List all loss reports, newest first."""
    print_tables([_table(work.desk.losses.list(work.speaker), codes=form == "json")], form)


@loss.command("found")
@argument("number", help="The loss report's number.")
@option("--conclusion", required=True, help="Where and how it was found; stays on record.")
@click.pass_obj
def found(work: Workplace, number: str, conclusion: str) -> None:
    """Say that the paper was found again."""
    closed = work.desk.losses.found(work.speaker, number, conclusion=conclusion)
    print_tables([_table((closed,), codes=False)], "text")


def _table(losses: tuple[LossView, ...], *, codes: bool) -> Table:
    columns = (
        Column("number", translate("Number"), "code"),
        Column("document", translate("Archive number"), "code"),
        Column("state", translate("State")),
        Column("holder", translate("Held by")),
        Column("circumstances", translate("Circumstances")),
        Column("reported_by", translate("Reported by")),
        Column("reported_at", translate("Reported"), "date"),
        Column("conclusion", translate("Conclusion")),
        Column("closed_by", translate("Closed by")),
        Column("closed_at", translate("Closed"), "date"),
    )
    names = {
        "open": translate("still missing"),
        "found": translate("found again"),
        "disposed": translate("disposed of"),
    }
    rows = tuple(
        (
            one.number,
            one.document,
            one.state if codes else names[one.state],
            one.holder or translate("nobody on record"),
            one.circumstances,
            one.reported_by,
            one.reported_at,
            one.conclusion,
            one.closed_by,
            one.closed_at,
        )
        for one in losses
    )
    return Table(translate("Loss reports"), columns, rows)
