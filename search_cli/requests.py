"""`dangan request`: query forms (查询单), from the reader's request to the approver's signature."""

from __future__ import annotations

from datetime import datetime
from typing import IO

import click

from access.forms import FormView, Signing
from access.forms import Request as FormRequest
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables
from search_cli.secret import password_option, read_password
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
    """Query forms (查询单): ask to read files, approve, reject, revoke."""


@request.command("new")
@option(
    "--customer",
    "customers",
    multiple=True,
    required=True,
    help="A customer, in your own words; may be given several times.",
)
@option(
    "--regulation",
    "regulations",
    multiple=True,
    required=True,
    help="Which files: credit, customer or contract; may be given several times.",
)
@option("--purpose", required=True, help="What you need the papers for.")
@option("--until", type=DAY, required=True, help="The last day you need them.")
@click.pass_obj
def new(
    work: Workplace, customers: tuple[str, ...], regulations: tuple[str, ...], purpose: str, until: datetime
) -> None:
    """Hand in a query form."""
    form = work.desk.forms.new(work.speaker, FormRequest(customers, regulations, purpose, until.date()))
    print_tables([_sheet(work, form)], "text")


@request.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List your own forms and those that wait for your signature."""
    columns = (
        Column("number", translate("Form"), "code"),
        Column("state", translate("State")),
        Column("reader", translate("Reader")),
        Column("customers", translate("Customers")),
        Column("regulations", translate("Files of")),
        Column("until", translate("Until"), "date"),
        Column("purpose", translate("Purpose")),
    )
    rows = tuple(
        (
            one.number,
            _state(one) if form == "json" else state_name(one),
            one.reader,
            "、".join(one.customers),
            _regulations(work, one.regulations),
            one.until,
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
    print_tables([_sheet(work, shown, codes=form == "json")], form)


@request.command("approve")
@argument("number", help="The form's number.")
@option("--remark", default="", help="A remark that stays with the signature.")
@password_option
@click.pass_obj
def approve(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Sign a form: shows it, asks for the password again, records person, time and SHA-256."""
    signing = _signing(work, number, remark, password_file)
    print_tables([_sheet(work, work.desk.forms.approve(work.speaker, signing))], "text")


@request.command("reject")
@argument("number", help="The form's number.")
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def reject(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Refuse a form."""
    signing = _signing(work, number, remark, password_file)
    print_tables([_sheet(work, work.desk.forms.reject(work.speaker, signing))], "text")


@request.command("revoke")
@argument("number", help="The form's number.")
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def revoke(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Take an approval back; acts on the reader's next page."""
    signing = _signing(work, number, remark, password_file)
    print_tables([_sheet(work, work.desk.forms.revoke(work.speaker, signing))], "text")


def _state(form: FormView) -> str:
    """The state as scripts read it."""
    return "expired" if form.expired else form.state


def state_name(form: FormView) -> str:
    """The state as people say it."""
    if form.expired:
        return translate("run out")
    return {
        "submitted": translate("waits for signatures"),
        "approved": translate("approved"),
        "rejected": translate("rejected"),
        "revoked": translate("revoked"),
    }[form.state]


def _signing(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> Signing:
    """Show what is to be signed, then ask for the password: the signature is bound to what was shown."""
    shown = work.desk.forms.show(work.speaker, number)
    if password_file is None:
        print_tables([_sheet(work, shown)], "text")
    secret = read_password(password_file, prompt=translate("Your password, to sign"))
    return Signing(number, shown.sha256, secret, remark)


def _sheet(work: Workplace, form: FormView, *, codes: bool = False) -> Table:
    """A form as a sheet of two columns; with `codes` the fields as scripts know them."""
    columns = (Column("field", translate("Query form")), Column("value", form.number))
    rows: list[tuple[str, str, Cell]] = [
        ("state", translate("State"), _state(form) if codes else state_name(form)),
        ("reader", translate("Reader"), form.reader),
        ("customers", translate("Customers"), "、".join(form.customers)),
        ("regulations", translate("Files of"), _regulations(work, form.regulations)),
        ("purpose", translate("Purpose"), form.purpose),
        ("until", translate("Until"), form.until),
        ("created_at", translate("Handed in"), form.created_at),
    ]
    if form.waiting_for:
        rows.append(
            ("waiting_for", translate("Waits for the signature of"), _approvers(work, form.waiting_for))
        )
    for meant in form.resolved or ():
        called = "、".join(meant.customers) or translate("nobody in the register")
        rows.append(("means", translate("“{words}” means", words=meant.word), called))
    for one in form.signatures:
        moment = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        said = f"{_meaning(one.meaning)}  {one.person}  {moment}  {one.remark}".rstrip()
        files = _regulations(work, (one.regulation,))
        rows.append(("signature", translate("Signature for {files}", files=files), said))
    rows.append(("sha256", "SHA-256", form.sha256))
    cells = tuple((code if codes else label, value) for code, label, value in rows)
    return Table(translate("Query form {number}", number=form.number), columns, cells)


def _meaning(meaning: str) -> str:
    names = {
        "approved": translate("approved"),
        "rejected": translate("rejected"),
        "revoked": translate("revoked"),
    }
    return names[meaning]


def _regulations(work: Workplace, names: tuple[str, ...]) -> str:
    return "、".join(work.home.regulations[name].name for name in names)


def _approvers(work: Workplace, names: tuple[str, ...]) -> str:
    posts = dict.fromkeys(work.home.regulations[name].approver.label for name in names)
    return "、".join(posts)
