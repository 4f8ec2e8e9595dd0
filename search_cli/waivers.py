"""`dangan waiver`: requirements that do not apply to a customer, with who and why."""

from __future__ import annotations

import click

from access.waivers import Exemption
from archive.language import translate
from search_cli.output import say
from search_cli.wording import NUMBER, Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def waiver() -> None:
    """Mark requirements as not applicable."""


@waiver.command("add")
@argument("customer", help="The customer: number, name, alias or code.")
@argument("regulation", help="Which files: credit, customer or contract.")
@argument("category", help="The category, by id or Chinese name.")
@option("--file", default="", help="Only for this file (案卷号).")
@option("--reason", required=True, help="Why it does not apply; shown in reports.")
@click.pass_obj
def add(work: Workplace, customer: str, regulation: str, category: str, file: str, reason: str) -> None:
    """Say that a requirement does not apply to a customer."""
    exemption = Exemption(customer, regulation, category, file=file, reason=reason)
    made = work.desk.waivers.add(work.speaker, exemption)
    say(translate("Waiver {number} was recorded.", number=made.number))


@waiver.command("withdraw")
@argument("number", type=NUMBER, help="The waiver's number.")
@click.pass_obj
def withdraw(work: Workplace, number: int) -> None:
    """Take a waiver back."""
    work.desk.waivers.withdraw(work.speaker, number)
    say(translate("Waiver {number} was withdrawn.", number=number))
