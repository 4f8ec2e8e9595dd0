"""Lists and reports: one `--format` for all of them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.errors import BadInput, UsageError
from archive.language import translate
from reports.rendering import FORMATS, Format, render
from reports.table import Imprint, Table, one_line
from reports.text import display_width
from search_cli.wording import option

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def format_option(*formats: Format) -> Callable[[Decorated], Decorated]:
    """Add `--format`, with these choices or all of them; text is what a terminal gets."""
    return option(
        "--format",
        "form",
        type=click.Choice(formats or FORMATS),
        default="text",
        help="How to show it: text for people, the others for scripts, spreadsheets and printers.",
    )


def output_option(command: Decorated) -> Decorated:
    """Add `--output FILE`."""
    return option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this file instead of the terminal.",
    )(command)


def say(sentence: str, *, err: bool = False, bold: bool | None = None) -> None:
    """A line for a person: whatever names and words of papers fill it, it commands no terminal."""
    click.secho(one_line(sentence), err=err, bold=bold)


def print_tables(
    tables: Sequence[Table], form: Format, *, output: Path | None = None, imprint: Imprint | None = None
) -> None:
    """Show tables in the wanted format, on the terminal or into a file."""
    write(render(tables, form, width=terminal_width(), imprint=imprint), form, output=output)


def write(content: bytes, form: Format, *, output: Path | None) -> None:
    """Bytes to a file with the caller's own rights, or to standard output where that makes sense."""
    if output is not None:
        write_file(output, content)
        say(translate("Written: {file}", file=output), err=True)
    elif form == "xlsx" and sys.stdout.isatty():
        raise UsageError(
            "A workbook cannot be shown on a terminal.", advice="Name a file with --output FILE.xlsx."
        )
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write a file as the caller, a new one for the caller's eyes only; say in words when that fails."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """`write_file` for what comes piece by piece."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise BadInput(
            "{file} cannot be written: {error}",
            advice="Name another file with --output.",
            file=path,
            error=error.strerror or error,
        ) from error


def clipped(text: str, width: int) -> str:
    """`text` cut to so many cells, with a mark where something was cut off."""
    if display_width(text) <= width:
        return text
    end = len(text)
    while display_width(text[:end]) > width - 1:
        end -= 1
    return text[:end] + "…"


def terminal_width() -> int:
    """Columns of the terminal; a wide page where there is none."""
    return shutil.get_terminal_size((110, 24)).columns
