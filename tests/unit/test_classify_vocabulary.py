"""How papers sound: counts of words, weighed for each kind, never enough to file by."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.page import Box, Line, Page
from archive.regulations import load_regulations
from bench.vocabulary import SHIPPED, all_papers, counted
from classify.rulebook import NO_KIND, load_rulebook
from classify.sheet import Sheet, lay_out
from classify.vocabulary import RULE, Vocabulary, load_vocabulary, words_of

CONFIG = Path(__file__).parents[2] / "config"
COUNTS = """\
#! a remark
*\t40\tacceptance:10 call_record:10 complaint:10 honour:10
到货\t8\tacceptance:8
通话\t6\tcall_record:5 complaint:1
# 验收\t6\tacceptance:6
"""


def page(*rows: str) -> Sheet:
    lines = [
        Line(row, Box(100, 100 + 60 * n, 100 + 26 * len(row), 128 + 60 * n)) for n, row in enumerate(rows)
    ]
    return lay_out(Page(1, 1600, 2300, 0, "case", tuple(lines)))


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    path = tmp_path / "vocabulary.tsv"
    path.write_text(COUNTS, encoding="utf-8")
    loaded = load_vocabulary(path)
    assert isinstance(loaded, Vocabulary)
    return loaded


def test_the_kind_whose_words_are_there_is_heard_most(vocabulary: Vocabulary) -> None:
    heard = vocabulary.speak([page("到货三车，当场点清", "李师傅收")], at_most=4.0)
    assert max(heard, key=lambda kind: heard[kind].weight) == "acceptance"
    assert (heard["acceptance"].rule, heard["acceptance"].words) == (RULE, "到货")


def test_no_word_says_more_than_the_most(vocabulary: Vocabulary) -> None:
    heard = vocabulary.speak([page("到货通话")], at_most=0.25)
    assert {evidence.weight for evidence in heard.values()} <= {0.25}


def test_a_paper_without_known_words_is_not_heard(vocabulary: Vocabulary) -> None:
    assert vocabulary.speak([page("甲乙丙丁")], at_most=4.0) == {}
    assert Vocabulary().speak([page("到货")], at_most=4.0) == {}


def test_words_are_runs_of_two_and_three_characters() -> None:
    assert words_of([page("收货人 A1", "略")]) >= {"收货", "货人", "收货人"}
    assert not any("A" in word or word == "略" for word in words_of([page("收货人 A1", "略")]))


@pytest.mark.parametrize(
    ("line", "problem"),
    [("到货 8 acceptance:8", "is no word with its counts"), ("到货\t8\tpermit:8", "lacks the kind 'permit'")],
)
def test_a_spoiled_vocabulary_says_where(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_text(COUNTS + line + "\n", encoding="utf-8")
    loaded = load_vocabulary(path)
    assert isinstance(loaded, list)
    assert problem in loaded[0].message


def test_the_shipped_vocabulary_is_what_the_papers_count_to() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == counted(all_papers())


def test_the_shipped_vocabulary_never_files_by_itself() -> None:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    book = load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds)
    assert book.thresholds.vocabulary < book.thresholds.enough
    assert set(book.vocabulary.of_kind) == {*kinds, NO_KIND}
