"""Rules are data and tested as data: every shipped rule has a paper it speaks on and a near miss."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.decision import first_choice
from archive.register import OwnCompany, Register, RegisteredCustomer
from archive.regulations import load_regulations
from classify.cases import drawn
from classify.directory import Directory
from classify.rulebook import Rulebook, load_rulebook
from classify.scoring import Scale
from classify.sorter import decide_category

HERE = Path(__file__).parent
CONFIG = HERE.parents[1] / "config"
BOOK = load_rulebook(
    CONFIG / "rules", overlay=None, kinds=load_regulations(CONFIG / "regulations", overlay=None).kinds
)
DIRECTORY = Directory(
    Register(
        customers=(
            RegisteredCustomer(1, "青州市晨曦食品有限公司"),
            RegisteredCustomer(2, "绵阳川禾粮油贸易有限公司"),
        ),
        own=(OwnCompany("湖州宏屿包装机械有限公司"),),
    )
)
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {case['paper']}", case)
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SPEAKS = [(name, case, rule) for name, case in CASES for rule in case.get("speaks", ())]
SILENT = [(name, rule) for name, case in CASES for rule in case.get("silent", ())]


def rules_that_speak(book: Rulebook, rows: list[str]) -> set[str]:
    weighed = Scale(book, DIRECTORY).weigh([drawn(rows)])
    return {item.rule for candidate in weighed for item in candidate.evidence}


@cache
def speaking(name: str) -> set[str]:
    return rules_that_speak(BOOK, dict(CASES)[name]["page"])


@pytest.mark.parametrize(
    ("name", "case", "rule"), SPEAKS, ids=[f"{rule} on {name}" for name, _, rule in SPEAKS]
)
def test_speaks_and_only_while_switched_on(name: str, case: dict[str, Any], rule: str) -> None:
    assert rule in speaking(name)
    assert rule not in rules_that_speak(BOOK.without(rule), case["page"])


@pytest.mark.parametrize(("name", "rule"), SILENT, ids=[f"{rule} on {name}" for name, rule in SILENT])
def test_stays_silent_on_a_near_miss(name: str, rule: str) -> None:
    assert rule not in speaking(name)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_first_choice(case: dict[str, Any]) -> None:
    weighed = Scale(BOOK, DIRECTORY).weigh([drawn(case["page"])])
    assert case["kind"] == (first_choice(decide_category(weighed, BOOK.thresholds)) or "unknown")


def test_every_rule_has_a_hit_and_a_near_miss() -> None:
    rules = {rule.id for rule in BOOK.rules}
    assert rules == {rule for _, _, rule in SPEAKS}
    assert rules == {rule for _, rule in SILENT}


def test_every_kind_has_three_hits_and_three_near_misses() -> None:
    """Near misses are papers of other kinds on which one of its rules stays silent."""
    kinds = {rule.kind for rule in BOOK.rules}
    kind_of = {rule.id: rule.kind for rule in BOOK.rules}
    hits = Counter(case["kind"] for _, case in CASES)
    near = Counter(
        kind
        for _, case in CASES
        for kind in {kind_of[rule] for rule in case.get("silent", ())} - {case["kind"]}
    )
    assert {kind for kind in kinds if hits[kind] < 3} == set()
    assert {kind for kind in kinds if near[kind] < 3} == set()


def test_no_two_papers_have_one_name() -> None:
    assert [name for name, times in Counter(name for name, _ in CASES).items() if times > 1] == []
