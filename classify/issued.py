"""When a paper was issued: its own date, told apart from all the other dates that it mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from classify.dates import DateWord, find_dates, find_day_marks, single_year
from classify.sheet import Cell, Sheet

# What stands before the paper's own date, surest first: when it was made out, by whom, what it records.
_MADE_OUT = re.compile(
    r"(?:发证|核发|颁发|颁证|发照|签发|填发|报告|出具|申请|填表|填报|报送|制表|编制|填写|制单|签订|签署|签约|订立|建档|更新"
    r"|编写|提交|下达|出函|函件|单据|发函|整理|发布|开票|交易|记账|付款|转账|审批|批准|评审|确认|评价|反馈|发送)(?:日期|时间|日)$|^更新$"
)
_BY_SOMEBODY = re.compile(
    r"(?:填写|填表|填报|制表|制单|记录|整理|编制|编写|起草|拟稿|LastModified|最后(?:修改|更新)|更新于)人?[:/]?\|?[\u3400-\u9fff]{0,4}$",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"(?:调查|走访|拜访|通话|来电|去电|催收|催款|投诉|受理|登记|接诉|验收|会议|洽谈|谈判|审查|回访|检查|分析|记录|收到|考察|核实)(?:日期|时间|日)$"
    r"|CreatedBy[\u3400-\u9fff]{0,4}$",
    re.IGNORECASE,
)
_PRINT_LABEL = re.compile(r"打印(?:日期|时间|日)$")
_PLAIN_DATE = re.compile(r"^(?:日\s?期|时\s?间|Date|DATE|日期/Date)$", re.IGNORECASE)
_IN_FORCE = re.compile(r"(?:生效|启用|执行)日期$")
_NOT_ISSUED = re.compile(
    r"有效|期限|截[至止]|到期|成立|出生|起止|开工|竣工|交货|生效|届满|下次|计划|承诺|预计|回收|入职|前$|所属期|建立日期"
    r"|注册日期|合作|逾期|发货|应付|付清|首次|初次"
)
_LATER_NOTE = re.compile(r"批注|收文|存档|归档|回执|确认联|签收|复核|阅")
_SLIP = re.compile(r"^[-_.…·\s]*(?:回执|确认联|确认栏|回函|反馈联|回单|存根)(?:单|联|栏|书)?[:(]?.{0,6}$")
_NUMBERED = re.compile(r"^[\d一二三四五六七八九十]{1,3}[、.)]")
_AGREED = re.compile(r"同意|批准|核准|审批|通过|签署")
_BROWSER = re.compile(r"https?:|www\.|\.(?:com|cn|net|example)\b")
_PRINTED = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s?\d{1,2}:\d\d")
_LABELLED_RANK = 6.9
_WRITTEN_RANK, _PRINTED_RANK = 1.0, 0.5
_CERTAIN_RANK = 4.6  # a label or a place that says: this is the paper's date

_YEAR_TURNS = 6  # months back from one line of a log to the next: it has gone into the next year

_FLOWS = frozenset({"approval_file", "credit_approval", "credit_limit"})
_LOGS = frozenset({"dunning_call", "collection_record", "call_record", "payment_habit"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date on a page, what stands before it, and how likely it is the paper's own (0: it is not)."""

    word: DateWord
    cell: Cell
    page: int
    rank: float


def date_of_issue(sheets: Sequence[Sheet], kind: str | None) -> Dated | None:
    """The date that the paper gives itself, by its labels, its place and the kind of paper."""
    pages = [sheets[0], sheets[-1]] if len(sheets) > 1 else [sheets[0]]
    dated = [item for sheet in pages for item in _dates_on(sheet, kind) if item.rank > 0]
    best = max(
        dated, key=lambda item: (item.rank, item.word.value if kind in _FLOWS else date.min), default=None
    )
    certain = _LABELLED_RANK if kind in _LOGS else _CERTAIN_RANK
    if best is not None and best.rank >= certain:
        return best
    if kind in _LOGS or not dated:
        dated += [item for sheet in pages for item in _without_year(sheet)]
    # a log is as old as its last line
    dated = [item for item in dated if item.rank >= _WRITTEN_RANK] or dated
    return max(dated, key=lambda item: (item.word.precise, item.word.value), default=None)


def _dates_on(sheet: Sheet, kind: str | None) -> Iterator[Dated]:
    last = _last_row(sheet)
    for row in sheet.rows[: last + 1]:
        label = ""
        for cell in row:
            for word in find_dates(cell.text):
                before = cell.text[: word.start].strip(" :") or label
                rank = _rank(sheet, cell, word, before, last)
                if rank > 0:
                    rank = _for_kind(rank, kind, sheet, cell, before)
                yield Dated(word, cell, sheet.page, rank)
            label = cell.text.strip(" :")


def _last_row(sheet: Sheet) -> int:
    """Where the paper itself ends: its last row, or the one before a slip for the receiver to send back."""
    last = len(sheet.rows) - 1
    for number in range(last, max(3, last // 2), -1):
        if any(_SLIP.match(cell.text) for cell in sheet.rows[number]):
            return number - 1
    return last


def _without_year(sheet: Sheet) -> Iterator[Dated]:
    """Days without a year (3月6日上午, 4.19 9:15): by the last full date or the only year."""
    year, month = single_year(sheet.flow.text), 0
    for cell in sheet.cells:
        for full in find_dates(cell.text):
            year, month = full.value.year, full.value.month
        if year is None:
            continue
        for mark in find_day_marks(cell.text):
            year += month - mark.month > _YEAR_TURNS
            month = mark.month
            word = mark.in_year(year)
            if word is not None:
                yield Dated(word, cell, sheet.page, _WRITTEN_RANK)


def _for_kind(rank: float, kind: str | None, sheet: Sheet, cell: Cell, before: str) -> float:
    """A web page is as old as its print; an approval flow as its last approval."""
    if (rank < _LABELLED_RANK or kind == "web_page") and _is_print_mark(sheet, cell):
        return 9.0 if kind == "web_page" else _PRINTED_RANK
    if kind in _FLOWS and rank < _LABELLED_RANK:
        return 7.6 if _AGREED.search(before) else rank
    return rank


def _is_print_mark(sheet: Sheet, cell: Cell) -> bool:
    """Whether a browser put the date on the margin when the page was printed."""
    if cell.row > 1 and cell.row < len(sheet.rows) - 2:
        return False
    printed = any(_BROWSER.search(other.text) for row in sheet.rows[-2:] for other in row)
    return _BROWSER.search(cell.text) is not None or (_PRINTED.match(cell.text) is not None and printed)


def _rank(sheet: Sheet, cell: Cell, word: DateWord, before: str, last: int) -> float:
    """How likely a date is the paper's own: by its label, by standing alone, by its place on the page."""
    after = cell.text[word.end : word.end + 2]
    own = "" if _NUMBERED.match(before) else re.split(r"[,。;、(]", before)[-1][-24:]
    in_force = _IN_FORCE.search(own) is not None
    if (_NOT_ISSUED.search(own) and not in_force) or before.endswith(("至", "-", "~", "号")):
        return 0.0
    if after.startswith(("至", "-", "~", "前", "止", "到", "起", "号")):
        return 0.0
    alone = len(cell.text) - (word.end - word.start) <= 4
    at_foot = cell.row >= last - max(4, last // 4)
    rank = _labelled(own, in_force=in_force, at_foot=at_foot) or _placed(
        sheet, cell, alone=alone, at_foot=at_foot, last=last
    )
    written_out = 0.5 if "年" in cell.text[word.start : word.end] and rank < _LABELLED_RANK else 0.0
    return rank + written_out - (0.0 if word.precise else 1.5) - (3.0 if _is_later(sheet, cell) else 0.0)


def _labelled(own: str, *, in_force: bool, at_foot: bool) -> float:
    if _MADE_OUT.search(own):
        return 8.0
    if _BY_SOMEBODY.search(own.replace(" ", "")):
        return 7.8
    if _PLAIN_DATE.search(own):
        return 7.7 if at_foot else 7.0
    if _PRINT_LABEL.search(own):
        return 7.5
    if _RECORDED.search(own.replace(" ", "")):
        return 7.3
    return _LABELLED_RANK if in_force else 0.0


def _placed(sheet: Sheet, cell: Cell, *, alone: bool, at_foot: bool, last: int) -> float:
    short = alone or len(cell.text) < 28
    if at_foot and short:
        return (6.0 if alone else 5.0) + cell.row / (last + 1)
    if cell.row <= max(5, last // 6) and short:
        return 4.0
    return 3.0 if alone and len(sheet.rows[cell.row]) == 1 else 1.0


def _is_later(sheet: Sheet, cell: Cell) -> bool:
    """Whether the date belongs to a note or slip that somebody added below the paper itself."""
    rows = sheet.rows[max(0, cell.row - 5) : cell.row + 1]
    return any(_LATER_NOTE.search(other.text) for row in rows for other in row if len(other.text) < 24)
