"""Balance sheets, income and cash flow statements: period, unit, checked totals of each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from archive.decision import Field
from classify.dates import find_dates
from classify.labels import field_at
from classify.sheet import Sheet
from classify.table import UNITS, Piece, pieces, unit_of

_PERIOD = re.compile(
    r"((?:19|20)\d\d)年(?:(1[0-2]|0?[1-9])月?[-~至](1[0-2]|0?[1-9])月|度|(1[0-2]"
    r"|0?[1-9])月(?:(\d{1,2})[日H])?|第?([一二三四1-4])季度)"
)
_DOT_PERIOD = re.compile(
    r"(?:(?:税款)?所属期止|所属期|会计期间|报表期间|报表日期|会计月|期间|截止日期"
    r"|资产负债表日)[:|]?\s?((?:19|20)\d\d[-.年]\d{1,2}(?:[-.月]\d{1,2})?)"
)
_NUMERAL_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_OTHER_DAY = re.compile(r"(?:报送|打印|制表|填表|编制|报出|申报|审核|成立)(?:日期|时间|日)?[:|]?$")
# What a line is called, by the field it fills. The words must make up the whole name of the line.
_SUM = r"(?:合\s?计|总\s?计|总\s?额)"
_EQUITY = r"(?:所有者|股东)?权益(?:\(或(?:股东|所有者)权益\))?(?:\([^)]*\))?"
_NET_FLOW = r"活动(?:产生的?)?(?:现金流量净额|现金净流量|净现金流量?|现金流净额)"
_CASH = r"(?:现金及(?:现金)?等价物|现金|货币资金)"
_PLACE = r"(?:[一二三四五六七1-9][、.])?(?:加:|减:)?"  # 五、, 加:
LINES: dict[str, str] = {
    "total_assets": rf"资\s?产{_SUM}",
    "total_liabilities": rf"负\s?债{_SUM}",
    "equity": rf"{_EQUITY}{_SUM}|净资产(?:合计)?",
    "liabilities_and_equity": rf"负债(?:和|及|与){_EQUITY}{_SUM}",
    "revenue": rf"{_PLACE}(?:营业总?收入|主营业务收入|营业收入合计)",
    "operating_profit": rf"{_PLACE}营业利润(?:\(.*)?",
    "total_profit": rf"{_PLACE}利润总额(?:\(.*)?",
    "net_profit": rf"{_PLACE}净利润(?:\(.*)?",
    "operating_cash_flow": rf"{_PLACE}经营{_NET_FLOW}",
    "investing_cash_flow": rf"{_PLACE}投资{_NET_FLOW}",
    "financing_cash_flow": rf"{_PLACE}筹资{_NET_FLOW}",
    "net_cash_increase": rf"{_PLACE}{_CASH}(?:的?净增加|净增减)额?(?:\(.*)?",
    "closing_cash": rf"{_PLACE}期末{_CASH}余额",
}
_PREVIOUS = re.compile(r"上年|年初|期初|上期|上年度|去年|上年同期|年初数|期初数")
_MONTH = re.compile(r"本月|当月|本月数")
_CURRENT = re.compile(r"期末|本年|本期|年末|累计|本年度")
_BALANCED = ("total_assets", "total_liabilities", "equity")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of sums: what is appended to a field's name for it, and where its heading stands."""

    suffix: str
    middle: float


def statement_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Period, unit and the totals of both columns, in yuan."""
    head = sheets[0]
    yield from _period(head)
    found = unit_of(head)
    scale = Decimal(1)
    if found is not None:
        unit, cell = found
        scale = UNITS[unit]
        yield field_at(cell, head.page, "unit", unit, why="head")
    totals = [field for sheet in sheets[:2] for field in _totals(sheet, scale, known=found is not None)]
    yield from _checked(totals)


def _period(sheet: Sheet) -> Iterator[Field]:
    for cell in sheet.cells[:30]:
        text = _in_figures(cell.text)
        match = _PERIOD.search(text)
        if match is not None and not _OTHER_DAY.search(text[: match.start()]):
            yield field_at(cell, sheet.page, "period", match[0].replace("H", "日"), why="head")
            return
    for cell in sheet.cells[:30]:
        match = _DOT_PERIOD.search(cell.text)
        words = find_dates(match[1]) if match is not None else ()
        if words:
            day = words[0].value
            value = f"{day.year}年{day.month}月" + (f"{day.day}日" if words[0].precise else "")
            yield field_at(cell, sheet.page, "period", value, why="head")
            return


def _in_figures(text: str) -> str:
    """The text with years in numerals written in figures: 二〇二二年度 as 2022年度."""
    return _NUMERAL_YEAR.sub(lambda match: match[0].translate(_FIGURES), text)


def _totals(sheet: Sheet, scale: Decimal, *, known: bool) -> Iterator[Field]:
    """The lines that are totals, each with one sum a column; less sure where no unit is printed."""
    columns: tuple[Column, ...] = ()
    seen: set[str] = set()
    for row in sheet.rows:
        row_pieces = pieces(row)
        columns = _columns(row_pieces) or columns
        for name, numbers in _named(row_pieces):
            if name in seen:
                continue
            seen.add(name)
            for suffix, piece in _by_column(numbers, columns):
                value = (piece.number or Decimal(0)) * scale
                sure = 1.0 if known else 0.7
                yield field_at(
                    piece.cell, sheet.page, name + suffix, value, words=piece.text, sure=sure, why="row"
                )


def _columns(row: Sequence[Piece]) -> tuple[Column, ...]:
    """The headings of the columns of sums, if this row is the head of the table."""
    if any(piece.number is not None and not piece.is_serial for piece in row if not _is_year(piece)):
        return ()
    found = []
    years = sorted({piece.text for piece in row if _is_year(piece)}, reverse=True)
    for piece in row:
        if piece.number is not None:
            if _is_year(piece) and len(years) > 1:
                found.append(Column("" if piece.text == years[0] else "_previous", piece.middle))
        elif _PREVIOUS.search(piece.text):
            found.append(Column("_previous", piece.middle))
        elif _MONTH.search(piece.text):
            found.append(Column("_month", piece.middle))
        elif _CURRENT.search(piece.text):
            found.append(Column("", piece.middle))
    return tuple(found) if len(found) > 1 else ()


def _is_year(piece: Piece) -> bool:
    return re.fullmatch(r"20\d\d", piece.text) is not None


def _named(row: Sequence[Piece]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The lines of a row that are totals, each with the numbers up to the next words."""
    places = [place for place, piece in enumerate(row) if piece.number is None and len(piece.text) > 1]
    for place, end in pairwise((*places, len(row))):
        text = re.sub(r"[\s:_*△☆]|^(?:[其加减]:|其中)", "", row[place].text)
        name = next((name for name, shape in LINES.items() if re.fullmatch(shape, text)), None)
        numbers = tuple(piece for piece in row[place + 1 : end] if _is_sum(piece))
        if name is not None and numbers:
            yield name, numbers


def _is_sum(piece: Piece) -> bool:
    """Whether this is a number other than that of the line (行次)."""
    return piece.number is not None and not piece.is_serial


def _by_column(numbers: Sequence[Piece], columns: Sequence[Column]) -> Iterator[tuple[str, Piece]]:
    """Each number with the column it stands in: the nearest heading, in the order of the headings."""
    if not columns:
        yield "", numbers[0]
        return
    taken: set[str] = set()
    for number in numbers:
        nearest = min(columns, key=lambda column: abs(column.middle - number.middle))
        if nearest.suffix not in taken:
            taken.add(nearest.suffix)
            yield nearest.suffix, number


def _checked(totals: Sequence[Field]) -> Iterator[Field]:
    """The totals; assets that are not liabilities and equity together are little believed."""
    values = {field.name: field.value for field in totals}
    doubted: set[str] = set()
    for suffix in ("", "_previous"):
        assets, debts, equity = (values.get(name + suffix) for name in _BALANCED)
        both = values.get("liabilities_and_equity" + suffix)
        if not (isinstance(debts, Decimal) and isinstance(equity, Decimal)) and both is not None:
            debts, equity = both, Decimal(0)
        if isinstance(assets, Decimal) and isinstance(debts, Decimal) and isinstance(equity, Decimal):
            off = abs(assets - debts - equity)
            if off > max(Decimal(2), abs(assets) / 100_000):
                doubted |= {name + suffix for name in _BALANCED}
            if not suffix:
                yield _balance(totals, balanced=not doubted)
    for field in totals:
        yield replace(field, confidence=round(0.4 * field.confidence, 3)) if field.name in doubted else field


def _balance(totals: Sequence[Field], *, balanced: bool) -> Field:
    assets = next(field for field in totals if field.name == "total_assets")
    value = "平" if balanced else "不平"
    return replace(assets, name="balance_check", value=value, rule="balance_check.sum")
