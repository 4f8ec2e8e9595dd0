"""Registers kept in spreadsheets: headings found by their usual names, cells read, errors told row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from access.hints import nearest
from access.sheets import Cell, Formula, Sheet, read_sheets
from archive.errors import BadInput
from archive.language import show, translate
from archive.message import message
from classify.dates import find_dates
from classify.wording import plain

HEADING_WITHIN = 20  # rows: titles and remarks often stand above the headings
EXACT_DIGITS = 15  # Excel keeps no more of a number


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a register and the headings it is known by; the first is the one we recommend."""

    field: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands in the sheet; `number` is the one that Excel shows."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows with something in them, and the headings that mean nothing to us."""

    rows: tuple[SheetRow, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken over."""

    row: int
    error: BadInput


class RowProblems(BadInput):
    """Everything that is wrong with the rows of one file, found in one go; nothing was taken over."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(
            translate("row {row}: {problem}", row=problem.row, problem=show(problem.error))
            for problem in self.problems
        )
        said = message(
            "{count} row(s) cannot be imported; nothing was imported.\n{lines}",
            count=len(self.problems),
            lines=lines,
        )
        super().__init__(
            said.text, advice="Correct the rows named above, then import the file again.", **said.values
        )


def read_listing(name: str, content: bytes, columns: Sequence[Column]) -> Listing:
    """The rows below the headings of the first sheet that has them.

    Raises BadInput where no sheet has the required headings, or one heading stands twice.
    """
    sheets = read_sheets(name, content)
    for sheet in sheets:
        found = _heading_row(sheet, columns)
        if found is not None:
            return _below(sheet, found, columns)
    required = [column.headings[0] for column in columns if column.required]
    seen = [str(cell) for sheet in sheets for row in sheet.rows[:1] for cell in row if cell is not None]
    raise BadInput(
        "No row with the heading(s) {required} was found{hint}.",
        advice="Give the columns these headings: {known}.",
        required="、".join(required),
        hint="".join(nearest(word, seen) for word in required[:1]),
        known="、".join(column.headings[0] for column in columns),
    )


def _heading_row(sheet: Sheet, columns: Sequence[Column]) -> int | None:
    """Where the row with the most known headings is, if the required ones are among them."""
    best, most = None, 0
    for index, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        fields = {field for cell in row if (field := _field_of(cell, columns))}
        complete = all(column.field in fields for column in columns if column.required)
        if complete and len(fields) > most:
            best, most = index, len(fields)
    return best


def _below(sheet: Sheet, heading: int, columns: Sequence[Column]) -> Listing:
    places: dict[str, int] = {}
    ignored = []
    for place, cell in enumerate(sheet.rows[heading]):
        field = _field_of(cell, columns)
        if field is None:
            ignored += [] if cell is None or not str(cell).strip() else [str(cell).strip()]
        elif field in places:
            raise BadInput(
                "The headings {first} and {second} mean the same.",
                advice="Remove one of the two columns.",
                first=sheet.rows[heading][places[field]],
                second=cell,
            )
        else:
            places[field] = place
    rows = (
        SheetRow(number, {field: row[place] if place < len(row) else None for field, place in places.items()})
        for number, row in enumerate(sheet.rows[heading + 1 :], start=heading + 2)
    )
    return Listing(tuple(row for row in rows if not _blank(row)), tuple(ignored))


def _blank(row: SheetRow) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row.cells.values())


def _field_of(cell: Cell, columns: Sequence[Column]) -> str | None:
    if not isinstance(cell, str):
        return None
    heading = _fold_heading(cell)
    for column in columns:
        if heading in map(_fold_heading, column.headings):
            return column.field
    return None


def _fold_heading(heading: str) -> str:
    """A heading without its width, blanks, remarks in brackets (必填) and marks."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"\([^)]*\)|[\s_*:\-]", "", folded)


def cell_text(cell: Cell) -> str:
    """The words in a cell, without blanks around them; empty for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        raise BadInput(
            "a cell holds a formula without its value.",
            advice="Open the file in Excel and save it, or paste the values in place of the formulas.",
        )
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def cell_code(cell: Cell) -> str:
    """A long number (code, registration number) in a cell; raises BadInput where Excel spoiled it."""
    text = cell_text(cell)
    number = isinstance(cell, int | float) and len(text) > EXACT_DIGITS
    if number or re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        raise BadInput(
            "Excel turned the code into the number {text}; its last digits are lost.",
            advice="Set the column's format to Text in Excel, type the code again and import again.",
            text=text,
        )
    return unicodedata.normalize("NFKC", re.sub(r"[\s\-]", "", text)).upper()


def cell_words(cell: Cell) -> tuple[str, ...]:
    """Several names in one cell, set apart by semicolons, 、, | or line breaks."""
    words = (word.strip() for word in re.split(r"[;；、|\n]", cell_text(cell)))
    return tuple(dict.fromkeys(word for word in words if word))


def cell_date(cell: Cell) -> date | None:
    """A day: a date cell, or a date as papers write it (`classify.dates`), with year, month and day."""
    if isinstance(cell, date):
        return cell
    text = plain(cell_text(cell))
    if not text:
        return None
    found = find_dates(text)
    if len(found) != 1 or not found[0].precise or (found[0].start, found[0].end) != (0, len(text)):
        raise BadInput("{text} is not a date.", advice="Write it as 2024-03-05.", text=text)
    return found[0].value


def cell_amount(cell: Cell) -> Decimal | None:
    """Yuan: plain, with thousands separators, with 元 or 万元."""
    text = f"{cell:.2f}" if isinstance(cell, float) else unicodedata.normalize("NFKC", cell_text(cell))
    if not text:
        return None
    figures = re.sub(r"[\s,¥￥]|人民币|元$", "", text)
    factor = Decimal(10_000) if figures.endswith("万") else Decimal(1)
    try:
        amount = Decimal(figures.removesuffix("万")) * factor
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise BadInput("{text} is not an amount.", advice="Write it in yuan, as 1250000.00.", text=text)
    return amount
