"""Promises to pay: which sum until which day, as often as the paper names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.decision import Field
from classify.amounts import sum_of
from classify.dates import DayMark, find_dates, find_day_marks
from classify.issued import date_of_issue
from classify.labels import Filled, field_at, filled_in
from classify.money import Money, find_money
from classify.sheet import Cell, Sheet

_YEAR_TURNS = 6  # months back from one line of a log to the next: it has gone into the next year
_REACH = 90  # characters after the word of promise in which sums and days belong to it
_PAYS = re.compile(r"付|还|汇|打款|打给|清|到账|转账|偿|结清|安排|承兑")
_DEBT_LABEL = r"(?:欠款|货款|结欠|逾期|应付|应收|债务|拖欠|委托|催收)(?:总?金?额|余额|本金|总计)|欠款|债务"
_DEBT = re.compile(r"(?:尚?欠|应付|拖欠|结欠|未付|欠付|剩余)[^。;]{0,60}")
_PROMISE_COLUMN = re.compile(r"(?:承诺|约定|答应|预计)(?:付款|还款|支付)?(?:日期|日|时间)$")
_BARE_DAY = re.compile(r"(?<![\d./])(1[0-2]|0?[1-9])[/.月-](3[01]|[12]\d|0?[1-9])日?(?![\d./])")


@dataclass(frozen=True, slots=True)
class Due:
    """A day that something is due, where it stands in a text."""

    value: date
    start: int
    end: int


def commitment_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """What is owed, and each instalment: its day and its sum, in reading order."""
    yield from debt(sheets)
    dated = date_of_issue(sheets, "payment_commitment")
    issued = dated.word.value if dated is not None else None
    for sheet in sheets:
        for cell, text in _rows(sheet):
            if _PAYS.search(text) or re.search(r"期|\|", text):
                yield from _pairs(sheet, cell, text, issued)


def promised_in(sheets: Sequence[Sheet], words: re.Pattern[str]) -> Iterator[Field]:
    """Sums and days behind a word of promise (`words`) in a record of what was said."""
    for sheet in sheets:
        text = sheet.flow.text
        reached = 0
        for match in words.finditer(text):
            if match.start() < reached:
                continue
            window = re.split(r"[。\n]", text[match.start() : match.start() + _REACH])[0]
            if _PAYS.search(window):
                cell = sheet.flow.cell_at(match.start())
                yield from _pairs(sheet, cell, window, _said_on(sheet))
            reached = match.start() + len(window)
        yield from _column_of_promises(sheet)


def _column_of_promises(sheet: Sheet) -> Iterator[Field]:
    """The days in a log's column of promises, each in the year that its line or the log gives."""
    head = next((cell for cell in sheet.cells if _PROMISE_COLUMN.search(cell.text)), None)
    said = _said_on(sheet)
    if head is None or said is None:
        return
    year, month = said.year, said.month
    for cell in (cell for cell in sheet.cells if cell.row > head.row):
        middle = (cell.box.left + cell.box.right) / 2
        if not head.box.left - head.box.height < middle < head.box.right + head.box.height:
            continue
        match = _BARE_DAY.search(cell.text)
        dates = [word.value for word in find_dates(cell.text)]
        if match is not None and not dates:
            mark = DayMark(int(match[1]), int(match[2]), match.start(), match.end())
            year += month - mark.month > _YEAR_TURNS
            month = mark.month
            word = mark.in_year(year)
            dates = [word.value] if word is not None else []
        for day in dates[:1]:
            yield field_at(cell, sheet.page, "promised_date", day, why="column")


def _said_on(sheet: Sheet) -> date | None:
    """The first full date of a record: what is promised lies after it."""
    days = [word.value for cell in sheet.cells for word in find_dates(cell.text) if word.precise]
    return days[0] if days else None


def _rows(sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """The text row by row, and sentence by sentence where rows run on."""
    offset = 0
    for sentence in re.split(r"(?<=[。;\n])", sheet.flow.text):
        if sentence.strip():
            yield sheet.flow.cell_at(offset), sentence.strip("\n")
        offset += len(sentence)


def _pairs(sheet: Sheet, cell: Cell, text: str, issued: date | None) -> Iterator[Field]:
    dues = [due for due in _dues(text, issued) if issued is None or due.value > issued]
    sums = [money for money in find_money(text) if _is_sum(text, money)]
    for place, due in enumerate(dues):
        yield field_at(cell, sheet.page, "promised_date", due.value, words=text[:80], why="promise")
        following = dues[place + 1].start if place + 1 < len(dues) else len(text)
        own = [money for money in sums if due.end <= money.start < following]
        if not own and place == 0:
            own = [money for money in sums if money.start < due.start][-1:]
        if own:
            yield field_at(cell, sheet.page, "promised_amount", own[0].value, words=text[:80], why="promise")


def _is_sum(text: str, money: Money) -> bool:
    if money.capital:
        return False
    return money.marked or re.search(r",\d{3}|\.\d{2}$", text[money.start : money.end].strip()) is not None


def _dues(text: str, issued: date | None) -> Iterator[Due]:
    found = [Due(word.value, word.start, word.end) for word in find_dates(text)]
    for mark in find_day_marks(text) if issued is not None else ():
        if any(due.start <= mark.start < due.end for due in found):
            continue
        year = issued.year + (mark.month < issued.month - 6) if issued is not None else 0
        word = mark.in_year(year)
        if word is not None:
            found.append(Due(word.value, mark.start, mark.end))
    return iter(sorted(found, key=lambda due: due.start))


def debt(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """What is owed, by its label, else by the sentence that states it."""
    for filled in filled_in(sheets[:1], _DEBT_LABEL):
        found = sum_of(filled)
        if found is not None:
            yield filled.field("debt", found.value, sure=found.sure, why=found.why)
            return
    for sheet in sheets[:1]:
        match = next((m for m in _DEBT.finditer(sheet.flow.text) if find_money(m[0])), None)
        if match is not None:
            cell = sheet.flow.cell_at(match.start())
            found = sum_of(Filled("", match[0], sheet.page, cell))
            if found is not None:
                yield field_at(
                    cell, sheet.page, "debt", found.value, words=match[0], sure=found.sure, why="text"
                )
