"""`dangan audit` and `dangan verify`: the record of who did what, and the proof that nothing is missing."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import get_args

import click
from tqdm import tqdm

from access.auditing import AuditFilter
from archive.audit import AuditRow, Outcome
from archive.errors import VerificationFailed
from archive.language import show, translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, output_option, print_tables
from search_cli.requests import DAY
from search_cli.wording import Command, Group, option
from search_cli.workplace import Workplace


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
    print_tables([_table(rows)], form, output=output)


@audit.command("verify")
@click.pass_obj
def verify_chain(work: Workplace) -> None:
    """Check that the log's chain is whole and no query form was altered."""
    sound = work.desk.audit.verify(work.speaker)
    for fault in sound.faults:
        click.echo(f"✗ {show(fault)}")
    if sound.faults:
        raise VerificationFailed(
            "{count} thing(s) are wrong with the audit log.",
            advice="Keep the home as it is, and compare it with the newest backup.",
            count=len(sound.faults),
        )
    click.echo(translate("✓ {rows} audit rows, one unbroken chain.", rows=sound.rows))


@click.command(cls=Command)
@click.pass_obj
def verify(work: Workplace) -> None:
    """Prove that nothing recorded is missing or altered: inbox sums, originals, numbers, index, audit."""
    desk, speaker = work.desk, work.speaker
    with tqdm(unit=translate(" originals"), disable=not sys.stderr.isatty(), leave=False) as bar:

        def advance(done: int, count: int) -> None:
            bar.total = count
            bar.update(done - bar.n)

        proof = desk.proof.verify(speaker, advance=advance)
    for fault in proof.faults:
        click.echo(f"✗ {show(fault.what)}")
        click.echo(f"  {show(fault.advice)}")
    if proof.faults:
        raise VerificationFailed(
            "{count} thing(s) are wrong.",
            advice="Do what stands below each of them.",
            count=len(proof.faults),
        )
    counts = "  ".join(f"{scan_state(state)} {count}" for state, count in proof.scans.items())
    click.echo(
        translate("✓ Inbox: {all} file(s) came in: {counts}", all=sum(proof.scans.values()), counts=counts)
    )
    click.echo(
        translate(
            "✓ {originals} original(s) unaltered, {documents} document(s) numbered without gaps and indexed,"
            " {rows} audit rows in one unbroken chain.",
            originals=proof.originals,
            documents=proof.documents,
            rows=proof.audit_rows,
        )
    )


def scan_state(state: str) -> str:
    """Where a scan stands, as people say it."""
    names = {
        "pending": translate("pending"),
        "filed": translate("filed"),
        "duplicate": translate("duplicate"),
        "review": translate("in review"),
        "quarantined": translate("quarantined"),
        "dismissed": translate("dismissed"),
        "disposed": translate("disposed of"),
    }
    return names[state]


def _table(rows: tuple[AuditRow, ...]) -> Table:
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
    return Table(translate("Audit log"), columns, tuple(map(_row, rows)))


def _row(row: AuditRow) -> tuple[Cell, ...]:
    entry = row.entry
    details = "；".join(f"{name}: {value}" for name, value in entry.details.items())
    return (
        row.sequence,
        row.at,
        entry.who,
        entry.act,
        entry.outcome,
        entry.basis,
        entry.subject,
        details,
        entry.origin,
    )
