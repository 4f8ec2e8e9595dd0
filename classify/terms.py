"""When a paper was issued and how long it holds, told apart from all the other dates on it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from archive.decision import Field
from classify.dates import LONG_TERM, DateWord, find_dates
from classify.sheet import Cell, Sheet

_HAN_NUMBER = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十二": 12,
    "半": 0,
}
_ISSUED = re.compile(
    r"(?:发证|核发|颁发|颁证|发照|签发|填发|报告|出具|申请|填表|填报|报送|制表|编制|填写|制单|打印|签订|签署|签约|订立"
    r"|调查|走访|拜访|通话|来电|去电|催收|催款|投诉|受理|登记|接诉|验收|开票|交易|记账|付款|转账|审批|批准|评审|会议"
    r"|洽谈|谈判|审查|更新|建档|反馈|回访|评价|编写|提交|下达|检查|出函|函件|单据|分析|确认|发函|整理|记录|收到|考察"
    r"|核实|发送|发布)(?:日期|时间|日)$|^更新$"
)
_PLAIN_DATE = re.compile(r"^(?:日\s?期|时\s?间|Date|DATE|日期/Date)$", re.IGNORECASE)
_NOT_ISSUED = re.compile(
    r"有效|期限|截[至止]|到期|成立|出生|起止|开工|竣工|交货|生效|届满|下次|计划|承诺|预计|回收|入职|前$|所属期|建立日期"
    r"|注册日期|合作|逾期|发货|应付|付清|首次|初次"
)
_LATER_NOTE = re.compile(r"批注|收文|存档|归档|回执|签收|复核|阅")
_TERM = re.compile(
    r"(?:有效(?:期限?|至|日期|期间|截止)|(?:营业|经营|授权|委托|合同|额度|使用|合作|适用|执行|代理|合伙)期[限间]?|期限"
    r"|失效(?:日期)?|到期(?:日期?)?)"
)
_OF_ANOTHER = re.compile(r"(?:原|上期|旧|贷款|借款|保修|质保|付款|信用|申请|履行)$")
_FOREVER = re.compile(r"长\s?期|无固定期限|永久|不约定期限|无限期")
_SPAN = re.compile(
    r"有效期?限?(?:为|是|:|自签?发?之日起)*\s*([一二两三四五六七八九十]{1,2}|\d{1,3})\s*(年|个?月|天|日)"
)
_CERTAIN_RANK = 4.6  # a label or a place that says: this is the paper's date
_REACH = 60  # characters after the label in which the dates of a term stand

_ABOUT_DAYS = 75
# A limit is granted anew: a sheet may print former terms beside the one in force.
_RENEWED = frozenset(
    {"credit_limit", "limit_notice", "credit_approval", "credit_sheet", "annual_review", "standard_reply"}
)
LIMITED = frozenset(
    {
        "business_licence",
        "counterparty_licence",
        "tax_registration",
        "qualification",
        "permit",
        "honour",
        "credit_limit",
        "limit_notice",
        "credit_approval",
        "credit_sheet",
        "credit_report",
        "identity_proof",
        "power_of_attorney",
        "own_power_of_attorney",
        "contract_text",
        "standard_reply",
        "annual_review",
        "guarantor_proof",
    }
)


@dataclass(frozen=True, slots=True)
class _Dated:
    word: DateWord
    cell: Cell
    page: int
    before: str
    rank: float


def read_terms(sheets: Sequence[Sheet], kind: str | None) -> Iterator[Field]:
    """The fields issue_date, valid_from and valid_until, as far as the paper states them."""
    issued = _issue_date(sheets)
    if issued is not None:
        yield _field("issue_date", issued.word.value, issued)
    if kind in LIMITED:
        yield from _validity(sheets, kind, issued.word.value if issued is not None else None)


def _field(name: str, value: date | str, dated: _Dated) -> Field:
    return Field(name, value, dated.cell.text, dated.page, dated.cell.box, dated.cell.confidence, name)


def _issue_date(sheets: Sequence[Sheet]) -> _Dated | None:
    pages = [sheets[0], sheets[-1]] if len(sheets) > 1 else [sheets[0]]
    dated = [item for sheet in pages for item in _dates_on(sheet) if item.rank > 0]
    best = max(dated, key=lambda item: item.rank, default=None)
    if best is None or best.rank >= _CERTAIN_RANK:
        return best
    return max(
        dated, key=lambda item: (item.word.precise, item.word.value)
    )  # a log is as old as its last line


def _dates_on(sheet: Sheet) -> Iterator[_Dated]:
    last = sheet.rows[-1][0].row if sheet.rows else 0
    for row in sheet.rows:
        label = ""
        for cell in row:
            for word in find_dates(cell.text):
                before = cell.text[: word.start].strip(" :") or label
                yield _Dated(word, cell, sheet.page, before, _rank(sheet, cell, word, before, last))
            label = cell.text.strip(" :")


def _rank(sheet: Sheet, cell: Cell, word: DateWord, before: str, last: int) -> float:
    """How likely a date is the paper's own: by its label, by standing alone, by its place on the page."""
    after = cell.text[word.end : word.end + 2]
    own = re.split(r"[,。;、(]", before)[-1][-24:]
    if _NOT_ISSUED.search(own) or before.endswith(("至", "-", "~", "号")):
        return 0.0
    if after.startswith(("至", "-", "~", "前", "止", "到", "起", "号")):
        return 0.0
    alone = len(cell.text) - (word.end - word.start) <= 4
    short = alone or len(cell.text) < 28
    rank = 1.0
    if _ISSUED.search(own):
        rank = 8.0
    elif _PLAIN_DATE.search(own):
        rank = 7.0
    elif cell.row >= last - max(4, last // 4) and short:
        rank = (6.0 if alone else 5.0) + cell.row / (last + 1)
    elif cell.row <= max(5, last // 6) and short:
        rank = 4.0
    elif alone and len(sheet.rows[cell.row]) == 1:
        rank = 3.0
    written_out = 0.5 if "年" in cell.text[word.start : word.end] else 0.0
    return rank + written_out - (0.0 if word.precise else 1.5) - (3.0 if _is_later(sheet, cell) else 0.0)


def _is_later(sheet: Sheet, cell: Cell) -> bool:
    """Whether the date belongs to a note or slip that somebody added below the paper itself."""
    rows = sheet.rows[max(0, cell.row - 5) : cell.row + 1]
    return any(_LATER_NOTE.search(other.text) for row in rows for other in row if len(other.text) < 24)


def _validity(sheets: Sequence[Sheet], kind: str | None, issued: date | None) -> Iterator[Field]:
    terms: list[tuple[Field, ...]] = []
    for sheet in sheets:
        text = sheet.flow.text
        for match in _TERM.finditer(text):
            if _OF_ANOTHER.search(text[max(0, match.start() - 4) : match.start()]):
                continue
            cell = sheet.flow.cell_at(match.start())
            terms.append(tuple(_term(text, match, cell, sheet.page, issued)))
    found = [term for term in terms if term]
    if kind in _RENEWED and (not found or not _runs_after(found[0], issued)):
        found += [term for sheet in sheets for term in _running_terms(sheet, issued)]
    if found:
        yield from max(found, key=_end) if kind in _RENEWED else found[0]


def _end(term: Sequence[Field]) -> date:
    """When a term ends; without end is later than all."""
    value = term[-1].value
    return value if isinstance(value, date) else date.max


def _runs_after(term: Sequence[Field], issued: date | None) -> bool:
    return issued is None or _end(term) > issued


def _running_terms(sheet: Sheet, issued: date | None) -> Iterator[tuple[Field, ...]]:
    """Spans of time without a label that begin about when the paper was issued, and 至…止, 至…到期."""
    text = sheet.flow.text
    words = find_dates(text)
    for before, word in pairwise((None, *words)):
        if word is None or issued is None or word.value <= issued:
            continue
        joined = before is not None and re.fullmatch(
            r"\s*起?[|,]?\s*(?:至|-|~|到)\s*", text[before.end : word.start]
        )
        begins = before is not None and abs((before.value - issued).days) < _ABOUT_DAYS
        ends = text[: word.start].endswith("至") and text[word.end :].startswith(
            ("到期", "止", "有效", "失效")
        )
        if (joined and begins) or ends:
            cell = sheet.flow.cell_at(word.start)
            words_there = text[word.start : word.end]
            yield (
                Field(
                    "valid_until",
                    word.value,
                    words_there,
                    sheet.page,
                    cell.box,
                    cell.confidence,
                    "valid_until",
                ),
            )


def _term(text: str, match: re.Match[str], cell: Cell, page: int, issued: date | None) -> Iterator[Field]:
    """The term that stands behind a label like 有效期, if one does."""
    window = re.split(r"[。;]", text[match.start() : match.end() + _REACH])[0]
    rows = window.split("\n")
    if len(rows) > 1 and len(rows[0]) > 16:
        window = rows[0]
    words = find_dates(window)
    span = _SPAN.match(window)
    if span is not None:
        start = words[0].value if words and "起" in window[words[0].end : words[0].end + 2] else issued
        if start is not None:
            until = _after(start, span[1], span[2])
            yield Field("valid_until", until, span[0], page, cell.box, cell.confidence, "valid_until.span")
    elif words and words[0].start <= len(match[0]) + 14:
        yield from _range(words, window, cell, page)
    elif _FOREVER.search(window[: len(match[0]) + 10]):
        yield Field("valid_until", LONG_TERM, window[:24], page, cell.box, cell.confidence, "valid_until")


def _range(words: Sequence[DateWord], window: str, cell: Cell, page: int) -> Iterator[Field]:
    first, rest = words[0], words[1:]
    second = next((word for word in rest if word.start - first.end <= 6), None)
    if second is not None and second.value >= first.value:
        yield Field("valid_from", first.value, window, page, cell.box, cell.confidence, "valid_from")
        yield Field("valid_until", second.value, window, page, cell.box, cell.confidence, "valid_until")
    elif _FOREVER.search(window[first.end : first.end + 12]):
        yield Field("valid_from", first.value, window, page, cell.box, cell.confidence, "valid_from")
        yield Field("valid_until", LONG_TERM, window, page, cell.box, cell.confidence, "valid_until")
    elif not window[first.end : first.end + 1].startswith(("起", "至")):
        yield Field("valid_until", first.value, window, page, cell.box, cell.confidence, "valid_until")


def _after(start: date, number: str, unit: str) -> date:
    """The last day of a term that begins on `start`: two years from 15 June end on 14 June."""
    count = int(number) if number.isdigit() else _HAN_NUMBER.get(number, 0)
    if unit in ("天", "日"):
        return start + timedelta(days=count)
    months = count * 12 if unit == "年" else count
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)
