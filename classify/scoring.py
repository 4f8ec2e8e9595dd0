"""What the rules say of a paper: a score for each kind, with the words that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from archive.decision import Candidate, Evidence
from archive.page import Box
from classify.directory import Directory
from classify.rulebook import Rule, Rulebook, spell
from classify.sheet import Cell, Sheet
from classify.structure import FEATURES

_FURTHER_AT_MOST = 5

# What may follow the name of a paper in its title: 合同(正本), 对账单 2024年12月, 审批表:
_TITLE_TAIL = (
    r"(?:[(\[<].*|[)\]>]|正本|副本|复印件|原件|续|存根|样表|样本|一.{4,}|之?[一二三四五六七八九十\d]"
    r"|[-_ :·/].*|[A-Za-z][A-Za-z &/.'-]*|No\.?.*|编号.*|20\d\d.*)*$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern found: its words, where it stood, and how strongly it stood there (a title 0..1)."""

    pattern: str
    words: str
    page: int
    box: Box | None
    strength: float = 1.0


def weigh(rulebook: Rulebook, sheets: Sequence[Sheet], directory: Directory) -> tuple[Candidate, ...]:
    """Every kind that a rule spoke for or against, best first.

    Titles, heads and labels are looked for on the first page of a paper, the rest on its first two.
    """
    evidence: dict[str, list[Evidence]] = {}
    for rule in rulebook.rules:
        spoken = _speak(rule, sheets, directory)
        if spoken is not None:
            evidence.setdefault(rule.kind, []).append(spoken)
    candidates = [
        Candidate(kind, round(sum(item.weight for item in found), 2), tuple(found))
        for kind, found in evidence.items()
    ]
    return tuple(sorted(candidates, key=lambda candidate: (-candidate.score, candidate.value)))


def _speak(rule: Rule, sheets: Sequence[Sheet], directory: Directory) -> Evidence | None:
    hits: dict[str, Hit] = {}
    for sheet in sheets[:1] if rule.where in ("title", "head", "label") else sheets[:2]:
        for hit in _hits(rule, sheet, directory):
            if hit.pattern not in hits or hits[hit.pattern].strength < hit.strength:
                hits[hit.pattern] = hit
    if len(hits) < rule.at_least:
        return None
    best = max(hits.values(), key=lambda hit: hit.strength)
    further = min(len(hits) - rule.at_least, _FURTHER_AT_MOST)
    weight = rule.weight * best.strength + further * rule.more
    words = "、".join(dict.fromkeys(hit.words for hit in hits.values()))
    return Evidence(rule.id, words[:120], best.page, best.box, round(weight, 2))


def _hits(rule: Rule, sheet: Sheet, directory: Directory) -> Iterable[Hit]:
    if rule.where == "structure":
        return _structure_hits(rule, sheet, directory)
    if rule.where == "text":
        return _text_hits(rule, sheet)
    return _cell_hits(rule, sheet)


def _structure_hits(rule: Rule, sheet: Sheet, directory: Directory) -> Iterable[Hit]:
    for name in rule.any:
        found = FEATURES[name](sheet, directory)
        if found is not None:
            yield Hit(name, found[0], sheet.page, found[1])


def _text_hits(rule: Rule, sheet: Sheet) -> Iterable[Hit]:
    text = sheet.flow.text
    for pattern in rule.any:
        for match in _compiled(pattern, "text").finditer(text):
            around = text[max(0, match.start() - 10) : match.end() + 10]
            if match[0] and not any(_compiled(word, "text").search(around) for word in rule.unless):
                yield Hit(pattern, match[0], sheet.page, sheet.flow.cell_at(match.start()).box)
                break


def _cell_hits(rule: Rule, sheet: Sheet) -> Iterable[Hit]:
    for cell in _cells_at(rule.where, sheet):
        if any(_compiled(word, "text").search(cell.text) for word in rule.unless):
            continue
        for pattern in rule.any:
            match = _compiled(pattern, rule.where).search(cell.text)
            if match is not None:
                yield Hit(
                    pattern, match[0], sheet.page, cell.box, cell.title if rule.where == "title" else 1.0
                )


def _cells_at(where: str, sheet: Sheet) -> Iterable[Cell]:
    last = sheet.rows[-1][0].row if sheet.rows else 0
    match where:
        case "title":
            return sheet.titles
        case "head":
            return [cell for cell in sheet.cells if cell.row <= max(4, last // 5)]
        case "foot":
            return [cell for cell in sheet.cells if cell.row >= last - max(5, last // 4)]
        case _:
            return sheet.cells


@cache
def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    """Titles must end with the pattern, labels must begin with it; elsewhere it may stand anywhere."""
    spelled = spell(pattern)
    if where == "title":
        return re.compile(f"(?:{spelled}){_TITLE_TAIL}", re.IGNORECASE)
    if where == "label":
        return re.compile(rf"^(?:[\d一二三四五六七八九十]{{1,3}}[.、)]?\s?)?(?:{spelled})", re.IGNORECASE)
    return re.compile(spelled, re.IGNORECASE)
