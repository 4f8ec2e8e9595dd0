"""How much a stretch of text differs from a phrase: what a misreading costs, and the cheapest way from one
to the other.

Costs are counted in halves of a character. A character wrong, missing or added costs two; a blank too many
or too few between Latin letters or digits costs one. A number with another digit is another number: in
a run with digits only look-alikes (O for 0) cost two, everything else six, as much as three characters. Only
phrases of sixteen characters can bear that, and codes of that length (credit codes, identity numbers, bank
accounts) have check characters, so that two of them differ in more than one place (GB 32100-2015,
GB 11643-1999, ISO/IEC 7812-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

_HALF, _WHOLE, _TRIPLE = 1, 2, 6
_NUMBER = re.compile(r"[a-z0-9]*[0-9][a-z0-9]*")
_LOOK_ALIKE = frozenset(
    pair
    for signs in ("0odq", "1ilj", "2z", "4a", "5s", "6gb", "7t", "8b", "9gq", "uv")
    for pair in permutations(signs, 2)
)


def flips(piece: str) -> list[str]:
    """A piece of a phrase, and the same with one blank more or less between Latin letters or digits."""
    parted = [
        piece[:at] + " " + piece[at:] for at in range(1, len(piece)) if _are_latin(piece[at - 1], piece[at])
    ]
    joined = [
        piece[:at] + piece[at + 1 :]
        for at in range(1, len(piece) - 1)
        if piece[at] == " " and _are_latin(piece[at - 1], piece[at + 1])
    ]
    return [piece, *parted, *joined]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text from `start` to `end`, and what it costs to take it for the phrase."""

    start: int
    end: int
    cost: int


class Likeness:
    """A phrase held against a text. At most `errors` characters may differ, no two of them side by side.

    `steps` are left for looking; when they are used up, nothing more is found.
    """

    def __init__(self, term: str, text: str, *, errors: int, steps: int) -> None:
        self.steps = steps
        self._term = term
        self._text = text
        self._budget = _WHOLE * errors
        self._wrong = _costs(term)

    def place(self, known: tuple[int, int], at: tuple[int, int]) -> Place | None:
        """The likest stretch round a piece of the phrase that stands in the text.

        `known` is where the piece starts and ends in the phrase, `at` where in the text; the two may differ
        in one blank.
        """
        spent = _HALF if known[1] - known[0] != at[1] - at[0] else 0
        left = self._reach(known[0], at[0], -1, self._budget - spent)
        if not left:
            return None
        right = self._reach(known[1], at[1], 1, self._budget - spent - left[0])
        return Place(left[1], right[1], spent + left[0] + right[0]) if right else None

    def _reach(self, known: int, at: int, way: int, budget: int) -> tuple[int, int] | None:
        """What the phrase's rest on one side costs at least, and where it ends in the text.

        Dijkstra's way through pairs of borders in phrase and text, the cheapest first; of equally cheap
        ends the one that is as long as the phrase's rest.
        """
        goal = len(self._term) if way > 0 else 0
        straight = at + goal - known
        waiting: list[list[_Border]] = [[] for _ in range(budget + 1)]
        waiting[0].append((known, at, False))
        seen: set[_Border] = set()
        for cost, borders in enumerate(waiting):
            ends: list[int] = []
            while borders:
                border = borders.pop()
                if border in seen or self.steps <= 0:
                    continue
                seen.add(border)
                self.steps -= 1
                if border[0] == goal:
                    ends.append(border[1])
                    continue
                for more, following in self._ways_on(*border, way):
                    if cost + more <= budget:
                        waiting[cost + more].append(following)
            if ends:
                return cost, min(ends, key=lambda end: (abs(end - straight), end))
        return None

    def _ways_on(self, known: int, at: int, after_error: bool, way: int) -> Iterator[tuple[int, _Border]]:
        """What may follow, and its cost; behind an error only what is no error."""
        term, text = self._term, self._text
        here, there = known - (way < 0), at - (way < 0)
        wanted, given = term[here], text[there] if 0 <= there < len(text) else ""
        if wanted == given:
            yield 0, (known + way, at + way, False)
        if _parts_latin(term, here):
            yield _HALF, (known + way, at, after_error)
        if _parts_latin(text, there):
            yield _HALF, (known, at + way, after_error)
        if not after_error:
            yield self._wrong[here], (known + way, at, True)
            if given:
                alike = (wanted, given) in _LOOK_ALIKE
                yield _WHOLE if alike else self._wrong[here], (known + way, at + way, True)
                yield self._added(known, given), (known, at + way, True)

    def _added(self, known: int, given: str) -> int:
        """What a character costs that the text has at a border of the phrase."""
        if not _are_latin(given):
            return _WHOLE
        return max(self._wrong[max(known - 1, 0) : known + 1])


_Border = tuple[int, int, bool]
"""So far in the phrase, so far in the text, and whether an error lies right before."""


def _costs(term: str) -> list[int]:
    """What it costs when each character of a phrase is another one or is missing."""
    costs = [_WHOLE] * len(term)
    for number in _NUMBER.finditer(term):
        costs[number.start() : number.end()] = [_TRIPLE] * len(number.group())
    return costs


def _are_latin(*characters: str) -> bool:
    return all(character.isascii() and character.isalnum() for character in characters)


def _parts_latin(text: str, at: int) -> bool:
    """Whether a blank stands there between two Latin letters or digits."""
    return text[at : at + 1] == " " and 0 < at < len(text) - 1 and _are_latin(text[at - 1], text[at + 1])
