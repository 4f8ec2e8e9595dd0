"""Tables for other programs: CSV that Excel opens rightly, and JSON for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from reports.table import FORMULA_STARTS, Cell, Table, readable, shown


def table_csv(table: Table) -> str:
    """Comma-separated, with a byte order mark, or Excel takes the Chinese for Latin-1."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([readable(column.header) for column in table.columns])
    for row in table.rows:
        writer.writerow([_neutral(cell) for cell in row])
    return "\ufeff" + stream.getvalue()


def _neutral(cell: Cell) -> str:
    if isinstance(cell, str):
        text = readable(cell)
        return f"'{text}" if cell.startswith(FORMULA_STARTS) else text
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return str(cell)
    return shown(cell)


def tables_json(tables: Sequence[Table]) -> str:
    """One object for a single table, a list for several; rows are objects keyed by column name.

    Dates are ISO 8601, moments too and with their offset; amounts are strings so that none is rounded.
    """
    records = [_record(table) for table in tables]
    return json_text(records[0] if len(records) == 1 else records)


def json_text(record: object) -> str:
    """Chinese as it is read, but characters that command a terminal, or are half of one, as escapes."""
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1] for letter in text
    )


def _record(table: Table) -> dict[str, object]:
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows]
    return {"title": table.title, "rows": rows, "notes": list(table.notes)}


def _plain(cell: Cell) -> str | int | None:
    match cell:
        case datetime() | date():
            return cell.isoformat()
        case Decimal():
            return str(cell)
        case _:
            return cell
