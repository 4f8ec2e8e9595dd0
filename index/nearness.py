"""Words that are nearly there: what reading errors leave of a longer phrase.

A phrase is *near* where at least four fifths of its bigrams stand within one window of the text that
is little longer than the phrase. One wrong character spoils two bigrams, so phrases of fewer than
`FEWEST` bigrams must be there exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from index.tokens import bigrams

FEWEST = 5
_SLACK = 2  # characters that reading may have added on either side
_MOST_WINDOWS = 500  # looked at in one text, so that a text of one repeated word costs no more


def phrase_bigrams(term: str) -> list[str]:
    """The bigrams of a folded phrase, none across a word break."""
    return [pair for run in term.split() for pair in bigrams(run)]


def may_be_near(term: str) -> bool:
    """Whether a phrase is long enough to be looked for tolerantly."""
    return len(phrase_bigrams(term)) >= FEWEST


def misses_allowed(term: str) -> int:
    """How many of its bigrams may be missing."""
    return len(phrase_bigrams(term)) // 5


def anchors(term: str, counts: Mapping[str, int]) -> list[str]:
    """The rarest bigrams of a phrase, one more than may be missing: wherever it is near, one of them is.

    `counts` says how many documents hold each bigram.
    """
    distinct = sorted(set(phrase_bigrams(term)), key=lambda pair: (counts[pair], pair))
    return distinct[: misses_allowed(term) + 1]


def is_near(term: str, text: str) -> bool:
    """Whether a folded phrase is long enough to be looked for tolerantly, and near in a folded text."""
    return may_be_near(term) and next(near(term, text), None) is not None


def near(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a folded phrase is near in a folded text: start and end of each place, none overlapping."""
    pairs = Counter(phrase_bigrams(term))
    needed = sum(pairs.values()) - misses_allowed(term)
    end = 0
    for start in _window_starts(term, text):
        place = _place(pairs, text, max(start, end), start + len(term) + 2 * _SLACK, needed)
        if place:
            yield place
            end = place[1]


def _window_starts(term: str, text: str) -> list[int]:
    """Where windows must be looked at: round every occurrence of the bigrams that are rarest in the text."""
    counts = {pair: text.count(pair) for pair in set(phrase_bigrams(term))}
    starts: set[int] = set()
    for pair in anchors(term, counts):
        found = text.find(pair)
        while found >= 0 and len(starts) < _MOST_WINDOWS:
            starts.add(max(0, found - term.index(pair) - _SLACK))
            found = text.find(pair, found + 1)
    return sorted(starts)


def _place(pairs: Counter[str], text: str, start: int, end: int, needed: int) -> tuple[int, int] | None:
    left = dict(pairs)
    places: list[int] = []
    for index in range(start, min(end, len(text)) - 1):
        pair = text[index : index + 2]
        if left.get(pair, 0):
            left[pair] -= 1
            places.append(index)
    return (places[0], places[-1] + 2) if len(places) >= needed else None
