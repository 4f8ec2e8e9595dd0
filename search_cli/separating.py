"""`dangan separator`: sheets to lay between the papers of a pile before it is scanned."""

from __future__ import annotations

from pathlib import Path

import click

from archive.language import translate
from ingest.separator import code_squares
from reports.separator_sheet import separator_html
from search_cli.output import say, write_file
from search_cli.wording import Command, option
from search_cli.workplace import Workplace


@click.command(cls=Command)
@option(
    "--customer", default="", help="The customer whose papers lie behind the sheet: number, name or code."
)
@option("--category", default="", help="The category of the one paper that lies behind the sheet.")
@option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("separator.html"),
    show_default=True,
    help="The page to print (HTML); a file of this name is overwritten.",
)
@click.pass_obj
def separator(work: Workplace, customer: str, category: str, output: Path) -> None:
    """Make a separator sheet to print: it parts a pile for certain, and says whose paper follows.

    Without customer and category the sheet only ends the paper before it.
    """
    told = work.desk.scans.separator(work.speaker, customer=customer, category=category)
    page = separator_html(code_squares(told.said), customer=told.said.name, category=told.category)
    write_file(output, page.encode())
    say(translate("Written to {file}. Print it without scaling it down.", file=output))
