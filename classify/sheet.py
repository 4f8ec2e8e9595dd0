"""A page laid out for reading: rows of cells in one spelling, and how much each cell looks like a title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from archive.page import Box, Line, Page
from classify.gutter import sides
from classify.rows import rows_of
from classify.wording import han_count, plain

BLANK_INK = 0.002
PICTURE_INK = 0.03  # staples, holes and the scanner's shadows make less
_PALE = 0.045  # of the ground under the words is ink: print, however faint, had more
_NONSENSE = (
    0.75  # confidence a letter: real pages, faint or by phone, were 0.82 at worst, mirrored print 0.62
)
_SAME_CELL_GAP = 0.9  # of the letter height; wider gaps part two cells
_SPACED_LETTERS_GAP = 7.0  # 证    书: single characters set far apart are one word

# What a scanner, a fax or a browser prints on the margin is no title.
_MARGIN = re.compile(
    r"\.(pdf|jpe?g|tiff?|png|html?)\b|https?:|www\.|^第?\d+页|^-?\d+-?$|^page\b|\bscan\b|FROM:|^\d{1,2}:\d\d"
    r"|打印时间|打印人|^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}",
    re.IGNORECASE,
)
_SUBJECT_LABEL = re.compile(r"(?:主题|标题|事由|Subject|RE/事由|Re)[:：]?", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:主题|标题|事由|Subject):.", re.IGNORECASE)
_SUBJECT_STRENGTH = 0.8
# What begins a line of its own on forms, licences and contracts: no paragraph runs on into it.
_BEGINS_LINE = re.compile(
    r"(?:(?:企业|公司|单位|客户|纳税人)?名称|(?:企业|公司|(?:市场)?主体|登记注册|注册)?类型|经济性质|企业性质|组成形式"
    r"|住\s?所|住址|地址|(?:主要)?(?:经营|营业)场所|法\s?定\s?代\s?表\s?人|法人代表|负责人|经营者|投资人|执行事务合伙人"
    r"|注册资[本金]|实收资本|出资额|成立日期|注册日期|发证日期|(?:营业|经营|合伙)期限|经营范围|登记机关|注册号|统一社会信用代码"
    r"|[甲乙丙]方|[供需买卖]方|第[一二三四五六七八九十百\d]+[条章]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、)])"
)
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、](?!\d)"
    r"|[IVX]{1,4}[.、 ]?(?=[\u4e00-\u9fff])|第.{1,3}(?:章|节|部分)"
)
_SECTION_STRENGTH = 0.5
_LATIN_TITLE = re.compile(r"[A-Z][A-Z &/'-]{2,40}")
_SENTENCE = re.compile(r"[。;!?,]|:.")


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of text on a page, in one spelling. `title` says how much it looks like a title, 0..1."""

    text: str
    box: Box
    confidence: float
    row: int
    title: float = 0.0
    by_hand: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page as rows of cells, top to bottom, left to right. `page` counts from 1 in the original.

    Only the very same sheet is equal to it: what was found out about a page is remembered by the page.
    """

    page: int
    width: float
    height: float
    ink: float
    cells: tuple[Cell, ...]
    barcodes: tuple[str, ...]

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells by row."""
        count = self.cells[-1].row + 1 if self.cells else 0
        rows: list[list[Cell]] = [[] for _ in range(count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(row) for row in rows)

    @cached_property
    def flow(self) -> Flow:
        """The whole text as one string that knows which cell each character comes from."""
        return Flow(self)

    @property
    def titles(self) -> tuple[Cell, ...]:
        """Cells that look like a title, most like it first."""
        return tuple(sorted((cell for cell in self.cells if cell.title), key=lambda cell: -cell.title))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is on the page: no text to speak of and next to no ink.

        What a machine prints on the margin is no text, nor what shows through from the other side, which
        reads as nonsense. Without any text it may still be a picture (goods, a gate, a drawing).
        """
        if self.is_unread:
            return False
        if not self.cells:
            return self.ink < PICTURE_INK
        letters = sum(len(cell.text) for cell in self.cells if not _MARGIN.search(cell.text))
        return (letters < 12 and self.ink < BLANK_INK) or self._shows_through

    @property
    def _shows_through(self) -> bool:
        count = sum(len(cell.text) for cell in self.cells)
        sure = sum(len(cell.text) * cell.confidence for cell in self.cells)
        written = sum(cell.box.width * cell.box.height for cell in self.cells)
        return sure < _NONSENSE * count and self.ink * self.width * self.height < _PALE * written

    @property
    def is_unread(self) -> bool:
        """Whether the page could not be read at all; what is on it, nobody knows."""
        return self.width == 0


class Flow:
    """Text of a sheet in reading order: cells of a row parted by "|", rows by a line feed.

    A row that runs to the right margin goes on in the next one without a break, as a paragraph does;
    but not into a line that begins with a label or a number.
    """

    def __init__(self, sheet: Sheet) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._cells = sheet.cells
        margin = max((cell.box.right for cell in sheet.cells), default=0.0)
        offset = 0
        for cell, following in zip(sheet.cells, (*sheet.cells[1:], None), strict=False):  # no cells, no pairs
            self._starts.append(offset)
            pieces.append(cell.text)
            if following is None:
                break
            pieces.append(_joint(cell, following, margin))
            offset += len(cell.text) + len(pieces[-1])
        self.text = "".join(pieces)

    def cell_at(self, offset: int) -> Cell:
        """The cell that the character at `offset` belongs to."""
        return self._cells[bisect_right(self._starts, offset) - 1]

    def start_of(self, cell: Cell) -> int:
        """Where a cell's text begins."""
        return self._starts[self._cells.index(cell)]


def _joint(cell: Cell, following: Cell, margin: float) -> str:
    if following.row == cell.row:
        return "|"
    letter = cell.box.height
    runs_on = cell.box.right > margin - 3 * letter and abs(following.box.left - cell.box.left) < 5 * letter
    is_prose = len(cell.text) > 12 and han_count(cell.text) > 0.6 * len(cell.text)
    return "" if runs_on and is_prose and not _BEGINS_LINE.match(following.text) else "\n"


def lay_out(page: Page) -> Sheet:
    """Lay a page out: rows by height, cells by gaps, spelling made one, titles marked."""
    lines = [line for line in page.lines if line.text.strip()]
    cells: list[Cell] = []
    for row in (row for side in sides(lines, width=page.width, height=page.height) for row in rows_of(side)):
        number = cells[-1].row + 1 if cells else 0
        cells += [cell for cell in _cells(row, number) if cell.text]
    return Sheet(
        page=page.number,
        width=page.width,
        height=page.height,
        ink=page.ink,
        cells=tuple(_with_titles(cells, page.width)),
        barcodes=tuple(";".join(map(plain, code.text.splitlines())) for code in page.barcodes),
    )


def excerpt(sheet: Sheet, cells: Sequence[Cell]) -> Sheet:
    """Some cells of a page as a page by themselves, for a paper that shares its page with another."""
    places = {row: place for place, row in enumerate(sorted({cell.row for cell in cells}))}
    moved = [replace(cell, row=places[cell.row], title=0.0) for cell in cells]
    return replace(sheet, cells=tuple(_with_titles(moved, sheet.width)))


def _cells(row: Sequence[Line], number: int) -> Iterable[Cell]:
    group: list[Line] = []
    for line in row:
        if group and not _belongs(group, line):
            yield _cell(group, number)
            group = []
        group.append(line)
    if group:
        yield _cell(group, number)


def _belongs(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    letter = max(last.box.height, line.box.height)
    gap = line.box.left - last.box.right
    if gap <= _SAME_CELL_GAP * letter:
        return True
    singles = all(len(piece.text.strip()) == 1 and han_count(piece.text) == 1 for piece in (*group, line))
    return singles and gap <= _SPACED_LETTERS_GAP * letter and len(group) < 8


def _cell(group: Sequence[Line], number: int) -> Cell:
    box = Box(
        min(line.box.left for line in group),
        min(line.box.top for line in group),
        max(line.box.right for line in group),
        max(line.box.bottom for line in group),
    )
    text = plain(" ".join(line.text for line in group))
    by_hand = any(line.by_hand for line in group)
    return Cell(text, box, min(line.confidence for line in group), number, by_hand=by_hand)


def _with_titles(cells: Sequence[Cell], width: float) -> Iterable[Cell]:
    if not cells:
        return
    usual = median(cell.box.height for cell in cells)
    top = min(cell.box.top for cell in cells)
    bottom = max(cell.box.bottom for cell in cells)
    left = min(cell.box.left for cell in cells)
    right = max(cell.box.right for cell in cells)
    middle = ((left + right) / 2, width / 2)
    alone = {cell.row for cell in cells} - {one.row for one, other in pairwise(cells) if one.row == other.row}
    for place, cell in enumerate(cells):
        depth = (cell.box.top - top) / max(1.0, bottom - top)
        centred = min(abs((cell.box.left + cell.box.right) / 2 - x) for x in middle) < 0.06 * width
        size = cell.box.height / usual
        title = _title_strength(cell, size, depth, centred=centred, alone=cell.row in alone)
        if _SECTION.match(cell.text):  # the heading of a part names the part
            title *= _SECTION_STRENGTH
        if _is_subject(cell, cells[place - 1] if place else None):
            title = max(title, _SUBJECT_STRENGTH)
        yield replace(cell, title=title)


def _is_subject(cell: Cell, before: Cell | None) -> bool:
    """Whether this is the subject line of a mail, fax or letter, which is its title."""
    if _SUBJECT.match(cell.text):
        return True
    beside = before is not None and before.row == cell.row
    return beside and before is not None and _SUBJECT_LABEL.fullmatch(before.text) is not None


def _title_strength(cell: Cell, size: float, depth: float, *, centred: bool, alone: bool) -> float:
    """How much a cell looks like a title: by its wording, letter size, height on the page and centring."""
    text = cell.text
    if _LATIN_TITLE.fullmatch(text) and size >= 1.35:
        return 1.0
    if not 2 <= len(text) <= 48 or han_count(text) < 2 or _MARGIN.search(text):
        return 0.0
    if _SENTENCE.search(text.rstrip(":,;")):
        return 0.0
    if text.endswith(("。", ";", ",")):
        return 0.0
    strength = 0.0
    if size >= 1.35:
        strength = 1.0 if depth < 0.45 else 0.7
    elif size >= 1.15 and depth < 0.3:
        strength = 0.9
    if centred and alone:
        strength = max(strength, 0.9 if depth < 0.2 else 0.6)
    if cell.row < 3 and (alone or cell.row == 0):
        strength = max(strength, 0.7 if alone else 0.4)
    elif cell.row < 6 and depth < 0.2 and alone:
        strength = max(strength, 0.5)
    return strength
