"""`dangan audit export`, `prove`, `verifier`: the audit log for auditors from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import click

from archive.audit import COLUMNS
from archive.audit_proof import encode_proof
from archive.errors import UsageError
from archive.language import translate
from archive.standalone import SOURCE
from reports.audit_rows import rows_csv, rows_jsonl
from reports.rendering import render
from reports.table import Column, Table
from search_cli.auditing import filter_options, wanted_rows
from search_cli.output import output_option, say, write_file, write_pieces
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace

Exported = Literal["csv", "jsonl", "xlsx"]
ROWS_OF_A_SHEET = 1_000_000  # Excel has 1,048,576


@click.command("export", cls=Command)
@filter_options
@option(
    "--format",
    "kind",
    type=click.Choice(("csv", "jsonl", "xlsx")),
    default="csv",
    help="csv and jsonl hold every row whole, to be verified; xlsx is for reading.",
)
@output_option
@click.pass_obj
def export_rows(work: Workplace, /, kind: Exported, output: Path | None, **chosen: Any) -> None:
    """Write out the log, all of it or what the options say."""
    if output is None and sys.stdout.isatty():
        raise UsageError("The log is not for a terminal.", advice="Name a file with --output FILE.")
    taken = work.desk.audit.export(work.speaker, wanted_rows(chosen))
    if kind == "xlsx":
        if taken.rows > ROWS_OF_A_SHEET:
            raise UsageError(
                "{rows} rows are too many for a workbook.",
                advice="Narrow them by --since and --until, or use --format csv.",
                rows=taken.rows,
            )
        _write_stream([_workbook(taken.stream)], output)
    else:
        _write_stream((rows_csv if kind == "csv" else rows_jsonl)(COLUMNS, taken.stream), output)
    say(translate("{rows} audit rows.", rows=taken.rows), err=True)
    if not taken.whole:
        say(translate("They are an excerpt: verify them with --excerpt."), err=True)


@click.command("prove", cls=Command)
@argument("form", help="The query form's number.")
@option(
    "--to",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file for the proof.",
)
@click.pass_obj
def prove_form(work: Workplace, form: str, file: Path) -> None:
    """Prove to an outsider what the log says of one borrowing, and show nothing else of it."""
    proven = work.desk.audit.prove(work.speaker, form)
    write_file(file, encode_proof(proven))
    say(
        translate(
            "{rows} audit rows of {form}, proven by checkpoint {number}: {file}",
            rows=len(proven.rows),
            form=proven.about,
            number=proven.checkpoint.number,
            file=file,
        )
    )


@click.command("verifier", cls=Command)
@output_option
def write_verifier(output: Path | None) -> None:
    """Write out the program that verifies exports, checkpoints and proofs without dangan."""
    _write_stream([SOURCE.read_bytes()], output)


def _workbook(rows: Iterable[tuple[Any, ...]]) -> bytes:
    headers = {
        "sequence": translate("Row"),
        "at": translate("When"),
        "person": translate("Person"),
        "who": translate("Who"),
        "act": translate("Act"),
        "outcome": translate("Outcome"),
        "basis": translate("Basis"),
        "subject": translate("About"),
        "details": translate("Details"),
        "origin": translate("From"),
        "previous": translate("Hash of the row before"),
        "hash": translate("Hash"),
    }
    columns = tuple(Column(name, headers[name], "code") for name in COLUMNS)
    return render([Table(translate("Audit log"), columns, tuple(rows))], "xlsx")


def _write_stream(pieces: Iterable[bytes], output: Path | None) -> None:
    """Bytes as they come, to a new file for the caller's eyes only or to standard output."""
    if output is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    write_pieces(output, pieces)
    say(translate("Written: {file}", file=output), err=True)
