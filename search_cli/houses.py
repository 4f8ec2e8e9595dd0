"""`dangan company`: the house's own companies and departments."""

from __future__ import annotations

import click

from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def company() -> None:
    """Own companies and their departments (administrator)."""


@company.command("add")
@argument("short", help="The short name: its part of archive numbers, for example HX.")
@argument("name", help="The registered name.")
@option("--code", help="The unified social credit code.")
@option("--alias", "aliases", multiple=True, help="Another name that papers use; may be given several times.")
@click.pass_obj
def add(work: Workplace, short: str, name: str, code: str | None, aliases: tuple[str, ...]) -> None:
    """Add an own company: never taken for the customer of a paper."""
    work.desk.house.add_company(work.speaker, short, name, code=code, aliases=aliases)
    say(translate("{name} was added.", name=name))


@company.command("department")
@argument("company", help="The company, by short name or name.")
@argument("short", help="The department's short name: its part of archive numbers, for example SC1.")
@argument("name", help="The department's name.")
@click.pass_obj
def add_department(work: Workplace, company: str, short: str, name: str) -> None:
    """Add a department to a company."""
    work.desk.house.add_department(work.speaker, company, short, name)
    say(translate("{name} was added.", name=name))


@company.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List own companies and their departments."""
    columns = (
        Column("company_short", translate("Short name"), "code"),
        Column("company", translate("Company")),
        Column("code", translate("Credit code"), "code"),
        Column("department_short", translate("Department's short name"), "code"),
        Column("department", translate("Department")),
    )
    rows = tuple(
        (
            one.short,
            one.name,
            one.code,
            department.short if department else None,
            department.name if department else None,
        )
        for one in work.desk.house.list(work.speaker)
        for department in (one.departments or (None,))
    )
    print_tables([Table(translate("Own companies"), columns, rows)], form)
