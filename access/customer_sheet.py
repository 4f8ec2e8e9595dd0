"""A register of customers kept in a spreadsheet: its headings, and what each row would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from access.importing import (
    Column,
    Listing,
    RowProblem,
    RowProblems,
    SheetRow,
    cell_code,
    cell_text,
    cell_words,
)
from access.places import Places
from access.registers import CustomerEntry, CustomerIndex, check_entry, particulars_of
from archive.catalogue.customers import Particulars
from archive.errors import BadInput

COLUMNS = (
    Column(
        "name",
        (
            "客户名称",
            "名称",
            "客户",
            "客户全称",
            "企业名称",
            "公司名称",
            "单位名称",
            "供应商名称",
            "供应商",
            "name",
            "customer",
            "customer name",
        ),
        required=True,
    ),
    Column("code", ("统一社会信用代码", "社会信用代码", "信用代码", "代码", "code", "credit code")),
    Column("registration_number", ("注册号", "工商注册号", "营业执照注册号", "registration number")),
    Column("aliases", ("别名", "简称", "客户简称", "企业简称", "alias", "aliases", "short name")),
    Column("former_names", ("曾用名", "原名", "旧名称", "former name", "former names")),
    Column("kind", ("类别", "类型", "客户类别", "客户类型", "kind", "type")),
    Column("company", ("公司", "所属公司", "本公司", "company")),
    Column("department", ("部门", "所属部门", "业务部门", "归口部门", "department")),
)

Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What one row did; `changes` names the fields that are new, with what they are now."""

    row: int
    name: str
    outcome: Outcome
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file did, or (`dry_run`) would do; `ignored` are headings that mean nothing to us."""

    rows: tuple[ImportedRow, ...]
    ignored: tuple[str, ...]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One change to the register that is planned: `number` is none for a new customer."""

    row: int
    number: int | None
    before: Particulars | None
    after: Particulars

    @property
    def outcome(self) -> Outcome:
        if self.before is None:
            return "added"
        return "unchanged" if self.before == self.after else "updated"


def plan(index: CustomerIndex, listing: Listing, places: Places) -> tuple[Step, ...]:
    """What each row would change. Raises `RowProblems` with everything that is wrong."""
    steps: list[Step] = []
    problems: list[RowProblem] = []
    seen: dict[int, int] = {}
    for place, row in enumerate(listing.rows, start=1):
        try:
            step = _step(index, row, places)
            number = -place if step.number is None else step.number  # a new one has no number yet
            if number in seen:
                raise _repeats(seen[number])
            index.refuse_taken(number, step.after)
        except BadInput as error:
            problems.append(RowProblem(row.number, error))
        else:
            seen[number] = row.number
            index.put(number, step.after)
            steps.append(step)
    if problems:
        raise RowProblems(problems)
    return tuple(steps)


def _step(index: CustomerIndex, row: SheetRow, places: Places) -> Step:
    entry = check_entry(entry_of(row))
    number = index.meant_by(entry)
    if number is not None and number < 0:
        raise _repeats(None)
    before = None if number is None else index[number]
    return Step(row.number, number, before, particulars_of(entry, before, places, rename=False))


def _repeats(row: int | None) -> BadInput:
    return BadInput(
        "it is the same customer as row {row}." if row else "it is the same customer as a row above.",
        advice="Keep one of the two rows.",
        row=row,
    )


def entry_of(row: SheetRow) -> CustomerEntry:
    """A row as an entry: words only, nothing checked but spoiled codes."""
    cells = row.cells
    return CustomerEntry(
        name=cell_text(cells.get("name")),
        kind=cell_text(cells.get("kind")),
        code=cell_code(cells.get("code")),
        registration_number=cell_code(cells.get("registration_number")),
        aliases=cell_words(cells.get("aliases")),
        former_names=cell_words(cells.get("former_names")),
        company=cell_text(cells.get("company")),
        department=cell_text(cells.get("department")),
    )


def imported(step: Step, places: Places) -> ImportedRow:
    """A step as it is shown to people."""
    said = tuple(changes(step.before, step.after, places)) if step.before else ()
    return ImportedRow(step.row, step.after.name, step.outcome, said)


def changes(before: Particulars, after: Particulars, places: Places) -> Iterator[tuple[str, str]]:
    """The fields that differ, with what they are now in words."""
    for field in ("name", "kind", "code", "registration_number", "aliases", "former_names"):
        now = getattr(after, field)
        if getattr(before, field) != now:
            yield field, "、".join(now) if isinstance(now, tuple) else str(now)
    if before.department != after.department:
        yield "department", places[after.department].label
