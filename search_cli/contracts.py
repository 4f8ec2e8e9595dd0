"""`dangan contract`: the register of contracts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from access.contract_sheet import ContractEntry
from access.contracts import ContractShown
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.customers import EXISTING_FILE, outcome_name
from search_cli.output import format_option, print_tables
from search_cli.requests import DAY
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def contract() -> None:
    """The register of contracts."""


@contract.command("add")
@argument("number", help="The contract's number.")
@option("--customer", required=True, help="The customer: number, name, alias or code.")
@option("--subject", default="", help="What the contract is about.")
@option("--amount", help="The amount in yuan.")
@option("--signed-on", type=DAY, help="The day it was signed.")
@option("--ends-on", type=DAY, help="The day it ends.")
@option("--company", default="", help="The own company that signs it; otherwise the customer's.")
@option("--department", default="", help="The department that handles it; otherwise the customer's.")
@click.pass_obj
def add(
    work: Workplace,
    number: str,
    customer: str,
    subject: str,
    amount: str | None,
    signed_on: datetime | None,
    ends_on: datetime | None,
    company: str,
    department: str,
) -> None:
    """Enter a contract."""
    entry = ContractEntry(
        number=number,
        customer=customer,
        subject=subject,
        amount=amount,
        signed_on=signed_on.date() if signed_on else None,
        ends_on=ends_on.date() if ends_on else None,
        company=company,
        department=department,
    )
    print_tables([_table((work.desk.contracts.add(work.speaker, entry),))], "text")


@contract.command("import")
@argument("file", type=EXISTING_FILE, help="A register as .xlsx, .xls or .csv (UTF-8 or GB18030).")
@option("--dry-run", is_flag=True, help="Only show what would change.")
@format_option()
@click.pass_obj
def import_file(work: Workplace, file: Path, dry_run: bool, form: Format) -> None:
    """Take over a register from a spreadsheet: all rows or none."""
    done = work.desk.contracts.import_file(work.speaker, file.name, file.read_bytes(), dry_run=dry_run)
    columns = (
        Column("row", translate("Row"), "number"),
        Column("number", translate("Contract")),
        Column("outcome", translate("Outcome")),
    )
    rows = tuple(
        (one.row, one.number, one.outcome if form == "json" else outcome_name(one.outcome))
        for one in done.rows
    )
    print_tables([Table(translate("Imported"), columns, rows)], form)


@contract.command("list")
@option("--customer", default="", help="Only this customer's.")
@format_option()
@click.pass_obj
def show_all(work: Workplace, customer: str, form: Format) -> None:
    """List the register."""
    print_tables([_table(work.desk.contracts.list(work.speaker, customer=customer))], form)


def _table(contracts: tuple[ContractShown, ...]) -> Table:
    columns = (
        Column("number", translate("Contract"), "code"),
        Column("customer", translate("Customer")),
        Column("subject", translate("Subject")),
        Column("amount", translate("Amount (yuan)"), "number"),
        Column("signed_on", translate("Signed on"), "date"),
        Column("ends_on", translate("Ends on"), "date"),
        Column("department", translate("Department")),
    )
    rows = tuple(
        (one.number, one.customer, one.subject, one.amount, one.signed_on, one.ends_on, one.department)
        for one in contracts
    )
    return Table(translate("Contracts"), columns, rows)
