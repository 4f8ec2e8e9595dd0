"""Sheets for tests of fields: rows of cells, as a form prints them. All companies and persons are made up."""

from __future__ import annotations

from archive.decision import Field, FieldValue
from archive.page import Box, Line, Page
from classify.fields import READERS
from classify.sheet import Sheet, lay_out


def sheet(*rows: str) -> Sheet:
    """Rows of cells parted by "|"; letters are 28 pixels high and 26 wide, gaps between cells 90."""
    lines = []
    for place, row in enumerate(rows):
        left, top = 100.0, 100.0 + 60 * place
        for text in row.split("|"):
            if text:
                lines.append(Line(text, Box(left, top, left + 26 * len(text), top + 28)))
            left += 26 * len(text) + 90
    return lay_out(Page(1, 1600, 2300, 0, "made up", tuple(lines)))


def table(*rows: str, width: float = 260.0) -> Sheet:
    """As `sheet`, but cells stand in columns `width` pixels wide."""
    lines = [
        Line(
            text,
            Box(
                80 + width * column,
                100.0 + 60 * place,
                80 + width * column + 22 * len(text),
                128.0 + 60 * place,
            ),
        )
        for place, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
        if text
    ]
    return lay_out(Page(1, 80 + 8 * width, 2300, 0, "made up", tuple(lines)))


def fields_of(kind: str, *sheets: Sheet) -> list[Field]:
    """All fields that papers of a kind are asked for, in reading order."""
    return [field for reader in READERS[kind] for field in reader(sheets)]


def read(kind: str, *sheets: Sheet) -> dict[str, list[FieldValue]]:
    """Their values by name."""
    found: dict[str, list[FieldValue]] = {}
    for field in fields_of(kind, *sheets):
        found.setdefault(field.name, []).append(field.value)
    return found


def sure(kind: str, name: str, *sheets: Sheet) -> float:
    """How sure the first field of a name is."""
    return next(field.confidence for field in fields_of(kind, *sheets) if field.name == name)
