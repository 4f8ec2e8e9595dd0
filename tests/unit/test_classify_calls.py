"""Calls, visits and dunning: when, who, what was promised; payment plans and statements of account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.form import read, sheet, table


def test_a_call_we_made() -> None:
    found = read(
        "call_record",
        sheet("日期|2024.8.12下午2:05-2:19|来/去电|□来电☑去电", "对方姓名|瞿岚(财务)", "记录人|祝晏"),
    )
    assert found == {
        "call_date": [date(2024, 8, 12)],
        "call_time": ["下午2:05-2:19"],
        "caller": ["祝晏"],
        "counterpart": ["瞿岚"],
    }


def test_a_call_we_took_was_made_by_the_other_side() -> None:
    found = read("call_record", sheet("2024-05-08 上午10:25", "☑来电□去电", "对方|瞿岚", "接听人|祝晏"))
    assert (found["caller"], found["counterpart"], found["call_time"]) == (["瞿岚"], ["瞿岚"], ["上午10:25"])


def test_without_a_direction_nobody_is_the_caller() -> None:
    assert "caller" not in read("call_record", sheet("□来电□去电", "对方姓名|瞿岚", "记录人|祝晏"))


def test_a_visit_has_several_people_with_their_posts() -> None:
    found = read("visit_record", sheet("我方人员|祝晏、丁屿", "对方人员|采购部瞿岚部长、方工"))
    assert (found["caller"], found["counterpart"]) == (["祝晏、丁屿"], ["采购部瞿岚部长、方工"])


def test_a_company_is_no_person() -> None:
    assert "counterpart" not in read("call_record", sheet("对方单位|宁波砚禾食品机械有限公司"))


def test_promises_in_what_was_said() -> None:
    found = read(
        "dunning_call",
        sheet("时间：2025年1月9日下午", "他答应：1月17号前先付10万元，其余118,605.60元1月24号前付清。"),
    )
    assert found["promised_date"] == [date(2025, 1, 17), date(2025, 1, 24)]
    assert found["promised_amount"] == [Decimal(100_000)] or found["promised_amount"][0] == Decimal(100_000)


def test_a_promise_of_next_year() -> None:
    assert read("dunning_call", sheet("时间：2025年12月16日", "对方承诺1月31日前付清。"))[
        "promised_date"
    ] == [date(2026, 1, 31)]


def test_the_column_of_promises_of_a_log() -> None:
    log = table(
        "日期|我方|对方|承诺日|下一步",
        "2025-12-20 9:40|祝晏|瞿岚|12/28|再催",
        "2025-12-29 9:40|祝晏|瞿岚|1/15|等",
    )
    assert read("dunning_call", log)["promised_date"] == [date(2025, 12, 28), date(2026, 1, 15)]


def test_instalments_of_a_letter_and_of_a_table() -> None:
    letter = sheet(
        "截至2024年9月30日，我司尚欠贵司货款人民币1,864,300.00元。",
        "一、2024年10月25日前支付人民币800,000.00元；",
        "二、2024年11月30日前支付人民币1,064,300.00元。",
        "宁波砚禾食品机械有限公司2024年10月9日",
    )
    plan = table(
        "期数|付款日期|付款金额(元)",
        "第一期|2024年10月25日前|800,000.00",
        "第二期|2024年11月30日前|1,064,300.00",
        "||2024年10月9日",
    )
    for paper in (letter, plan):
        found = read("payment_commitment", paper)
        assert found["promised_date"] == [date(2024, 10, 25), date(2024, 11, 30)]
        assert found["promised_amount"] == [Decimal(800_000), Decimal(1_064_300)]
    assert read("payment_commitment", letter)["debt"] == [Decimal(1_864_300)]


@pytest.mark.parametrize(
    "rows",
    [
        ("截至2024年12月31日，贵公司应付货款余额为人民币叁万陆仟元整(¥36,000.00)。",),
        ("截至2024年12月31日", "期末余额|36,000.00"),
        ("截至2024年12月31日", "期初余额|12,000.00", "期末|12,000.00+30,000.00-6,000.00=|36,000.00"),
    ],
)
def test_the_balance_of_an_account(rows: tuple[str, ...]) -> None:
    found = read("account_statement", sheet(*rows))
    assert (found["balance_date"], found["closing_balance"]) == ([date(2024, 12, 31)], [Decimal(36_000)])


def test_the_last_balance_of_a_column() -> None:
    paper = table(
        "期间：2024-12-01至2024-12-31",
        "日期|摘要|借方|贷方|余额",
        "2024-11-30|期初结转|||186,340.00",
        "2024-12-04|发货|22,320.00||208,660.00",
        "|本月合计|22,320.00||208,660.00",
    )
    found = read("account_statement", paper)
    assert found["closing_balance"] == [Decimal("208660.00")]
    assert found["opening_balance"] == [Decimal("186340.00")]
    assert found["period"] == ["2024-12-01 ~ 2024-12-31"]
