"""The ticked-off list of a stock-taking, read from a spreadsheet: our own list, exported and filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from access.importing import Column, RowProblem, RowProblems, SheetRow, cell_text, read_listing
from archive.errors import BadInput, DanganError

Seen = Literal["present", "misplaced", "missing"]
"""What a person can find; that a paper is lent, the register of loans says."""

COLUMNS = (
    Column("document", ("档号", "archive number", "number"), required=True),
    Column("found", ("盘点结果", "盘点情况", "结果", "how found", "found"), required=True),
    Column("remark", ("备注", "remark")),
)
WORDS: Mapping[str, Seen] = MappingProxyType(
    {
        **dict.fromkeys(("present", "on the shelf", "在架", "在", "有", "√", "✓", "✔", "对"), "present"),
        **dict.fromkeys(("misplaced", "错位", "放错"), "misplaced"),
        **dict.fromkeys(("missing", "not found", "缺失", "未见", "无", "×", "✗", "✘"), "missing"),
    }
)
_NOT_LOOKED_FOR = ("", "lent", "lent out", "借出", "not looked for", "未盘")


@dataclass(frozen=True, slots=True)
class Tick:
    """One paper, by 档号, and how it was found."""

    document: str
    found: Seen
    remark: str = ""


def read_ticks(name: str, content: bytes, take: Callable[[Tick], None]) -> int:
    """Read a list and hand every ticked row to `take`; how many there were. Raises `RowProblems` with all
    rows that are wrong or that `take` refuses, or BadInput for the file as a whole."""
    problems: list[RowProblem] = []
    ticked = 0
    for row in read_listing(name, content, COLUMNS).rows:
        try:
            tick = _tick(row)
            if tick is not None:
                take(tick)
                ticked += 1
        except DanganError as error:
            wrong = BadInput(error.message, advice=error.advice, **error.values)
            problems.append(RowProblem(row.number, wrong))
    if problems:
        raise RowProblems(problems)
    return ticked


def _tick(row: SheetRow) -> Tick | None:
    word = cell_text(row.cells.get("found")).casefold()
    if word in _NOT_LOOKED_FOR:
        return None
    if word not in WORDS:
        raise BadInput("{word} is not a way to find a paper.", advice="Write 在架, 错位 or 缺失.", word=word)
    return Tick(cell_text(row.cells["document"]), WORDS[word], cell_text(row.cells.get("remark")))
