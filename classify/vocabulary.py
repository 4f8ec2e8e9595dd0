"""Which words stand in which kind of paper: counted over papers of many houses, weighed like a rule.

`config/rules/vocabulary.tsv` holds, for each word of two or three characters, in how many papers of each
kind it was found; `# ` before a word says: in a headline. Rules say what a kind of paper is; this says
how its papers sound, where the house's clerk had words of his own that no rule expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from pathlib import Path

from archive.configuration import Problem
from archive.decision import Evidence
from archive.language import translate
from classify.sheet import Sheet

RULE = "vocabulary"
"""The rule that this evidence names."""

TOTAL = "*"  # the line that says how many papers there were
_HEADLINE = "# "
_IS_HEADLINE = 0.5  # `Cell.title` from which a word counts as standing in a headline
_LENGTHS = (2, 3)
_PAGES = 2
_PRIOR = 2.0  # papers of average wording that every kind is thought to have beside those counted
_FLOOR = -1.5  # that a word is missing in a kind's few papers says only so much against it
_NOTHING_SPECIAL = 5  # the kind in this place, from 0, is only as likely as any
_WORDS_SHOWN = 6
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LINE = re.compile(r"(?P<word>\S.*?)\t(?P<papers>\d+)\t(?P<kinds>\w+:\d+(?: \w+:\d+)*)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Counts of papers: of all kinds, of each kind, and of those that hold a word, by kind."""

    papers: int = 0
    of_kind: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, tuple[int, Mapping[str, int]]] = field(default_factory=dict)

    def speak(self, sheets: Sequence[Sheet], *, at_most: float) -> dict[str, Evidence]:
        """How much a paper sounds like each kind, 0 to `at_most` points; other kinds are left out."""
        known = sorted(word for word in words_of(sheets) if word in self.words)
        if not known:
            return {}
        against = {kind: self._against(kind) for kind in self.of_kind}
        scores = {kind: len(known) * against[kind] for kind in self.of_kind}
        shares: dict[str, dict[str, float]] = {kind: {} for kind in self.of_kind}
        for word in known:
            papers, by_kind = self.words[word]
            for kind, count in by_kind.items():
                weight = self._weight(kind, count, papers / self.papers)
                shares[kind][word] = weight
                scores[kind] += weight - against[kind]
        spread = sqrt(len(known))
        ranked = sorted(scores.values(), reverse=True)
        usual = ranked[min(_NOTHING_SPECIAL, len(ranked) - 1)]
        return {
            kind: _evidence(sheets[0].page, shares[kind], min(at_most, (score - usual) / spread))
            for kind, score in scores.items()
            if score > usual
        }

    def _weight(self, kind: str, count: int, share: float) -> float:
        """How much likelier a word is in a kind than in all papers: the logarithm of the ratio."""
        ratio = (count + _PRIOR * share) / (self.of_kind[kind] + _PRIOR) / share
        return max(log(ratio), _FLOOR)

    def _against(self, kind: str) -> float:
        """The weight of a word that none of a kind's papers hold."""
        return max(log(_PRIOR / (self.of_kind[kind] + _PRIOR)), _FLOOR)


def words_of(sheets: Iterable[Sheet]) -> set[str]:
    """All runs of two and three Han characters on a paper's first two pages; headlines' also marked so."""
    found: set[str] = set()
    for sheet in list(sheets)[:_PAGES]:
        for cell in sheet.cells:
            runs = {word for run in _HAN.findall(cell.text) for word in _pieces(run)}
            found |= runs
            if cell.title >= _IS_HEADLINE:
                found |= {_HEADLINE + word for word in runs}
    return found


def load_vocabulary(path: Path) -> Vocabulary | list[Problem]:
    """Read a vocabulary; all its mistakes instead where it has any."""
    papers, of_kind, words = 0, {}, {}
    problems: list[Problem] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#!"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(path, number, translate("is no word with its counts")))
            continue
        kinds = {
            kind: int(count) for kind, _, count in (pair.partition(":") for pair in match["kinds"].split())
        }
        if match["word"] == TOTAL:
            papers, of_kind = int(match["papers"]), kinds
        else:
            words[match["word"]] = (int(match["papers"]), kinds)
    unknown = sorted({kind for _, kinds in words.values() for kind in kinds} - set(of_kind))
    problems += [
        Problem(path, 0, translate("the line of totals lacks the kind '{kind}'", kind=kind))
        for kind in unknown
    ]
    return problems or Vocabulary(papers, of_kind, words)


def _pieces(run: str) -> Iterable[str]:
    for length in _LENGTHS:
        for start in range(len(run) - length + 1):
            yield run[start : start + length]


def _evidence(page: int, shares: Mapping[str, float], weight: float) -> Evidence:
    telling = sorted(shares, key=lambda word: (-shares[word], word))
    return Evidence(RULE, "、".join(_apart(telling)), page, None, round(weight, 2))


def _apart(words: Iterable[str]) -> list[str]:
    """The first few words that are no pieces of one another."""
    shown: list[str] = []
    for word in words:
        bare = word.removeprefix(_HEADLINE)
        if len(shown) < _WORDS_SHOWN and not any(bare in other or other in bare for other in shown):
            shown.append(bare)
    return shown
