"""Tables as an Excel workbook: one sheet each, to be filtered and printed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.table import FORMULA_STARTS, Cell, Column, Imprint, Table, readable, shown
from reports.text import display_width, wrap

HEADER_ROW = 3  # the title above it, and one empty row
WIDEST = 44  # characters
LINE_HEIGHT = 17  # points
LONGEST = 32_767  # characters in a cell, Excel's own limit
HEADER = PatternFill("solid", fgColor="DDE6F0")
LINE = Border(bottom=Side("thin", color="B0B7C0"))


def tables_workbook(
    tables: Sequence[Table], *, imprint: Imprint | None, colours: Mapping[str, str] | None = None
) -> bytes:
    """The .xlsx file; sheets are named after the tables' titles.

    `colours`: the ink (RRGGBB) of cells that hold exactly this text.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(_sheet_name(table.title, book.sheetnames))
        _write(sheet.cell(1, 1), table.title).font = Font(bold=True, size=14)
        widths = [_width(table, index) for index in range(len(table.columns))]
        _write_header(sheet, table, widths)
        _write_rows(book, sheet, table, widths, colours or {})
        _write_notes(sheet, [*table.notes, *([str(imprint)] if imprint else [])])
        _prepare_for_reading(sheet, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """At most 31 characters, none of those Excel forbids, and not taken yet."""
    wish = re.sub(r"[\[\]:*?/\\']", " ", readable(title)).strip()[:31] or "1"
    name, number = wish, 1
    while name.lower() in (other.lower() for other in taken):
        number += 1
        name = f"{wish[:27]} {number}"
    return name


def _write_header(sheet: Worksheet, table: Table, widths: Sequence[int]) -> None:
    for number, (column, width) in enumerate(zip(table.columns, widths, strict=True), start=1):
        cell = _write(sheet.cell(HEADER_ROW, number), column.header)
        cell.font, cell.fill, cell.border = Font(bold=True), HEADER, LINE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _write_rows(
    book: Workbook, sheet: Worksheet, table: Table, widths: Sequence[int], colours: Mapping[str, str]
) -> None:
    styles = [_style(book, column) for column in table.columns]
    for line, row in enumerate(table.rows, start=HEADER_ROW + 1):
        height = 1
        for number, value in enumerate(row, start=1):
            cell = sheet.cell(line, number)
            cell.style = styles[number - 1]
            _write(cell, value)
            if isinstance(value, str) and value in colours:
                cell.font = Font(bold=True, color=colours[value])
            height = max(height, len(wrap(shown(value), widths[number - 1] - 2)))
        sheet.row_dimensions[line].height = LINE_HEIGHT * min(height, 25)  # Excel allows 409 points


def _write_notes(sheet: Worksheet, notes: Sequence[str]) -> None:
    for line, note in enumerate(notes, start=sheet.max_row + 2):
        _write(sheet.cell(line, 1), note).font = Font(italic=True, color="555555")


def _prepare_for_reading(sheet: Worksheet, table: Table) -> None:
    """Header and first column stay in sight; filters; landscape A4, the header on every page."""
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    sheet.auto_filter.ref = (
        f"A{HEADER_ROW}:{get_column_letter(len(table.columns))}{HEADER_ROW + len(table.rows)}"
    )
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:  # always so in a new sheet; the types cannot say it
        footer.center.text = "&P / &N"


def _write(target: SheetCell | MergedCell, value: Cell) -> SheetCell | MergedCell:
    """Put a value into a cell; text is text, whatever formula it may look like."""
    match value:
        case None:
            pass
        case datetime():
            target.value = value.astimezone().replace(tzinfo=None)  # Excel knows no time zones
            target.number_format = "yyyy-mm-dd hh:mm"
        case date():
            target.value = value
            target.number_format = "yyyy-mm-dd"
        case Decimal() | int() if not isinstance(value, bool):
            target.value = value
            if isinstance(value, Decimal):
                target.number_format = "#,##0.00"
        case _:
            target.value = readable(shown(value))[:LONGEST]
            target.data_type = "s"
            if target.value.startswith(FORMULA_STARTS):
                target.quotePrefix = True
    return target


def _style(book: Workbook, column: Column) -> str:
    """The name of the column's style in the book: openpyxl need not compare it anew for every cell."""
    side = {"left": "left", "right": "right", "centre": "center"}[column.alignment]
    wrapped = column.kind == "text"
    alignment = Alignment(horizontal=side, vertical="top", wrap_text=wrapped)
    number_format = {"number": "#,##0", "date": "yyyy-mm-dd"}.get(column.kind, "General")
    name = f"{column.kind} {side}"
    if name not in book.named_styles:
        book.add_named_style(NamedStyle(name, alignment=alignment, border=LINE, number_format=number_format))
    return name


def _width(table: Table, index: int) -> int:
    texts = [table.columns[index].header, *(shown(row[index]) for row in table.rows)]
    return min(WIDEST, 3 + max(display_width(line) for text in texts for line in text.split("\n")))
