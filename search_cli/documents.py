"""`dangan document`: putting right what is filed, with its history."""

from __future__ import annotations

import click

from access.corrections import COPIES, Correction
from access.documents import DocumentShown
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables
from search_cli.reviewing import shown_range
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
    print_tables(_sheets(work.desk.documents.show(work.speaker, number)), form)


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
@option("--year", type=int, help="The year of the file it belongs to.")
@click.pass_obj
def correct(work: Workplace, /, number: str, reason: str, **words: str | int | None) -> None:
    """Put right what is recorded; a paper that moves gets a new number, the old one stays as void."""
    correction = Correction(**words)  # type: ignore[arg-type] # click's own names and types
    shown = work.desk.documents.correct(work.speaker, number, correction, reason=reason)
    print_tables(_sheets(shown)[:1], "text")


@document.command("supersede")
@argument("number", help=WHICH)
@option("--by", "newer", required=True, help="The newer paper: its archive number or number.")
@option("--reason", required=True, help="Why; stays in the history.")
@click.pass_obj
def supersede(work: Workplace, number: str, newer: str, reason: str) -> None:
    """Say that a newer paper has taken its place; the old one is kept and no longer counts."""
    filed = work.desk.documents.supersede(work.speaker, number, newer, reason=reason)
    click.echo(translate("{number} is superseded.", number=filed.number))


def _sheets(shown: DocumentShown) -> list[Table]:
    paper = shown.paper
    until = "长期" if paper.long_term else paper.valid_until
    facts: tuple[tuple[str, Cell], ...] = (
        (translate("Archive number"), paper.number),
        (translate("Title"), paper.title),
        (translate("Author"), paper.author),
        (translate("Category"), paper.kind_name),
        (translate("Customer"), paper.customer),
        (translate("Date"), paper.issued_on),
        (translate("Valid until"), until),
        (translate("Copy"), paper.copy),
        (translate("Secrecy"), paper.secrecy),
        (translate("Retention"), paper.retention),
        (translate("Scan"), f"{shown.scan_name} ({shown.scan})"),
        (translate("Pages"), shown_range(shown.first_page, shown.last_page)),
        (translate("Superseded by"), shown.superseded_by),
        (translate("Void numbers"), "、".join(shown.numbers)),
        (translate("Filed"), shown.filed_at),
    )
    sheet = Table(
        translate("Document {number}", number=paper.number),
        (Column("field", translate("Field")), Column("value", translate("Value"))),
        tuple(fact for fact in facts if fact[1] not in (None, "")),
    )
    return [sheet, _fields(shown), _history(shown)]


def _fields(shown: DocumentShown) -> Table:
    columns = (
        Column("field", translate("Field")),
        Column("value", translate("Value")),
        Column("words", translate("As printed")),
        Column("page", translate("Page"), "number"),
    )
    rows = tuple((field.name, str(field.value), field.words, field.page) for field in shown.fields)
    return Table(translate("Read off the paper"), columns, rows)


def _history(shown: DocumentShown) -> Table:
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
                f"{name}: {before or '—'} → {after or '—'}" for name, (before, after) in step.what.items()
            ),
            step.reason,
        )
        for step in shown.history
    )
    return Table(translate("History"), columns, rows)
