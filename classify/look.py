"""What one page of a pile looks like by itself: kinds, title, page number, how it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.decision import Candidate
from classify.dates import find_dates
from classify.directory import Directory
from classify.names import find_names
from classify.rulebook import Rulebook
from classify.scoring import Scale
from classify.sheet import Cell, Sheet
from classify.structure import is_greeting

STATEMENTS = frozenset({"balance_sheet", "income_statement", "cash_flow"})
"""The kinds of paper that a report encloses as papers of their own."""

_NUMBERED = re.compile(
    r"第(?P<number>\d{1,3})页[,/|]?\s?(?:共(?P<pages>\d{1,3})页)?"
    r"|(?:^|\s|P\.?)(?P<number_>\d{1,3})\s?/\s?(?P<pages_>\d{1,3})(?:页)?$"
    r"|^Page\s?(?P<number__>\d{1,3})(?:\s?of\s?(?P<pages__>\d{1,3}))?$"
    r"|^-\s?(?P<number___>\d{1,3})\s?-$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[条章节]|[二三四五六七八九]、|[2-9]\d?[.、]|附[件录表注]|续|\(续\))|续表?\)?$"
)
_CONTINUED = re.compile(r"[(\[]?续(?:表|页|上页|[一二三四五六\d])?[)\]]?$|^续表?|接上页")
_OPENS = re.compile(r"(?:TO|FROM|致|收件人|发件人|主题|事由|主送)(?:[:/]|$)|给.{1,6}:", re.IGNORECASE)
_SIGNED = re.compile(r"盖章|签字|签名|签章|公章|记录人?:|审核|经办")
_REPORT = re.compile(r"(?:审计|(?:年度|半年度|季度|中期)(?:财务)?|财务)报告书?(?:全文|正文|及\S{2,12})?$")
_NOTES = re.compile(r"(?:财务|会计)?报表(?:项目)?(?:附注|注释)|^附注")
# The names of the statements in the accounting standards, alone in their row; the last is of no kind.
_STATEMENT = re.compile(
    r"^(?:[(\[]?[一二三四五六七八九十\d]{1,3}[)\]]?[、.]?)?(?:合并|母公司|公司|集团|本行|及|和|与)*"
    r"(?P<name>资产负债表|财务状况表|利润表|损益表|利润及利润分配表|综合收益表|现金流量表|(?:所有者|股东)权益变动表)"
    r"[(\[]?(?:续|未经审计|附表|年报|月报|季报|[一二三四五六七八九十\d])*[)\]]?$"
)
_TITLE_COUNTS = 4.0
_DAYS = 31  # of a month
_EDGE_ROWS = 2
_FOOT = 0.72  # of the page's height
_REPORT_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number that a page prints at its edge, and of how many (0: it does not say). `sure` when it cannot
    be anything else; 2/9 may be a day."""

    number: int
    pages: int
    sure: bool

    @property
    def is_last(self) -> bool:
        return self.number == self.pages


@dataclass(frozen=True)
class Look:
    """One page looked at by itself. `titled` is the kind that its title names, `title` the title's words."""

    sheet: Sheet
    kinds: tuple[Candidate, ...]
    titled: str | None
    title: str
    names: frozenset[str]

    @property
    def best(self) -> Candidate | None:
        return self.kinds[0] if self.kinds else None

    def score_of(self, kind: str | None) -> float:
        """What the page scores for one kind."""
        return next((candidate.score for candidate in self.kinds if candidate.value == kind), 0.0)

    @cached_property
    def number(self) -> PageNumber | None:
        """The page number that the paper itself prints at its edge, if it does."""
        return next(filter(None, (_number(cell.text) for cell in _edge(self.sheet))), None)

    @cached_property
    def header(self) -> frozenset[str]:
        """What stands at the very top and is neither a title nor a name alone: a running head, perhaps."""
        texts = (
            {cell.text for cell in self.sheet.rows[0] if len(cell.text) >= 6 and cell.title < 0.9}
            if self.sheet.rows
            else set()
        )
        return frozenset(text for text in texts if text not in self.names and _number(text) is None)

    @property
    def goes_on(self) -> bool:
        """Whether it begins in the middle of something: a later clause, an annex, 续."""
        first = self.sheet.cells[0].text if self.sheet.cells else ""
        return _GOES_ON.search(first) is not None

    @property
    def addresses(self) -> bool:
        """Whether it opens as letters, notes and mails do: to whom, from whom, about what."""
        return any(is_greeting(cell) or _OPENS.match(cell.text) for cell in _top(self.sheet))

    @property
    def is_continued(self) -> bool:
        """Whether its title says that it goes on: 资产负债表(续)."""
        return any(
            _CONTINUED.search(text) for text in (self.title, *(cell.text for cell in _top(self.sheet)))
        )

    @cached_property
    def is_finished(self) -> bool:
        """Whether it ends as papers end: a place to sign in its last rows, or a date that is no list's."""
        ends = [(cell.text, len(row)) for row in self.sheet.rows[-3:] for cell in row if len(cell.text) < 30]
        return any(_SIGNED.search(text) or (cells <= 3 and find_dates(text)) for text, cells in ends)

    @cached_property
    def is_full(self) -> bool:
        """Whether its writing goes down to the foot, as on a page that goes on overleaf."""
        cells = [cell for cell in self.sheet.cells if _number(cell.text) is None and len(cell.text) > 3]
        lowest = max((cell.box.bottom for cell in cells), default=0.0)
        return lowest > _FOOT * self.sheet.height

    @cached_property
    def is_report(self) -> bool:
        """Whether it heads a report that encloses statements: an auditor's, or of a year."""
        return any(
            cell.title >= _REPORT_TITLE and _REPORT.search(cell.text) for cell in self.sheet.titles[:6]
        )

    @property
    def has_notes(self) -> bool:
        """Whether it is headed as the notes on statements are."""
        return any(_NOTES.search(cell.text) for cell in _top(self.sheet) if len(cell.text) < 30)

    @cached_property
    def statement(self) -> str:
        """The statement that its first rows are headed by, by name; "" when by none."""
        names = (statement_heading(row) for row in self.sheet.rows[:6])
        return next(filter(None, names), "")

    def is_statement(self, enough: float) -> bool:
        """Whether it begins a statement: titled as one, and with the items of one."""
        if self.titled not in STATEMENTS or self.best is None or self.best.value != self.titled:
            return False
        return len(self.best.evidence) > 1 and self.best.score >= 2 * enough


def statement_heading(row: Sequence[Cell]) -> str:
    """The name of the statement that a row is the heading of, whatever its letters; "" when of none."""
    match = _STATEMENT.match(row[0].text.replace(" ", "")) if len(row) == 1 else None
    return match["name"] if match is not None else ""


def look_at(sheet: Sheet, scale: Scale, rulebook: Rulebook, directory: Directory) -> Look:
    """Look at one page by itself."""
    kinds = scale.weigh([sheet])
    title_rules = {rule.id for rule in rulebook.rules if rule.where == "title"}
    titled, title, strongest = None, "", _TITLE_COUNTS
    for candidate in kinds:
        for item in candidate.evidence:
            if item.rule in title_rules and item.weight >= strongest:
                titled, title, strongest = candidate.value, item.words, item.weight
    names = frozenset(word.value for word in find_names(sheet.flow.text)) | {
        known.name for known in directory.known_in(sheet.flow.text) if known.owner is not None
    }
    return Look(sheet, kinds, titled, title, names)


def _number(text: str) -> PageNumber | None:
    match = _NUMBERED.search(text)
    if match is None:
        return None
    found = [int(group) for group in match.groups() if group]
    number, pages = found[0], found[1] if len(found) > 1 else 0
    sure = pages > _DAYS or not text[match.start() : match.end()].strip().replace(" ", "")[0].isdigit()
    return PageNumber(number, pages, sure) if number and (not pages or number <= pages) else None


def _edge(sheet: Sheet) -> tuple[Cell, ...]:
    rows = (*sheet.rows[:_EDGE_ROWS], *sheet.rows[-_EDGE_ROWS:])
    return tuple(cell for row in rows for cell in row)


def _top(sheet: Sheet) -> tuple[Cell, ...]:
    return tuple(cell for row in sheet.rows[:4] for cell in row)
