"""Folding and tokens: which writings are the same, and how a term is spelled."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.tokens import characters, fold, fold_with_origins, stands_alone, term_tokens, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("煤 炭\n公司", "煤炭公司"),
        ("青禾（云岭）煤业", "青禾云岭煤业"),
        ("合同 HT 2024", "合同ht 2024"),
        ("ＡＢＣ１２３", "abc123"),
        ("Coal\nMining", "coal mining"),
        ("甲方、乙方。", "甲方 乙方"),
        ("1,234,567.80元", "1234567 80元"),
        ("１，２３４", "1234"),
        ("1, 234", "1234"),
        ("甲,乙", "甲 乙"),
        ("業務執照", "业务执照"),
        ("é ﬁ ㎡", "e fi m2"),
        ("阿里·木江", "阿里木江"),
        ("甲\u200b乙\u202e丙", "甲乙丙"),
        ("HT-2024-001", "ht 2024 001"),
        ("  …  ", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert folded == fold(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("煤业 矿", ["_煤", "煤业", "业", "_矿", "矿"]),
        ("coal 煤矿", ["_c", "_co", "coa", "oal", "al", "l", "_煤", "煤矿", "矿"]),
        ("甲2024年", ["_甲", "甲2", "_20", "202", "024", "24", "4年", "年"]),
        ("a4纸a", ["_a", "_a4", "a4", "4纸", "纸a", "a"]),
        ("", []),
    ],
)
def test_tokens_mark_both_ends_of_each_run(text: str, spelled: list[str]) -> None:
    assert spelled == tokens(text)


@pytest.mark.parametrize(
    ("term", "spelled"),
    [
        ("煤矿业", ["煤矿", "矿业"]),
        ("coal m", ["coa", "oal", "al", "l", "_m"]),
        ("coal mi", ["coa", "oal", "al", "l", "_m", "_mi"]),
        ("a 4", ["a", "_4"]),
        ("2024", ["202", "024"]),
        ("煤24", ["煤2", "_24"]),
        ("24煤", ["24", "4煤"]),
    ],
)
def test_a_term_leaves_its_ends_open(term: str, spelled: list[str]) -> None:
    assert spelled == term_tokens(term)


def test_short_terms_stand_alone() -> None:
    assert [stands_alone(term) for term in ("煤", "4", "a4", "煤4", "a 4", "煤矿", "202")] == (
        [True, True, True, False, False, False, False]
    )


def test_each_character_and_each_ascii_pair_once() -> None:
    assert characters("煤矿 煤 a24") == "2 24 4 a a2 煤 矿"


@settings(deadline=None)
@given(st.text("煤矿a12 b", max_size=14), st.text("煤矿a12 b", max_size=6), st.data())
def test_a_term_is_found_exactly_where_it_is_a_substring(text: str, term: str, data: st.DataObject) -> None:
    text = " ".join(text.split())
    if data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(text)))
        term = text[start : start + 6]
    term = " ".join(term.split())
    assume(term)
    if stands_alone(term):
        assert (term in text) == (term in characters(text).split())
    else:
        assert (term in text) == (f" {' '.join(term_tokens(term))} " in f" {' '.join(tokens(text))} ")


def test_origins_lead_back_to_the_text() -> None:
    text = "№ 1,234 煤 業（云岭）"
    folded, origins = fold_with_origins(text)
    assert folded == "no 1234煤业云岭"
    assert [text[origin] for origin in origins] == list("№№ 1234煤業云岭")
