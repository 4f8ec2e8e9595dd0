"""Excel workbooks (.xlsx, .xlsm) as pages, through openpyxl: values as last worked out, macros never run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl

from archive.carriers.cell_text import shown
from archive.carriers.composition import SIZE, Block, Paragraph, compose
from archive.carriers.leaf import Leaf
from archive.carriers.package import MOST_XML, Package, Source
from archive.carriers.pictures import text_and_papers
from archive.carriers.table import MOST_COLUMNS, Entry, Line, Lines, table_blocks, table_paper
from archive.errors import BadInput
from archive.page import Page

_USUAL_SIZE = 11.0  # points: what Excel writes in unless told otherwise
_CENTRED = frozenset(("center", "centerContinuous", "distributed"))
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s?\d*", re.IGNORECASE)
_HEADLINE = 16.0  # points
_MOST_SHEET = 120_000_000  # bytes of XML: openpyxl runs through a sheet twice where it does not say its size
_WHOLE = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")


def xlsx_leaves(source: Source) -> Iterator[Leaf]:
    """The pages of every visible sheet, one after the other, then the papers pasted in as pictures."""
    with Package(source) as package:
        _require_short(package)
        media = sorted(name for name in package.names if name.startswith("xl/media/"))
        yield from text_and_papers(tuple(_pages(package.file)), package, media)


def _pages(file: BinaryIO) -> Iterator[Page]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of every extension that it leaves out
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in sheets:
                lines = _lines(sheet)
                paper = table_paper(lines)
                if lines or len(sheets) == 1:
                    yield from compose(_blocks(sheet.title, lines, paper.room), paper)
        finally:
            book.close()


def _blocks(name: str, lines: list[Line], room: float) -> Iterator[Block]:
    """A sheet's own name is its title where no row is."""
    if lines and len(lines[0]) > 1 and not _UNNAMED.fullmatch(name.strip()):
        yield Paragraph(name, _HEADLINE, "center")
    yield from table_blocks(lines, room)


def _lines(sheet: Any) -> list[Line]:
    """`sheet` is openpyxl's read-only worksheet, whose published types do not fit what it does."""
    sheet.reset_dimensions()  # some programs write the wrong size, and rows would be missing
    lines = Lines()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        lines.add(tuple(_entry(cell) for cell in row))
    return lines.lines


def _entry(cell: Any) -> Entry:
    if cell.value is None:
        return Entry()
    text = shown(cell.value, cell.number_format)
    font, alignment = cell.font, cell.alignment
    size = SIZE * (font.sz or _USUAL_SIZE) / _USUAL_SIZE if font is not None else SIZE
    centred = alignment is not None and alignment.horizontal in _CENTRED
    return Entry(text, size, centred)


def _require_short(package: Package) -> None:
    """Refuse a workbook of which openpyxl would hold too much at once; sheets it reads row by row."""
    if "xl/workbook.xml" not in package.names:
        raise BadInput(
            "This is no Excel workbook that can be read.",
            advice="Open it in Excel, save it as .xlsx, and put that into the inbox.",
        )
    package.require_short(_WHOLE, MOST_XML)
    package.require_short((name for name in package.names if name.startswith("xl/worksheets/")), _MOST_SHEET)
