"""Where a page only names other papers: titles in 《》, and lists of what is enclosed."""

from __future__ import annotations

import re

from classify.sheet import Sheet

_TITLE_OF_ANOTHER = re.compile(r"<[^<>|\n]{2,40}>")
_NAMED_IN_TITLE = re.compile(r"<[^<>]{2,40}>(?=.*[\u4e00-\u9fff])")
_ENCLOSED = re.compile(
    r"^(?:\d{1,2}[.、]\s?)?(?:附件?|随附|后附|所附|附送|须?应?需?(?:提交|提供|附)的?)"
    r"(?:下列|以下|相关|证明)*(?:资料|材料|文件|单据|证件)*(?:清单|目录)?(?:如下)?(?:[:|]|$)"
)
_LIST_ITEM = re.compile(r"^(?:\(?\d{1,2}[.、)]|[①-⑳]|[□☐☑☒■√✓✔·-])")
_LIST_AT_MOST = 20  # rows

Span = tuple[int, int]


def mentions(sheet: Sheet) -> tuple[Span, ...]:
    """Stretches of `sheet.flow.text` that tell of other papers, not of this one: begin and end."""
    quoted = tuple(match.span() for match in _TITLE_OF_ANOTHER.finditer(sheet.flow.text))
    return (*quoted, *_enclosures(sheet))


def own_words(title: str) -> str:
    """A title with the other papers it names made illegible: 关于《催款函》的复函 is a 复函 on something."""
    return _NAMED_IN_TITLE.sub(lambda named: f"<{'〓' * (len(named[0]) - 2)}>", title)


def _enclosures(sheet: Sheet) -> list[Span]:
    spans: list[Span] = []
    rows_left = 0
    for row in sheet.rows:
        begins = _ENCLOSED.match(row[0].text) is not None
        if begins:
            rows_left = _LIST_AT_MOST
        elif rows_left and _LIST_ITEM.match(row[0].text):
            rows_left -= 1
        else:
            rows_left = 0
            continue
        first, last = sheet.flow.start_of(row[0]), sheet.flow.start_of(row[-1])
        spans.append((first, last + len(row[-1].text)))
    return spans
