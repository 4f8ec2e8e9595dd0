"""The patterns of the rules, compiled once, and passed over at once on pages that cannot hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from classify.needles import needles
from classify.wording import plain

_BRACKETS = str.maketrans({"（": r"\(", "）": r"\)", "《": "<", "》": ">"})
_NUMBERED = r"(?:[\d一二三四五六七八九十]{1,3}[.、)]?\s?)?"
# What may follow the name of a paper in its title: 合同(正本), 对账单 2024年12月, 审批表:
_TAIL = re.compile(
    r"(?:[(\[<_:·/ -].*|[)\]>]|正本|副本|复印件|原件|续|存根|样表|样本|一.{4,}|之?[一二三四五六七八九十\d]"
    r"|No\.?.*|[A-Z&.']++|编号.*|20\d\d.*|\d{1,2}月.*|[一二三四五六七八九十]{1,2}月.*)*$",
    re.IGNORECASE,
)


def spell(pattern: str) -> str:
    """A pattern in the spelling of `wording.plain`; full-width brackets stand for themselves."""
    return plain(pattern.translate(_BRACKETS))


@dataclass(frozen=True)
class Pattern:
    """One regular expression of a rule for one place: titles end with it, labels begin with it."""

    spelled: str
    where: str

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled; raises `re.error` where the pattern is no regular expression."""
        if self.where == "title":
            return re.compile(f"(?:{self.spelled})$", re.IGNORECASE)
        if self.where == "label":
            return re.compile(f"^{_NUMBERED}(?:{self.spelled})", re.IGNORECASE)
        return re.compile(self.spelled, re.IGNORECASE)

    @cached_property
    def _pairs(self) -> frozenset[str] | None:
        found = needles(self.spelled.lower())
        return None if found is None else frozenset(needle[:2] for needle in found)

    def may_stand_in(self, pairs: frozenset[str]) -> bool:
        """Whether a text made of these pairs (see `pairs_of`) can match at all."""
        asked = self._pairs
        return asked is None or not asked.isdisjoint(pairs)


@cache
def pattern(written: str, where: str) -> Pattern:
    """The pattern as a rule writes it, for the place `where`."""
    return Pattern(spell(written), where)


def pairs_of(text: str) -> frozenset[str]:
    """All letters and all pairs of letters of a text, lower case."""
    small = text.lower()
    return frozenset(small).union(map("".join, pairwise(small)))


def title_ends(text: str) -> tuple[int, ...]:
    """Where the name of a paper may end in its title: what follows is only 正本, a number, a year …"""
    return tuple(end for end in range(len(text), 1, -1) if _TAIL.match(text, end))
