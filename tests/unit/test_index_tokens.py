"""Folding and tokens: which writings are the same, and how a term is spelled."""

from __future__ import annotations

import pytest

from index.tokens import characters, fold, fold_with_origins, term_tokens, tokens


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


def test_tokens_mark_both_ends_of_each_run() -> None:
    assert tokens("coal 煤矿") == ["_c", "co", "oa", "al", "l", "_煤", "煤矿", "矿"]


@pytest.mark.parametrize(
    ("term", "spelled"),
    [
        ("煤矿业", ["煤矿", "矿业"]),
        ("coal m", ["co", "oa", "al", "l", "_m"]),
        ("coal mi", ["co", "oa", "al", "l", "_m", "mi"]),
        ("a 4", ["a", "_4"]),
    ],
)
def test_a_term_leaves_its_ends_open(term: str, spelled: list[str]) -> None:
    assert spelled == term_tokens(term)


def test_each_character_once() -> None:
    assert characters("煤矿 煤") == "煤 矿"


def test_origins_lead_back_to_the_text() -> None:
    text = "№ 1,234 煤 業（云岭）"
    folded, origins = fold_with_origins(text)
    assert folded == "no 1234煤业云岭"
    assert [text[origin] for origin in origins] == list("№№ 1234煤業云岭")
