"""One call for every `--format`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from reports.exchange import table_csv, tables_json
from reports.printout import tables_html
from reports.table import Imprint, Table
from reports.text import table_text
from reports.workbook import tables_workbook

Format = Literal["text", "html", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(
    tables: Sequence[Table], form: Format, *, width: int = 100, imprint: Imprint | None = None
) -> bytes:
    """Tables in one format, UTF-8 where it is text. `width` is the terminal's, in cells.

    CSV has room for one kind of row only: several tables of unlike columns raise ValueError.
    """
    match form:
        case "text":
            return "\n".join(table_text(table, width=width) for table in tables).encode()
        case "html":
            return tables_html(tables, imprint=imprint).encode()
        case "xlsx":
            return tables_workbook(tables, imprint=imprint)
        case "csv":
            return table_csv(_joined(tables)).encode()
        case "json":
            return tables_json(tables).encode()


def _joined(tables: Sequence[Table]) -> Table:
    first = tables[0]
    if any(table.columns != first.columns for table in tables):
        raise ValueError("tables of unlike columns cannot be one CSV file")
    return Table(first.title, first.columns, tuple(row for table in tables for row in table.rows))
