"""`dangan stocktake`: looking on the shelves for what the catalogue says is there (盘点)."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import click

from access.stocktake_scope import Shelves
from access.stocktake_sheet import Seen
from access.stocktaking import Inventory, ItemView, StocktakeView
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from reports.wording import custody_words
from search_cli.customers import EXISTING_FILE
from search_cli.output import format_option, output_option, print_tables, say
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

NUMBER = "The stock-taking's number."


@click.group(cls=Group)
def stocktake() -> None:
    """Stock-taking (盘点) of the paper originals against the catalogue."""


@stocktake.command("begin")
@option("--company", default="", help="Only files of this own company.")
@option("--department", default="", help="Only files of this department.")
@option(
    "--custody",
    default="",
    type=click.Choice(["", "department", "credit_office", "archive_room"]),
    metavar="[department|credit_office|archive_room]",
    help="Only files that are kept there.",
)
@option("--year", type=click.IntRange(1949, 2999), help="Only files of this year.")
@click.pass_obj
def begin(work: Workplace, company: str, department: str, custody: str, year: int | None) -> None:
    """Begin one over some files or all; its list is what lies there now."""
    begun = work.desk.stocktakes.begin(work.speaker, Shelves(company, department, custody, year))
    told = translate(
        "{number}: {count} paper(s) to look for.", number=begun.stocktake.number, count=len(begun.items)
    )
    say(told)
    say(translate("The list to tick off: `dangan stocktake show {number}`", number=begun.stocktake.number))


@stocktake.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List all of them, newest first."""
    columns = (
        Column("number", translate("Number"), "code"),
        Column("begun_at", translate("Begun"), "date"),
        Column("begun_by", translate("By whom")),
        Column("ended_at", translate("Ended"), "date"),
        Column("where", translate("Where")),
        Column("present", translate("on the shelf"), "number"),
        Column("lent", translate("lent out"), "number"),
        Column("misplaced", translate("misplaced"), "number"),
        Column("missing", translate("not found"), "number"),
        Column("left", translate("not looked for"), "number"),
    )
    rows = tuple(
        (
            one.number,
            one.begun_at,
            one.begun_by,
            one.ended_at,
            _where(one),
            *(one.counts.get(found, 0) for found in ("present", "lent", "misplaced", "missing", "")),
        )
        for one in work.desk.stocktakes.list(work.speaker)
    )
    print_tables([Table(translate("Stock-takings"), columns, rows)], form)


@stocktake.command("show")
@argument("number", help=NUMBER)
@option("--open", "only_open", is_flag=True, help="Only what is not where it should be, or not looked for.")
@output_option
@format_option()
@click.pass_obj
def show(work: Workplace, number: str, only_open: bool, output: Path | None, form: Format) -> None:
    """Show one: the list to tick off (a spreadsheet with --format csv), and the report."""
    shown = work.desk.stocktakes.show(work.speaker, number)
    print_tables([_table(shown, codes=form == "json", only_open=only_open)], form, output=output)


@stocktake.command("check")
@argument("number", help=NUMBER)
@argument("document", help="The archive number (档号), or the document's number.")
@option("--found", type=click.Choice(get_args(Seen)), default="present", help="How it was found.")
@option("--remark", default="", help="Where it was found, or whatever is to be kept.")
@click.pass_obj
def check(work: Workplace, number: str, document: str, found: str, remark: str) -> None:
    """Tick one paper off; again where it turned up later."""
    seen = cast("Seen", found)
    item = work.desk.stocktakes.check(work.speaker, number, document, seen, remark=remark)
    say(translate("{document}: {found}", document=item.number, found=found_words(item.found)))
    if item.borrower:
        say(translate("It is lent to {person}.", person=item.borrower))


@stocktake.command("import")
@argument("number", help=NUMBER)
@argument("file", type=EXISTING_FILE, help="The ticked list as .xlsx, .xls or .csv (UTF-8 or GB18030).")
@click.pass_obj
def import_file(work: Workplace, number: str, file: Path) -> None:
    """Take over a list that was ticked off: all rows or none."""
    shown = work.desk.stocktakes.import_file(work.speaker, number, file.name, file.read_bytes())
    say(_summary(shown.stocktake))


@stocktake.command("end")
@argument("number", help=NUMBER)
@click.pass_obj
def end(work: Workplace, number: str) -> None:
    """End one, and show what is not where it should be, and who held it."""
    ended = work.desk.stocktakes.end(work.speaker, number)
    print_tables([_table(ended, codes=False, only_open=True)], "text")


def found_words(found: str | None) -> str:
    """How a paper was found, in words."""
    return {
        "present": translate("on the shelf"),
        "lent": translate("lent out"),
        "misplaced": translate("misplaced"),
        "missing": translate("not found"),
        None: translate("not looked for"),
    }[found]


def _table(shown: Inventory, *, codes: bool, only_open: bool) -> Table:
    columns = (
        Column("number", translate("Archive number"), "code"),
        Column("title", translate("Title")),
        Column("place", translate("Stands at")),
        Column("found", translate("How found")),
        Column("borrower", translate("Lent to")),
        Column("holder", translate("Held by")),
        Column("person", translate("Looked for by")),
        Column("at", translate("When"), "date"),
        Column("remark", translate("Remark")),
    )
    settled = ("present", "lent")
    items = [item for item in shown.items if not (only_open and item.found in settled)]
    rows = tuple(_row(item, codes=codes, ended=shown.stocktake.ended_at is not None) for item in items)
    title = translate("Stock-taking {number}", number=shown.stocktake.number)
    return Table(title, columns, rows, (_summary(shown.stocktake),))


def _row(item: ItemView, *, codes: bool, ended: bool) -> tuple[Cell, ...]:
    """One paper; while the stock-taking goes on, what nobody has looked for is left blank to be ticked."""
    blank = item.found is None and not ended
    found = item.found if codes else ("" if blank else found_words(item.found))
    return (
        item.number,
        item.title,
        item.place,
        found,
        item.borrower,
        item.holder,
        item.person,
        item.at,
        item.remark,
    )


def _summary(stocktake: StocktakeView) -> str:
    counts = stocktake.counts
    return translate(
        "{present} on the shelf, {lent} lent, {misplaced} misplaced, {missing} not found,"
        " {left} not looked for.",
        present=counts.get("present", 0),
        lent=counts.get("lent", 0),
        misplaced=counts.get("misplaced", 0),
        missing=counts.get("missing", 0),
        left=counts.get("", 0),
    )


def _where(stocktake: StocktakeView) -> str:
    shelves = stocktake.shelves
    custody = custody_words(shelves.custody) if shelves.custody else ""
    year = str(shelves.year) if shelves.year else ""
    return " ".join(filter(None, (shelves.company, shelves.department, custody, year))) or translate("all")
