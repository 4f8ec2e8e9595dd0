"""`dangan request`: query forms (查询单), from the reader's draft to the return."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO

import click

from access.form_terms import Narrower
from access.form_views import FormView
from access.forms import Changes, Signing
from access.forms import Request as FormRequest
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.asked import asked_options
from search_cli.output import format_option, print_tables
from search_cli.request_sheet import kind_name, regulation_names, sheet, state_name
from search_cli.secret import password_option, signing_password
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


class Day(click.DateTime):
    """A day, in the ways people write one."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help writes it: the first of the ways is enough."""
        return "YYYY-MM-DD"


DAY = Day()


@click.group(cls=Group)
def request() -> None:
    """Query forms (查询单): ask to read files, approve, issue, give back."""


@request.command("new")
@asked_options
@option("--until", type=DAY, required=True, help="The last day you need them.")
@option("--draft", is_flag=True, help="Only keep it: you can change it, and hand it in later.")
@click.pass_obj
def new(
    work: Workplace,
    customers: tuple[str, ...],
    regulations: tuple[str, ...],
    purpose: str,
    until: datetime,
    draft: bool,
) -> None:
    """Hand in a query form."""
    asked = FormRequest(customers, regulations, purpose, until.date())
    _print(work, work.desk.forms.new(work.speaker, asked, draft=draft))


@request.command("change")
@argument("number", help="The draft's number.")
@option("--customer", "customers", multiple=True, help="The customers instead, in your own words.")
@option("--regulation", "regulations", multiple=True, help="Which files instead.")
@option("--purpose", default="", help="What you need the papers for.")
@option("--until", type=DAY, help="The last day you need them.")
@click.pass_obj
def change(
    work: Workplace,
    number: str,
    customers: tuple[str, ...],
    regulations: tuple[str, ...],
    purpose: str,
    until: datetime | None,
) -> None:
    """Change a draft of yours."""
    changes = Changes(customers, regulations, purpose, _day(until))
    _print(work, work.desk.forms.change(work.speaker, number, changes))


@request.command("submit")
@argument("number", help="The draft's number.")
@click.pass_obj
def submit(work: Workplace, number: str) -> None:
    """Hand in a draft of yours; then it stays as it is."""
    _print(work, work.desk.forms.submit(work.speaker, number))


@request.command("withdraw")
@argument("number", help="The form's number.")
@click.pass_obj
def withdraw(work: Workplace, number: str) -> None:
    """Take back a form of yours that was not issued yet."""
    _print(work, work.desk.forms.withdraw(work.speaker, number))


@request.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List your own forms and those that wait for you."""
    columns = (
        Column("number", translate("Form"), "code"),
        Column("kind", translate("Kind of form")),
        Column("state", translate("State")),
        Column("reader", translate("Reader")),
        Column("customers", translate("Customers")),
        Column("regulations", translate("Files of")),
        Column("until", translate("Until"), "date"),
        Column("purpose", translate("Purpose")),
    )
    codes = form == "json"
    rows = tuple(
        (
            one.number,
            one.kind if codes else kind_name(one.kind),
            one.state if codes else state_name(one.state),
            one.reader,
            "、".join(one.customers),
            regulation_names(work.home.regulations, one.regulations),
            one.last_day,
            one.purpose,
        )
        for one in work.desk.forms.list(work.speaker)
    )
    print_tables([Table(translate("Query forms"), columns, rows)], form)


@request.command("show")
@argument("number", help="The form's number.")
@format_option()
@click.pass_obj
def show(work: Workplace, number: str, form: Format) -> None:
    """Show one form with its signatures."""
    shown = work.desk.forms.show(work.speaker, number)
    print_tables([sheet(work, shown, codes=form == "json")], form)


@request.command("approve")
@argument("number", help="The form's number.")
@option("--remark", default="", help="A remark that stays with the signature.")
@option("--only-customer", "customers", multiple=True, help="Grant only this customer of those asked for.")
@option("--from-year", "first_year", type=int, help="Grant only files from this year on.")
@option("--to-year", "last_year", type=int, help="Grant only files up to this year.")
@option("--until", type=DAY, help="Grant it until this day, earlier than was asked.")
@password_option
@click.pass_obj
def approve(
    work: Workplace,
    number: str,
    remark: str,
    customers: tuple[str, ...],
    first_year: int | None,
    last_year: int | None,
    until: datetime | None,
    password_file: IO[str] | None,
) -> None:
    """Sign a form: shows it, asks for the password again, records person, time and SHA-256."""
    narrower = Narrower(customers, first_year, last_year, _day(until))
    signing = _signing(work, number, remark, password_file, narrower=narrower)
    _print(work, work.desk.forms.approve(work.speaker, signing))


@request.command("reject")
@argument("number", help="The form's number.")
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def reject(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Refuse a form."""
    signing = _signing(work, number, remark, password_file)
    _print(work, work.desk.forms.reject(work.speaker, signing))


@request.command("revoke")
@argument("number", help="The form's number.")
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def revoke(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Take an approval back, also of an issued form; acts on the reader's next page."""
    signing = _signing(work, number, remark, password_file)
    _print(work, work.desk.forms.revoke(work.speaker, signing))


@request.command("issue")
@argument("number", help="The form's number.")
@click.pass_obj
def issue(work: Workplace, number: str) -> None:
    """Hand out what an approved form opens, and record the borrowing date; the archivist does."""
    _print(work, work.desk.forms.issue(work.speaker, number))


@request.command("return")
@argument("number", help="The form's number.")
@click.pass_obj
def give_back(work: Workplace, number: str) -> None:
    """Give back a form of yours that you need no longer."""
    _print(work, work.desk.forms.give_back(work.speaker, number))


@request.command("take-back")
@argument("number", help="The form's number.")
@click.pass_obj
def take_back(work: Workplace, number: str) -> None:
    """Have back what was issued, and record the return date; the archivist does."""
    _print(work, work.desk.forms.take_back(work.speaker, number))


def _signing(
    work: Workplace,
    number: str,
    remark: str,
    password_file: IO[str] | None,
    *,
    narrower: Narrower | None = None,
) -> Signing:
    """Show what is to be signed, then ask for the password: the signature is bound to what was shown."""
    shown = work.desk.forms.show(work.speaker, number)
    if password_file is None:
        _print(work, shown)
    secret = signing_password(password_file)
    return Signing(number, shown.sha256, secret, remark, narrower)


def _print(work: Workplace, form: FormView) -> None:
    print_tables([sheet(work, form)], "text")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
