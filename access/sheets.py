"""Spreadsheets as plain rows of cells: .xlsx, .xls and .csv; formulas and macros are never run."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

import openpyxl
import xlrd
from openpyxl.utils.exceptions import InvalidFileException

from archive.errors import BadInput

MOST_BYTES = 64_000_000
MOST_UNPACKED = 256_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 64
DELIMITERS = ",\t;，；"


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell whose formula nobody has worked out yet: its value is not in the file."""


Cell = str | int | float | bool | date | Formula | None
Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a whole .csv file (then `name` is empty). Row n is `rows[n - 1]`."""

    name: str
    rows: Grid


def read_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """All sheets of a spreadsheet; what it is is told by its first bytes, not by its name.

    Raises BadInput for a file that is no spreadsheet, is damaged, protected or too large.
    """
    file = PurePath(name).name
    if len(content) > MOST_BYTES:
        raise _too_large(file)
    try:
        if content.startswith(b"PK\x03\x04"):
            sheets = _xlsx(file, content)
        elif content.startswith(b"\xd0\xcf\x11\xe0"):
            sheets = _xls(content)
        else:
            sheets = (Sheet("", _csv(file, content)),)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        xlrd.XLRDError,
        KeyError,
        ValueError,
        csv.Error,
    ) as error:
        raise BadInput(
            "{file} cannot be read as a spreadsheet.",
            advice="Open it in Excel, save it without a password as .xlsx or .csv, then import it again.",
            file=file,
        ) from error
    if any(len(sheet.rows) > MOST_ROWS for sheet in sheets):
        raise _too_large(file)
    return sheets


def _too_large(file: str) -> BadInput:
    return BadInput(
        "{file} is too large for a register.",
        advice="Split it into files of at most {rows} rows each.",
        file=file,
        rows=MOST_ROWS,
    )


def _xlsx(file: str, content: bytes) -> tuple[Sheet, ...]:
    """Values as Excel last worked them out; beside them the formulas, to see which have no value."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
            raise _too_large(file)
    values, formulas = (
        openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=known, keep_links=False)
        for known in (True, False)
    )
    return tuple(
        Sheet(sheet.title, _worked_out(_grid(sheet), _grid(formulas[sheet.title])))
        for sheet in values.worksheets
        if sheet.sheet_state == "visible"
    )


def _grid(sheet: Any) -> Grid:
    """`sheet` is openpyxl's read-only worksheet, whose published types do not fit what it does."""
    sheet.reset_dimensions()  # some programs write the wrong size, and rows would be missing
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    return tuple(tuple(_plain(cell) for cell in row) for row in rows)


def _worked_out(values: Grid, formulas: Grid) -> Grid:
    return tuple(
        tuple(
            Formula() if value is None and isinstance(formula, str) and formula.startswith("=") else value
            for value, formula in zip_longest(known, asked)
        )
        for known, asked in zip_longest(values, formulas, fillvalue=())
    )


def _xls(content: bytes) -> tuple[Sheet, ...]:
    book = xlrd.open_workbook(file_contents=content, on_demand=True)
    return tuple(
        Sheet(sheet.name, tuple(_xls_row(sheet, row, book.datemode) for row in range(sheet.nrows)))
        for sheet in book.sheets()
        if sheet.visibility == 0
    )


def _xls_row(sheet: xlrd.sheet.Sheet, row: int, datemode: int) -> tuple[Cell, ...]:
    return tuple(
        xlrd.xldate_as_datetime(cell.value, datemode).date()
        if cell.ctype == xlrd.XL_CELL_DATE
        else _plain(None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR) else cell.value)
        for cell in sheet.row(row)
    )


def _plain(cell: object) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, int | float | date):
        return cell
    return str(cell)


def _csv(file: str, content: bytes) -> Grid:
    text = _decode(file, content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    return tuple(
        tuple(_unquoted(cell) for cell in row)
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    )


def _decode(file: str, content: bytes) -> str:
    encodings: Sequence[str] = ("utf-8-sig", "gb18030")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(
        "{file} is neither a spreadsheet nor text in UTF-8 or GB18030.",
        advice="Save it in Excel as .xlsx or as .csv (UTF-8), then import it again.",
        file=file,
    )


def _unquoted(cell: str) -> str:
    """Undo what people do to keep Excel from turning codes into numbers: `="91…"`, `'91…`."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell.removeprefix("'")
