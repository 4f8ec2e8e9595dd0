"""`dangan report` and `dangan files`: what the house holds and what is missing."""

from __future__ import annotations

from pathlib import Path

import click

from archive.clock import local_date, utc_now
from archive.errors import NotFound
from reports.completeness import completeness
from reports.completeness_view import render_completeness
from reports.files_view import contents_table, files_table
from reports.rendering import Format
from reports.table import Imprint
from search_cli.output import format_option, output_option, print_tables, terminal_width, write
from search_cli.wording import Command, Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def report() -> None:
    """Reports for credit managers and directors."""


@report.command("completeness")
@option("--customer", "customers", multiple=True, help="Only this customer; may be given several times.")
@format_option()
@output_option
@click.pass_obj
def show_completeness(work: Workplace, customers: tuple[str, ...], form: Format, output: Path | None) -> None:
    """What each customer's files hold, and what is missing, expired or waiting in review."""
    holdings = work.desk.holdings.read(work.speaker, customers=customers)
    made = completeness(
        holdings,
        work.home.regulations,
        today=local_date(utc_now()),
        settings=work.home.settings.completeness,
    )
    write(
        render_completeness(made, form, width=terminal_width(), imprint=_imprint(work)), form, output=output
    )


@click.command(cls=Command)
@argument("number", required=False, help="A file's number (案卷号): show the papers in it.")
@option("--customer", "customers", multiple=True, help="Only this customer's; may be given several times.")
@format_option()
@output_option
@click.pass_obj
def files(
    work: Workplace, number: str | None, customers: tuple[str, ...], form: Format, output: Path | None
) -> None:
    """The list of files (案卷目录), or with a number the papers of one file (卷内目录)."""
    holdings = work.desk.holdings.read(work.speaker, customers=customers)
    if number is None:
        table = files_table(holdings, work.home.regulations)
    else:
        found = [file for file in holdings.files if file.number == number]
        if not found:
            raise NotFound("There is no file {number}.", advice="`dangan files` lists them.", number=number)
        table = contents_table(found[0], holdings, work.home.regulations)
    print_tables([table], form, output=output, imprint=_imprint(work))


def _imprint(work: Workplace) -> Imprint:
    return Imprint(work.speaker.person.name, utc_now())
