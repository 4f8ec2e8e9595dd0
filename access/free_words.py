"""Free words that people type: kept as they mean them, without what shows otherwise than it is."""

from __future__ import annotations

import unicodedata

from archive.errors import BadInput

LONGEST_REASON = 500
_STRANGE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, direction, surrogate, private, unassigned


def clean_text(text: str, *, longest: int) -> str:
    """The text in NFC with single blanks.

    Raises `BadInput` when it is empty, longer than `longest` characters, or holds something invisible.
    """
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    if not kept:
        raise BadInput("Something is missing: the text is empty.", advice="Say it in a few words.")
    if len(kept) > longest:
        raise BadInput("The text is longer than {longest} characters.", longest=longest)
    if any(map(_is_strange, kept)):
        raise BadInput(
            "The text {text} holds characters that cannot be seen.",
            advice="Type it again instead of pasting it.",
            text=ascii(kept),
        )
    return kept


def clean_reason(reason: str) -> str:
    """Why something is done, as it stays on record. Raises `BadInput` as `clean_text` does."""
    if not reason.strip():
        raise BadInput("A reason must be given.", advice="Say in a few words why; it stays on record.")
    return clean_text(reason, longest=LONGEST_REASON)


def legible(text: str, *, longest: int = 500) -> str:
    """The text as it can be looked up and recorded: cut at `longest` characters; what cannot be seen or
    stored (also halves of characters that a shell made of foreign bytes) is replaced."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if _is_strange(letter) else letter for letter in text[:longest]
    )


def _is_strange(letter: str) -> bool:
    return unicodedata.category(letter) in _STRANGE
