"""Every field that is read off a paper has a name that people understand, and a line in the docs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.facts import is_doubtful
from archive.field_names import COLUMNS, FACTS, fact_name
from classify.statements import LINES
from tests.form import fields_of, sheet

ROOT = Path(__file__).parents[2]
BUILDERS = {
    "field",
    "field_at",
    "Field",
    "_first_sum",
    "_in_text",
    "_people",
    "_party",
    "_until",
    "_labelled",
}
NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")


def built_names() -> set[str]:
    """The names that stand in calls which build fields, and those of the lines of a statement."""
    found: set[str] = set()
    for path in (ROOT / "classify").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in BUILDERS:
                found |= set(texts(node.args[:3]))
    return {text for text in found if NAME.fullmatch(text)} | set(LINES)


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_field_has_a_name_for_people() -> None:
    unnamed = built_names() - set(FACTS)
    assert unnamed == set()


def test_every_field_is_documented() -> None:
    words = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    documented = {name for name in re.findall(r"`([a-z_]+)`", words) if name in FACTS}
    assert documented == set(FACTS)


@pytest.mark.parametrize("ending", COLUMNS)
def test_the_other_columns_of_a_statement_have_names(ending: str) -> None:
    name = fact_name(f"total_assets{ending}")
    assert name is not None
    assert name.startswith(fact_name("total_assets") or "?")


def test_what_is_no_field_has_no_name() -> None:
    assert (fact_name("weather"), fact_name("weather_previous")) == (None, None)


def test_capitals_that_disagree_with_figures_are_doubtful() -> None:
    (agree,) = fields_of("payment_voucher", sheet("金额：伍拾万元整(¥500,000.00)"))
    (differ,) = fields_of("payment_voucher", sheet("金额：伍拾万元整(¥550,000.00)"))
    assert (is_doubtful(agree), is_doubtful(differ)) == (False, True)
