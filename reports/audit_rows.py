"""Rows of the audit log as they are stored, for other programs: every value whole, so that they verify."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reports.table import FORMULA_STARTS

_MARK = "'"
"""Before a cell that a spreadsheet would take for a formula, and before one that begins with it."""


def rows_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """CSV with a byte order mark, a line at a time; the names of the columns are not translated."""
    yield "\ufeff".encode() + _line(columns)
    for row in rows:
        yield _line([_cell(value) for value in row])


def rows_jsonl(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """One JSON object a line."""
    for row in rows:
        record = dict(zip(columns, row, strict=True))
        yield (json.dumps(record, ensure_ascii=False, default=repr) + "\n").encode(errors="replace")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"{_MARK}{text}" if text.startswith((*FORMULA_STARTS, _MARK)) else text


def _line(cells: Sequence[str]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(cells)
    return stream.getvalue().encode(errors="replace")
