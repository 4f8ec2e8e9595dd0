"""Totals of statements: columns told apart, units multiplied out, arithmetic checked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from classify.sheet import Sheet
from tests.form import read, sure, table


def balance_sheet(equity: str = "60.00", unit: str = "元") -> Sheet:
    return table(
        f"编制单位：宁波砚禾食品机械有限公司||2024年12月31日||单位：{unit}",
        "资产|期末余额|上年年末余额|负债和所有者权益|期末余额|上年年末余额",
        "货币资金|20.00|15.00|短期借款|40.00|30.00",
        "固定资产|80.00|65.00|负债合计|40.00|30.00",
        f"|||所有者权益合计|{equity}|50.00",
        "资产总计|100.00|80.00|负债和所有者权益总计|100.00|80.00",
    )


def test_both_columns_of_both_halves() -> None:
    assert read("balance_sheet", balance_sheet()) == {
        "period": ["2024年12月31日"],
        "unit": ["元"],
        "total_liabilities": [Decimal("40.00")],
        "total_liabilities_previous": [Decimal("30.00")],
        "equity": [Decimal("60.00")],
        "equity_previous": [Decimal("50.00")],
        "total_assets": [Decimal("100.00")],
        "total_assets_previous": [Decimal("80.00")],
        "liabilities_and_equity": [Decimal("100.00")],
        "liabilities_and_equity_previous": [Decimal("80.00")],
        "balance_check": ["平"],
    }


def test_sums_that_do_not_balance_are_little_believed() -> None:
    wrong = balance_sheet(equity="66.00")
    assert read("balance_sheet", wrong)["balance_check"] == ["不平"]
    assert (
        sure("balance_sheet", "total_assets", wrong)
        < 0.5
        < sure("balance_sheet", "total_assets", balance_sheet())
    )


@pytest.mark.parametrize(("unit", "factor"), [("元", 1), ("千元", 1000), ("万元", 10_000)])
def test_the_unit_is_multiplied_out(unit: str, factor: int) -> None:
    assert read("balance_sheet", balance_sheet(unit=unit))["total_assets"] == [Decimal(100 * factor)]


def test_last_year_may_stand_first() -> None:
    found = read(
        "balance_sheet",
        table(
            "资产|行次|年初数|期末数|负债|行次|年初数|期末数",
            "资产总计|19|1,080.00|1,100.00|负债合计|41|500.00|400.00",
        ),
    )
    assert found["total_assets"] == [Decimal("1100.00")]
    assert found["total_liabilities_previous"] == [Decimal("500.00")]


def test_an_income_statement_of_a_month() -> None:
    found = read(
        "income_statement",
        table(
            "所属期起：2024-06-01|所属期止：2024-06-30|报送日期：2024-07-15",
            "项目|行次|本月金额|本年累计金额",
            "一、营业收入|1|4,318.77|23,940.35",
            "减：营业成本|2|3,527.20|19,480.64",
            "四、净利润(净亏损以“-”号填列)|32|-267.80|1,453.70",
        ),
    )
    assert found["period"] == ["2024年6月30日"]
    assert (found["revenue"], found["revenue_month"]) == ([Decimal("23940.35")], [Decimal("4318.77")])
    assert (found["net_profit"], found["net_profit_month"]) == ([Decimal("1453.70")], [Decimal("-267.80")])


def test_years_as_headings_and_cash() -> None:
    found = read(
        "cash_flow",
        table(
            "项目|2023年度|2024年度",
            "经营活动产生的现金流量净额|(12.50)|30.00",
            "六、期末现金及现金等价物余额|8.00|9.00",
        ),
    )
    assert found["operating_cash_flow"] == [Decimal("30.00")]
    assert found["operating_cash_flow_previous"] == [Decimal("-12.50")]
    assert found["closing_cash"] == [Decimal("9.00")]


def test_sums_that_the_engine_glued_to_the_next_label() -> None:
    found = read(
        "balance_sheet",
        table(
            "资产|期末余额|年初余额|负债|期末余额|年初余额",
            "资产总计|168.11|163.87负债合计|82.37|83.53",
            width=300,
        ),
    )
    assert found["total_assets_previous"] == [Decimal("163.87")]
    assert found["total_liabilities"] == [Decimal("82.37")]
