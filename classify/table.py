"""Rows of a table as words and numbers with their places, also where the engine glued cells together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from classify.sheet import Cell, Sheet

_PIECE = re.compile(
    r"(?P<number>[-(+]?[¥￥]?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\)?|[-(+]?[¥￥]?\d+(?:\.\d{1,4})?\)?)(?=[^\d%.:/-]|$)|(?P<text>(?:(?!\(\d)[^\d\s|¥￥])+)"
)
_UNIT = re.compile(
    r"(?:金额)?(?:货币)?单位[:|]{0,2}(?:人民币)?(?:\(人民币\))?[:|]?(?P<named>百万元|[千万]元|元|万)|[(](?:人民币)?(?P<bracketed>百万元|[千万]元|元)[)]"
)
_HEAD_REACH = 900  # characters of a page in which the unit of its table stands
UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words or one number in a row, with the place of its middle on the page, in pixels."""

    text: str
    number: Decimal | None
    middle: float
    cell: Cell

    @property
    def is_serial(self) -> bool:
        """Whether a number looks like the number of a line (行次) and not like money."""
        return self.number is not None and re.fullmatch(r"\d{1,3}", self.text) is not None


def pieces(row: Sequence[Cell]) -> tuple[Piece, ...]:
    """The words and numbers of a row, left to right."""
    found = []
    for cell in row:
        width = cell.box.width / max(1, len(cell.text))
        for match in _PIECE.finditer(cell.text):
            middle = cell.box.left + width * (match.start() + match.end()) / 2
            number = _number(match["number"]) if match["number"] else None
            found.append(Piece(match[0], number, middle, cell))
    return tuple(found)


def numbers(row: Sequence[Cell]) -> list[tuple[Piece, Decimal]]:
    """The numbers of a row with their values, left to right, but for the numbers of lines."""
    return [
        (piece, piece.number) for piece in pieces(row) if piece.number is not None and not piece.is_serial
    ]


def unit_of(sheet: Sheet) -> tuple[str, Cell] | None:
    """The unit that the head of a table states (元, 千元, 万元), and where."""
    match = _UNIT.search(sheet.flow.text, 0, _HEAD_REACH)
    if match is None:
        return None
    named = match["named"] or match["bracketed"]
    return ("万元" if named == "万" else named), sheet.flow.cell_at(
        match.start("named") if match["named"] else match.start()
    )


def _number(text: str) -> Decimal:
    digits = re.sub(r"[^\d.]", "", text)
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    return -Decimal(digits) if negative else Decimal(digits)
