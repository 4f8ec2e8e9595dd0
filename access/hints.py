"""The nearest known word, for whoever typed one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from archive.language import translate

CLOSE = 0.6  # difflib's ratio: about two characters of five may differ


def nearest(word: str, known: Sequence[str]) -> str:
    """What goes behind an unknown word in a message: the known one it is part of or close to, or nothing."""
    typed = word.strip()
    containing = sorted((name for name in known if typed and typed in name), key=len)
    found = containing[:1] or difflib.get_close_matches(typed, known, n=1, cutoff=CLOSE)
    return translate(" (did you mean {word}?)", word=found[0]) if found else ""
