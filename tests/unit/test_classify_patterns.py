from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from archive.regulations import load_regulations
from classify.needles import needles
from classify.patterns import pairs_of, pattern, title_ends
from classify.rulebook import load_rulebook
from classify.wording import plain

CONFIG = Path(__file__).parents[2] / "config"
CASES = Path(__file__).parents[1] / "rule_cases"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("对账单", {"对账单"}),
        ("对账单?", {"对账"}),
        ("(?:对|核)账", {"账"}),
        ("对账|核对", {"对账", "核对"}),
        ("(?:信用|授信).{0,4}申请", {"申请"}),
        ("(?:应收)?余额", {"余额"}),
        ("第[一二三]条款", {"条款"}),
        (r"\(大写\)", {"(大写)"}),
        ("(?:电话|手机)+", {"电话", "手机"}),
        ("(?=合同)协议(?!书)", {"协议"}),
        ("欠{0,2}款项", {"款项"}),
        ("欠{2}项", {"欠"}),
        (r"[\]a]付款", {"付款"}),
    ],
)
def test_what_a_text_must_hold(expression: str, expected: set[str]) -> None:
    assert needles(expression) == frozenset(expected)


@pytest.mark.parametrize(
    "expression", [r"\d{4}", "(?:对账)?", "对账|", "(?i)abc", ".*", "[对核]", "(?:a|\\d)"]
)
def test_nothing_sure_is_said_as_nothing(expression: str) -> None:
    assert needles(expression) is None


def test_no_shipped_pattern_is_passed_over_where_it_matches() -> None:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    book = load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds)
    cases = [
        case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
    ]
    texts = [plain(row) for case in cases[::4] for row in case["page"] if len(row) > 8]
    known = [(text, pairs_of(text)) for text in texts]
    patterns = [one for rule in book.rules if rule.where == "text" for one in rule.patterns]
    passed_over = [
        (one.spelled, text)
        for one in patterns
        for text, pairs in known
        if not one.may_stand_in(pairs) and one.expression.search(text)
    ]
    assert passed_over == []


def test_a_title_ends_with_its_paper_but_for_what_may_follow() -> None:
    def is_contract(title: str) -> bool:
        expression = pattern("合同", "title").expression
        return any(expression.search(title, 0, end) for end in title_ends(title))

    assert [
        title
        for title in ("购销合同", "购销合同(正本)", "合同 2024-01", "合同PURCHASE CONTRACT")
        if is_contract(title)
    ] == [
        "购销合同",
        "购销合同(正本)",
        "合同 2024-01",
        "合同PURCHASE CONTRACT",
    ]
    assert [title for title in ("合同会签单", "合同审批流程") if is_contract(title)] == []


def test_a_long_latin_title_takes_no_time() -> None:
    assert title_ends("A" * 60 + "合同")[0] == 62


def test_a_label_begins_with_the_pattern_after_its_number() -> None:
    expression = pattern("申请额度", "label").expression
    assert [text for text in ("申请额度", "3.申请额度:5万", "本次申请额度") if expression.search(text)] == [
        "申请额度",
        "3.申请额度:5万",
    ]
