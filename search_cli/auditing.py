"""`dangan audit list`, `verify`: the record of who did what, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from access.audit_filter import AuditFilter
from access.auditing import Held, Soundness
from archive.audit import AuditRow, Outcome
from archive.checkpoint_evidence import Brought
from archive.errors import UsageError, VerificationFailed
from archive.language import show, translate
from reports.rendering import Format
from reports.table import Cell, Column, Table, readable, shown
from reports.text import display_width, pad, wrap
from search_cli.output import format_option, output_option, print_tables, say, terminal_width, write
from search_cli.requests import DAY
from search_cli.terms import act_name, details_shown, outcome_name
from search_cli.wording import Group, option
from search_cli.workplace import Workplace

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
INDENT = " " * 8  # below the row's number
SHORTEST_HASH = 16  # digits from paper that still tell one hash from another


@click.group(cls=Group)
def audit() -> None:
    """The audit log (auditor), its checkpoints and their key (auditor, administrator)."""


def filter_options(command: Decorated) -> Decorated:
    """Add the options that say which rows."""
    for add in reversed(
        (
            option("--person", "login", help="Only what this person did, by log-in name."),
            option("--act", help="Only acts that begin like this: reading, forms.approve …"),
            option("--outcome", type=click.Choice(get_args(Outcome)), help="Only rows with this outcome."),
            option("--subject", help="Only rows about this: document:12, form:3 …"),
            option("--basis", help="Only rows resting on this: form:3 …"),
            option("--request", "request", help="Only rows of this query form: its number."),
            option("--customer", help="Only rows about this customer: name, code or number."),
            option("--since", type=DAY, help="Not before this day."),
            option("--until", type=DAY, help="Before this day."),
        )
    ):
        command = add(command)
    return command


def wanted_rows(chosen: dict[str, Any], limit: int = 100) -> AuditFilter:
    """The filter that the options make; days are days where this machine stands."""
    since, until = (_begins(chosen.pop(name)) for name in ("since", "until"))
    return AuditFilter(form=chosen.pop("request"), since=since, until=until, limit=limit, **chosen)


def _begins(day: datetime | None) -> datetime | None:
    return day.astimezone() if day else None


@audit.command("list")
@filter_options
@option("--limit", default=100, type=click.IntRange(1, 10_000), help="The newest so many rows.")
@format_option()
@output_option
@click.pass_obj
def show_rows(work: Workplace, /, limit: int, form: Format, output: Path | None, **chosen: Any) -> None:
    """List who did what, when, on what basis and with what outcome."""
    rows = work.desk.audit.list(work.speaker, wanted_rows(chosen, limit))
    if form == "text":
        write(_text(rows).encode(), form, output=output)
    else:
        codes = form in ("json", "csv")
        print_tables([rows_table(rows, codes=codes)], form, output=output)


@audit.command("verify")
@option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint to hold the log against; may be given several times.",
)
@option("--key", "keys", multiple=True, help="The fingerprint of a key, as you wrote it down.")
@option("--paper", multiple=True, metavar="ROWS:HASH", help="What a printed checkpoint says.")
@option("--since-checkpoint", is_flag=True, help="Only rows newer than the newest checkpoint: quick.")
@click.pass_obj
def verify_chain(
    work: Workplace,
    files: tuple[Path, ...],
    keys: tuple[str, ...],
    paper: tuple[str, ...],
    since_checkpoint: bool,
) -> None:
    """Check the log's chain, checkpoints and query forms."""
    held = Held(
        brought=tuple(Brought(str(file), file.read_bytes()) for file in files),
        paper=tuple(map(_on_paper, paper)),
        trusted=keys,
        since_checkpoint=since_checkpoint,
    )
    if since_checkpoint and (files or keys or paper):
        raise UsageError(
            "A quick look compares with the newest checkpoint only.",
            advice="Leave out --since-checkpoint to compare with more.",
        )
    _tell(work.desk.audit.verify(work.speaker, held))


def _tell(sound: Soundness) -> None:
    for fault in sound.faults:
        say(f"✗ {show(fault)}")
    for remark in sound.remarks:
        say(f"! {show(remark)}")
    if sound.faults:
        raise VerificationFailed(
            "{count} thing(s) are wrong with the audit log.",
            advice="Keep the home as it is, and compare it with the newest backup.",
            count=len(sound.faults),
        )
    if sound.looked_at < sound.rows:
        rows, new = sound.rows, sound.looked_at
        say(translate("✓ {new} new of {rows} audit rows follow the newest checkpoint.", new=new, rows=rows))
    else:
        say(translate("✓ {rows} audit rows, one unbroken chain.", rows=sound.rows))
    if sound.checkpoints:
        say(translate("✓ It agrees with {count} checkpoint(s).", count=sound.checkpoints))
    if sound.key:
        say(translate("The key that signs now: {fingerprint}", fingerprint=sound.key))


def _on_paper(words: str) -> tuple[int, str]:
    """Rows and how the hash begins, as somebody typed them off a sheet."""
    rows, _, digits = words.partition(":")
    typed = "".join(digits.split()).lower()
    if not rows.isdecimal() or len(typed) < SHORTEST_HASH or set(typed) - set("0123456789abcdef"):
        raise UsageError(
            "{words} is not what stands on a checkpoint's sheet.",
            advice="Type the number of rows, a colon, and at least 16 digits of the last row's hash.",
            words=words,
        )
    return int(rows), typed


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


def rows_table(rows: tuple[AuditRow, ...], *, codes: bool) -> Table:
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
