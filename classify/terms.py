"""How long a paper holds: terms printed as dates, as a span of years or months, or without end."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from archive.decision import Field
from classify.dates import LONG_TERM, DateWord, find_dates, put_together
from classify.issued import Dated, date_of_issue
from classify.labels import field_at
from classify.sheet import Cell, Sheet
from classify.spans import COUNT, after, within

_TERM = re.compile(
    r"(?:有效(?:期限?|至|日期|期间|截止)|(?:营业|经营|授权|委托|合同|额度|授信|使用|合作|适用|执行|代理|合伙|复审)期[限间]?|期限|期间|有效$"
    r"|(?:额度|授信|信用)?年度(?=[|:])|失效(?:日期?)?|止期|到期(?:日期?)?|截止(?:日期?)(?=[|:])|起止(?:日期?|时间)?(?=[|:]))"
)
_OF_ANOTHER = re.compile(r"(?:原|上期|旧|贷款|借款|债务|债权|保修|质保|付款|信用|申请|履行)$")
_FOREVER = re.compile(r"长\s?期|无固定期限|永久|不约定期限|无限期")
_NUMBER = rf"{COUNT}(?![度\d初末内前后])"
_FROM = (
    r"(?:自|从)?(?:本?(?:表|函|书|单|证|通知|额度|合同)?"
    r"(?:批准|审批|签发|签订|签署|发出|生效|核定|核准|通过|下发|盖章|出具)?之?日?起)?(?:计?算)?"
)
_SPAN = re.compile(rf"[限间]?(?:[为是:|\n(,]|{_FROM})*?\s*{_NUMBER}")
_STARTED_SPAN = re.compile(rf"\s*起(?:计?算)?[,|:]?(?:有效)?(?:期[限间]?)?(?:为|至)?\s*{_NUMBER}")
_YEARS_END = re.compile(
    r"[^\d。;]{0,8}?(?P<year>20\d\d)年(?:度|全年)?(?=[^\d]|$)(?!\s?\d|[一二三四五六七八九十]{1,2}月)"
)
_WITHIN = re.compile(rf"(?<![\d年月一二三四五六七八九十]){COUNT}之?以?内?有效")
_SINCE_ISSUE = re.compile(rf"自?(?:出具|开具|签发|发证|颁发|核发)之?日起{COUNT}")
_ANNUAL = re.compile(r"(?P<year>20\d\d)年度?(?:客户)?(?:赊销|信用|授信)")
_SAME_YEAR = re.compile(
    r"\s*起?(?:至|-|~|到)(?P<next>次年|翌年|第二年)?(?P<month>1[0-2]|0?[1-9])[月./](?P<day>3[01]|[12]\d|0?[1-9])?日?"
)
_JOINED = re.compile(r"\s*起?[|,]?\s*(?:至|-|~|到)\s*")
_FOREVER_VALID = re.compile(r"(?:长期|永久)有效")
_UNTIL_BEFORE = re.compile(r"[至到]$")
_ENDS_AFTER = re.compile(r"\)?(?:\(含\)|当日)?(?:止|为止|终止|期满|届满|失效|到期|内?有效|前有效)")
_TERM_HEAD = re.compile(
    r"(?:额度|授信|使用|有效)?起止(?:日期?|时间|期限?)?|(?:额度|授信)?有效(?:期[限间至]?|日期|截止日)|失效日期?|到期日期?|止期|截止日期?"
)
_TABLE_CELLS = 3
_IN_DOUBT = 0.5  # how far a date is believed that is damaged, or one of several as likely
_CLAUSE_BEFORE = re.compile(r"[,;|(\n元][至到]\n?$")  # 额度120万元,至2025-05-20。
_CLAUSE_AFTER = re.compile(r"[。,;)|\n]|$")
_REACH = 60  # characters after the label in which the dates of a term stand

_ABOUT_DAYS = 75
# A limit is granted anew: a sheet may print former terms beside the one in force.
_RENEWED = frozenset(
    {"credit_limit", "limit_notice", "credit_approval", "credit_sheet", "annual_review", "standard_reply"}
)
_LIMITS = frozenset({"credit_limit", "limit_notice", "credit_approval"})
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
        "performance_proof",
        "notarisation",
    }
)


def read_terms(sheets: Sequence[Sheet], kind: str | None) -> Iterator[Field]:
    """The fields issue_date, valid_from and valid_until, as far as the paper states them."""
    issued = date_of_issue(sheets, kind)
    if issued is not None:
        yield _field("issue_date", issued.word.value, issued)
    if kind in LIMITED:
        yield from _validity(sheets, kind, issued.word.value if issued is not None else None)


def _field(name: str, value: date | str, dated: Dated) -> Field:
    sure = 1.0 if dated.word.whole and not dated.contested else _IN_DOUBT
    return field_at(dated.cell, dated.page, name, value, sure=sure, why="place")


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
    if kind in _RENEWED and (not found or not _runsafter(found[0], issued)):
        found += [term for sheet in sheets for term in _running_terms(sheet, issued)]
    if not found:
        found = [term for sheet in sheets for read in (_tabled, _ending) for term in read(sheet)]
    if not found:
        found = [term for sheet in (sheets[0], sheets[-1]) for term in _unlabelled(sheet, kind, issued)]
    if found:
        yield from max(found, key=_end) if kind in _RENEWED else found[0]


def _ending(sheet: Sheet) -> Iterator[tuple[Field, ...]]:
    """…生效，至2024年12月31日止; 到…为止, 至…(含)内有效: ends that no label announces."""
    text = sheet.flow.text
    for before, word in pairwise((None, *find_dates(text))):
        if word is None or not _ENDS_AFTER.match(text[word.end :]):
            continue
        cell = sheet.flow.cell_at(word.start)
        until = _until(word.value, text[word.start : word.end], cell, sheet.page)
        if before is not None and _JOINED.fullmatch(text[before.end : word.start]):
            yield _from(before.value, text[before.start : word.end], cell, sheet.page), until
        elif _UNTIL_BEFORE.search(text[: word.start].rstrip()):
            yield (until,)


def _tabled(sheet: Sheet) -> Iterator[tuple[Field, ...]]:
    """The dates below a heading 起止, 失效日 … of a table, one term a row."""
    for head in sheet.cells:
        row = sheet.rows[head.row]
        if len(row) < _TABLE_CELLS or not _TERM_HEAD.fullmatch(head.text):
            continue
        place = row.index(head)
        left = row[place - 1].box.right if place else 0.0
        right = row[place + 1].box.left if place + 1 < len(row) else sheet.width
        for below in sheet.rows[head.row + 1 :]:
            dates = [
                (word, cell)
                for cell in below
                for word in find_dates(cell.text)
                if left < _middle(cell, word) < right
            ]
            if dates:
                word, cell = dates[-1]
                yield (_until(word.value, cell.text, cell, sheet.page),)


def _middle(cell: Cell, word: DateWord) -> float:
    """Where a date in a cell stands across the page, in pixels."""
    return cell.box.left + cell.box.width * (word.start + word.end) / 2 / len(cell.text)


def _unlabelled(sheet: Sheet, kind: str | None, issued: date | None) -> Iterator[tuple[Field, ...]]:
    """15日内有效, 长期有效, and limits of a year that only the title names: 2025年度授信额度."""
    text = sheet.flow.text
    match = _WITHIN.search(text) or _SINCE_ISSUE.search(text)
    if match is not None:
        words = find_dates(text[: match.start()])
        begun = words[-1].value if words and text[words[-1].end : match.start()] == "起" else None
        if begun is not None:
            until = after(begun, match["number"], match["unit"])
            yield (_until(until, match[0], sheet.flow.cell_at(match.start()), sheet.page),)
        elif issued is not None:
            until = within(issued, match["number"], match["unit"])
            yield (_until(until, match[0], sheet.flow.cell_at(match.start()), sheet.page),)
    forever = _FOREVER_VALID.search(text)
    if forever is not None:
        yield (_until(LONG_TERM, forever[0], sheet.flow.cell_at(forever.start()), sheet.page),)
    for cell in sheet.titles if kind in _LIMITS else ():
        annual = _ANNUAL.search(cell.text)
        if annual is not None:
            yield (_until(date(int(annual["year"]), 12, 31), annual[0], cell, sheet.page),)


def _until(value: date | str, words: str, cell: Cell, page: int) -> Field:
    return field_at(cell, page, "valid_until", value, words=words, why="term")


def _from(value: date, words: str, cell: Cell, page: int) -> Field:
    return field_at(cell, page, "valid_from", value, words=words, why="term")


def _end(term: Sequence[Field]) -> date:
    """When a term ends; without end is later than all."""
    value = term[-1].value
    return value if isinstance(value, date) else date.max


def _runsafter(term: Sequence[Field], issued: date | None) -> bool:
    return issued is None or _end(term) > issued


def _running_terms(sheet: Sheet, issued: date | None) -> Iterator[tuple[Field, ...]]:
    """Spans of time without a label that begin about when the paper was issued, and 至…止, 至…到期."""
    text = sheet.flow.text
    words = find_dates(text)
    for before, word in pairwise((None, *words)):
        if word is None or issued is None or word.value <= issued:
            continue
        joined = before is not None and _JOINED.fullmatch(text[before.end : word.start])
        begins = before is not None and abs((before.value - issued).days) < _ABOUT_DAYS
        ends = _UNTIL_BEFORE.search(text[: word.start]) and text[word.end :].startswith(
            ("到期", "止", "有效", "失效")
        )
        clause = _CLAUSE_BEFORE.search(text[: word.start]) and _CLAUSE_AFTER.match(text[word.end :])
        ends = ends or (clause and (word.value - issued).days > _ABOUT_DAYS)
        if (joined and begins) or ends:
            cell = sheet.flow.cell_at(word.start)
            yield (_until(word.value, text[word.start : word.end], cell, sheet.page),)


def _term(text: str, match: re.Match[str], cell: Cell, page: int, issued: date | None) -> Iterator[Field]:
    """The term that stands behind a label like 有效期, if one does."""
    if text[match.end() : match.end() + 1] == "起":
        return
    window = re.split(r"[。;]", text[match.start() : match.end() + _REACH])[0]
    rows = window.split("\n")
    if len(rows) > 1 and len(rows[0]) > 16:
        window = put_together(rows[0], rows[1])
    words = [word for word in find_dates(window) if word.start <= len(match[0]) + 14]
    rest = window[len(match[0]) :]
    until = None if _is_range(window) else _span_end(rest, _begun(words, window) or issued)
    if until is not None:
        yield _until(until, window[:24], cell, page)
    elif words:
        yield from _range(find_dates(window), window, cell, page)
    elif _FOREVER.search(rest[:10]):
        yield _until(LONG_TERM, window[:24], cell, page)


def _is_range(window: str) -> bool:
    """Whether two dates stand joined: …起至…止."""
    return any(other.start - one.end <= 6 for one, other in pairwise(find_dates(window)))


def _begun(words: Sequence[DateWord], window: str) -> date | None:
    """The day that a span is counted from, where it is printed: 一年,自2024年4月1日起."""
    return words[0].value if words and "起" in window[words[0].end : words[0].end + 2] else None


def _span_end(words: str, start: date | None) -> date | None:
    """The end of a span of years, months or days from `start`, or that of a year (2025年度)."""
    span = _SPAN.match(words)
    if span is not None:
        return after(start, span["number"], span["unit"]) if start is not None else None
    year = _YEARS_END.match(words)
    return date(int(year["year"]), 12, 31) if year is not None else None


def _range(words: Sequence[DateWord], window: str, cell: Cell, page: int) -> Iterator[Field]:
    first, rest = words[0], words[1:]
    second = next((word.value for word in rest if word.start - first.end <= 6), None)
    if second is None:
        second = _end_of_range(first, window)
    if second is not None and second >= first.value:
        start = first.value if first.precise else first.value.replace(day=1)
        yield _from(start, window, cell, page)
        yield _until(second, window, cell, page)
    elif _FOREVER.search(window[first.end : first.end + 12]):
        yield _from(first.value, window, cell, page)
        yield _until(LONG_TERM, window, cell, page)
    elif not window[first.end : first.end + 1].startswith(("起", "至")):
        yield _until(first.value, window, cell, page)


def _end_of_range(first: DateWord, window: str) -> date | None:
    """Where the term that begins on `first` ends if no full date says so: 至12月31日, 起一年."""
    rest = window[first.end :]
    span = _STARTED_SPAN.match(rest)
    if span is not None:
        return after(first.value, span["number"], span["unit"])
    same = _SAME_YEAR.match(rest)
    if same is None:
        return None
    year, month = first.value.year + (1 if same["next"] else 0), int(same["month"])
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(last, int(same["day"] or last)))
