"""What customers think: scores of satisfaction, complaints with their day and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.decision import Field
from classify.dates import find_dates
from classify.labels import Filled, field_at, filled_in, spread
from classify.sheet import Sheet
from classify.table import pieces

_SCORE = (
    r"(?:总\s?(?:得\s?分|评分|分)|合\s?计(?:得分)?|得分合计|综合(?:得分|评分)|加权(?:总?得分"
    r"|平均分?|总分)|总体(?:得分|满意度|评分)|(?:客户)?(?:总体)?满意(?:度|率)(?:得分|指数)?"
    r"|(?:信用|客户|最终)?(?:评分|得分))"
)
_FULL = re.compile(r"满分\D{0,3}(\d{2,3})|[/]\s?(\d{2,3})(?:分|$)")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(?:\s?/\s?(\d{2,3}))?(?:分|%)?(?![\d.]|,\d)")
_TOTAL_ROW = re.compile(r"(?:总\s?(?:得\s?)?分|合\s?计|总\s?计)")
_FULL_COLUMN = re.compile(r"满分|标准分|分值|权重|配分")
_FULL_SCORES = frozenset(map(Decimal, (10, 50, 100, 120, 150, 200, 1000)))
_COMPLAINED = r"(?:投诉|客诉|受理|接诉|反馈|登记|收到|来电|异议(?:提出)?)(?:日\s?期|时\s?间)"
_SUBJECT = (
    r"(?:投诉|客诉|反馈|异议|问题|不良|故障)(?:内容|事项|主题|问题|描述|现象|原因"
    r"|事由)(?:及要求|描述)?|客户投诉内容|主题|事由|问题描述|不良现象|标题|关于"
)
_SUBJECT_AT_MOST = 80


def score_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The score given in all, and the most that could be given, as numbers."""
    total = next((found for sheet in sheets for found in _in_total_row(sheet)), None)
    if total is not None:
        yield from total
        return
    for filled in filled_in(sheets, _SCORE):
        words = filled.words.rpartition("=")[2]
        number = _NUMBER.match(words)
        if number is not None and Decimal(number[1]) <= Decimal(number[2] or 100):
            yield filled.field("score", number[1])
            if number[2]:
                yield filled.field("full_score", number[2])
                return
            break
    for sheet in sheets[:2]:
        match = _FULL.search(sheet.flow.text)
        if match is not None:
            cell = sheet.flow.cell_at(match.start())
            filled = Filled("", match[0], sheet.page, cell)
            yield filled.field("full_score", match[1] or match[2], why="text")
            return


def _in_total_row(sheet: Sheet) -> Iterator[tuple[Field, ...]]:
    """The row of totals of a table with a column of the most that could be given: 合计 | 100 | 78."""
    headed = any(_FULL_COLUMN.search(cell.text) for cell in sheet.cells)
    for row in sheet.rows:
        if not _TOTAL_ROW.match(row[0].text):
            continue
        given = [(piece, piece.number) for piece in pieces(row) if piece.number is not None]
        if headed and len(given) >= 2 and given[0][1] in _FULL_SCORES:
            full, score = given[0][0], given[1][0]
            yield (
                field_at(score.cell, sheet.page, "score", score.text, words=score.text, why="row"),
                field_at(full.cell, sheet.page, "full_score", full.text, words=full.text, why="row"),
            )


def complaint_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """When somebody complained, and of what."""
    for filled in filled_in(sheets[:2], _COMPLAINED):
        dates = find_dates(filled.words)
        if dates:
            yield filled.field("complaint_date", dates[0].value)
            break
    for filled in filled_in(sheets[:2], _SUBJECT):
        words = filled.words if filled.label == "关于" else spread(sheets, filled)
        if len(words) >= 4:
            yield filled.field("complaint_subject", words[:_SUBJECT_AT_MOST])
            return
