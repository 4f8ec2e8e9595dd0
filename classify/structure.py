"""How a page is built, whatever its words say: sums, numbered articles, a letter, who writes to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from archive.page import Box
from classify.directory import Directory
from classify.names import find_names
from classify.sheet import Cell, Sheet
from classify.wording import han_count

_SUM = re.compile(r"^[¥￥-]?\(?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?$|^[¥￥-]?\(?\d+\.\d{2}\)?$")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条|^第\d+条")
_DATE_FIRST = re.compile(r"^(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d)|[上下]午\d{1,2}[点时:]")
_BOX = re.compile(r"[□☐☑☒■√✓✔]")
_OPINION = re.compile(r"意见|批示|审核|复核|审批人|核准")
_FIGURES = re.compile(r"\d{2}|\d[.,]\d")
_DAY_LEFT_OPEN = re.compile(r"[年月日\d]{1,5}")
_TO_FILL_IN = re.compile(r"年\|?月\|?日|签字|签名|盖章|填写|填表|□")
_AGREED = re.compile(r"同意|已?(?:批准|通过|审批|核准)(?:$|[,.。|])")
_WHEN = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|(?<!\d)\d{1,2}[-/.月]\d{1,2}日?\s?\d{1,2}:\d\d")
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

_RECEIVER = re.compile(
    r"^(?:致|TO\b|收件|收文|主送|用\s?户|客户|顾客|购买方|购货|买\s?方|买受|需\s?方|采购方|订货|收货|受票|被保险|所有[人权]|承租|租户|业主|户名)",
    re.IGNORECASE,
)
_BUYER = re.compile(
    r"^(?:购买方|购货(?:单位|方)|买\s?方|买受人|需\s?方|采购方|订货(?:单位|方)|收货(?:单位|方)|受票方)"
)
_INVOICE = re.compile(r"发票")
_NAME_LABEL = re.compile(r"^(?:购买方|销售方|单位)?名\s?称(?:[::]|$)")
_SPEAKER = re.compile(
    r"^(?:\d{1,2}:\d\d(?::\d\d)?\s?)?([\u4e00-\u9fffA-Za-z][^\s:|]{1,11}?)(?:\s?\d{1,2}:\d\d(?::\d\d)?$|:)"
)
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?[\d*xX]{4}[ -]?[\d*xX]{4}(?![\d*])")
_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d(?:年度?)?(?![\d.年/-])")

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


def _year_rows(sheet: Sheet, _: Directory) -> Found | None:
    hits = [row[0] for row in sheet.rows if _YEAR_FIRST.search(row[0].text)]
    return (hits[0].text, hits[0].box) if len(hits) >= 3 else None


def _telephones(sheet: Sheet, _: Directory) -> Found | None:
    """Mobile numbers in three rows or more: a card has one or two."""
    hits = [row[0] for row in sheet.rows if any(_TELEPHONE.search(cell.text) for cell in row)]
    return (hits[0].text, hits[0].box) if len(hits) >= 3 else None


def _tick_boxes(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _BOX, 3)


def _opinions(sheet: Sheet, _: Directory) -> Found | None:
    return _cells_where(sheet, _OPINION, 3)


def _sign_offs(sheet: Sheet, _: Directory) -> Found | None:
    rows = [
        row
        for row in sheet.rows
        if any(_AGREED.search(cell.text) for cell in row)
        and _WHEN.search("|".join(cell.text for cell in row))
    ]
    return (rows[0][0].text, rows[0][0].box) if len(rows) >= 2 else None


def _blank_form(sheet: Sheet, directory: Directory) -> Found | None:
    """Labels, boxes and places to sign, and nobody's name, day or sum filled in."""
    labels = [cell for cell in sheet.cells if 2 <= len(cell.text) <= 10 and not _FIGURES.search(cell.text)]
    inside = [cell for row in sheet.rows[2:-2] for cell in row]
    filled = any(
        len(cell.text) > 24 or (_FIGURES.search(cell.text) and not _DAY_LEFT_OPEN.fullmatch(cell.text))
        for cell in inside
    )
    text = sheet.flow.text
    is_table = sum(len(row) > 1 for row in sheet.rows) >= 4
    is_labels = len(labels) >= max(8.0, 0.6 * len(sheet.cells))
    if filled or not (is_table and is_labels and _TO_FILL_IN.search(text)):
        return None
    named = bool(find_names(text)) or any(directory.known_in(text))
    return None if named else (labels[0].text, labels[0].box)


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


def _behind(label: re.Pattern[str], sheet: Sheet) -> Iterator[Cell]:
    """Cells that hold what such a label asks for: the label's own cell, and its neighbour to the right."""
    for row in sheet.rows:
        for place, cell in enumerate(row):
            if label.search(cell.text):
                yield cell
                yield from row[place + 1 : place + 2]


def _we_buy(sheet: Sheet, directory: Directory) -> Found | None:
    """An own company stands where the buyer stands, and nobody on the page is registered."""
    if any(known.owner is not None for known in directory.known_in(sheet.flow.text)):
        return None
    buyers = _behind(_BUYER, sheet)
    if any(_INVOICE.search(cell.text) for cell in sheet.cells):
        # Buyer first, seller second: above each other on the old form, side by side on the electronic one.
        buyers = chain(buyers, islice(_behind(_NAME_LABEL, sheet), 1))
    found = next((cell for cell in buyers if directory.names_own(cell.text)), None)
    return None if found is None else (found.text, found.box)


def _from_us(sheet: Sheet, directory: Directory) -> Found | None:
    if _to_us(sheet, directory) is not None:
        return None
    heads = [cell for row in sheet.rows[:3] for cell in row]
    ends = [cell for row in sheet.rows[-(len(sheet.rows) // 3 + 1) :] for cell in row]
    received = set(_behind(_RECEIVER, sheet))
    for cell in (*heads, *ends):
        signs = cell not in received and not is_greeting(cell)
        if signs and len(cell.text) < 40 and directory.names_own(cell.text):
            return cell.text, cell.box
    return None


def _speakers(sheet: Sheet, _: Directory) -> Found | None:
    """A conversation: two names that each open two lines or more."""
    opened: dict[str, list[Cell]] = {}
    for cell in sheet.cells:
        match = _SPEAKER.match(cell.text)
        if match is not None:
            opened.setdefault(match[1], []).append(cell)
    often = [cells for cells in opened.values() if len(cells) >= 2]
    return (often[0][0].text, often[0][0].box) if len(often) >= 2 else None


def is_greeting(cell: Cell) -> bool:
    """Whether a cell addresses somebody: 某某有限公司:, 致:某某, 尊敬的…"""
    return len(cell.text) < 45 and (
        re.search(
            r"(?:公司|厂|部|处|科|室|仓库|中心|店|合伙\)|企业|单位|经理|总|先生|女士|同志|贵司)(?:\(.*\))?[:：]$",
            cell.text,
        )
        is not None
        or cell.text.startswith(("致:", "尊敬的"))
    )


FEATURES: dict[str, Callable[[Sheet, Directory], Found | None]] = {
    "sums": _sums,
    "articles": _articles,
    "dated_rows": _dated_rows,
    "year_rows": _year_rows,
    "clock_times": _clock_times,
    "telephones": _telephones,
    "tick_boxes": _tick_boxes,
    "opinions": _opinions,
    "sign_offs": _sign_offs,
    "blank_form": _blank_form,
    "mail": _mail,
    "two_parties": _two_parties,
    "letter": _letter,
    "prose": _prose,
    "few_words": _few_words,
    "to_us": _to_us,
    "from_us": _from_us,
    "we_buy": _we_buy,
    "speakers": _speakers,
}
