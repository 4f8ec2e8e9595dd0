"""The register of contracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from access.contract_sheet import ContractEntry
from access.contracts import ContractShown
from access.desk import Desk
from access.importing import RowProblems
from access.speaker import Speaker
from archive.errors import BadInput
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import CUSTOMER, OTHER, staff


@pytest.fixture
def opened(tmp_path: Path, clock: StoppedClock) -> Iterator[tuple[Desk, Speaker]]:
    staffed = staff(tmp_path, clock)
    yield staffed.desk, staffed.speakers[Post.CREDIT_MANAGER]
    staffed.close()


def test_a_contract_is_entered_in_its_customers_department(opened: tuple[Desk, Speaker]) -> None:
    desk, speaker = opened
    entry = ContractEntry("XS-2026-7", CUSTOMER, "地板", "12.5万元", "2026年1月5日", "2026-12-31")
    shown = desk.contracts.add(speaker, entry)
    assert shown == ContractShown(
        id=1,
        number="XS-2026-7",
        customer=CUSTOMER,
        company="云禾股份有限公司",
        department="市场一部",
        subject="地板",
        amount=Decimal(125000),
        signed_on=date(2026, 1, 5),
        ends_on=date(2026, 12, 31),
        state="open",
    )
    assert desk.contracts.list(speaker, customer=CUSTOMER) == (shown,)
    assert desk.contracts.list(speaker, customer=OTHER) == ()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (ContractEntry("", CUSTOMER), "The contract number is missing or too long."),
        (ContractEntry("1", "江阴甲木"), "There is no customer {name}{hint}."),
        (ContractEntry("1", CUSTOMER, amount="面议"), "{text} is not an amount."),
        (ContractEntry("1", CUSTOMER, signed_on="春天"), "{text} is not a date."),
        (
            ContractEntry("1", CUSTOMER, signed_on="2026-02-01", ends_on="2026-01-01"),
            "The contract ends before it was signed.",
        ),
        (ContractEntry("XS-1", CUSTOMER), "The contract {number} is registered already."),
    ],
)
def test_what_cannot_be_is_refused(opened: tuple[Desk, Speaker], entry: ContractEntry, said: str) -> None:
    desk, speaker = opened
    desk.contracts.add(speaker, ContractEntry("XS-1", CUSTOMER))
    with pytest.raises(BadInput) as caught:
        desk.contracts.add(speaker, entry)
    assert caught.value.message == said


def test_import_is_whole_and_can_be_repeated(opened: tuple[Desk, Speaker]) -> None:
    desk, speaker = opened
    desk.contracts.add(speaker, ContractEntry("XS-1", CUSTOMER, "地板", "100"))
    rows = ("合同编号,客户名称,金额,签订日期,部门", f"XS-1,{CUSTOMER},200,,", f"XS-2,{OTHER},,2026/1/5,SC2")
    content = "\n".join(rows).encode("gb18030")
    first = desk.contracts.import_file(speaker, "合同.csv", content)
    again = desk.contracts.import_file(speaker, "合同.csv", content)
    assert [(row.row, row.number, row.outcome) for row in first.rows] == [
        (2, "XS-1", "updated"),
        (3, "XS-2", "added"),
    ]
    assert [row.outcome for row in again.rows] == ["unchanged", "unchanged"]
    assert [
        (one.number, one.subject, one.amount, one.department) for one in desk.contracts.list(speaker)
    ] == [
        ("XS-1", "地板", Decimal(200), "市场一部"),
        ("XS-2", "", None, "市场二部"),
    ]


def test_every_wrong_row_is_told_and_none_is_taken(opened: tuple[Desk, Speaker]) -> None:
    desk, speaker = opened
    desk.contracts.add(speaker, ContractEntry("XS-1", CUSTOMER))
    rows = (
        "number,customer,amount",
        f"XS-1,{OTHER},1",
        f"XS-2,{OTHER},1",
        f"XS-2,{OTHER},2",
        "XS-3,无此客户,1",
        f"XS-4,{OTHER},一点",
    )
    with pytest.raises(RowProblems) as caught:
        desk.contracts.import_file(speaker, "a.csv", "\n".join(rows).encode())
    assert [(problem.row, problem.error.message) for problem in caught.value.problems] == [
        (2, "The contract {number} is registered with another customer."),
        (4, "it is the same contract as row {row}."),
        (5, "There is no customer {name}{hint}."),
        (6, "{text} is not an amount."),
    ]
    assert len(desk.contracts.list(speaker)) == 1


def test_an_old_excel_file_is_read(opened: tuple[Desk, Speaker]) -> None:
    desk, speaker = opened
    content = Path(__file__).with_suffix(".xls").read_bytes()
    desk.contracts.import_file(speaker, "合同.xls", content)
    assert [(one.number, one.amount, one.signed_on) for one in desk.contracts.list(speaker)] == [
        ("XS-7", Decimal("125000.50"), date(2024, 3, 5)),
        ("20240001", None, None),
    ]
