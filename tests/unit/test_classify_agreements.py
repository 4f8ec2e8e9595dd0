"""Contracts, scores and complaints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from classify.sheet import Sheet
from tests.form import read, sheet, table


def test_a_contract() -> None:
    found = read(
        "contract_text",
        sheet(
            "合同编号：YH-2025-006",
            "需方(甲方)：宁波砚禾食品机械有限公司",
            "供方(乙方)：杭州嵘渡机电设备股份有限公司",
            "合同总价126,000.00元(人民币壹拾贰万陆仟元整)，以实际供货量结算。",
            "付款方式|月结60天",
            "甲方(盖章)|乙方(盖章)",
            "日期：2025.6.30|日期：2025.7.2",
        ),
    )
    assert found == {
        "contract_number": ["YH-2025-006"],
        "party_a": ["宁波砚禾食品机械有限公司"],
        "party_b": ["杭州嵘渡机电设备股份有限公司"],
        "amount": [Decimal(126_000)],
        "signed_on": [date(2025, 7, 2)],
        "payment_term": ["月结60天"],
    }


def test_an_amendment_has_a_number_of_its_own() -> None:
    found = read(
        "amendment", sheet("原合同号：YH-2025-006|协议号：YH-2025-006-B2", "甲方：宁波砚禾食品机械有限公司")
    )
    assert found["contract_number"] == ["YH-2025-006-B2"]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (table("项目|满分|得分", "交货|60|50", "合计|100|78"), {"score": ["78"], "full_score": ["100"]}),
        (sheet("总分：86.4"), {"score": ["86.4"]}),
        (sheet("信用评分|81/100"), {"score": ["81"], "full_score": ["100"]}),
        (sheet("合计得分：12+11+6=29分"), {"score": ["29"]}),
    ],
)
def test_scores(paper: Sheet, expected: dict[str, list[str]]) -> None:
    assert read("satisfaction_form", paper) == expected


def test_a_complaint() -> None:
    found = read("complaint", sheet("投诉日期|2025-02-14", "投诉内容|端子镀层发黑，抽检200只不良17只"))
    assert found == {
        "complaint_date": [date(2025, 2, 14)],
        "complaint_subject": ["端子镀层发黑,抽检200只不良17只"],
    }
