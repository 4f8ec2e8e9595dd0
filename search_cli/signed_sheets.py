"""`dangan request print`, `sheets`, `sheet`, `attest`, `check`: query forms that are signed on paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

import click

from access.form_sheets import Attestation, Checking
from access.form_views import FormView
from access.printed_forms import PrintedForm
from access.sheet_sight import HandSignatureView, SheetShown
from archive.clock import local_date, utc_now
from archive.errors import NotFound
from archive.form_code import encode_form_code
from archive.language import show as shown
from archive.language import translate
from ingest.squares import squares_of
from reports.form_sheet import FormPaper, SignatureBox, form_html
from reports.rendering import Format
from reports.table import Cell, Column, Imprint, Table
from search_cli.output import format_option, print_tables, say, write_file
from search_cli.request_sheet import regulation_names
from search_cli.requests import DAY
from search_cli.secret import password_option, signing_password
from search_cli.wording import NUMBER, Command, argument, option
from search_cli.workplace import Workplace


@click.command("print", cls=Command)
@argument("number", help="The form's number.")
@option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The page to print (HTML); a file of this name is overwritten.",
)
@click.pass_obj
def print_form(work: Workplace, number: str, output: Path) -> None:
    """Print a query form to be signed by hand; the signed sheet goes into the inbox."""
    printed = work.desk.form_sheets.print(work.speaker, number)
    squares = squares_of(encode_form_code(printed.code))
    imprint = Imprint(work.speaker.person.name, utc_now())
    page = form_html(squares, _paper(work, printed), imprint=imprint)
    write_file(output, page.encode())
    say(translate("Written to {file}. Print it without scaling it down.", file=output))


@click.command("sheets", cls=Command)
@option("--all", "everything", is_flag=True, help="Also sheets that stand with their form.")
@format_option()
@click.pass_obj
def sheets(work: Workplace, everything: bool, form: Format) -> None:
    """List the signed sheets that came in and wait to be attested or counter-checked."""
    columns = (
        Column("sheet", translate("Sheet"), "number"),
        Column("form", translate("Form"), "code"),
        Column("state", translate("State")),
        Column("signatures", translate("Signatures on it")),
        Column("attested_by", translate("Attested by")),
        Column("checked_by", translate("Counter-checked by")),
        Column("scan", translate("Scan"), "number"),
        Column("page", translate("Page"), "number"),
        Column("reason", translate("Why it cannot be used")),
    )
    found = work.desk.form_sheets.list(work.speaker, everything=everything)
    rows = tuple(_row(work, one, codes=form == "json") for one in found)
    notes = (translate("Look at one with `dangan request sheet NUMBER --image FILE`."),) if rows else ()
    print_tables([Table(translate("Signed sheets"), columns, rows, notes)], form)


@click.command("sheet", cls=Command)
@argument("number", help="The sheet's number, or the form's that it stands with.")
@option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write its picture (PNG).",
)
@click.pass_obj
def sheet_image(work: Workplace, number: str, image: Path) -> None:
    """Look at a signed sheet: the scan that stands with a form, or one that waits."""
    write_file(image, work.desk.form_sheets.image(work.speaker, number))
    say(translate("Written: {file}", file=image))


@click.command("attest", cls=Command)
@argument("sheet", type=NUMBER, help="The sheet's number in `dangan request sheets`.")
@option("--signed-by", required=True, help="Whose signature stands on it: the log-in name.")
@option("--regulation", required=True, help="For which files it was signed: credit, customer or contract.")
@option("--on", type=DAY, required=True, help="The day that stands beside the signature.")
@click.pass_obj
def attest(work: Workplace, sheet: int, signed_by: str, regulation: str, on: datetime) -> None:
    """Say, as the archivist, whose signature stands on a sheet; look at its picture first."""
    said = Attestation(sheet, signed_by, regulation, on.date())
    attested = work.desk.form_sheets.attest(work.speaker, said)
    _say(work, attested)
    say(translate("A second person counter-checks it: `dangan request check {sheet}`.", sheet=sheet))


@click.command("check", cls=Command)
@argument("sheet", type=NUMBER, help="The sheet's number in `dangan request sheets`.")
@password_option
@click.pass_obj
def check(work: Workplace, sheet: int, password_file: IO[str] | None) -> None:
    """Confirm as a second person what was attested of a sheet; look at its picture first."""
    listed = work.desk.form_sheets.list(work.speaker, everything=True)
    found = next((one for one in listed if one.number == sheet), None)
    if found is None:
        raise NotFound(
            "There is no sheet {number}.", advice="`dangan request sheets` lists them.", number=sheet
        )
    if password_file is None:
        _say(work, found)
    secret = signing_password(password_file)
    checked = work.desk.form_sheets.check(work.speaker, Checking(sheet, found.sha256, secret))
    say(translate("The form {form} has these signatures now.", form=checked.form))


def _row(work: Workplace, one: SheetShown, *, codes: bool) -> tuple[Cell, ...]:
    return (
        one.number,
        one.form or None,
        one.state if codes else sheet_state(one.state),
        "；".join(_signature(work, signature) for signature in one.signatures) or None,
        one.attested_by or None,
        one.checked_by or None,
        one.scan,
        one.page,
        shown(one.fault) if one.fault else None,
    )


def sheet_state(state: str) -> str:
    """Where a sheet stands, as people say it."""
    return {
        "waiting": translate("waits to be attested"),
        "attested": translate("waits to be counter-checked"),
        "checked": translate("stands with its form"),
        "refused": translate("cannot be used"),
    }[state]


def _say(work: Workplace, one: SheetShown) -> None:
    """What is vouched for: the signatures, and the words that they must stand under."""
    read = "；".join(_signature(work, signature) for signature in one.signatures)
    say(
        translate(
            "Sheet {sheet}, form {form}: {signatures}", sheet=one.number, form=one.form, signatures=read
        )
    )
    if one.asked is not None:
        say(
            translate(
                "Compare with the picture, where nothing else may stand: {reader} asks for {customers} "
                "({files}) until {day}: {purpose}",
                reader=one.asked.reader,
                customers="、".join(one.asked.customers),
                files=regulation_names(work.home.regulations, one.asked.regulations),
                day=one.asked.until.isoformat(),
                purpose=one.asked.purpose,
            )
        )


def _signature(work: Workplace, one: HandSignatureView) -> str:
    files = regulation_names(work.home.regulations, (one.regulation,))
    if one.represented:
        return translate(
            "{person} for {represented}, {files}, {day}",
            person=one.person,
            represented=one.represented,
            files=files,
            day=one.on.isoformat(),
        )
    return translate("{person}, {files}, {day}", person=one.person, files=files, day=one.on.isoformat())


def _paper(work: Workplace, printed: PrintedForm) -> FormPaper:
    form = printed.form
    return FormPaper(
        number=form.number,
        reader=form.reader,
        company=printed.company,
        department=printed.department,
        customers=form.customers,
        files=tuple(regulation_names(work.home.regulations, (name,)) for name in form.regulations),
        purpose=form.purpose,
        handed_in=local_date(form.created_at),
        until=form.last_day,
        boxes=tuple(_box(work, form, name) for name in form.regulations),
        issued_on=local_date(form.issued_at) if form.issued_at else None,
        issued_by=form.issued_by,
        returned_on=local_date(form.returned_at) if form.returned_at else None,
        sha256=form.sha256,
    )


def _box(work: Workplace, form: FormView, name: str) -> SignatureBox:
    regulation = work.home.regulations[name]
    given = [one for one in form.signatures if (one.regulation, one.meaning) == (name, "approved")]
    signed = ""
    if given:
        moment = given[-1].at.astimezone().strftime("%Y-%m-%d %H:%M")
        signed = translate("Signed already: {person}, {moment}", person=given[-1].person, moment=moment)
    return SignatureBox(regulation.name, regulation.approver.label, signed)
