"""A query cut into its signs: words, phrases, `key:value` pairs, brackets, OR and minus."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from wcwidth import wcwidth

from archive.errors import BadInput
from index.tokens import fold

SignKind = Literal["word", "phrase", "key", "field", "open", "close", "or", "and", "minus", "end"]

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "category": "category",
        "类别": "category",
        "customer": "customer",
        "客户": "customer",
        "from": "from",
        "since": "from",
        "自": "from",
        "to": "to",
        "until": "to",
        "至": "to",
        "code": "code",
        "代码": "code",
        "编号": "code",
        "amount": "amount",
        "金额": "amount",
        "field": "field",
        "字段": "field",
    }
)
"""The keys as people write them, folded, and the one name of each."""

Names = Mapping[str, tuple[SignKind, str]]
"""What may stand before a colon, folded: the key or the field that it names."""

_OPEN, _CLOSE, _COLON, _MINUS = "(（", ")）", ":：", "-－−"
_SINGLE_BRACKETS = _OPEN + _CLOSE
_SINGLE: Mapping[str, SignKind] = MappingProxyType(
    {"(": "open", "（": "open", ")": "close", "）": "close", "-": "minus", "－": "minus", "−": "minus"}
)
_OPERATORS: Mapping[str, SignKind] = MappingProxyType({"OR": "or", "NOT": "minus", "AND": "and"})
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "“", "「": "」", "『": "』"}
_SHOWN = 60  # characters shown round the place of an error
_CLOSE_ENOUGH = 0.75  # difflib's ratio, from which on a word before a colon is a key mistyped
_LONGEST_KEY = 30
_UNREADABLE = frozenset({"Cs", "Co", "Cn"})  # halves of characters, private and unknown ones


@dataclass(frozen=True, slots=True)
class Place:
    """A place in what somebody wrote: in a query, or in an option with its value. Counts from 0."""

    text: str
    at: int

    def further(self, characters: int) -> Place:
        """The place so many characters behind this one."""
        return replace(self, at=self.at + characters)

    def pointer(self) -> dict[str, object]:
        """What an error says of it: `position` from 1, and two lines that show it with a caret."""
        start = max(0, self.at - _SHOWN // 2)
        shown = "".join(_printable(character) for character in self.text[start : start + _SHOWN])
        width = sum(max(wcwidth(character), 0) for character in shown[: self.at - start])
        return {"position": self.at + 1, "shown": f"  {shown}\n  {' ' * width}^"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a query. `at` counts characters from 0; `text` has no quotation marks; of a key
    or a field it is its one name."""

    kind: SignKind
    text: str
    at: int


def signs(query: str, names: Names) -> Iterator[Sign]:
    """Cut a query; the last sign is always the end.

    Raises `BadInput` for a quotation left open and for a key that is nearly one of ours.
    """
    at = 0
    figure = False
    while at < len(query):
        if _is_skipped(query[at]) or (query[at] in _MINUS and _is_blank(query[at + 1 : at + 2])):
            at += 1
            continue
        sign, at = _next_sign(query, at, names, figure=figure)
        figure = (sign.kind, sign.text) == ("key", "amount")
        yield sign
    yield Sign("end", "", len(query))


def require_readable(text: str, start: Place) -> None:
    """Raise `BadInput` where a character was damaged on its way here, or is nobody's: it could not be
    looked for, and what is left of the word without it is another word."""
    for index, character in enumerate(text):
        if character == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(character) in _UNREADABLE:
            raise BadInput(
                "The character at {position} is damaged or unknown and cannot be looked for.\n{shown}",
                advice="Type it anew, or look for the words before and behind it.",
                **start.further(index).pointer(),
            )


def _next_sign(query: str, at: int, names: Names, *, figure: bool) -> tuple[Sign, int]:
    """The sign that begins here, and where it ends. Behind amount: a minus belongs to the figure."""
    character = query[at]
    if character in _SINGLE and not (figure and character in _MINUS):
        return Sign(_SINGLE[character], character, at), at + 1
    if character in _QUOTES:
        end = _closing_quote(query, at)
        return Sign("phrase", query[at + 1 : end], at), end + 1
    end = _word_end(query, at, names)
    text = query[at:end]
    if end < len(query) and query[end] in _COLON:
        kind, name = names[fold(text)]
        return Sign(kind, name, at), end + 1
    return Sign(_operator(text), text, at), end


def _operator(text: str) -> SignKind:
    return _OPERATORS.get("".join(letter for letter in text if letter.isprintable()), "word")


def _printable(character: str) -> str:
    """A blank for what would spoil the line: line ends, control and bidi characters."""
    return character if character.isprintable() else " "


def _is_skipped(character: str) -> bool:
    """Whether no sign begins with it: blanks, and characters that cannot be seen."""
    return _is_blank(character) or unicodedata.category(character) == "Cf"


def _is_blank(character: str) -> bool:
    """Whether a character (or the end, "") parts signs: blanks, line ends, control characters."""
    return not character or character.isspace() or unicodedata.category(character) == "Cc"


def _closing_quote(query: str, at: int) -> int:
    end = min((found for mark in _closers(query[at]) if (found := query.find(mark, at + 1)) > 0), default=-1)
    if end < 0:
        raise BadInput(
            "The quotation mark at character {position} is not closed.\n{shown}",
            advice="Put the same mark behind the phrase, or leave it out.",
            **Place(query, at).pointer(),
        )
    return end


def _closers(mark: str) -> str:
    """Input methods mix them up, so a Chinese quotation may end with either of its marks."""
    return "“”" if mark in "“”" else _QUOTES[mark]


def _word_end(query: str, at: int, names: Names) -> int:
    """Where a word ends. A bracket inside belongs to it, as in 甲(北京)公司; a colon ends only a key."""
    depth = 0
    for index in range(at, len(query)):
        character = query[index]
        if character in _CLOSE and depth:
            depth -= 1
        elif character in _OPEN and query[at:index] not in _OPERATORS:
            depth += 1
        elif _ends_word(character) or (
            character in _COLON and _is_key(query[at:index], Place(query, at), names)
        ):
            return index
    return len(query)


def _ends_word(character: str) -> bool:
    return character in _SINGLE_BRACKETS or character in _QUOTES or _is_blank(character)


def _is_key(text: str, place: Place, names: Names) -> bool:
    """Whether the word before a colon is a key; no key but nearly one raises `BadInput`."""
    if len(text) > _LONGEST_KEY or not _is_plain(text):
        return False
    folded = fold(text)
    if folded in names:
        return True
    near = get_close_matches(folded, names, 1, _CLOSE_ENOUGH)
    if near:
        raise BadInput(
            "There is no search key {key}: at character {position}.\n{shown}",
            advice="Did you mean {near}: ? To look for the words themselves, put them in quotation marks.",
            key=text,
            near=near[0].replace(" ", "_"),
            **place.pointer(),
        )
    return False


def _is_plain(text: str) -> bool:
    """Whether this could be meant as a key: letters, with the signs that names of fields have."""
    return all(letter.isalpha() or letter in "_（）()" or not letter.isprintable() for letter in text)
