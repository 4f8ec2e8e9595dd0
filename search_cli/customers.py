"""`dangan customer`: the register of customers and suppliers."""

from __future__ import annotations

from pathlib import Path

import click

from access.customer_sheet import Imported
from access.customers import CustomerShown
from access.proposals import Accepted
from access.registers import CustomerEntry
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.aliases import accept_alias, aliases, reject_alias
from search_cli.output import format_option, print_tables, say
from search_cli.terms import field_name
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KINDS = click.Choice(["customer", "supplier"])


@click.group(cls=Group)
def customer() -> None:
    """The register of customers and suppliers."""


@customer.command("add")
@argument("name", help="The registered name.")
@option("--kind", type=KINDS, default="customer", help="What they are to us.")
@option("--code", default="", help="The unified social credit code.")
@option("--registration-number", default="", help="The registration number of an old licence.")
@option("--alias", "aliases", multiple=True, help="Another name that papers use; may be given several times.")
@option("--former-name", "former_names", multiple=True, help="A former name; may be given several times.")
@option("--company", default="", help="The own company whose customer it is, by short name or name.")
@option("--department", default="", help="The department that keeps the file, by short name or name.")
@click.pass_obj
def add(work: Workplace, /, **words: str | tuple[str, ...]) -> None:
    """Enter a customer or supplier."""
    shown = work.desk.customers.add(work.speaker, CustomerEntry(**words))  # type: ignore[arg-type] # click's own names
    print_tables([_table((shown,))], "text")


@customer.command("update")
@argument("which", metavar="CUSTOMER", help="The customer: number, name, alias or code.")
@option("--name", default="", help="The new registered name; the old one stays as a former name.")
@option("--kind", type=KINDS, default=None, help="What they are to us.")
@option("--code", default="", help="The unified social credit code.")
@option("--registration-number", default="", help="The registration number of an old licence.")
@option("--alias", "aliases", multiple=True, help="Another name that papers use; may be given several times.")
@option("--former-name", "former_names", multiple=True, help="A former name; may be given several times.")
@option("--company", default="", help="The own company whose customer it is, by short name or name.")
@option("--department", default="", help="The department that keeps the file, by short name or name.")
@click.pass_obj
def update(work: Workplace, /, which: str, kind: str | None, **words: str | tuple[str, ...]) -> None:
    """Change what is recorded; what is not named stays."""
    entry = CustomerEntry(kind=kind or "", **words)  # type: ignore[arg-type] # click's own names
    print_tables([_table((work.desk.customers.update(work.speaker, which, entry),))], "text")


@customer.command("import")
@argument("file", type=EXISTING_FILE, help="A register as .xlsx, .xls or .csv (UTF-8 or GB18030).")
@option("--dry-run", is_flag=True, help="Only show what would change.")
@format_option()
@click.pass_obj
def import_file(work: Workplace, file: Path, dry_run: bool, form: Format) -> None:
    """Take over a register from a spreadsheet: all rows or none."""
    done = work.desk.customers.import_file(work.speaker, file.name, file.read_bytes(), dry_run=dry_run)
    print_tables([_imported(done, codes=form == "json")], form)


@customer.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List the register."""
    print_tables([_table(work.desk.customers.list(work.speaker), codes=form == "json")], form)


@customer.command("show")
@argument("which", metavar="CUSTOMER", help="The customer: number, name, alias or code.")
@format_option()
@click.pass_obj
def show(work: Workplace, which: str, form: Format) -> None:
    """Show one customer."""
    shown = work.desk.customers.show(work.speaker, which)
    print_tables([_table((shown,), codes=form == "json")], form)


@customer.command("proposed")
@format_option()
@click.pass_obj
def proposed(work: Workplace, form: Format) -> None:
    """List companies that papers in review speak of and the register does not know."""
    columns = (
        Column("name", translate("Company on the papers")),
        Column("spellings", translate("Also spelled")),
        Column("codes", translate("Credit code"), "code"),
        Column("papers", translate("Papers"), "number"),
        Column("parts", translate("Parts in review")),
    )
    rows = tuple(
        (
            one.name,
            "、".join(spelling for spelling in one.spellings if spelling != one.name),
            "、".join(one.codes),
            len(one.parts),
            "、".join(map(str, one.parts)),
        )
        for one in work.desk.proposals.list(work.speaker)
    )
    print_tables([Table(translate("Proposed companies"), columns, rows)], form)


@customer.command("accept")
@argument("name", help="The company's name as `dangan customer proposed` shows it.")
@option("--kind", type=KINDS, default="customer", help="What they are to us.")
@option("--code", default="", help="The unified social credit code; otherwise the one on the papers.")
@option("--company", default="", help="The own company whose customer it is, by short name or name.")
@option("--department", default="", help="The department that keeps the file, by short name or name.")
@click.pass_obj
def accept(work: Workplace, name: str, kind: str, code: str, company: str, department: str) -> None:
    """Enter a proposed company in the register, and file its papers."""
    entry = CustomerEntry(name, kind=kind, code=code, company=company, department=department)
    _tell(work.desk.proposals.accept(work.speaker, entry))


@customer.command("alias")
@argument("name", help="The company's name as `dangan customer proposed` shows it.")
@argument("which", metavar="CUSTOMER", help="The customer: number, name, alias or code.")
@click.pass_obj
def alias(work: Workplace, name: str, which: str) -> None:
    """Say that a proposed name is a registered customer's, and file its papers."""
    _tell(work.desk.proposals.add_alias(work.speaker, name, which))


for _command in (aliases, accept_alias, reject_alias):
    customer.add_command(_command)


def _tell(accepted: Accepted) -> None:
    say(translate("{name} is customer {number}.", name=accepted.name, number=accepted.customer))
    for filed in accepted.filed:
        say(translate("Filed as {number}.", number=filed.number))
    if accepted.waiting:
        left = "、".join(map(str, accepted.waiting))
        say(translate("Still in review, for their category: part {parts}.", parts=left))


def kind_name(kind: str) -> str:
    """What a customer is to us, as people say it."""
    return translate("supplier") if kind == "supplier" else translate("customer")


def outcome_name(outcome: str) -> str:
    """What an imported row did, as people say it."""
    names = {
        "added": translate("added"),
        "updated": translate("updated"),
        "unchanged": translate("unchanged"),
    }
    return names[outcome]


def _table(customers: tuple[CustomerShown, ...], *, codes: bool = False) -> Table:
    """One row each; with `codes` words of ours as they are recorded, for scripts."""
    columns = (
        Column("number", translate("No."), "number"),
        Column("name", translate("Name")),
        Column("kind", translate("Kind")),
        Column("code", translate("Credit code"), "code"),
        Column("registration_number", translate("Registration number"), "code"),
        Column("aliases", translate("Aliases")),
        Column("former_names", translate("Former names")),
        Column("department", translate("Department")),
        Column("papers", translate("Papers"), "number"),
    )
    rows = tuple(
        (
            one.number,
            one.name,
            one.kind if codes else kind_name(one.kind),
            one.code,
            one.registration_number,
            "、".join(one.aliases),
            "、".join(one.former_names),
            one.department,
            one.papers,
        )
        for one in customers
    )
    return Table(translate("Customers and suppliers"), columns, rows)


def _imported(done: Imported, *, codes: bool) -> Table:
    columns = (
        Column("row", translate("Row"), "number"),
        Column("name", translate("Name")),
        Column("outcome", translate("Outcome")),
        Column("changes", translate("Changes")),
    )
    rows = tuple(
        (
            one.row,
            one.name,
            one.outcome if codes else outcome_name(one.outcome),
            "；".join(f"{field_name(what)}: {now}" for what, now in one.changes),
        )
        for one in done.rows
    )
    notes = []
    if done.ignored:
        notes.append(
            translate("Columns that were not understood: {columns}", columns="、".join(done.ignored))
        )
    if done.dry_run:
        notes.append(translate("Nothing was changed: this was a dry run."))
    return Table(translate("Imported"), columns, rows, tuple(notes))
