"""A register of contracts kept in a spreadsheet: its headings, and what each row would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from access.hints import nearest
from access.importing import (
    Column,
    Listing,
    RowProblem,
    RowProblems,
    SheetRow,
    cell_amount,
    cell_date,
    cell_text,
)
from access.places import Places
from access.registers import CustomerIndex
from access.sheets import Cell
from archive.catalogue import contracts
from archive.catalogue.contracts import Contract, Terms
from archive.errors import BadInput

COLUMNS = (
    Column("number", ("合同编号", "合同号", "编号", "number", "contract number"), required=True),
    Column(
        "customer",
        (
            "客户名称",
            "客户",
            "对方",
            "对方单位",
            "对方名称",
            "签约对方",
            "供应商",
            "customer",
            "customer name",
        ),
        required=True,
    ),
    Column("subject", ("标的", "合同标的", "合同名称", "内容", "摘要", "subject")),
    Column("amount", ("合同金额", "金额", "总金额", "价款", "amount")),
    Column("signed_on", ("签订日期", "签约日期", "合同日期", "签订时间", "signed on", "signed")),
    Column("ends_on", ("到期日期", "终止日期", "截止日期", "履行期限", "ends on", "ends")),
    Column("company", ("公司", "所属公司", "我方", "company")),
    Column("department", ("部门", "所属部门", "经办部门", "department")),
)
LONGEST_NUMBER = 64


@dataclass(frozen=True, slots=True)
class ContractEntry:
    """A contract as somebody gives it: nothing checked yet; dates and amount as text or typed."""

    number: str
    customer: str
    subject: str = ""
    amount: Cell = None
    signed_on: Cell = None
    ends_on: Cell = None
    company: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class ContractStep:
    """One change to the register that is planned: `contract` is none for a new one."""

    row: int
    contract: Contract | None
    terms: Terms

    @property
    def outcome(self) -> Literal["added", "updated", "unchanged"]:
        """What the step does, or would do."""
        if self.contract is None:
            return "added"
        return "unchanged" if self.contract.terms == self.terms else "updated"


def plan(tx: Connection, listing: Listing, index: CustomerIndex, places: Places) -> tuple[ContractStep, ...]:
    """What each row would change. Raises `RowProblems` with everything that is wrong."""
    steps: list[ContractStep] = []
    problems: list[RowProblem] = []
    seen: dict[tuple[int, str], int] = {}
    for row in listing.rows:
        try:
            step = step_of(tx, row.number, terms_of(_entry(row), index, places))
            first = seen.setdefault((step.terms.company, step.terms.number), row.number)
            if first != row.number:
                raise BadInput("it is the same contract as row {row}.", row=first)
        except BadInput as error:
            problems.append(RowProblem(row.number, error))
        else:
            steps.append(step)
    if problems:
        raise RowProblems(problems)
    return tuple(steps)


def step_of(tx: Connection, row: int, terms: Terms) -> ContractStep:
    """The step that brings the register to these terms; what they leave empty stays as it is."""
    known = contracts.numbered(tx, terms.number, company=terms.company)
    if not known:
        return ContractStep(row, None, terms)
    before = known[0].terms
    if before.customer != terms.customer:
        raise BadInput(
            "The contract {number} is registered with another customer.",
            advice="Compare the number with the contract itself.",
            number=terms.number,
        )
    after = Terms(
        number=terms.number,
        customer=terms.customer,
        company=terms.company,
        department=terms.department,
        subject=terms.subject or before.subject,
        amount=before.amount if terms.amount is None else terms.amount,
        signed_on=terms.signed_on or before.signed_on,
        ends_on=terms.ends_on or before.ends_on,
    )
    return ContractStep(row, known[0], after)


def terms_of(entry: ContractEntry, index: CustomerIndex, places: Places) -> Terms:
    """The entry, checked: the customer is a registered one; its department is the customer's if unsaid."""
    number = " ".join(entry.number.split())
    if not number or len(number) > LONGEST_NUMBER or not number.isprintable():
        raise BadInput(
            "The contract number is missing or too long.", advice="Give the number on the contract."
        )
    customer = index.owner(entry.customer)
    if customer is None:
        raise BadInput(
            "There is no customer {name}{hint}.",
            advice="Enter the customer first: `dangan customer add` or `import`.",
            name=entry.customer or "—",
            hint=nearest(entry.customer, index.names()),
        )
    signed_on, ends_on = cell_date(entry.signed_on), cell_date(entry.ends_on)
    if signed_on and ends_on and ends_on < signed_on:
        raise BadInput("The contract ends before it was signed.", advice="Compare the two dates.")
    owner = index[customer]
    company, department = owner.company, owner.department
    if entry.company or entry.department:
        place = places.find(entry.company, entry.department)
        company, department = place.company.number, place.department.number
    return Terms(
        number=number,
        customer=customer,
        company=company,
        department=department,
        subject=entry.subject.strip(),
        amount=cell_amount(entry.amount),
        signed_on=signed_on,
        ends_on=ends_on,
    )


def _entry(row: SheetRow) -> ContractEntry:
    cells = row.cells
    return ContractEntry(
        number=cell_text(cells.get("number")),
        customer=cell_text(cells.get("customer")),
        subject=cell_text(cells.get("subject")),
        amount=cells.get("amount"),
        signed_on=cells.get("signed_on"),
        ends_on=cells.get("ends_on"),
        company=cell_text(cells.get("company")),
        department=cell_text(cells.get("department")),
    )
