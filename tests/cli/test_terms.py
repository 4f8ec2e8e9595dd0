"""Codes have names, and people read the names."""

from __future__ import annotations

import re

import pytest

from access.calls import Basis, Call
from archive.language import PSEUDO
from archive.people import Post
from search_cli.acts import ACTS
from search_cli.main import dangan
from search_cli.telling import decisive
from search_cli.terms import BASES, details_shown
from tests.cli.conftest import Terminal
from tests.cli.test_secrets import every_command

PIPELINE = {"scan.receive", "scan.close", "document.file", "document.correct", "document.supersede"}
RESTORED = {"home.restore"}


def test_every_act_that_the_log_can_hold_has_a_name() -> None:
    assert set(ACTS) == {call.value for call in Call} | PIPELINE | RESTORED


def test_every_basis_has_a_name() -> None:
    assert set(BASES) == {basis.value for basis in Basis}


@pytest.mark.parametrize(
    ("details", "shown"),
    [
        ({"number": "YH-1", "reason": ""}, "number: YH-1"),
        ({"rules": "ab" * 32}, "rules: abababababab…"),
        ({"posts": ["reader", "archivist"]}, "posts: reader、archivist"),
        ({"dry_run": False, "rows": 0}, "dry run: no；rows: 0"),
        ({"signed": {"credit": "ab" * 32}}, "signed: credit abababababab…"),
        ({"error": "There is no customer {name}."}, "error: There is no customer …"),
        ({"step": "asked", "basis": "duty:review.list"}, "step: asked；basis: duty of the post"),
        ({"basis": "form:3"}, "basis: form:3"),
        ({"unheard_of": "x"}, "unheard_of: x"),
    ],
)
def test_details_in_one_line(details: dict[str, object], shown: str) -> None:
    assert details_shown(details) == shown


def test_an_error_in_the_log_is_read_in_chinese(terminal: Terminal) -> None:
    terminal.run("search", "密语", post=Post.READER)
    refused = ("audit", "list", "--outcome", "refused", "--limit", "1")
    out = terminal.do(*refused, post=Post.AUDITOR, DANGAN_LANG="zh")
    assert "检索 (reading.search)  拒绝" in out
    assert "错误: 此处没有您可以查阅的内容；" in out


@pytest.mark.parametrize("path", [(), *(path for path, _ in every_command(dangan))])
def test_no_sentence_of_the_help_was_forgotten(terminal: Terminal, path: tuple[str, ...]) -> None:
    """In the pseudo-language every translated sentence stands in ⟦⟧; what stands outside of them is not."""
    out = terminal.do(*path, "--help", DANGAN_LANG=PSEUDO, COLUMNS="1000")
    bare = re.sub(r"⟦[^⟧]*⟧", "", out.replace("Show this message and exit.", ""))  # click's own
    sentences = re.findall(r"[A-Z][a-z]+(?: [a-z]+){2,}", bare)
    assert sentences == []


def test_help_is_aligned_for_wide_letters(terminal: Terminal) -> None:
    out = terminal.do("--help", DANGAN_LANG="zh", COLUMNS="80")
    listed = [line for line in out.splitlines() if re.match(r"  [a-z]+ +\S", line)]
    starts = {found.end() for line in listed if (found := re.match(r"  [a-z]+ +", line))}
    assert (len(listed), starts) == (len(dangan.commands), {13})


@pytest.mark.parametrize(
    ("category", "customer", "shown"),
    [
        ((), (), ""),
        (("营业执照",), (), "营业执照"),
        ((), ("砚禾",), "砚禾"),
        (
            ("营业执照", "名称、住所、类型、注册资本", "登记机关、其它"),
            ("91330402MA28BTQ61C", "砚禾、印", "禾"),
            "营业执照、名称、住所、类型、91330402MA28BTQ61C、砚禾",
        ),
        (("甲" * 40,), ("乙", "丙"), "甲" * 11 + "…、乙、丙"),
    ],
)
def test_the_words_that_decided_stand_on_one_line(
    category: tuple[str, ...], customer: tuple[str, ...], shown: str
) -> None:
    assert decisive(category, customer) == shown
