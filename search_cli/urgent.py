"""`dangan urgent`: reading that cannot wait for a signature (应急查阅), and its review."""

from __future__ import annotations

from typing import IO

import click

from access.urgent import Emergency, Review
from access.urgent_reviews import ReviewView, UrgentView
from archive.errors import NotFound
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables
from search_cli.secret import password_option, signing_password
from search_cli.self_signed import regulation_names, self_signed_cells, self_signed_columns, transposed
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def urgent() -> None:
    """Urgent reading (应急查阅): what cannot wait for a signature, answered for afterwards."""


@urgent.command("new")
@option("--customer", required=True, help="The customer, in your own words.")
@option("--reason", required=True, help="Why it cannot wait; it stays on record.")
@option("--second", required=True, help="The log-in name of the second person, who is told.")
@option(
    "--regulation",
    "regulations",
    multiple=True,
    help="Only these files: credit, customer or contract; may be given several times.",
)
@password_option
@click.pass_obj
def new(
    work: Workplace,
    customer: str,
    reason: str,
    second: str,
    regulations: tuple[str, ...],
    password_file: IO[str] | None,
) -> None:
    """Open a customer's files for four hours; approvers and auditors are told at once."""
    speaker = work.speaker
    secret = signing_password(password_file)
    made = work.desk.urgent.new(speaker, Emergency(customer, reason, second, regulations), secret)
    print_tables([_sheet(work, made)], "text")


@urgent.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List your own, those you were named for and those you review; auditors see all."""
    found = work.desk.urgent.list(work.speaker)
    if form == "text" and found:
        print_tables([_sheet(work, one) for one in found], form)
        return
    rows = tuple(_cells(work, one, codes=form == "json") for one in found)
    print_tables([Table(translate("Urgent readings"), _columns(), rows)], form)


@urgent.command("reads")
@argument("number", help="The form's number.")
@format_option()
@click.pass_obj
def reads(work: Workplace, number: str, form: Format) -> None:
    """Show what was read under one, for its reviewers."""
    columns = (
        Column("at", translate("When"), "date"),
        Column("act", translate("Act"), "code"),
        Column("document", translate("Archive number"), "code"),
        Column("page", translate("Page"), "number"),
    )
    found = work.desk.urgent.reads(work.speaker, number)
    rows = tuple((one.at, one.act, one.document, one.page) for one in found)
    print_tables([Table(translate("Read under {number}", number=number), columns, rows)], form)


@urgent.command("review")
@argument("number", help="The form's number.")
@option("--remark", required=True, help="What you found; the reader is told.")
@password_option
@click.pass_obj
def review(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Sign that you looked at one; asks for your password again."""
    shown = next((one for one in work.desk.urgent.list(work.speaker) if one.form.number == number), None)
    if shown is None:
        raise NotFound(
            "There is no urgent reading {number} for you to review.",
            advice="`dangan urgent list` lists them.",
            number=number,
        )
    if password_file is None:
        print_tables([_sheet(work, shown)], "text")
    secret = signing_password(password_file)
    signing = Review(number, shown.form.sha256, remark)
    print_tables([_sheet(work, work.desk.urgent.review(work.speaker, signing, secret))], "text")


def _columns() -> tuple[Column, ...]:
    return (
        *self_signed_columns(),
        Column("second", translate("Second person")),
        Column("review_by", translate("Review by"), "date"),
        Column("overdue", translate("Overdue")),
        Column("waiting_for", translate("Waits for the review of")),
        Column("reviews", translate("Reviews")),
        Column("meant", translate("In the register")),
    )


def _cells(work: Workplace, one: UrgentView, *, codes: bool = False) -> tuple[Cell, ...]:
    return (
        *self_signed_cells(work, one.form, codes=codes),
        one.second,
        one.review_by,
        one.overdue,
        regulation_names(work, one.waiting_for),
        "；".join(_review(work, given) for given in one.reviews),
        None if one.meant is None else "、".join(one.meant) or translate("nobody in the register"),
    )


def _sheet(work: Workplace, one: UrgentView) -> Table:
    title = translate("Urgent reading {number}", number=one.form.number)
    return transposed(title, _columns(), _cells(work, one))


def _review(work: Workplace, given: ReviewView) -> str:
    who = translate("{deputy} for {principal}", deputy=given.person, principal=given.represented)
    moment = given.at.astimezone().strftime("%Y-%m-%d %H:%M")
    signed = who if given.represented else given.person
    return f"{regulation_names(work, (given.regulation,))}：{signed} {moment} {given.remark}"
