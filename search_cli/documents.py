"""`dangan document`: putting right what is filed, with its history."""

from __future__ import annotations

import click

from access.corrections import COPIES, Correction
from access.documents import DocumentShown
from archive.facts import is_doubtful
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table, readable
from search_cli.output import format_option, print_tables, say
from search_cli.reviewing import shown_range
from search_cli.terms import field_name
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

WHICH = "The archive number (档号), or the document's number."


@click.group(cls=Group)
def document() -> None:
    """Filed documents (archivist)."""


@document.command("show")
@argument("number", help=WHICH)
@format_option("text", "html", "xlsx", "json")
@click.pass_obj
def show(work: Workplace, number: str, form: Format) -> None:
    """Show what is recorded of a document, its history, and what decided."""
    shown = work.desk.documents.show(work.speaker, number)
    print_tables(_sheets(work, shown, codes=form == "json"), form)


@document.command("correct")
@argument("number", help=WHICH)
@option("--reason", required=True, help="Why; stays in the history.")
@option("--title", help="The title (题名).")
@option("--author", help="Who issued it (责任者).")
@option("--issued-on", help="Its date; empty takes it away.")
@option("--valid-until", help="The last day it is valid, or 长期; empty takes it away.")
@option("--copy", type=click.Choice(COPIES), help="Original or copy.")
@option("--secrecy", help="Secrecy (密级).")
@option("--retention", help="Retention (保管期限).")
@option("--category", help="The category, by id or Chinese name.")
@option("--customer", help="The customer: number, name, alias or code.")
@option("--contract", help="The contract it belongs to, by number.")
@option("--year", type=click.IntRange(1000, 9999), help="The year of the file it belongs to.")
@click.pass_obj
def correct(work: Workplace, /, number: str, reason: str, **words: str | int | None) -> None:
    """Put right what is recorded; a paper that moves gets a new number, the old one stays as void."""
    correction = Correction(**words)  # type: ignore[arg-type] # click's own names and types
    shown = work.desk.documents.correct(work.speaker, number, correction, reason=reason)
    print_tables(_sheets(work, shown)[:1], "text")


@document.command("supersede")
@argument("number", help=WHICH)
@option("--by", "newer", required=True, help="The newer paper: its archive number or number.")
@option("--reason", required=True, help="Why; stays in the history.")
@click.pass_obj
def supersede(work: Workplace, number: str, newer: str, reason: str) -> None:
    """Say that a newer paper has taken its place; the old one is kept and no longer counts."""
    filed = work.desk.documents.supersede(work.speaker, number, newer, reason=reason)
    say(translate("{number} is superseded.", number=filed.number))


def _sheets(work: Workplace, shown: DocumentShown, *, codes: bool = False) -> list[Table]:
    """The record, what was read off the paper, and the history; with `codes` fields as scripts know them."""
    paper = shown.paper
    facts: tuple[tuple[str, str, Cell], ...] = (
        ("number", translate("Archive number"), paper.number),
        ("title", translate("Title"), paper.title),
        ("author", translate("Author"), paper.author),
        ("category", translate("Category"), paper.kind_name),
        ("customer", translate("Customer"), paper.customer),
        ("date", translate("Date"), paper.issued_on),
        ("valid_until", translate("Valid until"), "长期" if paper.long_term else paper.valid_until),
        ("copy", translate("Copy"), paper.copy),
        ("secrecy", translate("Secrecy"), paper.secrecy),
        ("retention", translate("Retention"), paper.retention),
        ("scan", translate("Scan"), f"{shown.scan_name} ({shown.scan})"),
        ("pages", translate("Pages"), shown_range(shown.first_page, shown.last_page)),
        ("superseded_by", translate("Superseded by"), shown.superseded_by),
        ("void_numbers", translate("Void numbers"), "、".join(shown.numbers)),
        ("filed_at", translate("Filed"), shown.filed_at),
    )
    sheet = Table(
        translate("Document {number}", number=paper.number),
        (Column("field", translate("Field")), Column("value", translate("Value"))),
        tuple((code if codes else label, value) for code, label, value in facts if value not in (None, "")),
    )
    return [sheet, _fields(shown, codes=codes), _history(work, shown)]


def _fields(shown: DocumentShown, *, codes: bool) -> Table:
    columns = (
        Column("field", translate("Field")),
        Column("value", translate("Value")),
        Column("words", translate("As printed")),
        Column("page", translate("Page"), "number"),
        Column("doubtful", translate("Doubtful")),
    )
    rows = tuple(
        (
            field.name if codes else field_name(field.name),
            str(field.value),
            field.words,
            field.page,
            translate("yes") if is_doubtful(field) else None,
        )
        for field in shown.fields
    )
    return Table(translate("Read off the paper"), columns, rows)


def _history(work: Workplace, shown: DocumentShown) -> Table:
    columns = (
        Column("revision", translate("Revision"), "number"),
        Column("at", translate("When"), "date"),
        Column("person", translate("Who")),
        Column("what", translate("Changes")),
        Column("reason", translate("Reason")),
    )
    rows = tuple(
        (
            step.revision,
            step.at,
            step.person or "dangan",
            "；".join(
                f"{field_name(name)}: {_told(work, name, before)} → {_told(work, name, after)}"
                for name, (before, after) in step.what.items()
            ),
            step.reason,
        )
        for step in shown.history
    )
    return Table(translate("History"), columns, rows)


def _told(work: Workplace, name: str, value: object) -> str:
    """What a field was changed from or to, in words."""
    if value in (None, ""):
        return "—"
    return work.home.regulations.kind_name(str(value)) if name == "kind" else readable(str(value))
