"""Spreadsheets as plain rows of cells: .xlsx, .xls and .csv; formulas and macros are never run."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

import openpyxl
import xlrd

from archive.errors import BadInput

MOST_BYTES = 16_000_000
MOST_UNPACKED = 128_000_000
MOST_TAGS = 2_500_000  # of XML in a workbook: some 500,000 cells, half a minute of parsing
MOST_ROWS = 50_000
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
        return tuple(_counted(file, _sheets(file, content)))
    except BadInput:
        raise
    except Exception as error:  # the parsers fail in every way there is on files made to hurt
        raise BadInput(
            "{file} cannot be read as a spreadsheet.",
            advice="Open it in Excel, save it without a password as .xlsx or .csv, then import it again.",
            file=file,
        ) from error


def _sheets(file: str, content: bytes) -> Iterator[Sheet]:
    if content.startswith(b"PK\x03\x04"):
        yield from _xlsx(file, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _xls(content)
    else:
        yield Sheet("", _csv(file, content))


def _counted(file: str, sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The sheets, read one after the other until together they hold too much."""
    rows = 0
    for sheet in sheets:
        rows += len(sheet.rows)
        if rows > MOST_ROWS:
            raise _too_large(file)
        yield sheet


def _too_large(file: str) -> BadInput:
    return BadInput(
        "{file} is too large for a register.",
        advice="Split it into files of at most {rows} rows each, and leave out columns of no use here.",
        file=file,
        rows=MOST_ROWS,
    )


def _xlsx(file: str, content: bytes) -> Iterator[Sheet]:
    """Values as Excel last worked them out; beside them the formulas, to see which have no value."""
    _refuse_endless(file, content)
    values, formulas = (
        openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=known, keep_links=False)
        for known in (True, False)
    )
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            yield Sheet(sheet.title, _worked_out(_grid(sheet), _grid(formulas[sheet.title])))


def _refuse_endless(file: str, content: bytes) -> None:
    """Unpacking is quick and parsing takes its time by the tag, so the tags are counted first: a few
    hundred packed kilobytes can hold millions of cells, also in one row."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise _too_large(file)
        if sum(packed.read(member).count(b"<") for member in members) > MOST_TAGS:
            raise _too_large(file)


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


def _xls(content: bytes) -> Iterator[Sheet]:
    """xlrd prints what it wonders about; nobody reads that, and a script's output must stay clean."""
    book = xlrd.open_workbook(file_contents=content, on_demand=True, logfile=io.StringIO())
    for sheet in map(book.sheet_by_index, range(book.nsheets)):
        if sheet.visibility == 0:
            rows = (_xls_row(sheet, row, book.datemode) for row in range(sheet.nrows))
            yield Sheet(sheet.name, tuple(rows))


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
