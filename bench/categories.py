"""How well categories are told on the made-up papers of `bench/papers`, one house at a time.

    python -m bench.categories

Each house's papers are weighed with a vocabulary that was counted without them. The rules have seen some of
these houses: only a house's first contact, which docs/benchmarks.md keeps, says how they do on strangers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.decision import Assigned, first_choice
from archive.register import Register
from archive.regulations import load_regulations
from bench.machine import machine
from bench.vocabulary import ROOT, WordedPaper, all_papers, counted
from classify.directory import Directory
from classify.rulebook import NO_KIND, Rulebook, load_rulebook
from classify.scoring import Scale
from classify.sorter import decide_category
from classify.vocabulary import Vocabulary, load_vocabulary

NOBODY = Directory(Register())


@dataclass(frozen=True, slots=True)
class Told:
    """Shares of one house's papers: first choice right, sent to a person, and sure of a wrong category."""

    right: float
    review: float
    sure_wrong: float

    def __str__(self) -> str:
        return f"{100 * self.right:.1f} % | {100 * self.review:.1f} % | {100 * self.sure_wrong:.1f} %"


def told(book: Rulebook, papers: Sequence[WordedPaper]) -> Told:
    """Tell each paper's category and compare; no register is given, so that only the paper speaks."""
    right = review = wrong = 0
    for paper in papers:
        decision = decide_category(Scale(book, NOBODY).judge([paper.sheet]), book.thresholds)
        sure, first = isinstance(decision, Assigned), first_choice(decision)
        hit = first in paper.kinds or (NO_KIND in paper.kinds and not sure)
        right, review, wrong = right + hit, review + (not sure), wrong + (sure and not hit)
    return Told(right / len(papers), review / len(papers), wrong / len(papers))


def main() -> None:
    papers = list(all_papers())
    config = ROOT / "config"
    kinds = load_regulations(config / "regulations", overlay=None).kinds
    shipped = load_rulebook(config / "rules", overlay=None, kinds=kinds)
    print(machine())
    shares = ("right", "review", "sure, wrong")
    columns = [f"{how}: {share}" for how in ("rules alone", "with vocabulary") for share in shares]
    print(f"| papers of | number | {' | '.join(columns)} |")
    print("|---|---|---|---|---|---|---|---|")
    for house in sorted({paper.source for paper in papers} - {"rule_cases"}):
        mine = [paper for paper in papers if paper.source == house]
        alone = replace(shipped, vocabulary=Vocabulary())
        worded = replace(shipped, vocabulary=_without(papers, house))
        print(f"| {house} | {len(mine)} | {told(alone, mine)} | {told(worded, mine)} |")


def _without(papers: Iterable[WordedPaper], house: str) -> Vocabulary:
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.write(counted(paper for paper in papers if paper.source != house))
        file.flush()
        loaded = load_vocabulary(Path(file.name))
    if isinstance(loaded, list):
        raise ValueError(loaded[0])
    return loaded


if __name__ == "__main__":
    main()
