"""Names that look like other names: by Unicode's own table of confusable letters (UTS 39)."""

from __future__ import annotations

import unicodedata
from functools import cache

from confusable_homoglyphs.categories import alias
from confusable_homoglyphs.confusables import confusables_data

_NEUTRAL = frozenset({"COMMON", "INHERITED"})
_TOGETHER = frozenset({"HAN", "LATIN"})  # a foreigner's name beside the Chinese one
_JOINING = frozenset("·•‧・.-'’ ")  # between the parts of a name, left out by some
_IN_NAMES = _JOINING | frozenset("()（）")


def skeleton(name: str) -> str:
    """What two names have in common when people take one for the other: equal for look-alikes."""
    whole = unicodedata.normalize("NFKC", name)
    seen = "".join(_prototype(letter) for letter in whole if letter not in _JOINING)
    return unicodedata.normalize("NFKC", seen).casefold()


def mixes_scripts(name: str) -> bool:
    """Whether letters of several scripts stand together as no name has them: a Cyrillic а in a Latin word."""
    scripts = {alias(letter) for letter in unicodedata.normalize("NFKC", name)} - _NEUTRAL
    return len(scripts) > 1 and not scripts <= _TOGETHER


def stranger(name: str) -> str:
    """The first sign in a name that names do not have (`/`, `@`, an emoji); empty where there is none."""
    strange = (sign for sign in name if unicodedata.category(sign)[0] not in "LMN" and sign not in _IN_NAMES)
    return next(strange, "")


@cache
def _prototype(letter: str) -> str:
    """The letter that stands for all that look like this one. Unicode's table goes both ways: from a letter
    to its one prototype, and from a prototype to all of its look-alikes."""
    alike = [_bare(one["c"]) for one in confusables_data.get(letter, ())]
    if len(alike) != 1:
        return letter
    back = [_bare(one["c"]) for one in confusables_data.get(alike[0], ())]
    return min(letter, alike[0]) if back == [letter] else alike[0]


def _bare(glyphs: str) -> str:
    return glyphs.strip("\N{LEFT-TO-RIGHT MARK}")
