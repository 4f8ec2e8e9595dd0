"""The query language: what is understood, and how what is not is shown."""

from __future__ import annotations

from datetime import date

import pytest

from archive.errors import BadInput
from index.conditions import Conditions
from index.plan import ANY_CODE, AllOf, AnyOf, InCategory, InField, OfCustomer, Phrase, Plan
from index.query import DEEPEST, LONGEST, MOST_ITEMS, parse

KINDS = {
    "business_licence": "营业执照",
    "counterparty_licence": "对方营业执照副本",
    "permit": "许可证",
}
FIELDS = {
    "legal_representative": ("法定代表人", "legal_person", "法人"),
    "contract_number": ("合同编号",),
    "registered_capital": ("注册资本",),
    "signed_on": ("签订日期",),
    "address": ("住所（地址）", "住所", "地址"),
    "amount": ("金额",),
}
LI = InField("legal_representative", "李青")


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("煤炭", Phrase("煤炭")),
        ("煤炭 合同", AllOf((Phrase("煤炭"), Phrase("合同")))),
        ("煤炭 AND 合同", AllOf((Phrase("煤炭"), Phrase("合同")))),
        ('"coal mining"', Phrase("coal mining")),
        ("“煤 炭”", Phrase("煤炭")),
        ("”煤炭”", Phrase("煤炭")),
        ("「煤炭」", Phrase("煤炭")),
        ("甲 OR 乙 丙", AnyOf((Phrase("甲"), AllOf((Phrase("乙"), Phrase("丙")))))),
        ("（甲 OR 乙）丙", AllOf((AnyOf((Phrase("甲"), Phrase("乙"))), Phrase("丙")))),
        ("甲 OR(乙 OR 丙)", AnyOf((Phrase("甲"), AnyOf((Phrase("乙"), Phrase("丙")))))),
        ("甲 -乙", AllOf((Phrase("甲"),), (Phrase("乙"),))),
        ("甲 NOT 乙", AllOf((Phrase("甲"),), (Phrase("乙"),))),
        ("甲 -(乙 OR 丙)", AllOf((Phrase("甲"),), (AnyOf((Phrase("乙"), Phrase("丙"))),))),
        ("甲 - 乙", AllOf((Phrase("甲"), Phrase("乙")))),
        ("HT-2024-001", Phrase("ht 2024 001")),
        ("青禾(云岭)公司", Phrase("青禾云岭公司")),
        ("(青禾（云岭）公司)", Phrase("青禾云岭公司")),
        ("http://a.cn", Phrase("http a cn")),
        ("比例：1:2", Phrase("比例 1 2")),
        ("category:permit", InCategory(frozenset({"permit"}))),
        ("类别：许可证", InCategory(frozenset({"permit"}))),
        ("类别:营业执照", InCategory(frozenset({"business_licence"}))),
        ("类别:执照", InCategory(frozenset({"business_licence", "counterparty_licence"}))),
        ('Customer:"青禾 煤业"', OfCustomer("青禾煤业")),
        ("甲 -客户:青禾", AllOf((Phrase("甲"),), (OfCustomer("青禾"),))),
        ("甲\x07乙", AllOf((Phrase("甲"), Phrase("乙")))),
        ("甲\u202e乙 \u200bOR\u200b 丙", AnyOf((Phrase("甲乙"), Phrase("丙")))),
        ("code:9137-0200", InField(ANY_CODE, "91370200")),
        ('代码:"HT 2024－017"', InField(ANY_CODE, "ht2024017")),
        ("編號：HT2024", InField(ANY_CODE, "ht2024")),
        ("field:legal_representative=李青", LI),
        ("field:法定代表人=李青", LI),
        ("field:法定代表人=“李 青”", LI),
        ('字段:"法定代表人=李 青"', LI),
        ("field:legal_person=李青", LI),
        ("field:法定代表人:李青", LI),
        ("法定代表人:李青", LI),
        ("法定代表人：李青", LI),
        ("法人:李青", LI),
        ("Legal_Representative:李青", LI),
        ("住所（地址）:云岭", InField("address", "云岭")),
        ("地址:云岭", InField("address", "云岭")),
        ("甲 -法人:李青", AllOf((Phrase("甲"),), (LI,))),
        ("甲 OR 法人:李青", AnyOf((Phrase("甲"), LI))),
        ("field:金额=100", InField("amount", "100")),
        (
            "签订日期:2024年3月5日",
            AnyOf((InField("signed_on", "2024年3月5日"), InField("signed_on", "2024 03 05"))),
        ),
        ("签订日期:2024-03-05", InField("signed_on", "2024 03 05")),
        ("签订日期:2024", InField("signed_on", "2024")),
        (
            "注册资本:1,200.5万元",
            AnyOf((InField("registered_capital", "1200 5万元"), InField("registered_capital", "12005000"))),
        ),
        ("“法定代表人：李青”", Phrase("法定代表人 李青")),
        ("委托代理人：李青", Phrase("委托代理人 李青")),
    ],
)
def test_is_understood(query: str, root: object) -> None:
    assert Plan(root, None, None) == parse(query, kinds=KINDS, fields=FIELDS)  # type: ignore[arg-type]  # one of Node


@pytest.mark.parametrize(
    ("query", "lowest", "highest"),
    [
        ("100000..200000", 10_000_000, 20_000_000),
        ("100000..", 10_000_000, None),
        ("..200000", None, 20_000_000),
        ("12,500,000.00", 1_250_000_000, 1_250_000_000),
        ("10万..20万", 10_000_000, 20_000_000),
        ("10万-20万元", 10_000_000, 20_000_000),
        ("10万至20万", 10_000_000, 20_000_000),
        ("１０万～２０万", 10_000_000, 20_000_000),
        ("1。5万。。1.2亿", 1_500_000, 12_000_000_000),
        ("￥0.01..¥1", 1, 100),
        ("50000..10万", 5_000_000, 10_000_000),
        ("-5万..0", -5_000_000, 0),
        ("..-5", None, -500),
        ('"10万 .. 20万"', 10_000_000, 20_000_000),
        (f"{10**15}", 10**17, 10**17),
    ],
)
@pytest.mark.parametrize("key", ["amount:", "金额："])
def test_amounts_limit_the_whole(key: str, query: str, lowest: int | None, highest: int | None) -> None:
    plan = Plan(Phrase("甲"), None, None, lowest, highest)
    assert plan == parse(f"甲 {key}{query}", kinds=KINDS, fields=FIELDS)
    assert plan == parse(f"{key}{query} 甲", kinds=KINDS)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("甲 since:2024 until:2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("甲 from:2024", date(2024, 1, 1), None),
        ("甲 to:2024-02", None, date(2024, 2, 29)),
        ("甲 自:2024年3月5日 至：20240306", date(2024, 3, 5), date(2024, 3, 6)),
        ("甲 from:2024.3 to:２０２４／１２／１", date(2024, 3, 1), date(2024, 12, 1)),
    ],
)
def test_dates_limit_the_whole(query: str, first: date | None, last: date | None) -> None:
    assert Plan(Phrase("甲"), first, last) == parse(query, kinds=KINDS)


def test_a_date_is_enough_and_carries_an_exclusion() -> None:
    assert Plan(AllOf((), (Phrase("甲"),)), date(2024, 1, 1)) == parse("from:2024 -甲", kinds=KINDS)


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("-甲", 1, "only says what is not wanted"),
        ("甲 OR -乙", 6, "only says what is not wanted"),
        ("甲 (-乙)", 4, "only says what is not wanted"),
        ("OR", 1, "something to look for is missing"),
        ("AND", 1, "something to look for is missing"),
        ("甲 OR", 5, "something to look for is missing"),
        ("甲 OR OR 乙", 6, "something to look for is missing"),
        ("()", 2, "something to look for is missing"),
        ("(甲", 1, "is not closed"),
        ("甲)", 2, "closes nothing"),
        ("甲 “乙", 3, "quotation mark"),
        ("甲 --乙", 3, "nothing behind it"),
        ("甲 -from:2024", 3, "nothing behind it"),
        ("，。", 1, "no letter, digit or Chinese character"),
        ('甲 ""', 3, "no letter, digit or Chinese character"),
        ("categry:permit", 1, "no search key categry:"),
        ("AND 甲", 1, "something to look for is missing"),
        ("甲 AND", 3, "something to look for is missing"),
        ("甲 AND AND 乙", 3, "something to look for is missing"),
        ("category:", 1, "value of the key at character 1 is missing"),
        ("category:(甲)", 1, "is missing"),
        ("category:-许可证", 1, "is missing"),
        ("法定代表人:", 1, "is missing"),
        ("field:法定代表人=", 7, "is missing"),
        ("field:法定代表人", 7, "field and its value are missing"),
        ("field:=李青", 7, "field and its value are missing"),
        ('field:"=李青"', 8, "field and its value are missing"),
        ("field:法定代表=李青", 7, "no field 法定代表"),
        ("field:天气=晴", 7, "no field 天气"),
        ("field:法定代表人=。", 13, "no letter, digit or Chinese character"),
        ("法定代表人姓名:李青", 1, "no search key 法定代表人姓名:"),
        ("code:---", 1, "is missing"),
        ("code:“--”", 6, "no letter, digit or Chinese character"),
        ("amount:many", 8, "many is no amount"),
        ("amount:..", 8, ".. is no amount"),
        ("amount:1,2", 8, "1,2 is no amount"),
        ("amount:1..2..3", 8, "is no amount"),
        ("amount:>100", 8, ">100 is no amount"),
        ("amount:0.001", 8, "0.001 is no amount"),
        ("amount:" + "9" * 18, 8, "is no amount"),
        ("amount:10..20万", 8, "read in two ways"),
        ("amount:20万..10万", 8, "end below where they begin"),
        ("amount:1 金额:2", 13, "given twice"),
        ("甲 OR 乙 amount:1", 8, "outside of OR and brackets"),
        ("from:2025 to:2024", 14, "end before they begin"),
        ("甲 乙\udce4丙", 4, "is damaged or unknown"),
        ("甲 \ue000", 3, "is damaged or unknown"),
        ("\ufffd", 1, "is damaged or unknown"),
        ("category:发票", 10, "no category 发票"),
        ("from:2023-02-30", 6, "2023-02-30 is not a date"),
        ("from:昨天", 6, "昨天 is not a date"),
        ("甲 OR 乙 from:2023", 8, "outside of OR and brackets"),
        ("(甲 from:2023)", 4, "outside of OR and brackets"),
        ("from:2023 from:2024", 16, "given twice"),
        ("(" * (DEEPEST + 1) + "甲", DEEPEST + 1, "too deep"),
        ("甲 " * (MOST_ITEMS + 1), 2 * MOST_ITEMS + 1, f"more than {MOST_ITEMS}"),
    ],
)
def test_is_refused_with_the_place(query: str, position: int, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        parse(query, kinds=KINDS, fields=FIELDS)
    assert position == refusal.value.values["position"]


@pytest.mark.parametrize("query", ["", "  \n ", "-", "\u202e"])
def test_an_empty_query_is_refused(query: str) -> None:
    with pytest.raises(BadInput, match="The query is empty"):
        parse(query, kinds=KINDS)


@pytest.mark.parametrize(
    "query",
    ["甲" * 10_000, "(" * 10_000, "OR " * 10_000, '"' * 10_000, "-" * 10_000, "a:" * 10_000, "\x00" * 10_000],
    ids=["words", "brackets", "operators", "quotation marks", "minus", "keys", "NUL"],
)
def test_a_very_long_query_is_refused_before_it_is_read(query: str) -> None:
    with pytest.raises(BadInput, match=f"longer than {LONGEST} characters"):
        parse(query, kinds=KINDS, fields=FIELDS)


@pytest.mark.parametrize("sign", ["(", ")", "OR ", "AND ", "NOT ", '"', "“", "-", "(-", "code:", "amount:"])
def test_the_longest_query_of_signs_alone_is_refused(sign: str) -> None:
    with pytest.raises(BadInput):
        parse(sign * (LONGEST // len(sign)), kinds=KINDS, fields=FIELDS)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("categry:许可证", "category"),
        ("法定代表:李青", "法定代表人"),
        ("field:法定代表=李青", "法定代表人"),
        ("field:legal_representive=李青", "legal_representative"),
        ("category:许可征", "许可证"),
    ],
)
def test_what_was_probably_meant_is_named(query: str, near: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(query, kinds=KINDS, fields=FIELDS)
    assert (refusal.value.advice.startswith("Did you mean"), refusal.value.values["near"]) == (True, near)


@pytest.mark.parametrize(
    ("conditions", "query"),
    [
        (Conditions(categories=("许可证",)), "甲 category:许可证"),
        (Conditions(customers=("青禾 煤业",)), '甲 customer:"青禾 煤业"'),
        (Conditions(codes=("9137", "HT-1")), "甲 code:9137 code:HT-1"),
        (Conditions(fields=("法人=李青", "地址:云 岭")), '甲 法人:李青 地址:"云 岭"'),
        (Conditions(since="2024", until="2024-06"), "甲 from:2024 to:2024-06"),
        (Conditions(amount="10万..20万"), "甲 amount:10万..20万"),
        (Conditions(customers=("青禾", "白鹭")), "甲 (customer:青禾 OR customer:白鹭)"),
    ],
)
def test_conditions_mean_what_the_same_words_mean(conditions: Conditions, query: str) -> None:
    both = parse("甲", kinds=KINDS, fields=FIELDS, conditions=conditions)
    assert parse(query, kinds=KINDS, fields=FIELDS) == both


def test_several_categories_are_alternatives() -> None:
    conditions = Conditions(categories=("许可证", "business_licence"))
    plan = parse("", kinds=KINDS, conditions=conditions)
    assert Plan(InCategory(frozenset({"permit", "business_licence"}))) == plan


def test_conditions_narrow_all_alternatives_of_the_words() -> None:
    plan = parse("甲 OR 乙", kinds=KINDS, fields=FIELDS, conditions=Conditions(fields=("法人=李青",)))
    assert Plan(AllOf((AnyOf((Phrase("甲"), Phrase("乙"))), LI))) == plan


def test_conditions_alone_and_beside_an_exclusion() -> None:
    since = Conditions(since="2024")
    assert Plan(AllOf(()), date(2024, 1, 1)) == parse(" ", kinds=KINDS, conditions=since)
    assert Plan(AllOf((), (Phrase("甲"),)), date(2024, 1, 1)) == parse("-甲", kinds=KINDS, conditions=since)
    with pytest.raises(BadInput, match="only says what is not wanted"):
        parse("甲 OR -乙", kinds=KINDS, conditions=since)


@pytest.mark.parametrize(
    ("conditions", "line", "caret"),
    [
        (Conditions(categories=("发票",)), "--category 发票", 11),
        (Conditions(since="昨天"), "--since 昨天", 8),
        (Conditions(since="2025", until="2024"), "--until 2024", 8),
        (Conditions(amount="many"), "--amount many", 9),
        (Conditions(fields=("李青",)), "--field 李青", 8),
        (Conditions(fields=("天气=晴",)), "--field 天气=晴", 8),
        (Conditions(fields=("法人=",)), "--field 法人=", 13),
        (Conditions(codes=("",)), "--code ", 7),
        (Conditions(customers=("乙\udce4",)), "--customer 乙 ", 13),
    ],
)
def test_a_mistake_in_a_condition_names_the_option(conditions: Conditions, line: str, caret: int) -> None:
    with pytest.raises(BadInput) as refusal:
        parse("煤炭合同", kinds=KINDS, fields=FIELDS, conditions=conditions)
    assert refusal.value.values["shown"] == f"  {line}\n  {' ' * caret}^"


def test_a_limit_in_words_and_as_a_condition_is_given_twice() -> None:
    with pytest.raises(BadInput, match="given twice"):
        parse("甲 from:2024", kinds=KINDS, conditions=Conditions(since="2024"))


def test_the_caret_stands_under_the_mistake_in_full_width_text() -> None:
    with pytest.raises(BadInput) as refusal:
        parse("煤炭 category:发票", kinds=KINDS)
    assert refusal.value.values["shown"] == "  煤炭 category:发票\n  " + " " * 14 + "^"


def test_the_caret_of_a_long_query_shows_its_surroundings() -> None:
    with pytest.raises(BadInput) as refusal:
        parse("甲" * 200 + " \u202e\n(" + "乙" * 200, kinds=KINDS)
    shown, caret = str(refusal.value.values["shown"]).split("\n")
    assert (len(shown), caret.index("^")) == (62, 2 + 2 * 27 + 3)
