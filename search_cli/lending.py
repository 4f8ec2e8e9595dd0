"""`dangan lending`: the borrowing register, and paper originals that go out and come back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from access.borrowings import Borrowing
from access.lending import Lent
from archive.clock import utc_now
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Imprint, Table
from search_cli.output import format_option, output_option, print_tables, say
from search_cli.request_sheet import kind_name, regulation_names
from search_cli.requests import DAY
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def lending() -> None:
    """Borrowings (借阅): what was issued to read, and paper originals that are out."""


@lending.command("list")
@option("--out", "only_out", is_flag=True, help="Only what is out or overdue.")
@format_option()
@output_option
@click.pass_obj
def show_all(work: Workplace, only_out: bool, form: Format, output: Path | None) -> None:
    """The borrowing register (借阅登记簿): overdue first; one's own, the archivist's whole."""
    columns = (
        Column("form", translate("Form"), "code"),
        Column("kind", translate("Kind of form")),
        Column("borrower", translate("Borrower")),
        Column("customers", translate("Customers")),
        Column("regulations", translate("Files of")),
        Column("document", translate("Paper original"), "code"),
        Column("state", translate("State")),
        Column("lent_at", translate("Borrowed on"), "date"),
        Column("due", translate("Due"), "date"),
        Column("returned_at", translate("Returned on"), "date"),
        Column("lent_by", translate("Handed out by")),
        Column("received_by", translate("Taken back by")),
        Column("remark", translate("Remark")),
    )
    lines = work.desk.lending.list(work.speaker)
    kept = [line for line in lines if not only_out or line.standing in ("overdue", "out")]
    rows = tuple(_row(work, line, codes=form == "json") for line in kept)
    overdue = sum(line.standing == "overdue" for line in lines)
    notes = (translate("{count} paper original(s) are overdue.", count=overdue),) if overdue else ()
    table = Table(translate("Borrowing register"), columns, rows, notes)
    imprint = Imprint(work.speaker.person.name, utc_now())
    print_tables([table], form, output=output, imprint=imprint)


@lending.command("lend")
@argument("form", help="The number of the issued query form.")
@argument("document", help="The archive number (档号) of the paper, or the document's number.")
@option("--due", type=DAY, help="The day it must be back; otherwise the form's last day.")
@option("--remark", default="", help="In which state it goes out, or with what.")
@click.pass_obj
def lend(work: Workplace, form: str, document: str, due: datetime | None, remark: str) -> None:
    """Hand a paper original to the reader of a form that opens it."""
    line = work.desk.lending.lend(work.speaker, Lent(form, document, due.date() if due else None, remark))
    say(
        translate(
            "{number} is lent to {borrower} until {due}.",
            number=line.document,
            borrower=line.borrower,
            due=line.due.isoformat(),
        )
    )


@lending.command("return")
@argument("document", help="The archive number (档号) of the paper, or the document's number.")
@click.pass_obj
def take_back(work: Workplace, document: str) -> None:
    """Enter that a paper original is back in its place."""
    line = work.desk.lending.take_back(work.speaker, document)
    say(translate("{number} is back from {borrower}.", number=line.document, borrower=line.borrower))


def _row(work: Workplace, line: Borrowing, *, codes: bool) -> tuple[Cell, ...]:
    return (
        line.form,
        line.kind if codes else kind_name(line.kind),
        line.borrower,
        "、".join(line.customers),
        regulation_names(work.home.regulations, line.regulations),
        line.document or None,
        line.standing if codes else _standing(line.standing),
        line.lent_at,
        line.due,
        line.returned_at,
        line.lent_by or None,
        line.received_by or None,
        line.remark or None,
    )


def _standing(standing: str) -> str:
    return {
        "overdue": translate("overdue"),
        "out": translate("out"),
        "ended": translate("ended"),
        "returned": translate("returned"),
    }[standing]
