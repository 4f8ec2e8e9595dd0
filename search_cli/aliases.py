"""`dangan customer aliases`, `accept-alias`, `reject-alias`: names that papers used for a customer."""

from __future__ import annotations

import click

from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.wording import NUMBER, Command, argument
from search_cli.workplace import Workplace


@click.command("aliases", cls=Command)
@format_option()
@click.pass_obj
def aliases(work: Workplace, form: Format) -> None:
    """List names on settled papers that may be aliases; none counts before it is accepted."""
    columns = (
        Column("number", translate("No."), "number"),
        Column("name", translate("Name on the paper")),
        Column("customer", translate("Customer")),
        Column("part", translate("Part"), "number"),
        Column("person", translate("Settled by")),
        Column("at", translate("When"), "date"),
    )
    rows = tuple(
        (one.number, one.name, one.customer, one.part, one.person, one.at)
        for one in work.desk.aliases.list(work.speaker)
    )
    print_tables([Table(translate("Proposed aliases"), columns, rows)], form)


@click.command("accept-alias", cls=Command)
@argument("number", type=NUMBER, help="The proposal's number in the list.")
@click.pass_obj
def accept_alias(work: Workplace, number: int) -> None:
    """Enter a proposed name as the customer's alias."""
    one = work.desk.aliases.accept(work.speaker, number)
    say(translate("{name} is an alias of {customer} now.", name=one.name, customer=one.customer))


@click.command("reject-alias", cls=Command)
@argument("number", type=NUMBER, help="The proposal's number in the list.")
@click.pass_obj
def reject_alias(work: Workplace, number: int) -> None:
    """Say that a proposed name is not this customer's; it is not proposed again."""
    one = work.desk.aliases.reject(work.speaker, number)
    say(translate("{name} is no alias of {customer}.", name=one.name, customer=one.customer))
