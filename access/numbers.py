"""Numbers of things in the catalogue, as people give them: no register ever grows beyond their bound."""

from __future__ import annotations

from archive.errors import BadInput

LARGEST = 2**31 - 1
_DIGITS = len(str(LARGEST))


def number_in(word: str) -> int | None:
    """The number that a word of digits stands for; none for other words and beyond the bound."""
    word = word.strip()
    if not word.isdecimal() or len(word) > _DIGITS:
        return None
    number = int(word)
    return number if number <= LARGEST else None


def bounded(number: int) -> int:
    """The number, if something in the catalogue could have it. Raises BadInput."""
    if not 0 < number <= LARGEST:
        raise BadInput("Nothing can have this number.", advice="Copy the number from the list that shows it.")
    return number
