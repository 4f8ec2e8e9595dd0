"""A query cut into its signs: words, phrases, `key:value` pairs, brackets, OR and minus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from wcwidth import wcwidth

from archive.errors import BadInput

SignKind = Literal["word", "phrase", "key", "open", "close", "or", "and", "minus", "end"]

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "category": "category",
        "类别": "category",
        "customer": "customer",
        "客户": "customer",
        "from": "from",
        "自": "from",
        "to": "to",
        "至": "to",
    }
)
"""The keys as people write them, and the one name of each."""

_OPEN, _CLOSE, _COLON, _MINUS = "(（", ")）", ":：", "-－−"
_SINGLE_BRACKETS = _OPEN + _CLOSE
_SINGLE: Mapping[str, SignKind] = MappingProxyType(
    {"(": "open", "（": "open", ")": "close", "）": "close", "-": "minus", "－": "minus", "−": "minus"}
)
_OPERATORS: Mapping[str, SignKind] = MappingProxyType({"OR": "or", "NOT": "minus", "AND": "and"})
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "“", "「": "」", "『": "』"}
_SHOWN = 60  # characters of the query shown round the place of an error


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a query. `at` counts characters from 0; `text` has no quotation marks; of a key
    it is its one name."""

    kind: SignKind
    text: str
    at: int


def pointer(query: str, at: int) -> dict[str, object]:
    """Where in a query something is wrong: `position` from 1, and two lines that show it with a caret."""
    start = max(0, at - _SHOWN // 2)
    shown = "".join(_printable(character) for character in query[start : start + _SHOWN])
    width = sum(max(wcwidth(character), 0) for character in shown[: at - start])
    return {"position": at + 1, "shown": f"  {shown}\n  {' ' * width}^"}


def _printable(character: str) -> str:
    """A blank for what would spoil the line: line ends, control and bidi characters."""
    return character if character.isprintable() else " "


def signs(query: str) -> Iterator[Sign]:
    """Cut a query; the last sign is always the end.

    Raises `BadInput` for a quotation left open and for a key that is nearly one of ours.
    """
    at = 0
    while at < len(query):
        if _is_blank(query[at]) or (query[at] in _MINUS and _is_blank(query[at + 1 : at + 2])):
            at += 1
            continue
        sign, at = _next_sign(query, at)
        yield sign
    yield Sign("end", "", len(query))


def _next_sign(query: str, at: int) -> tuple[Sign, int]:
    character = query[at]
    if character in _SINGLE:
        return Sign(_SINGLE[character], character, at), at + 1
    if character in _QUOTES:
        end = _closing_quote(query, at)
        return Sign("phrase", query[at + 1 : end], at), end + 1
    end = _word_end(query, at)
    text = query[at:end]
    if end < len(query) and query[end] in _COLON:
        return Sign("key", KEYS[text.lower()], at), end + 1
    return Sign(_OPERATORS.get(text, "word"), text, at), end


def _is_blank(character: str) -> bool:
    """Whether a character (or the end, "") parts signs: blanks, line ends, control and bidi characters."""
    return not character.isprintable() or character.isspace() or not character


def _closing_quote(query: str, at: int) -> int:
    end = min((found for mark in _closers(query[at]) if (found := query.find(mark, at + 1)) > 0), default=-1)
    if end < 0:
        raise BadInput(
            "The quotation mark at character {position} is not closed.\n{shown}",
            advice="Put the same mark behind the phrase, or leave it out.",
            **pointer(query, at),
        )
    return end


def _closers(mark: str) -> str:
    """Input methods mix them up, so a Chinese quotation may end with either of its marks."""
    return "“”" if mark in "“”" else _QUOTES[mark]


def _word_end(query: str, at: int) -> int:
    """Where a word ends. A bracket inside belongs to it, as in 甲(北京)公司; a colon ends only a key."""
    depth = 0
    for index in range(at, len(query)):
        character = query[index]
        if character in _CLOSE and depth:
            depth -= 1
        elif character in _OPEN and query[at:index] not in _OPERATORS:
            depth += 1
        elif _ends_word(character) or (character in _COLON and _is_key(query[at:index], query, at)):
            return index
    return len(query)


def _ends_word(character: str) -> bool:
    return character in _SINGLE_BRACKETS or character in _QUOTES or _is_blank(character)


def _is_key(text: str, query: str, at: int) -> bool:
    """Whether the word before a colon is a key; no key but nearly one raises `BadInput`."""
    if text.lower() in KEYS:
        return True
    near = get_close_matches(text.lower(), KEYS, 1) if text.isascii() and len(text) > 1 else []
    if near:
        raise BadInput(
            "There is no search key {key}: at character {position}.\n{shown}",
            advice="Did you mean {near}: ? To look for the words themselves, put them in quotation marks.",
            key=text,
            near=near[0],
            **pointer(query, at),
        )
    return False
