"""Words that are nearly there: what reading errors leave of a longer phrase.

A folded phrase is *near* in a folded text where some stretch of the text differs from it in few
characters: one wrong, missing or added for every five pairs of neighbouring characters, and no two
of them next to each other, because neighbouring differences are another word more often than two
misreadings. A blank too many or too few between Latin letters or digits (a dash, its absence) counts
half a character. Numbers and codes are taken more strictly (`index.likeness`).

An index has no distances, so documents to look at are found by `clues`: pieces of the phrase of which
at least one stands in the text as it is, wherever the phrase is near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from math import inf
from operator import attrgetter

from index.likeness import Likeness, Place, flips

FEWEST = 5
"""A phrase of fewer bigrams must be there exactly."""

MOST_ERRORS = 5
"""So many characters may differ in a phrase of any length."""

MOST_STEPS = 20_000
"""So many steps of comparing are spent on one text: a text of one repeated word costs no more."""

_ROUND = 3  # characters of a piece on either side of its rare bigram; more would not make it rarer


def phrase_bigrams(term: str) -> list[str]:
    """The bigrams of a folded phrase, none across a word break."""
    return [pair for _, pair in _placed_bigrams(term)]


def errors_allowed(term: str) -> int:
    """How many characters of a folded phrase may be wrong, missing or added."""
    return min(MOST_ERRORS, len(phrase_bigrams(term)) // FEWEST)


def may_be_near(term: str) -> bool:
    """Whether a phrase is long enough to be looked for tolerantly."""
    return errors_allowed(term) > 0


def clues(term: str, counts: Mapping[str, int]) -> list[str]:
    """Folded strings, the first of each piece the piece itself, of which one at least stands in every
    text where a phrase is near.

    Errors that are allowed spoil one piece each; one piece more has at most one blank too many or too few.
    `counts` says how frequent each bigram is: every piece is cut round a rare one.
    """
    return [clue for piece in _pieces(term, counts) for clue in flips(term[slice(*piece)])]


def is_near(term: str, text: str) -> bool:
    """Whether a folded phrase is long enough to be looked for tolerantly, and near in a folded text."""
    return _is_worth_comparing(term, text) and next(_places(term, text), None) is not None


def near(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a folded phrase is near in a folded text: start and end of each place, none overlapping."""
    last = 0
    for place in sorted(_places(term, text), key=attrgetter("start", "cost", "end")):
        if place.start >= last:
            yield place.start, place.end
            last = place.end


def _is_worth_comparing(term: str, text: str) -> bool:
    """Whether as many of the phrase's bigrams as errors leave standing are in the text, and near each other.

    Half a character's cost spoils one bigram at most and moves what follows by one place at most. Counting
    costs a small part of comparing, and nearly all texts that hold a clue by chance end here.
    """
    pairs, halves = _placed_bigrams(term), 2 * errors_allowed(term)
    spoiled = (pair for _, pair in pairs if pair not in text)
    if not halves or next(islice(spoiled, halves, None), None):
        return False
    moved: defaultdict[int, set[int]] = defaultdict(set)  # bigrams by how far they lie behind their place
    for at, pair in pairs:
        found = text.find(pair)
        while found >= 0:
            moved[(found - at) // (halves + 1)].add(at)
            found = text.find(pair, found + 1)
    needed = len(pairs) - halves
    return any(len(there | moved.get(band + 1, set())) >= needed for band, there in moved.items())


@lru_cache(maxsize=64)  # the same few phrases are held against text after text
def _placed_bigrams(term: str) -> list[tuple[int, str]]:
    """The bigrams of a folded phrase with where each begins."""
    return [(at, term[at : at + 2]) for at in range(len(term) - 1) if " " not in term[at : at + 2]]


def _places(term: str, text: str) -> Iterator[Place]:
    """Every place where a phrase is near, in no order, some more than once."""
    if not may_be_near(term):
        return
    likeness = Likeness(term, text, errors=errors_allowed(term), steps=MOST_STEPS)
    for known, clue in _clues_by_rarity(term, text):
        at = text.find(clue)
        while at >= 0 and likeness.steps > 0:
            place = likeness.place(known, (at, at + len(clue)))
            if place:
                yield place
            at = text.find(clue, at + 1)


def _clues_by_rarity(term: str, text: str) -> list[tuple[tuple[int, int], str]]:
    """The clues that stand in a text with their piece's place in the phrase, the rarest first."""
    counts = {pair: text.count(pair) for pair in set(phrase_bigrams(term))}
    standing = [
        (text.count(clue), piece, clue)
        for piece in _pieces(term, counts)
        for clue in flips(term[slice(*piece)])
    ]
    return [(piece, clue) for count, piece, clue in sorted(standing) if count]


def _pieces(term: str, counts: Mapping[str, int]) -> list[tuple[int, int]]:
    """Where the pieces of a phrase start and end: one more than errors are allowed, none overlapping."""
    picked = _rarest_apart(term, counts, errors_allowed(term) + 1)
    between = [(left + 2 + right) // 2 for left, right in pairwise(picked)]
    return [
        _piece(term, at, *borders)
        for at, borders in zip(picked, pairwise([0, *between, len(term)]), strict=True)
    ]


def _rarest_apart(term: str, counts: Mapping[str, int], wanted: int) -> tuple[int, ...]:
    """Where so many bigrams of a phrase are that do not overlap, together as rare as can be.

    The best choices of 0, 1, 2 … bigrams from a phrase's beginning follow from those from the beginnings that
    are one and two characters shorter.
    """
    last: list[tuple[float, tuple[int, ...]]] = [(0, ()), *[(inf, ())] * wanted]
    before = last
    for at in range(len(term) - 1):
        pair, best = term[at : at + 2], last
        if " " not in pair:
            taken = [(count + counts[pair], (*picked, at)) for count, picked in before[:wanted]]
            best = [last[0], *map(min, last[1:], taken)]
        before, last = last, best
    return last[wanted][1]


def _piece(term: str, at: int, first: int, last: int) -> tuple[int, int]:
    """The piece round the bigram at `at`, within borders, no longer than is of use, no blank at its ends."""
    start, end = max(first, at - _ROUND), min(last, at + 2 + _ROUND)
    return start + (term[start] == " "), end - (term[end - 1] == " ")
