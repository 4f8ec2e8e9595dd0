from __future__ import annotations

from decimal import Decimal

import pytest

from classify.money import capital_value, find_money


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("壹佰万元整", "1000000"),
        ("壹仟贰佰叁拾肆元伍角陆分", "1234.56"),
        ("伍万零叁佰圆整", "50300"),
        ("拾伍万元", "150000"),
        ("贰亿元整", "200000000"),
        ("叁仟元伍角", "3000.5"),
        ("壹万零叁元零伍分", "10003.05"),
        ("贰佰萬圓正", "2000000"),
        ("陆元整", "6"),
    ],
)
def test_capitals(text: str, expected: str) -> None:
    assert capital_value(text) == Decimal(expected)


def test_words_are_no_capitals() -> None:
    assert capital_value("元整") is None
    assert capital_value("合计") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¥1,234.50", "1234.50"),
        ("50万元", "500000"),
        ("1.25亿元", "125000000"),
        ("300千元", "300000"),
        ("-8.00元", "-8.00"),
        ("人民币50.0000万元整", "500000"),
        ("3万圆", "30000"),
    ],
)
def test_figures_with_units(text: str, expected: str) -> None:
    (money,) = find_money(text)
    assert (money.value, money.marked) == (Decimal(expected), True)


def test_a_bare_number_is_not_marked_as_money() -> None:
    (money,) = find_money("数量 12")
    assert (money.value, money.marked) == (Decimal(12), False)


def test_capitals_and_figures_side_by_side() -> None:
    found = find_money("人民币伍拾万元整(¥500,000.00)")
    assert [(money.value, money.capital) for money in found] == [
        (Decimal(500000), True),
        (Decimal(500000), False),
    ]
