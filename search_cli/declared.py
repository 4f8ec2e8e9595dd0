"""`dangan declared`: the reading of those who approve that of others (申明查阅)."""

from __future__ import annotations

from typing import IO

import click

from access.declared import Declaration
from access.self_signed import SelfSignedView
from archive.language import translate
from reports.rendering import Format
from reports.table import Table
from search_cli.asked import asked_options
from search_cli.output import format_option, print_tables
from search_cli.secret import password_option, signing_password
from search_cli.self_signed import self_signed_cells, self_signed_columns, transposed
from search_cli.wording import Group
from search_cli.workplace import Workplace


@click.group(cls=Group)
def declared() -> None:
    """Declared reading (申明查阅): an approver reads the files that he approves the reading of."""


@declared.command("new")
@asked_options
@password_option
@click.pass_obj
def new(
    work: Workplace,
    customers: tuple[str, ...],
    regulations: tuple[str, ...],
    purpose: str,
    password_file: IO[str] | None,
) -> None:
    """Declare whose files you read and why; opens them for a day. The auditor is shown it."""
    speaker = work.speaker
    secret = signing_password(password_file)
    made = work.desk.declared.new(speaker, Declaration(customers, regulations, purpose), secret)
    title = translate("Declared reading {number}", number=made.number)
    print_tables([transposed(title, self_signed_columns(), self_signed_cells(work, made))], "text")


@declared.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List your own declarations; auditors see all."""
    print_tables([_table(work, work.desk.declared.list(work.speaker), codes=form == "json")], form)


def _table(work: Workplace, shown: tuple[SelfSignedView, ...], *, codes: bool = False) -> Table:
    rows = tuple(self_signed_cells(work, one, codes=codes) for one in shown)
    return Table(translate("Declared readings"), self_signed_columns(), rows)
