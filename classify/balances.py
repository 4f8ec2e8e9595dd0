"""Statements of account: the period, the day of the balance, what was open before and what is open now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.decision import Field
from classify.amounts import sum_of
from classify.dates import find_dates
from classify.labels import Filled, field_at, filled_in
from classify.sheet import Sheet
from classify.table import numbers

_AS_OF = re.compile(r"截[至止](?:到|日期?)?[:|]?")
_CLOSING = (
    r"(?:期末|本期(?:期末)?|本月(?:末)?|累计|最终|合计|应收|应付|结存|结转|账面|未付|未收"
    r"|尚欠|贵(?:司|公司)欠)*(?:账款|货款|欠款)?(?:余\s?额(?=[:(¥￥\d])|欠款|结欠|未付款"
    r"|应收款)(?:合计)?(?:\([^)]{1,6}\))?|结余|期末应收"
)
_OPENING = r"(?:期初|上期|上月|上年|年初|前期)(?:结转|余额|欠款|应收|结存|累计)?(?:余额|欠款)?(?:\([^)]*\))?"
_BALANCE_TEXT = re.compile(
    r"(?<!期初)(?<!上期)(?<!上月)(?<!年初)(?:余额|欠款|结欠|尚欠|应付|欠)[^。;\n]{0,16}?(?:为|计|是|:)? ?"
    r"(?:人民币)?(?=[¥￥\d零壹贰叁肆伍陆柒捌玖拾])[^。;]{1,40}"
)
_CLOSING_ROW = re.compile(r"(?:期末|月末|年末|本期结余|期末余额|期末欠款|结余)(?!.*[=+])")
_PERIOD = re.compile(r"(20\d\d)年(?:度|(?:1[0-2]|0?[1-9])月(?:份|\d{1,2}日)?)?")
_HEAD_AT_MOST = 12
_BALANCE_HEAD = re.compile(r"余\s?额|结存|结欠|期末|^贵(?:公)?司欠")


def account_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Period, day of the balance, opening and closing balance in yuan."""
    yield from _period(sheets[0])
    yield from _as_of(sheets)
    for filled in filled_in(sheets[:2], _OPENING):
        found = sum_of(filled)
        if found is not None:
            yield filled.field("opening_balance", found.value, sure=found.sure)
            break
    yield from _closing(sheets)


def _period(sheet: Sheet) -> Iterator[Field]:
    """From … to … where both are printed near the top, else the month or year that the heading names."""
    for cell in sheet.cells[:20]:
        words = find_dates(cell.text)
        if len(words) == 2 and words[1].start - words[0].end <= 3 and words[0].value < words[1].value:
            first = words[0].value if words[0].precise else words[0].value.replace(day=1)
            yield field_at(cell, sheet.page, "period", f"{first} ~ {words[1].value}", why="head")
            return
    for cell in sheet.titles:
        match = _PERIOD.search(cell.text)
        if match is not None:
            yield field_at(cell, sheet.page, "period", match[0].removesuffix("份"), why="head")
            return


def _as_of(sheets: Sequence[Sheet]) -> Iterator[Field]:
    for sheet in sheets:
        for match in _AS_OF.finditer(sheet.flow.text):
            words = find_dates(sheet.flow.text[match.end() : match.end() + 16])
            if words and words[0].start <= 2:
                cell = sheet.flow.cell_at(match.start())
                yield field_at(cell, sheet.page, "balance_date", words[0].value, why="as_of")
                return
        for head in sheet.cells:
            if re.fullmatch(r"截止日期?", head.text) is None:
                continue
            for cell in sheet.cells:
                if cell.row > head.row and abs(cell.box.left - head.box.left) < 3 * head.box.height:
                    for word in find_dates(cell.text)[:1]:
                        yield field_at(cell, sheet.page, "balance_date", word.value, why="column")
                        return


def _closing(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The balance that the paper states, else the last sum in its column of balances."""
    for sheet in reversed(sheets):
        for match in reversed(list(_BALANCE_TEXT.finditer(sheet.flow.text))):
            cell = sheet.flow.cell_at(match.start())
            found = sum_of(Filled("", match[0], sheet.page, cell))
            if found is not None:
                value, sure = found.value, found.sure
                yield field_at(
                    cell, sheet.page, "closing_balance", value, words=match[0], sure=sure, why=found.why
                )
                return
    totals = list(_last_of_total(sheets[-1]))
    if totals:
        yield totals[-1]
        return
    labelled = [
        (filled, found) for filled in filled_in(sheets, _CLOSING) if (found := sum_of(filled)) is not None
    ]
    if labelled:
        filled, found = labelled[-1]
        yield filled.field("closing_balance", found.value, sure=found.sure, why=found.why)
        return
    yield from _last_of_column(sheets[-1])


def _last_of_total(sheet: Sheet) -> Iterator[Field]:
    """The last sum of each row that closes the account (期末 …)."""
    for row in sheet.rows:
        sums = [(piece, value) for piece, value in numbers(row[1:]) if "." in piece.text]
        if _CLOSING_ROW.match(row[0].text) and sums:
            piece, value = sums[-1]
            yield field_at(piece.cell, sheet.page, "closing_balance", value, words=piece.text, why="row")


def _last_of_column(sheet: Sheet) -> Iterator[Field]:
    """The lowest sum under the heading of the balances."""
    heads = [
        cell for cell in sheet.cells if _BALANCE_HEAD.search(cell.text) and len(cell.text) < _HEAD_AT_MOST
    ]
    if not heads:
        return
    columns = sheet.rows[heads[0].row]
    own = [
        (piece, value)
        for row in sheet.rows[heads[0].row + 1 :]
        for piece, value in numbers(row)
        if min(columns, key=lambda head: abs((head.box.left + head.box.right) / 2 - piece.middle)) == heads[0]
    ]
    if own:
        piece, value = own[-1]
        yield field_at(
            piece.cell, sheet.page, "closing_balance", value, words=piece.text, sure=0.8, why="column"
        )
