"""Text files as pages: prose as it stands, comma-separated tables in columns. UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.carriers.composition import Block, Paragraph, compose
from archive.carriers.leaf import Leaf
from archive.carriers.table import Entry, Line, Lines, table_blocks, table_paper
from archive.errors import BadInput

MOST_BYTES = 64_000_000
_DELIMITERS = ",\t;|"
_PROBE = 60  # lines
_REGULAR = 0.7  # of the rows have one and the same number of cells
_TWO_COLUMNS = 5  # rows; a comma in each of a few lines of prose is nothing
_TITLE_INDENT = 4  # blanks before a short first line: it is set in the middle
_TITLE_LENGTH = 30
_AS_TEXT = re.compile(r'="(.*)"')  # how programs keep Excel from making a number of a code


def text_leaves(content: bytes) -> Iterator[Leaf]:
    """The pages of a text file."""
    text = decoded(content)
    rows = _table(text)
    if rows is None:
        yield from compose(_prose(text))
    else:
        paper = table_paper(rows)
        yield from compose(table_blocks(rows, paper.room), paper)


def decoded(content: bytes) -> str:
    """The text of a file by its byte order mark, else as UTF-8 or GB18030. Raise `BadInput` for neither."""
    if len(content) > MOST_BYTES:
        raise BadInput(
            "The text has {size} MB; at most {limit} are read.",
            advice="Split it into smaller files; or describe it by hand.",
            size=len(content) // 1_000_000,
            limit=MOST_BYTES // 1_000_000,
        )
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        "The text is in an encoding that is not known here.",
        advice="Open it in a text editor, save it as UTF-8, and put that into the inbox.",
    )


def _prose(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    for line in lines:
        is_title = line is first and len(line) - len(line.lstrip()) >= _TITLE_INDENT
        if is_title and len(line.strip()) <= _TITLE_LENGTH:
            yield Paragraph(line.strip(), align="center")
        else:
            yield Paragraph(line)


def _table(text: str) -> list[Line] | None:
    """The rows of a table; none when the text is prose."""
    head = text.lstrip().splitlines()[:_PROBE]
    delimiter = next((one for one in _DELIMITERS if _is_regular(_split(head, one))), None)
    if delimiter is None:
        return None
    lines = Lines()
    for row in _split(text.splitlines(keepends=True), delimiter):
        lines.add(tuple(Entry(_plain(cell)) for cell in row))
    return lines.lines


def _split(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    return csv.reader(lines, delimiter=delimiter)


def _is_regular(rows: Iterator[list[str]]) -> bool:
    """Whether the text falls into rows of as many cells each; titles above and totals below may differ."""
    try:
        counts = Counter(len(row) for row in rows if row)
    except csv.Error:
        return False
    if not counts:
        return False
    usual, times = counts.most_common(1)[0]
    enough = times >= (2 if usual > 2 else _TWO_COLUMNS)
    return usual > 1 and enough and times >= _REGULAR * counts.total()


def _plain(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell.strip())
    return found[1] if found else cell.strip()
