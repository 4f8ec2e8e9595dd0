"""When a paper was issued: its own date, told apart from all the other dates that it mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classify.date_labels import (
    LABELLED,
    is_bound,
    is_later_act,
    is_record,
    label_of,
    label_rank,
    last_resort,
    says_so_after,
)
from classify.dates import DateWord, find_dates, put_together
from classify.sheet import Cell, Sheet
from classify.signed import days_of_log, days_of_signatures, is_signature

_LATER_NOTE = re.compile(r"批注|收文|存档|归档|回执|确认联|签收|复核|阅|与?原件(?:核对)?(?:一致|相符|无异)")
_SLIP = re.compile(
    r"^[-_.…·\s]*(?:回执|确认联|确认栏|回函|反馈联|回单|存根)(?:单|联|栏|书)?(?:[:(]?.{0,6}$|:)"
    # what the receiver answers on the same sheet
    r"|^[\d、.()□☑√]*(?:数据|信息|余额|账目|金额|款项|以上.{0,6}|上述.{0,6})(?:证明|核对"
    r"|确认)?(?:无误|相符|不符)"
    r"|^.{2,8}(?:证明|核对|回函|复函)意见[:|]?"
)
_BEGUN = re.compile(r"(?:申请|送审|发起|提交|填表|填报|报送|填写|拟稿|起草)")
_AGREED = re.compile(r"同意|批准|核准|审批|通过|签署")
_BROWSER = re.compile(r"https?:|www\.|\.(?:com|cn|net|example)\b")
_PRINTED = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s?\d{1,2}:\d\d")
_COMPANY_BEFORE = re.compile(r"(?:公司|厂|部|店|中心|行|局|处|会|合伙\)|盖?章\)?|★)$")
# Nothing, or what the seal beside a signature reads as; a verb (签订, 收到) tells of something else.
_SEALED_AFTER = re.compile(
    r"|(?![签订收出向与发召提就].)[\u3400-\u9fff★()]{0,24}(?:公司|章|部)[\u3400-\u9fff★]{0,12}"
)
_STAMP = re.compile(r"\s?\d\d:\d\d:\d\d")  # a screen or report says when it was printed
_RUNS_ON = re.compile(r"(?<=.{7})(?:[至自]|[请须应]于)$")
_GOES_ON = re.compile(r"日?(?:前|止|起(?!草)|[之以][前后])")
_MAIL_HEADER = re.compile(r"(?:发件人|收件人|From\b|To:)", re.IGNORECASE)
_HEADER_ROWS, _SENT_RANK = 8, 8.0
_SENTENCE = 20  # letters from which on a line with a date at its end is a sentence
_TABLE_CELLS = 4  # a date in so wide a row is an entry of a table
_SIGNED_RANK, _BEGUN_RANK, _WEB_RANK = 7.6, 7.3, 7.9
_COLUMNS, _ENTRIES = 3, 3
_HEAD_ROWS, _HEAD_RANK = 3, 2.0  # at the end of a line of the head: FROM:王某2026-02-10
_WRITTEN_RANK, _PRINTED_RANK = 1.0, 0.5
_CERTAIN_RANK = 4.6  # a label or a place that says: this is the paper's date

_FLOWS = frozenset({"approval_file", "credit_approval", "credit_limit"})
# These stand from the day on which the last party signed.
_AGREED_BY_BOTH = frozenset({"contract_text", "amendment", "acceptance", "guarantor_proof"})
_LOGS = frozenset({"dunning_call", "collection_record", "call_record", "payment_habit"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date on a page and how likely it is the paper's own (0: it is not).

    `answered` where it stands in or below what the receiver answers on the same sheet; `contested` where
    another date is as likely.
    """

    word: DateWord
    cell: Cell
    page: int
    rank: float
    answered: bool = False
    contested: bool = False


def date_of_issue(sheets: Sequence[Sheet], kind: str | None) -> Dated | None:
    """The date that the paper gives itself, by its labels, its place and the kind of paper."""
    pages = [sheets[0], sheets[-1]] if len(sheets) > 1 else [sheets[0]]
    dated = [item for sheet in pages for item in _dates_on(sheet, kind) if item.rank > 0]
    certain = LABELLED if kind in _LOGS else _CERTAIN_RANK
    for among in ([item for item in dated if not item.answered], dated):
        best = _best(among, kind)
        if best is not None and best.rank >= certain:
            return _exact(best, among)
    if kind in _LOGS or not dated:
        dated += [
            Dated(day.word, day.cell, sheet.page, _WRITTEN_RANK)
            for sheet in pages
            for day in days_of_log(sheet)
            if kind in _LOGS or not 3 < day.cell.row < len(sheet.rows) - 4
        ]
    written = [item for item in dated if item.rank >= _WRITTEN_RANK] or dated
    return _last_line(written) if kind in _LOGS else _of_any(written)


def _last_line(dated: Sequence[Dated]) -> Dated | None:
    """A log is as old as its last line."""
    return max(dated, key=lambda item: (item.word.precise, item.word.value), default=None)


def _of_any(dated: Sequence[Dated]) -> Dated | None:
    """The likeliest of dates that nothing speaks for; the last of several as likely."""
    best = max(dated, key=lambda item: (item.word.precise, item.rank, item.word.value), default=None)
    if best is None:
        return None
    others = {item.word.value for item in dated if item.rank == best.rank}
    return replace(best, contested=len(others) > 1)


def _best(dated: Sequence[Dated], kind: str | None) -> Dated | None:
    """The likeliest date; of several as likely the first, of signatures side by side the last given."""
    last_counts = kind in _FLOWS or kind in _AGREED_BY_BOTH
    best = max(
        dated, key=lambda item: (item.rank, item.word.value if last_counts else date.min), default=None
    )
    if best is None:
        return None
    beside = [
        item
        for item in dated
        if (item.page, item.cell.row, item.rank) == (best.page, best.cell.row, best.rank)
    ]
    return max(beside, key=lambda item: item.word.value)


def _exact(best: Dated, dated: Sequence[Dated]) -> Dated:
    """Where the likeliest date is a month, the day of that month that the paper also bears, if one."""
    if best.word.precise:
        return best
    month = (best.word.value.year, best.word.value.month)
    same = [
        item
        for item in dated
        if item.word.precise and (item.word.value.year, item.word.value.month) == month and item.rank > 1
    ]
    return max(same, key=lambda item: item.rank, default=best)


def _dates_on(sheet: Sheet, kind: str | None) -> Iterator[Dated]:
    last = _last_row(sheet)
    for row in sheet.rows:
        label = _end_of_row(sheet, row[0].row - 1)
        for printed in row:
            cell, end = _put_together(sheet, printed), 0
            for word in find_dates(cell.text):
                before = cell.text[end : word.start].strip(" :|") or label
                end = word.end
                rank = _rank(sheet, cell, word, before, last=last, of_event=kind in _LOGS)
                if rank > 0:
                    rank = _for_kind(rank, kind, sheet, cell, before)
                else:
                    rank = last_resort(label_of(before), kind, of_event=kind in _LOGS)
                yield Dated(word, cell, sheet.page, rank, answered=cell.row > last)
            label = cell.text.strip(" :")
    for day in days_of_signatures(sheet) if kind in _FLOWS else ():
        yield Dated(day.word, day.cell, sheet.page, _SIGNED_RANK)


def _end_of_row(sheet: Sheet, number: int) -> str:
    """The word with which a sentence of the row before runs on into a date: …45万元至 / 2026年2月28日."""
    runs_on = _RUNS_ON.search(sheet.rows[number][-1].text) if number >= 0 else None
    return runs_on[0] if runs_on is not None else ""


def _put_together(sheet: Sheet, cell: Cell) -> Cell:
    """The cell; a date that the end of the line cuts in two is put together (2025年1月 / 24日)."""
    if cell.row + 1 == len(sheet.rows):
        return cell
    return replace(cell, text=put_together(cell.text, sheet.rows[cell.row + 1][0].text))


def _after(sheet: Sheet, cell: Cell, word: DateWord) -> str:
    """What follows a date; a sentence goes on in the row below (2024年5月10 / 日以后)."""
    after = cell.text[word.end :]
    if after or word.end < _SENTENCE or cell.row + 1 == len(sheet.rows):
        return after
    goes_on = _GOES_ON.match(sheet.rows[cell.row + 1][0].text)
    return goes_on[0] if goes_on is not None else ""


def _last_row(sheet: Sheet) -> int:
    """Where the paper itself ends: its last row, or the one before what the receiver answers on it."""
    last = len(sheet.rows) - 1
    answers = [
        number
        for number in range(last, max(3, last // 2), -1)
        if any(_SLIP.match(cell.text) for cell in sheet.rows[number])
    ]
    return answers[-1] - 1 if answers else last


def _for_kind(rank: float, kind: str | None, sheet: Sheet, cell: Cell, before: str) -> float:
    """A web page is as old as its print unless it says more; an approval flow as its last approval."""
    if (rank < LABELLED or kind == "web_page") and _is_print_mark(sheet, cell):
        return _WEB_RANK if kind == "web_page" else _PRINTED_RANK
    if kind not in _FLOWS or is_later_act(before):
        return rank
    if rank < LABELLED and rank >= _WRITTEN_RANK:
        return _SIGNED_RANK if _AGREED.search(before) or is_signature(before) else rank
    return min(rank, _BEGUN_RANK) if _BEGUN.search(before[-8:]) else rank


def _is_print_mark(sheet: Sheet, cell: Cell) -> bool:
    """Whether a browser put the date on the margin when the page was printed."""
    if cell.row > 1 and cell.row < len(sheet.rows) - 2:
        return False
    printed = any(_BROWSER.search(other.text) for row in sheet.rows[-2:] for other in row)
    return _BROWSER.search(cell.text) is not None or (_PRINTED.match(cell.text) is not None and printed)


def _rank(sheet: Sheet, cell: Cell, word: DateWord, before: str, *, last: int, of_event: bool) -> float:
    """How likely a date is the paper's own: by its label, by standing alone, by its place on the page."""
    own, after = label_of(before), _after(sheet, cell, word)
    if is_bound(before, after) or cell.text.startswith(">"):  # a mail quotes an older one
        return 0.0
    alone = len(cell.text) - (word.end - word.start) <= 4
    at_foot = cell.row >= last - max(4, last // 4)
    rank = label_rank(own, after, at_foot=at_foot, of_event=of_event)
    if rank > 0 and _is_mail_header(sheet, cell):
        rank = max(rank, _SENT_RANK)
    if rank < 0:
        return 0.0
    if not rank and says_so_after(after):
        rank = LABELLED
    if not rank:
        sealed = _SEALED_AFTER.fullmatch(cell.text[word.end :]) is not None
        signs = sealed and _COMPANY_BEFORE.search(before) is not None
        rank = _placed(sheet, cell, alone=alone or signs, at_foot=at_foot, last=last)
        if rank < _HEAD_RANK and cell.row < _HEAD_ROWS and not after:
            rank = _HEAD_RANK
        if _STAMP.match(after) and not 2 < cell.row < last - 1:
            rank = max(rank, _CERTAIN_RANK)
    written_out = 0.5 if "年" in cell.text[word.start : word.end] and rank < LABELLED else 0.0
    later = is_later_act(own) or (not is_record(own) and _is_later(sheet, cell))
    return rank + written_out - (0.0 if word.precise else 1.5) - (3.0 if later else 0.0)


def _is_mail_header(sheet: Sheet, cell: Cell) -> bool:
    """Whether sender or receiver stand beside: 时间 is when the mail was sent."""
    rows = sheet.rows[max(0, cell.row - 3) : cell.row + 4]
    return cell.row < _HEADER_ROWS and any(_MAIL_HEADER.match(other.text) for row in rows for other in row)


def _placed(sheet: Sheet, cell: Cell, *, alone: bool, at_foot: bool, last: int) -> float:
    if len(sheet.rows[cell.row]) >= _TABLE_CELLS or _is_entry(sheet, cell):
        return _WRITTEN_RANK
    short = alone or len(cell.text) < 28
    if at_foot and short:
        return (5.6 if alone else 4.6) + 0.8 * cell.row / (last + 1)
    if cell.row <= max(5, last // 6) and short:
        return 4.0
    return 3.0 if alone and len(sheet.rows[cell.row]) == 1 else 1.0


def _is_entry(sheet: Sheet, cell: Cell) -> bool:
    """Whether the date is one of at least three below each other in a table."""
    near = sheet.rows[max(0, cell.row - 2) : cell.row + 3]
    column = [
        other
        for row in near
        for other in row
        if len(row) >= _COLUMNS
        and abs(other.box.left - cell.box.left) < cell.box.height
        and find_dates(other.text)
    ]
    return len(column) >= _ENTRIES and cell in column


def _is_later(sheet: Sheet, cell: Cell) -> bool:
    """Whether the date belongs to a note or slip that somebody added below the paper itself."""
    rows = sheet.rows[max(0, cell.row - 5) : cell.row + 1]
    return any(
        _LATER_NOTE.search(other.text) and (other.row == cell.row or _above(other, cell))
        for row in rows
        for other in row
        if len(other.text) < 24 and "。" not in other.text
    )


def _above(other: Cell, cell: Cell) -> bool:
    return min(other.box.right, cell.box.right) > max(other.box.left, cell.box.left)
