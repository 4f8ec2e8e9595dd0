"""Form labels and what is filled in beside them: 法定代表人 | 某某, 有效期至: 2026年7月13日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from archive.decision import Field, FieldValue
from archive.page import Box
from classify.sheet import Cell, Sheet

_NUMBERED = r"(?:[\d一二三四五六七八九十]{1,3}[.、)]\s?)?"
_LABEL_AT_MOST = 14
_LINES_AT_MOST = 3
_NEAR_LABEL = 8.0  # letter heights
_WIDE_GAP = 1.5  # letter heights
# What ends the words of a label that shares its cell with others: 评价人:某某审核:某某.
_NEXT_LABEL = re.compile(
    r"(?:审核|复核|批准|审批|制表|制单|记录人?|经办人?|填表人?|填报人?|编制|日期|时间|电话|手机|传真|地址|邮编|职务|部门|单位|客户|联系人|签字|盖章|备注|户名|账号|编号|金额|来源):"
)
# A label that a wide gap cuts in two: 名 | 称, 住 | 所.
_HALVES = frozenset(
    {"名称", "类型", "住所", "地址", "电话", "日期", "时间", "金额", "性质", "法人", "主题", "事由"}
)
# What a line of a value never begins with: it is the next label.
_BEGINS_LABEL = re.compile(
    r"(?:(?:企业|公司|单位|客户|纳税人)?名称|(?:企业|公司|主体|市场主体|经济|登记注册|注册)?(?:类型|性质)|组成形式|住\s?所|注册地址|地址"
    r"|(?:主要)?(?:经营|营业)(?:场所|地址)|法\s?定\s?代\s?表|法人|(?:主要)?负责人|经营者|投资人|执行事务|注册资|实收资|出资|成立|注册日期|登记|发证"
    r"|发照|有效|(?:营业|经营|合伙)期限|经营范围|许可|注册号|证书?编?号|统一社会|核准|年度|有关|组织|[甲乙丙]方|联系|电话|手机|传真|邮编|邮政|开户|银行|账号|税号|员工|职工|人数|附件|备注|职务"
    r"|性别|日期|申请|批准|审批|年销售|主营|所属|行业|担保|付款|结算|填表|制表|盖章|签[字章名]|[\u3400-\u9fff]{2,8}:)"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A label and the words filled in for it. `cell` holds the words."""

    label: str
    words: str
    page: int
    cell: Cell

    def field(self, name: str, value: FieldValue, *, sure: float = 1.0, why: str = "label") -> Field:
        """The field `name`, with these words as evidence; `sure` (0..1) is how far they are believed."""
        return field_at(self.cell, self.page, name, value, words=self.words, sure=sure, why=why)


def field_at(
    cell: Cell, page: int, name: str, value: FieldValue, *, words: str = "", sure: float = 1.0, why: str
) -> Field:
    """A field read off a cell. `words` is what was printed, all of the cell where nothing is given."""
    confidence = round(cell.confidence * sure, 3)
    return Field(name, value, words or cell.text, page, cell.box, confidence, f"{name}.{why}", cell.by_hand)


def filled_in(sheets: Sequence[Sheet], labels: str) -> Iterator[Filled]:
    """Everything filled in for labels that match the pattern `labels`, in reading order.

    The words stand in the same cell after the label, in the cell to the right, or, where that is
    empty or a label itself, in the cell below.
    """
    pattern, inside = _label_pattern(labels), _inner_pattern(labels)
    for sheet in sheets:
        for cell in _whole_labels(sheet):
            match = pattern.match(cell.text)
            if match is not None:
                rest = match["rest"].strip(" :_")
                if rest:
                    yield Filled(match["label"], rest, sheet.page, cell)
                elif (beside := _beside(sheet, cell)) is not None and not _is_label(beside):
                    yield Filled(match["label"], beside.text, sheet.page, beside)
            elif (within := inside.search(cell.text)) is not None:
                rest = _NEXT_LABEL.split(within["rest"])[0].strip(" :_")
                if rest:
                    yield Filled(within["label"], rest, sheet.page, cell)


def spread(sheets: Sequence[Sheet], filled: Filled) -> str:
    """The words with the lines that they run on in: those below, as far left, that begin no label."""
    sheet = next(sheet for sheet in sheets if sheet.page == filled.page)
    cell = filled.cell
    words, bottom = filled.words, cell.box.bottom
    for row in sheet.rows[cell.row + 1 : cell.row + 1 + _LINES_AT_MOST]:
        below = [other for other in row if _is_below_words(other, filled)]
        if not below or below[0].box.top - bottom > 1.2 * cell.box.height:
            break
        before = [other for other in row[: row.index(below[0])] if _is_just_left(other, below[0])]
        if before or _BEGINS_LABEL.match(below[0].text) or len(below[0].text) < 2:
            break
        words, bottom = words + below[0].text, below[0].box.bottom
    return words


def _is_just_left(other: Cell, cell: Cell) -> bool:
    """Whether a cell stands close before another, as a label of its own does; one letter is the end
    of a label of several lines."""
    return len(other.text) > 1 and cell.box.left - other.box.right < _NEAR_LABEL * cell.box.height


def _is_label(cell: Cell) -> bool:
    """Whether the place beside a label holds the next label: nothing was filled in."""
    return len(cell.text) <= _LABEL_AT_MOST // 2 and _BEGINS_LABEL.match(cell.text) is not None


def _is_below_words(other: Cell, filled: Filled) -> bool:
    """Whether a cell begins where the words of a value do, not where their label does."""
    box, letter = filled.cell.box, filled.cell.box.height
    if filled.words == filled.cell.text:
        return abs(other.box.left - box.left) < 2.5 * letter
    return box.left + 1.2 * letter < other.box.left < box.left + 0.5 * box.width


def _whole_labels(sheet: Sheet) -> Iterator[Cell]:
    """The cells, labels cut in two by a gap put together."""
    for row in sheet.rows:
        cells = list(row)
        while cells:
            cell = cells.pop(0)
            if cells and len(cell.text) == 1 and cell.text + cells[0].text[:1] in _HALVES:
                cell = _joined(cell, cells.pop(0))
            yield cell


def _joined(one: Cell, other: Cell) -> Cell:
    box = Box(
        one.box.left,
        min(one.box.top, other.box.top),
        other.box.right,
        max(one.box.bottom, other.box.bottom),
    )
    return replace(other, text=one.text + other.text, box=box)


@cache
def _label_pattern(labels: str) -> re.Pattern[str]:
    return re.compile(rf"^{_NUMBERED}(?P<label>{labels})(?P<mark>\s*[:：|]?\s*)(?P<rest>.*)$")


@cache
def _inner_pattern(labels: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<label>{labels})\s*:\s*(?P<rest>.*)$")


def _beside(sheet: Sheet, cell: Cell) -> Cell | None:
    """The cell that holds a label's words: beside it, in the lines just above and below, or under it."""
    right = [
        other for other in sheet.rows[cell.row] if other.box.left > cell.box.right - 0.5 * cell.box.height
    ]
    until = right[0].box.left if right else sheet.width
    if until - cell.box.right > _WIDE_GAP * cell.box.height:
        lines = _lines_between(sheet, cell, until)
        if len({line.row for line in lines}) > (1 if right else 0):
            words = "".join(line.text for line in lines)
            box = Box(
                min(line.box.left for line in lines),
                lines[0].box.top,
                max(line.box.right for line in lines),
                lines[-1].box.bottom,
            )
            return replace(lines[0], text=words, box=box)
    return right[0] if right else _under(sheet, cell)


def _lines_between(sheet: Sheet, cell: Cell, until: float) -> list[Cell]:
    """Words of several lines whose label stands at half their height: they fill the gap beside it."""
    middle, letter = (cell.box.top + cell.box.bottom) / 2, cell.box.height
    lines = [
        other
        for row in sheet.rows[max(0, cell.row - 1) : cell.row + 2]
        for other in row
        if other.row != cell.row
        and cell.box.right - 0.5 * letter < other.box.left
        and other.box.right < until + 0.5 * letter
        and abs((other.box.top + other.box.bottom) / 2 - middle) < 1.3 * letter
    ]
    return [line for line in lines if abs(line.box.left - lines[0].box.left) < letter]


def _under(sheet: Sheet, cell: Cell) -> Cell | None:
    for below in sheet.rows[cell.row + 1 : cell.row + 2]:
        for other in below:
            overlap = min(other.box.right, cell.box.right) - max(other.box.left, cell.box.left)
            if overlap > 0.3 * min(other.box.width, cell.box.width) and len(cell.text) <= _LABEL_AT_MOST:
                return other
    return None
