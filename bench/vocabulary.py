"""Count the vocabulary of `config/rules/vocabulary.tsv` from made-up papers of many houses.

    python -m bench.vocabulary                              writes the shipped file
    python -m bench.vocabulary --without NAME --out FILE    without one house's papers, to measure on them

Only words that three papers hold and at least two sources use are taken: what a single house writes (its
names, its turns of phrase) says nothing of other houses' papers.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from classify.cases import drawn
from classify.sheet import Sheet
from classify.vocabulary import TOTAL, words_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHIPPED = ROOT / "config" / "rules" / "vocabulary.tsv"
SOURCES = 2
PAPERS = 3
_HEAD = """\
#! Which words stand in how many papers of each kind; made by bench/vocabulary.py, explained in docs/rules.md.
#! word, papers that hold it, kind:papers ... ("# " before a word: in a headline; * is all papers).
"""


@dataclass(frozen=True, slots=True)
class WordedPaper:
    """One paper as text: whose collection it is of, what kinds it is, its page."""

    source: str
    kinds: tuple[str, ...]
    sheet: Sheet


def all_papers() -> Iterator[WordedPaper]:
    """The papers of `bench/papers` and the cases that the rules are tested with."""
    for path in sorted((HERE / "papers").glob("*.yaml")):
        for paper in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield WordedPaper(path.stem, tuple(paper["kind"].split("|")), drawn(paper["rows"]))
    for path in sorted((ROOT / "tests" / "rule_cases").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield WordedPaper("rule_cases", (case["kind"],), drawn(case["page"]))


def counted(papers: Iterable[WordedPaper]) -> str:
    """The vocabulary of papers, as the file holds it."""
    of_kind: Counter[str] = Counter()
    holding: dict[str, Counter[str]] = defaultdict(Counter)
    papers_with: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    number = 0
    for paper in papers:
        number += 1
        of_kind.update(paper.kinds)
        for word in words_of([paper.sheet]):
            papers_with[word] += 1
            sources[word].add(paper.source)
            holding[word].update(paper.kinds)
    shared = sorted(
        word for word, found in sources.items() if len(found) >= SOURCES and papers_with[word] >= PAPERS
    )
    lines = [_line(TOTAL, number, of_kind)]
    lines += [_line(word, papers_with[word], holding[word]) for word in shared]
    return _HEAD + "\n".join(lines) + "\n"


def _line(word: str, papers: int, kinds: Counter[str]) -> str:
    return f"{word}\t{papers}\t" + " ".join(f"{kind}:{count}" for kind, count in sorted(kinds.items()))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", default=[], help="leave these houses' papers out")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    chosen = parser.parse_args(arguments)
    kept = (paper for paper in all_papers() if paper.source not in chosen.without)
    chosen.out.write_text(counted(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
