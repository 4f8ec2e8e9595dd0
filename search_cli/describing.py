"""`dangan scan`: filing by hand what no machine reads."""

from __future__ import annotations

from pathlib import Path

import click

from access.describing import Description
from archive.errors import UsageError
from archive.language import translate
from search_cli.output import say, write_file
from search_cli.wording import NUMBER, Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def scan() -> None:
    """File by hand what no machine reads: recordings, blank pages, damaged files."""


@scan.command("fetch")
@argument("number", metavar="SCAN", type=NUMBER, help="The scan's number in `dangan status`.")
@argument("file", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.")
@click.pass_obj
def fetch(work: Workplace, number: int, file: Path) -> None:
    """Write out the file of a scan that waits to be described, to look at it or listen to it."""
    if file.exists():
        raise UsageError("{file} is there already.", advice="Name another file.", file=file)
    write_file(file, work.desk.scans.fetch(work.speaker, number))
    say(translate("Written: {file}", file=file))


@scan.command("describe")
@argument("number", metavar="SCAN", type=NUMBER, help="The scan's number in `dangan status`.")
@option("--category", required=True, help="The category, by id or Chinese name.")
@option("--customer", required=True, help="The customer: number, name, alias or code.")
@option("--title", default="", help="What it shall be called (题名).")
@option("--date", default="", help="The day it bears, as 2024-03-05.")
@option("--contract", default="", help="The number of the contract it belongs to.")
@click.pass_obj
def describe(
    work: Workplace, number: int, category: str, customer: str, title: str, date: str, contract: str
) -> None:
    """File a recording, a blank or an unreadable scan as you describe it."""
    description = Description(category, customer, title, date, contract)
    filed = work.desk.scans.describe(work.speaker, number, description)
    say(translate("Filed as {number}.", number=filed.number))
