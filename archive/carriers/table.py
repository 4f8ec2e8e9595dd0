"""Tables of any length (sheets, comma-separated files) laid out: columns as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.carriers.composition import (
    SIZE,
    Align,
    Block,
    Paper,
    Paragraph,
    Row,
    Slot,
)
from archive.carriers.lettering import text_width
from archive.errors import BadInput

MOST_ROWS = 50_000
MOST_COLUMNS = 256
MOST_CELLS = 2_000_000
_MOST_SEEN = 1_100_000  # rows, blank ones too: a little more than Excel has
_WIDEST = 28  # type sizes: longer text goes on below
_NARROWEST = 3
_GAP = 2.0  # type sizes between two columns
_BROADEST = 6000.0  # points of a page
_HEADLINES = 8  # rows above a table's heading


@dataclass(frozen=True, slots=True)
class Entry:
    """What one cell shows. `centred` where the sheet sets it so."""

    text: str = ""
    size: float = SIZE
    centred: bool = False


Line = tuple[Entry, ...]


class Lines:
    """The rows of one table, counted while they are gathered, so that nothing endless is kept."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._seen = self._cells = 0

    def add(self, line: Line) -> None:
        """Keep a row with something in it. Raise `BadInput` when the table never seems to end."""
        self._seen += 1
        self._cells += len(line)
        if self._cells > MOST_CELLS or self._seen > _MOST_SEEN or len(self.lines) >= MOST_ROWS:
            raise BadInput(
                "The table has more than {limit} rows.",
                advice="Save what belongs to one customer as a table of its own; or describe it by hand.",
                limit=MOST_ROWS,
            )
        filled = [place for place, entry in enumerate(line) if entry.text.strip()]
        if filled:
            self.lines.append(line[: filled[-1] + 1])


def table_paper(lines: Sequence[Line]) -> Paper:
    """A page as broad as the table, of an upright or lying sheet's proportions."""
    needed = sum(_widths(lines)) + 2 * Paper().margin
    if needed <= Paper().width:
        return Paper()
    width = min(needed, _BROADEST)
    return Paper(width=width, height=max(Paper().width, width / 2**0.5))


def table_blocks(lines: Sequence[Line], room: float) -> Iterator[Block]:
    """The rows of a table. What stands alone above its heading is its title and stands in the middle."""
    widths = _widths(lines)
    scale = min(1.0, room / max(sum(widths), 1.0))
    lefts, left = [], 0.0
    for width in widths:
        lefts.append(left)
        left += width * scale
    above = _rows_above(lines)
    for number, line in enumerate(lines):
        filled = [entry for entry in line if entry.text.strip()]
        if len(filled) == 1 and (number < above or text_width(filled[0].text, SIZE) > _WIDEST * SIZE):
            yield _remark(filled[0], title=number < above)
        else:
            slots = tuple(_slots(line, lefts, widths, scale))
            alone = len(slots) == 1
            yield Row((replace(slots[0], width=room - slots[0].left),) if alone else slots)


def _remark(entry: Entry, *, title: bool) -> Paragraph:
    align: Align = "center" if title and entry.centred else "left"
    return Paragraph(entry.text, entry.size, align)


def _slots(line: Line, lefts: Sequence[float], widths: Sequence[float], scale: float) -> Iterator[Slot]:
    for place, entry in enumerate(line):
        if entry.text.strip():
            yield Slot(entry.text, lefts[place], widths[place] * scale, min(entry.size, 1.6 * SIZE))


def _rows_above(lines: Sequence[Line]) -> int:
    """How many rows stand above the first one that has several cells."""
    for number, line in enumerate(lines[:_HEADLINES]):
        if sum(1 for entry in line if entry.text.strip()) > 1:
            return number
    return 0


def _widths(lines: Sequence[Line]) -> list[float]:
    """The width of each column in points; 0 for one that is empty all the way down."""
    count = max((len(line) for line in lines), default=0)
    if count > MOST_COLUMNS:
        raise BadInput(
            "The table has more than {limit} columns.",
            advice="Save the columns that matter as a table of their own; or describe it by hand.",
            limit=MOST_COLUMNS,
        )
    widths = [0.0] * count
    for line in lines:
        several = sum(1 for entry in line if entry.text.strip()) > 1
        for place, entry in enumerate(line):
            if several and entry.text.strip():
                longest = max(text_width(piece, 1.0) for piece in entry.text.split("\n"))
                widths[place] = max(widths[place], min(max(longest, _NARROWEST), _WIDEST) * entry.size)
    return [width + _GAP * SIZE if width else 0.0 for width in widths]
