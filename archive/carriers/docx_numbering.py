"""Numbers that Word sets before paragraphs (第一条, 1.2): they stand nowhere in the text and are counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from archive.carriers.package import attribute, child, local

_LEVELS = 9
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    )
)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `%1` in `pattern` is the number of level 0."""

    kind: str
    pattern: str
    start: int


class Numbering:
    """The lists of one document, counting as its paragraphs pass by."""

    def __init__(self, root: Element | None) -> None:
        lists = {} if root is None else _abstract(root)
        self._lists = {} if root is None else _named(root, lists)
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph with this `numPr`, with what follows it; empty for none."""
        if properties is None:
            return ""
        named, depth = _val(properties, "numId"), _val(properties, "ilvl")
        level = int(depth) if depth.isdecimal() and int(depth) < _LEVELS else 0
        key, levels = self._lists.get(named, ("", {}))
        if level not in levels:
            return ""
        counts = self._counts[key]
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        label = levels[level].pattern
        for place, rule in levels.items():
            number = rule.start + max(counts[place], 1) - 1
            label = label.replace(f"%{place + 1}", _written(number, rule.kind))
        return f"{label} " if label and label[-1].isalnum() else label


def _abstract(root: Element) -> dict[str, dict[int, _Level]]:
    return {
        attribute(element, "abstractNumId"): {
            int(attribute(level, "ilvl") or 0): _level(level)
            for level in element
            if local(level.tag) == "lvl"
        }
        for element in root
        if local(element.tag) == "abstractNum"
    }


def _named(root: Element, lists: dict[str, dict[int, _Level]]) -> dict[str, tuple[str, dict[int, _Level]]]:
    """Lists by the number that paragraphs name. Two that share a pattern count on, unless one starts anew."""
    named = {}
    for element in root:
        if local(element.tag) == "num":
            number, pattern = attribute(element, "numId"), _val(element, "abstractNumId")
            anew = child(element, "lvlOverride") is not None
            named[number] = (f"{pattern}/{number}" if anew else pattern, lists.get(pattern, {}))
    return named


def _level(element: Element) -> _Level:
    kind, start = _val(element, "numFmt"), _val(element, "start")
    pattern = "" if kind in ("bullet", "none") else _val(element, "lvlText")
    return _Level(kind, pattern, int(start) if start.isdecimal() else 1)


def _written(number: int, kind: str) -> str:
    if kind in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
        return ten + (_DIGITS[ones] if ones else "")
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


def _val(element: Element, name: str) -> str:
    found = child(element, name)
    return "" if found is None else attribute(found, "val")
