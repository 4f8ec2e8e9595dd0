"""What licences and certificates state of their holder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.form import read, sheet

LICENCE = (
    "统一社会信用代码|91330212MA2AFK735U",
    "名称|宁波砚禾食品机械有限公司",
    "类型|有限责任公司(自然人投资或控股)",
    "住所|浙江省宁波市鄞州区砚湖街道禾丰路18号",
    "法定代表人|齐朗",
    "注册资本|伍佰万元整",
    "成立日期|2016年03月02日",
    "营业期限|2016年03月02日至长期",
)


def test_a_licence() -> None:
    assert read("business_licence", sheet(*LICENCE)) == {
        "legal_representative": ["齐朗"],
        "company_type": ["有限责任公司(自然人投资或控股)"],
        "registered_capital": [Decimal(5_000_000)],
        "established": [date(2016, 3, 2)],
        "address": ["浙江省宁波市鄞州区砚湖街道禾丰路18号"],
    }


def test_labels_that_stand_with_their_values_in_one_cell() -> None:
    rows = [row.replace("|", "") for row in LICENCE]
    assert read("business_licence", sheet(*rows)) == read("business_licence", sheet(*LICENCE))


def test_a_label_that_a_gap_cuts_in_two() -> None:
    found = read(
        "business_licence", sheet("名|称宁波砚禾食品机械有限公司", "住|所浙江省宁波市砚湖街道禾丰路18号")
    )
    assert found["address"] == ["浙江省宁波市砚湖街道禾丰路18号"]


def test_an_address_runs_on_and_a_type_does_not() -> None:
    found = read(
        "business_licence",
        sheet(
            "类型|其他有限责任公司", "住所|浙江省宁波市鄞州区砚湖街道禾丰路", "|  18号3幢", "法定代表人|齐朗"
        ),
    )
    assert found["company_type"] == ["其他有限责任公司"]
    assert found["address"] == ["浙江省宁波市鄞州区砚湖街道禾丰路18号3幢"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("500万元", Decimal(5_000_000)),
        ("人民币50.0000万元整", Decimal(500_000)),
        ("贰仟圆整", Decimal(2000)),
        ("1,200万元(实缴600万元)", Decimal(12_000_000)),
        ("100万美元", "100万美元"),
    ],
)
def test_capital_in_yuan_or_as_printed(printed: str, expected: Decimal | str) -> None:
    assert read("business_licence", sheet(f"注册资本|{printed}"))["registered_capital"] == [expected]


def test_a_watermark_behind_a_name_is_cut_off() -> None:
    assert read("permit", sheet("法定代表人齐朗某某网站"))["legal_representative"] == ["齐朗某"]
    assert read("permit", sheet("法定代表人姓名|齐朗"))["legal_representative"] == ["齐朗"]


def test_who_signs_for_a_firm_without_a_representative() -> None:
    assert read("permit", sheet("执行事务合伙人：祝岚"))["legal_representative"] == ["祝岚"]
    said = sheet("祝岚同志，性别女，现任我单位执行董事，为我单位的法定代表人。")
    assert read("identity_proof", said)["legal_representative"] == ["祝岚"]


def test_the_number_of_a_certificate_and_of_a_deed() -> None:
    assert read("permit", sheet("许可证编号：浙A2-20230017"))["certificate_number"] == ["浙A2-20230017"]
    deed = sheet("公证书", "(2023)浙甬证字第1086号")
    assert read("notarisation", deed)["certificate_number"] == ["(2023)浙甬证字第1086号"]


def test_nothing_is_made_of_labels_without_values() -> None:
    assert read("permit", sheet("法定代表人", "注册资本", "成立日期", "住所")) == {}
