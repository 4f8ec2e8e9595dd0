"""What a text must hold for a regular expression to match it: read off the expression, never guessed."""

from __future__ import annotations

import re

_OPTIONAL = re.compile(r"[?*]|\{0?,|\{0\}")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|\d+|.)", re.IGNORECASE)
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?:[aimsux-]*:|p<\w+>|>|<?[=!])|(?!\?))", re.IGNORECASE)
_NOT_LETTERS = "dDsSwWbBAZ"


def needles(expression: str) -> frozenset[str] | None:
    """Strings of which at least one stands in every text that `expression` matches; None: nothing sure.

    Understands what rules are written with: letters, classes, groups, alternatives, quantifiers,
    escapes, looking ahead and behind. Longer strings are preferred; of a repeated letter one is sure.
    """
    try:
        return _Reader(expression).alternatives()
    except re.error:
        return None


class _Reader:
    def __init__(self, expression: str) -> None:
        self._text = expression
        self._at = 0

    def alternatives(self) -> frozenset[str] | None:
        """One of each branch, or nothing where a branch says nothing."""
        branches = [self._sequence()]
        while self._at < len(self._text) and self._text[self._at] == "|":
            self._at += 1
            branches.append(self._sequence())
        sure = [branch for branch in branches if branch is not None]
        return frozenset().union(*sure) if len(sure) == len(branches) else None

    def _sequence(self) -> frozenset[str] | None:
        """The most telling of what a branch asks for one after the other."""
        asked: list[frozenset[str]] = []
        run = ""
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            letter, needed = self._atom()
            optional, repeated = self._quantifier()
            if letter and not optional:
                run += letter
            if run and (not letter or optional or repeated):
                asked.append(frozenset((run,)))
                run = ""
            if needed and not optional:
                asked.append(needed)
        if run:
            asked.append(frozenset((run,)))
        return max(asked, key=lambda these: (min(2, *map(len, these)), -len(these)), default=None)

    def _quantifier(self) -> tuple[bool, bool]:
        match = _QUANTIFIER.match(self._text, self._at)
        if match is None:
            return False, False
        self._at = match.end()
        return _OPTIONAL.match(match[0]) is not None, True

    def _atom(self) -> tuple[str, frozenset[str] | None]:
        """A single letter, or what a group asks for; neither for classes, dots and anchors."""
        character = self._text[self._at]
        if character == "(":
            return "", self._group()
        if character == "[":
            self._skip(_CLASS)
            return "", None
        if character == "\\":
            escaped = self._skip(_ESCAPE)[1:]
            literal = len(escaped) == 1 and escaped not in _NOT_LETTERS.lower() and not escaped.isdigit()
            return escaped if literal and not escaped.isalpha() else "", None
        self._at += 1
        return "" if character in ".^$" else character, None

    def _group(self) -> frozenset[str] | None:
        opened = self._skip(_GROUP)
        inside = self.alternatives()
        self._at += 1
        return None if opened.endswith(("=", "!")) else inside

    def _skip(self, what: re.Pattern[str]) -> str:
        match = what.match(self._text, self._at)
        if match is None:
            raise re.error("not understood", self._text, self._at)
        self._at = match.end()
        return match[0]
