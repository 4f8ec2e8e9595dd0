"""One reading of text for every engine: folding, and overlapping character bigrams.

`fold` turns text into a string in which two writings of the same words are equal: width and
compatibility forms (NFKD, one character at a time, marks dropped), case, traditional characters,
blanks and line ends inside Chinese, separators inside numbers. What still parts two words is one
blank. Then *exact* has one meaning everywhere: the folded term is a substring of the folded text.

Tokens are a spelling of that meaning for an inverted index: every run gives a mark of its beginning,
its bigrams and, to mark its end, its last character: "煤业 矿" gives "_煤 煤业 业 _矿 矿". Inside of ASCII
letters and digits they are trigrams instead, because each of the hundred pairs of digits stands in every
second paper; where these begin, their first two are marked too: "甲2024" gives "_甲 甲2 _20 202 024 24 4".

Terms of one character, and of two ASCII ones, are looked up in the set of all `characters`. Any other is
found where its tokens follow each other: a plain phrase for any engine. It may begin inside of the text's
first run and end inside of its last, so the mark before and what stands for the end are left out: "024 煤"
is "024 24 4 _煤".
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

VERSION = 3
"""Raised whenever the same text gives other tokens: an index made by another version is made anew."""

BEGINNING = "_"
"""Marks the token of a run's first character; no folded text has it."""

_LATIN = re.compile("[0-9a-z]{2,}")
_SOFT = " "
_HARD = "|"
_GAP = re.compile(r"[ ,|]+")
_IGNORED = frozenset({"Mn", "Me", "Cf"})  # accents after decomposition; invisible and bidi characters
_SOFT_CATEGORIES = frozenset({"Ps", "Pe", "Pi", "Pf", "Zs", "Zl", "Zp", "Cc"})
_SOFT_SIGNS = frozenset("\"'·・‧•")  # quotation marks and the dots inside foreign names


def _read_traditional() -> dict[str, str]:
    lines = Path(__file__).with_name("traditional.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


_TRADITIONAL = _read_traditional()


class _Folding(dict[int, str]):
    """What each character becomes; filled as characters are met, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code)).lower()
        folded = self[code] = "".join(map(_fold_character, decomposed))
        return folded


def _fold_character(character: str) -> str:
    if character.isalnum():
        return _TRADITIONAL.get(character, character)
    category = unicodedata.category(character)
    if category in _IGNORED:
        return ""
    if category in _SOFT_CATEGORIES or character in _SOFT_SIGNS:
        return _SOFT
    return "," if character == "," else _HARD


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Text as it is compared: runs of letters, digits and Han characters, parted by single blanks."""
    return _GAP.sub(_gap, text.translate(_FOLDING))


def squeezed(text: str) -> str:
    """The folded text without its blanks: codes and numbers as they are compared."""
    return fold(text).replace(" ", "")


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` where it came from."""
    spelled: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        folded = _FOLDING[ord(character)]
        spelled.append(folded)
        origins.extend([index] * len(folded))
    whole = "".join(spelled)
    kept: list[str] = []
    kept_origins: list[int] = []
    end = 0
    for gap in _GAP.finditer(whole):
        between = _gap(gap)
        kept += (whole[end : gap.start()], between)
        kept_origins += origins[end : gap.start()] + origins[gap.start() : gap.start() + len(between)]
        end = gap.end()
    return "".join([*kept, whole[end:]]), kept_origins + origins[end:]


def _gap(gap: re.Match[str]) -> str:
    """What stays of the signs between two characters: a blank where they part words, else nothing."""
    if gap.start() == 0 or gap.end() == len(gap.string):
        return ""
    before, after, signs = gap.string[gap.start() - 1], gap.string[gap.end()], gap.group()
    if signs.rstrip(_SOFT) == "," and _is_digit(before) and _is_digit(after):
        return ""
    if not signs.strip(_SOFT) and (is_han(before) or is_han(after)):
        return ""
    return " "


def is_han(character: str) -> bool:
    """Whether this is a Chinese character (々 and 〇 included)."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003ffff"
        or character in "々〇"
    )


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def bigrams(run: str) -> list[str]:
    """The overlapping character pairs of one run."""
    return [run[index : index + 2] for index in range(len(run) - 1)]


def tokens(folded: str) -> list[str]:
    """The tokens of a folded text, in order."""
    spelled: list[str] = []
    for run in folded.split():
        spelled.append(BEGINNING + run[0])
        spelled += _grams(run)
        spelled.append(run[-1])
    return spelled


def _grams(run: str) -> list[str]:
    """The bigrams of one run; of ASCII letters and digits a mark, their trigrams and the last bigram."""
    grams = bigrams(run)
    for marks, found in enumerate(_LATIN.finditer(run)):
        start, end = found.span()
        trigrams = [run[index : index + 3] for index in range(start, end - 2)]
        grams[start + marks : end - 2 + marks] = [BEGINNING + run[start : start + 2], *trigrams]
    return grams


def stands_alone(term: str) -> bool:
    """Whether a folded term is too short for a phrase: it is looked up in `characters`."""
    return len(term) == 1 or (len(term) == 2 and _LATIN.fullmatch(term) is not None)


def term_tokens(term: str) -> list[str]:
    """The tokens to look for one after the other, for a folded term that does not stand alone."""
    spelled = tokens(term)[1:-1]
    if spelled[0].startswith(BEGINNING):
        del spelled[0]
    if _LATIN.fullmatch(term[-2:]):
        spelled.pop()  # they may go on in the text; what stands before holds them
    return spelled


def characters(folded: str) -> str:
    """Every character of a folded text once, and every pair of ASCII ones, parted by blanks."""
    pairs = {pair for run in _LATIN.findall(folded) for pair in bigrams(run)}
    return " ".join(sorted((set(folded) | pairs) - {" "}))
