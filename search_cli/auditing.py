"""`dangan audit`: the record of who did what."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import get_args

import click

from access.auditing import AuditFilter
from archive.audit import AuditRow, Outcome
from archive.errors import VerificationFailed
from archive.language import show, translate
from reports.rendering import Format
from reports.table import Cell, Column, Table, readable, shown
from reports.text import display_width, pad, wrap
from search_cli.output import format_option, output_option, print_tables, say, terminal_width, write
from search_cli.requests import DAY
from search_cli.terms import act_name, details_shown, outcome_name
from search_cli.wording import Group, option
from search_cli.workplace import Workplace

INDENT = " " * 8  # below the row's number


@click.group(cls=Group)
def audit() -> None:
    """The audit log (auditor)."""


@audit.command("list")
@option("--person", help="Only what this person did, by log-in name.")
@option("--act", help="Only acts that begin like this: reading, forms.approve …")
@option("--outcome", type=click.Choice(get_args(Outcome)), help="Only rows with this outcome.")
@option("--subject", help="Only rows about this: document:12, form:3 …")
@option("--basis", help="Only rows resting on this: form:3 …")
@option("--since", type=DAY, help="Not before this day.")
@option("--until", type=DAY, help="Before this day.")
@option("--limit", default=100, type=click.IntRange(1, 10_000), help="The newest so many rows.")
@format_option()
@output_option
@click.pass_obj
def show_rows(
    work: Workplace,
    person: str | None,
    act: str | None,
    outcome: Outcome | None,
    subject: str | None,
    basis: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    form: Format,
    output: Path | None,
) -> None:
    """List who did what, when, on what basis and with what outcome."""
    wanted = AuditFilter(
        login=person,
        act=act,
        outcome=outcome,
        subject=subject,
        basis=basis,
        since=since.astimezone() if since else None,
        until=until.astimezone() if until else None,
        limit=limit,
    )
    rows = work.desk.audit.list(work.speaker, wanted)
    if form == "text":
        write(_text(rows).encode(), form, output=output)
    else:
        print_tables([_table(rows, codes=form in ("json", "csv"))], form, output=output)


@audit.command("verify")
@click.pass_obj
def verify_chain(work: Workplace) -> None:
    """Check that the log's chain is whole and no query form was altered."""
    sound = work.desk.audit.verify(work.speaker)
    for fault in sound.faults:
        say(f"✗ {show(fault)}")
    if sound.faults:
        raise VerificationFailed(
            "{count} thing(s) are wrong with the audit log.",
            advice="Keep the home as it is, and compare it with the newest backup.",
            count=len(sound.faults),
        )
    say(translate("✓ {rows} audit rows, one unbroken chain.", rows=sound.rows))


def _text(rows: tuple[AuditRow, ...]) -> str:
    """A line for who did what when, and below it on what basis, to what, and the details."""
    persons = max((display_width(row.entry.who) for row in rows), default=0)
    lines = [translate("Audit log"), ""]
    for row in rows:
        entry = row.entry
        person = pad(readable(entry.who), persons)
        done = f"{act_name(entry.act)} ({entry.act})  {outcome_name(entry.outcome)}"
        lines.append(f"{row.sequence:>6}  {shown(row.at)}  {person}  {done}")
        known = {"basis": entry.basis, "subject": entry.subject}
        below = details_shown({**known, **entry.details, "origin": entry.origin})
        lines += [INDENT + line for line in wrap(below, terminal_width() - len(INDENT)) if line]
    return "\n".join(lines) + "\n"


def _table(rows: tuple[AuditRow, ...], *, codes: bool) -> Table:
    """One row each; with `codes` as they are recorded, for scripts."""
    columns = (
        Column("sequence", translate("Row"), "number"),
        Column("at", translate("When"), "date"),
        Column("who", translate("Who")),
        Column("act", translate("Act"), "code"),
        Column("outcome", translate("Outcome"), "code"),
        Column("basis", translate("Basis"), "code"),
        Column("subject", translate("About"), "code"),
        Column("details", translate("Details")),
        Column("origin", translate("From")),
    )
    return Table(translate("Audit log"), columns, tuple(_row(row, codes=codes) for row in rows))


def _row(row: AuditRow, *, codes: bool) -> tuple[Cell, ...]:
    entry = row.entry
    said = json.dumps(dict(entry.details), ensure_ascii=False) if codes else details_shown(entry.details)
    return (
        row.sequence,
        row.at,
        entry.who,
        entry.act if codes else act_name(entry.act),
        entry.outcome if codes else outcome_name(entry.outcome),
        entry.basis,
        entry.subject,
        said,
        entry.origin,
    )
