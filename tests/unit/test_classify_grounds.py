"""Whoever reads evidence is told what each rule looks for, in his language; a house's own words stay."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from archive.language import show
from archive.regulations import load_regulations
from classify.directory import Sort
from classify.grounds import BUILT_IN, looked_for
from classify.rulebook import Rulebook, load_rulebook

CONFIG = Path(__file__).parents[2] / "config"
OWN = """
rules:
  - id: permit.ours
    kind: permit
    says: 本厂的 {特种} 许可
    where: title
    any: ["特许"]
    weight: 9
  - {id: permit.silent, kind: permit, where: title, any: ["特许"], weight: 9}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    overlay = tmp_path_factory.mktemp("own")
    (overlay / "ours.yaml").write_text(OWN, encoding="utf-8")
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    return load_rulebook(CONFIG / "rules", overlay=overlay, kinds=kinds)


def test_every_shipped_rule_says_in_chinese_what_it_looks_for(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGAN_LANG", "zh")
    rules = (*BUILT_IN, "learnt_form.7", *(rule.id for rule in book.rules if rule.id != "permit.silent"))
    said = {rule: show(looked_for(rule, book)) for rule in rules}
    assert {rule: words for rule, words in said.items() if not words or words.isascii()} == {}


def test_a_houses_own_words_stand_as_they_are(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("zh", "en"):
        monkeypatch.setenv("DANGAN_LANG", language)
        assert show(looked_for("permit.ours", book)) == "本厂的 {特种} 许可"


def test_every_sort_of_name_is_explained() -> None:
    assert {f"customer.{sort}" for sort in get_args(Sort)} - BUILT_IN.keys() == set()


def test_a_rule_without_words_says_nothing(book: Rulebook) -> None:
    assert looked_for("permit.silent", book).text == ""
