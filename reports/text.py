"""Tables in a terminal: aligned by display width, where a Chinese character takes two cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from wcwidth import wcswidth, wcwidth

from reports.table import Align, Column, Table, one_line, readable, shown

GAP = "  "
NARROWEST = 8  # no column is squeezed below this many cells


@lru_cache(maxsize=65_536)
def display_width(text: str) -> int:
    """Terminal cells that `text` takes; control characters count as none."""
    return max(0, wcswidth(readable(text)))


def pad(text: str, width: int, align: Align = "left") -> str:
    """`text` filled with blanks to `width` cells; longer text stays as it is."""
    free = max(0, width - display_width(text))
    left = {"left": 0, "right": free, "centre": free // 2}[align]
    return " " * left + text + " " * (free - left)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, at least one line.

    Breaks before a Chinese character or after a blank, and inside a Latin word only where that alone is
    longer than a line. No line begins with closing punctuation (避头点) if two cells can be spared.
    """
    lines = []
    for paragraph in readable(text).split("\n"):
        lines += [paragraph.rstrip()] if display_width(paragraph) <= width else _broken(paragraph, width)
    return lines


def _broken(paragraph: str, width: int) -> list[str]:
    lines = []
    line, taken = "", 0
    for word in _words(paragraph):
        if line and taken + display_width(word.rstrip()) > width:
            lines.append(line.rstrip())
            line, taken, word = "", 0, word.lstrip()
        while display_width(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line += word
        taken += display_width(word)
    return [*lines, line.rstrip()]


def _words(text: str) -> Iterator[str]:
    """Pieces that stay whole: a Latin word, or one wide character with the punctuation that closes it."""
    piece = ""
    for letter in text:
        if piece and letter not in CLOSING and (piece[-1] == " " or _wide(letter) or _wide(piece[-1])):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


CLOSING = " ，。、；：？！）》」』】〕,.;:?!)]}%"


def _wide(letter: str) -> bool:
    return wcwidth(letter) == 2


def _head(text: str, width: int) -> str:
    """As much of the beginning as fits, but never nothing."""
    end = 1
    while end < len(text) and display_width(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def table_text(table: Table, *, width: int) -> str:
    """The table as lines for a terminal of `width` cells; long cells are continued on further lines."""
    cells = [[readable(shown(cell)) for cell in row] for row in table.rows]
    headers = [one_line(column.header) for column in table.columns]
    widths = _widths(table.columns, [headers, *cells], width)
    lines = [one_line(table.title), ""] if table.title else []
    lines += _row(table.columns, headers, widths)
    lines.append(GAP.join("─" * one for one in widths))
    for row in cells:
        lines += _row(table.columns, row, widths)
    if table.notes:
        lines.append("")
    for note in table.notes:
        lines += wrap(one_line(note), width)
    return "\n".join(lines) + "\n"


def _row(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    stacks = [wrap(cell, one) for cell, one in zip(cells, widths, strict=True)]
    lines = []
    for level in range(max(map(len, stacks))):
        padded = [
            pad(stack[level] if level < len(stack) else "", one, column.alignment)
            for column, stack, one in zip(columns, stacks, widths, strict=True)
        ]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Natural widths; where they are too wide in all, the widest columns give way first.

    Headers of numbers and dates are broken before any text is; their cells never are.
    """
    widths, narrowest = [], []
    for index, column in enumerate(columns):
        header, *cells = (max(map(display_width, row[index].split("\n"))) for row in rows)
        widths.append(max([header, *cells]))
        word = max((display_width(word.rstrip()) for word in _words(column.header)), default=0)
        broken = max(word, min(header, NARROWEST))
        narrowest.append(NARROWEST if column.kind == "text" else max([broken, *cells]))
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        yielding = [i for i in range(len(widths)) if widths[i] > narrowest[i]]
        if not yielding:
            break
        widths[max(yielding, key=lambda i: (columns[i].kind != "text", widths[i]))] -= 1
    return widths
