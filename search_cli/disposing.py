"""`dangan disposal`: papers that leave the archive for good, signed and on record (销毁审批)."""

from __future__ import annotations

from datetime import datetime
from typing import IO, cast, get_args

import click

from access.disposal import Approval
from access.disposal_view import DisposalView
from access.grounds import Proposal
from archive.catalogue.disposals import Ground
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables
from search_cli.secret import password_option, signing_password
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

NUMBER = "The disposal's number."


@click.group(cls=Group)
def disposal() -> None:
    """Disposal (销毁审批): propose, sign, carry out; the register (销毁清册) stays."""


@disposal.command("propose")
@argument("document", help="The archive number (档号), or the document's number.")
@option(
    "--ground",
    type=click.Choice(get_args(Ground)),
    required=True,
    help="Why it may go: it is lost, its retention is over, or a court ordered it.",
)
@option("--explanation", required=True, help="Why, in words; is signed and stays on record.")
@option("--reference", default="", help="The number of the court's order (文号).")
@click.pass_obj
def propose(work: Workplace, document: str, ground: str, explanation: str, reference: str) -> None:
    """Propose that a paper be disposed of; the approver of its file's regulation is told."""
    proposal = Proposal(document, cast("Ground", ground), explanation, reference)
    print_tables([_sheet(work, work.desk.disposals.propose(work.speaker, proposal))], "text")


@disposal.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """The register of disposals (销毁清册), newest first; approvers see those of their regulations."""
    columns = (
        Column("number", translate("Number"), "code"),
        Column("state", translate("State")),
        Column("document", translate("Archive number"), "code"),
        Column("kind", translate("Category")),
        Column("pages", translate("Pages"), "number"),
        Column("retention", translate("Retention")),
        Column("filed_at", translate("Filed"), "date"),
        Column("ground", translate("Ground")),
        Column("proposed_by", translate("Proposed by")),
        Column("signed_by", translate("Signed by")),
        Column("carried_out_by", translate("Carried out by")),
        Column("carried_out_at", translate("Carried out"), "date"),
    )
    codes = form == "json"
    rows = tuple(
        (
            one.number,
            one.state if codes else _state(one),
            one.document,
            one.kind,
            one.pages,
            one.retention,
            one.filed_at,
            one.ground if codes else _ground(one),
            one.proposed_by,
            one.signed_by,
            one.carried_out_by,
            one.carried_out_at,
        )
        for one in work.desk.disposals.list(work.speaker)
    )
    print_tables([Table(translate("Register of disposals"), columns, rows)], form)


@disposal.command("show")
@argument("number", help=NUMBER)
@format_option()
@click.pass_obj
def show(work: Workplace, number: str, form: Format) -> None:
    """Show one disposal as it is signed."""
    shown = work.desk.disposals.show(work.speaker, number)
    print_tables([_sheet(work, shown, codes=form == "json")], form)


@disposal.command("sign")
@argument("number", help=NUMBER)
@option("--remark", default="", help="A remark that stays with the signature.")
@password_option
@click.pass_obj
def sign(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Approve a disposal: shows it, asks for the password again."""
    approval = _approval(work, number, remark, password_file)
    print_tables([_sheet(work, work.desk.disposals.sign(work.speaker, approval))], "text")


@disposal.command("reject")
@argument("number", help=NUMBER)
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def reject(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Refuse a disposal."""
    approval = _approval(work, number, remark, password_file)
    print_tables([_sheet(work, work.desk.disposals.reject(work.speaker, approval))], "text")


@disposal.command("withdraw")
@argument("number", help=NUMBER)
@click.pass_obj
def withdraw(work: Workplace, number: str) -> None:
    """Take a proposal back before it is carried out."""
    print_tables([_sheet(work, work.desk.disposals.withdraw(work.speaker, number))], "text")


@disposal.command("execute")
@argument("numbers", nargs=-1, required=True, help="The disposals' numbers, all signed.")
@click.pass_obj
def carry_out(work: Workplace, numbers: tuple[str, ...]) -> None:
    """Take the papers away for good, down to the bytes; several in one go are as quick as one."""
    for done in work.desk.disposals.carry_out(work.speaker, numbers):
        print_tables([_sheet(work, done)], "text")


def _approval(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> Approval:
    """Show what is to be signed, then ask for the password: the signature is bound to what was shown."""
    shown = work.desk.disposals.show(work.speaker, number)
    if password_file is None:
        print_tables([_sheet(work, shown)], "text")
    secret = signing_password(password_file)
    return Approval(number, shown.sha256, secret, remark)


def _sheet(work: Workplace, one: DisposalView, *, codes: bool = False) -> Table:
    regulation = work.home.regulations[one.regulation]
    facts: tuple[tuple[str, str, Cell], ...] = (
        ("state", translate("State"), one.state if codes else _state(one)),
        ("document", translate("Archive number"), one.document),
        ("title", translate("Title"), one.title),
        ("category", translate("Category"), one.kind),
        ("file", translate("File number"), one.file),
        ("regulation", translate("Regulation"), regulation.name),
        ("pages", translate("Pages"), one.pages),
        ("filed_at", translate("Filed"), one.filed_at),
        ("retention", translate("Retention"), one.retention),
        ("ground", translate("Ground"), one.ground if codes else _ground(one)),
        ("explanation", translate("Explanation"), one.explanation),
        ("retention_ended", translate("Retention ended"), one.retention_ended),
        ("proposed", translate("Proposed by"), _who(one.proposed_by, one.proposed_at)),
        ("approver", translate("Signs"), regulation.approver.label),
        ("signed", translate("Signed by"), _who(one.signed_by, one.signed_at)),
        ("represented", translate("In the place of"), one.represented),
        ("remark", translate("Remark"), one.remark),
        ("carried_out", translate("Carried out by"), _who(one.carried_out_by, one.carried_out_at)),
        ("removed", translate("Taken away"), _removed(one)),
        ("sha256", "SHA-256", one.sha256),
    )
    columns = (Column("field", translate("Disposal")), Column("value", one.number))
    rows = tuple((code if codes else label, value) for code, label, value in facts if value not in (None, ""))
    return Table(translate("Disposal {number}", number=one.number), columns, rows)


def _who(person: str, at: Cell) -> str:
    return f"{person}  {at.astimezone().strftime('%Y-%m-%d %H:%M')}" if isinstance(at, datetime) else ""


def _removed(one: DisposalView) -> str:
    names = {
        place: translate("search index {name}", name=place.removeprefix("index "))
        for place in one.removed
        if place.startswith("index ")
    }
    names |= {"original": translate("original"), "catalogue": translate("catalogue")}
    how = {
        "overwritten": translate("overwritten and deleted"),
        "rewritten": translate("file rewritten"),
        "deleted": translate("deleted; the cluster's disks forget it within half a day"),
        "open": translate("not yet: carry it out again"),
    }
    told = (
        translate("{place}: {how}", place=names.get(place, place), how=how[done])
        for place, done in one.removed.items()
    )
    return "；".join(told)


def _state(one: DisposalView) -> str:
    return {
        "proposed": translate("waits for signatures"),
        "signed": translate("signed, to be carried out"),
        "rejected": translate("rejected"),
        "withdrawn": translate("withdrawn"),
        "done": translate("disposed of"),
    }[one.state]


def _ground(one: DisposalView) -> str:
    return {
        "lost": translate("lost"),
        "retention": translate("retention over"),
        "court_order": translate("court order"),
    }[one.ground]
