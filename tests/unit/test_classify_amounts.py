"""What was asked for and granted, and for how many days."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.form import read, sheet, sure


def test_an_application() -> None:
    found = read(
        "credit_application", sheet("申请信用额度|150万元(壹佰伍拾万元整)", "申请账期|□30天☑60天□90天")
    )
    assert found == {"requested_amount": [Decimal(1_500_000)], "payment_term": ["60天"]}


def test_of_terms_to_choose_from_none_is_guessed() -> None:
    assert "payment_term" not in read("credit_application", sheet("申请账期|30天 60天 90天"))


def test_capitals_count_and_are_doubted_where_figures_differ() -> None:
    agree, differ = (
        sheet("核定额度|人民币伍拾万元整(¥500,000.00)"),
        sheet("核定额度|人民币伍拾万元整(¥550,000.00)"),
    )
    assert read("credit_limit", agree)["granted_amount"] == read("credit_limit", differ)["granted_amount"]
    assert sure("credit_limit", "granted_amount", differ) < 0.5
    assert sure("credit_limit", "granted_amount", agree) == 1.0


def test_an_approval_grants_what_the_last_who_decided_said() -> None:
    flow = sheet(
        "申请|额度250万/60天",
        "信控意见|建议100万/30天",
        "财务总监|同意120万/30天。季某5.20",
        "总经理|同意。贺某5.21",
    )
    found = read("credit_approval", flow)
    assert (found["granted_amount"], found["payment_term"]) == ([Decimal(1_200_000)], ["30天"])


def test_a_notice_that_changes_a_limit() -> None:
    notice = sheet("一、赊销额度由人民币480万元调整为人民币陆佰万元整(¥6,000,000.00)；")
    assert read("limit_notice", notice)["granted_amount"] == [Decimal(6_000_000)]


def test_the_limit_of_before_is_not_the_one_granted() -> None:
    found = read("credit_limit", sheet("原核定额度|480万元/90天|核定额度|600万元", "账期|月结90天"))
    assert (found["granted_amount"], found["payment_term"]) == ([Decimal(6_000_000)], ["月结90天"])


def test_a_sum_whose_label_holds_the_unit() -> None:
    assert read("credit_limit", sheet("授信额度(万元)|80"))["granted_amount"] == [Decimal(800_000)]


def test_a_value_of_two_lines_beside_a_label_of_one() -> None:
    printed = sheet("|          150万元(壹佰伍拾", "申请额度||||||申请账期|60天")
    assert read("credit_application", printed)["payment_term"] == ["60天"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("金额(小写)|¥9,760.00", Decimal("9760.00")),
        ("价税合计：12,000.50", Decimal("12000.50")),
        ("数量合计|12", None),
    ],
)
def test_the_sum_of_a_voucher(row: str, expected: Decimal | None) -> None:
    assert read("payment_voucher", sheet(row)).get("amount", [None]) == [expected]
