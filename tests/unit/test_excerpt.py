"""Lines of papers in a terminal: never wider than it, always with the hit in sight."""

from __future__ import annotations

import click
import pytest

from index.highlight import Span
from reports.text import display_width
from search_cli.excerpt import excerpt


def cut(text: str, *spans: tuple[int, int], width: int) -> str:
    return click.unstyle(excerpt(text, [Span(*span) for span in spans], width=width))


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("煤炭合同", (0, 2), "煤炭合同"),
        ("甲" * 30 + "煤炭" + "乙" * 30, (30, 32), "…甲甲甲煤炭乙乙乙乙…"),
        ("煤炭" + "乙" * 30, (0, 2), "煤炭乙乙乙乙乙乙乙…"),
        ("甲" * 30 + "煤炭", (30, 32), "…甲甲甲甲甲甲甲煤炭"),
        ("a" * 30 + "coal" + "b" * 30, (30, 34), "…aaaaaacoalbbbbbbbb…"),
        ("煤" * 60, (0, 60), "煤煤煤煤煤煤煤煤煤…"),
        ("甲\n乙", (0, 1), "甲 乙"),
    ],
)
def test_the_hit_stays_in_sight(text: str, span: tuple[int, int], shown: str) -> None:
    assert shown == cut(text, span, width=20)


@pytest.mark.parametrize("width", range(12, 40))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = "甲a乙bcd丙丁" * 20
    for at in range(0, len(text), 7):
        assert display_width(cut(text, (at, at + 3), width=width)) <= width


def test_all_hits_of_a_line_are_emphasised() -> None:
    styled = excerpt("煤炭与煤炭", [Span(0, 2), Span(3, 5)], width=20)
    red = click.style("煤炭", fg="red", bold=True)
    assert styled == f"{red}与{red}"
