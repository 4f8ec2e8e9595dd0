"""The query language: what is understood, and how what is not is shown."""

from __future__ import annotations

from datetime import date

import pytest

from archive.errors import BadInput
from index.plan import AllOf, AnyOf, InCategory, OfCustomer, Phrase, Plan
from index.query import DEEPEST, LONGEST, MOST_ITEMS, parse

KINDS = {
    "business_licence": "营业执照",
    "counterparty_licence": "对方营业执照副本",
    "permit": "许可证",
}


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
        ("甲\u202e乙\x07", AllOf((Phrase("甲"), Phrase("乙")))),
    ],
)
def test_is_understood(query: str, root: object) -> None:
    assert Plan(root, None, None) == parse(query, kinds=KINDS)  # type: ignore[arg-type]  # one of Node


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
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
        ("category:", 1, "Nothing stands behind the colon"),
        ("category:(甲)", 1, "Nothing stands behind the colon"),
        ("category:发票", 10, "no category 发票"),
        ("from:2023-02-30", 6, "2023-02-30 is not a date"),
        ("from:昨天", 6, "昨天 is not a date"),
        ("甲 OR 乙 from:2023", 8, "outside of OR and brackets"),
        ("(甲 from:2023)", 4, "outside of OR and brackets"),
        ("from:2023 from:2024", 11, "given twice"),
        ("(" * (DEEPEST + 1) + "甲", DEEPEST + 1, "too deep"),
        ("甲 " * (MOST_ITEMS + 1), 2 * MOST_ITEMS + 1, f"more than {MOST_ITEMS}"),
    ],
)
def test_is_refused_with_the_place(query: str, position: int, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        parse(query, kinds=KINDS)
    assert position == refusal.value.values["position"]


@pytest.mark.parametrize("query", ["", "  \n ", "-", "\u202e"])
def test_an_empty_query_is_refused(query: str) -> None:
    with pytest.raises(BadInput, match="The query is empty"):
        parse(query, kinds=KINDS)


def test_a_very_long_query_is_refused() -> None:
    with pytest.raises(BadInput, match="at most"):
        parse("甲" * (LONGEST + 1), kinds=KINDS)


def test_the_caret_stands_under_the_mistake_in_full_width_text() -> None:
    with pytest.raises(BadInput) as refusal:
        parse("煤炭 category:发票", kinds=KINDS)
    assert refusal.value.values["shown"] == "  煤炭 category:发票\n  " + " " * 14 + "^"


def test_the_caret_of_a_long_query_shows_its_surroundings() -> None:
    with pytest.raises(BadInput) as refusal:
        parse("甲" * 200 + " \u202e\n(" + "乙" * 200, kinds=KINDS)
    shown, caret = str(refusal.value.values["shown"]).split("\n")
    assert (len(shown), caret.index("^")) == (62, 2 + 2 * 27 + 3)
