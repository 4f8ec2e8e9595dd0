"""A table for a person or a script: every list and report of the program is one or several of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from archive.language import translate

Cell = str | int | Decimal | date | datetime | None
Align = Literal["left", "right", "centre"]
Kind = Literal["text", "code", "number", "date"]

# A spreadsheet takes text that begins like this for a formula, and a paper's words could hold one. Excel
# with a Chinese input method also takes the full-width forms (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the key in JSON, never translated; `header` is shown.

    Only `text` is broken into lines: numbers, codes and dates are read and copied whole.
    """

    name: str
    header: str
    kind: Kind = "text"
    align: Align | None = None

    @property
    def alignment(self) -> Align:
        """As asked for, else numbers to the right and all else to the left."""
        return self.align or ("right" if self.kind == "number" else "left")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are as long as `columns`; ValueError otherwise. Everything shown is translated already."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who had a report made, and when: printed on it, because paper gets around."""

    person: str
    at: datetime

    def __str__(self) -> str:
        moment = self.at.astimezone().strftime("%Y-%m-%d %H:%M")
        return translate("Printed by {person}, {moment}", person=self.person, moment=moment)


def shown(cell: Cell) -> str:
    """A cell as people read it. Moments are shown in local time."""
    match cell:
        case None:
            return ""
        case bool():
            return translate("yes") if cell else translate("no")
        case datetime():
            return cell.astimezone().strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case Decimal():
            return f"{cell:,}"
        case _:
            return str(cell)


def readable(text: str) -> str:
    """Text without control characters, which a paper's words could use to play tricks on a terminal."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def one_line(text: str) -> str:
    """Readable text on one line: a name with a line break in it cannot pass for a line of the program's."""
    return readable(text).replace("\n", " ")
