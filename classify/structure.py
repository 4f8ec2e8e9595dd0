"""How a page is built, whatever its words say: sums, numbered articles, a letter, who writes to whom."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.page import Box
from classify.directory import Directory
from classify.sheet import Cell, Sheet
from classify.wording import han_count

_SUM = re.compile(r"^[¥￥-]?\(?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?$|^[¥￥-]?\(?\d+\.\d{2}\)?$")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条|^第\d+条")
_DATE_FIRST = re.compile(r"^(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d)|[上下]午\d{1,2}[点时:]")
_BOX = re.compile(r"[□☐☑☒■√✓✔]")
_OPINION = re.compile(r"意见|批示|审核|复核|审批人|核准")
_MAIL = re.compile(
    r"^(?:发件人|收件人|主题|抄送|发送时间|From|To|Subject|Sent|Cc|Date)\b|^(?:发件人|收件人|主题|抄送)"
)
_PARTY_PAIRS = (
    ("甲方", "乙方"),
    ("供方", "需方"),
    ("买方", "卖方"),
    ("出卖人", "买受人"),
    ("委托方", "受托方"),
    ("发包", "承包"),
    ("出租", "承租"),
    ("定作", "承揽"),
)
_CLOSING = re.compile(
    r"此致|敬礼|特此(?:函|通知|告知|复|证明|说明|承诺|确认)|顺颂|商祺|敬请|谨致|盼复|函达|函复"
)

Found = tuple[str, Box | None]


def _cells_where(sheet: Sheet, pattern: re.Pattern[str], least: int) -> Found | None:
    hits = [cell for cell in sheet.cells if pattern.search(cell.text)]
    return (hits[0].text, hits[0].box) if len(hits) >= least else None


def _sums(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _SUM, 8)


def _articles(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _ARTICLE, 2)


def _dated_rows(sheet: Sheet, _: Directory) -> Found | None:
    hits = [row[0] for row in sheet.rows if _DATE_FIRST.search(row[0].text) and len(row) > 1]
    return (hits[0].text, hits[0].box) if len(hits) >= 3 else None


def _clock_times(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _CLOCK, 1)


def _tick_boxes(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _BOX, 3)


def _opinions(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _OPINION, 3)


def _mail(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _MAIL, 2)


def _two_parties(sheet: Sheet, _: Directory) -> Found | None:
    for one, other in _PARTY_PAIRS:
        first = next((cell for cell in sheet.cells if cell.text.startswith(one)), None)
        if first is not None and any(cell.text.startswith(other) for cell in sheet.cells):
            return first.text, first.box
    return None


def _letter(sheet: Sheet, _: Directory) -> Found | None:
    greeting = next((cell for cell in sheet.cells[:40] if is_greeting(cell)), None)
    closing = _cells_where(sheet, _CLOSING, 1)
    return closing if greeting is not None and closing is not None else None


def _prose(sheet: Sheet, _: Directory) -> Found | None:
    long = [row[0] for row in sheet.rows if len(row) == 1 and han_count(row[0].text) > 14]
    return (long[0].text, long[0].box) if len(long) >= 4 and len(long) > 0.5 * len(sheet.rows) else None


def _few_words(sheet: Sheet, _: Directory) -> Found | None:
    letters = sum(len(cell.text) for cell in sheet.cells)
    return (
        (sheet.cells[0].text, sheet.cells[0].box)
        if sheet.cells and letters < 220 and len(sheet.rows) < 18
        else None
    )


def _to_us(sheet: Sheet, directory: Directory) -> Found | None:
    for cell in sheet.cells:
        if is_greeting(cell) and directory.names_own(cell.text):
            return cell.text, cell.box
    return None


def _from_us(sheet: Sheet, directory: Directory) -> Found | None:
    if _to_us(sheet, directory) is not None:
        return None
    heads = [cell for row in sheet.rows[:3] for cell in row]
    ends = [cell for row in sheet.rows[-(len(sheet.rows) // 3 + 1) :] for cell in row]
    for cell in (*heads, *ends):
        if len(cell.text) < 40 and directory.names_own(cell.text) and not is_greeting(cell):
            return cell.text, cell.box
    return None


def is_greeting(cell: Cell) -> bool:
    """Whether a cell addresses somebody: 某某有限公司:, 致:某某, 尊敬的…"""
    return len(cell.text) < 45 and (
        re.search(r"(?:公司|厂|部|中心|店|合伙\)|企业|经理|总|先生|女士|贵司)(?:\(.*\))?[:：]$", cell.text)
        is not None
        or cell.text.startswith(("致:", "尊敬的"))
    )


FEATURES: dict[str, Callable[[Sheet, Directory], Found | None]] = {
    "sums": _sums,
    "articles": _articles,
    "dated_rows": _dated_rows,
    "clock_times": _clock_times,
    "tick_boxes": _tick_boxes,
    "opinions": _opinions,
    "mail": _mail,
    "two_parties": _two_parties,
    "letter": _letter,
    "prose": _prose,
    "few_words": _few_words,
    "to_us": _to_us,
    "from_us": _from_us,
}
