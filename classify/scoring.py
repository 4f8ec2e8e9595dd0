"""What the rules say of a paper: a score for each kind, with the words that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.decision import Candidate, Evidence
from archive.page import Box
from classify.directory import Directory
from classify.mentions import mentions, own_words
from classify.patterns import Pattern, pairs_of, title_ends
from classify.rulebook import NO_KIND, Rule, Rulebook
from classify.sheet import Cell, Sheet
from classify.structure import FEATURES

_FURTHER_AT_MOST = 5
_FIRST_PAGE_ONLY = ("title", "head", "label")
_IS_TITLE = 0.7  # a cell that looks so much like a title and that a rule knows is the paper's title
_PART_HEADING = 0.5  # a smaller heading below it names a part of the paper, and speaks by so much
_SMALLER = 0.9
_WRAPPED_ALIKE = 0.25  # the two lines of one title differ by less in the height of their letters


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern found: its words, where it stood, and how strongly it stood there (a title 0..1)."""

    pattern: str
    words: str
    page: int
    box: Box | None
    strength: float = 1.0


class Scale:
    """Weighs papers by one rulebook. Hears each page only once: made for one scan, then let go."""

    def __init__(self, rulebook: Rulebook, directory: Directory) -> None:
        self._rulebook = rulebook
        self._directory = directory
        self._structural = {rule.id for rule in rulebook.rules if rule.where == "structure"}
        self._heard: dict[Sheet, dict[str, tuple[Hit, ...]]] = {}

    def weigh(self, sheets: Sequence[Sheet]) -> tuple[Candidate, ...]:
        """Every kind that a rule spoke for or against, best first.

        Titles, heads and labels are looked for on the first page of a paper, the rest on its first two.
        """
        heard = [self._hear(sheet) for sheet in sheets[:2]]
        evidence: dict[str, list[Evidence]] = {}
        for rule in self._rulebook.rules:
            pages = heard[:1] if rule.where in _FIRST_PAGE_ONLY else heard
            spoken = _spoken(rule, [hit for page in pages for hit in page.get(rule.id, ())])
            if spoken is not None:
                evidence.setdefault(rule.kind, []).append(spoken)
        candidates = [
            Candidate(kind, self._score(kind, found), tuple(found)) for kind, found in evidence.items()
        ]
        return tuple(sorted(candidates, key=lambda candidate: (-candidate.score, candidate.value)))

    def judge(self, sheets: Sequence[Sheet]) -> tuple[Candidate, ...]:
        """As `weigh`, with what the vocabulary says: enough to tip the scale, never to fill it."""
        at_most = self._rulebook.thresholds.vocabulary
        sounds = self._rulebook.vocabulary.speak(sheets, at_most=at_most)
        weighed = {candidate.value: candidate for candidate in self.weigh(sheets)}
        for kind, evidence in sounds.items():
            known = weighed.get(kind, Candidate(kind, 0.0))
            score = round(known.score + evidence.weight, 2)
            weighed[kind] = Candidate(kind, score, (*known.evidence, evidence))
        return tuple(sorted(weighed.values(), key=lambda candidate: (-candidate.score, candidate.value)))

    def _score(self, kind: str, found: Sequence[Evidence]) -> float:
        """The sum; but how a page is built says nothing for a kind that none of its words speak for."""
        total = round(sum(item.weight for item in found), 2)
        worded = any(item.weight > 0 and item.rule not in self._structural for item in found)
        return total if worded or kind == NO_KIND else min(total, 0.0)

    def _hear(self, sheet: Sheet) -> dict[str, tuple[Hit, ...]]:
        if sheet not in self._heard:
            page = _Page(sheet, self._directory)
            found = {rule.id: tuple(page.hits(rule)) for rule in self._rulebook.rules}
            titles = [rule.id for rule in self._rulebook.rules if rule.where == "title"]
            self._heard[sheet] = _parts_apart(found, titles)
        return self._heard[sheet]


def _spoken(rule: Rule, found: Iterable[Hit]) -> Evidence | None:
    hits: dict[str, Hit] = {}
    for hit in found:
        if hit.pattern not in hits or hits[hit.pattern].strength < hit.strength:
            hits[hit.pattern] = hit
    if len(hits) < rule.at_least:
        return None
    best = max(hits.values(), key=lambda hit: hit.strength)
    further = min(len(hits) - rule.at_least, _FURTHER_AT_MOST)
    weight = rule.weight * best.strength + further * rule.more
    words = "、".join(dict.fromkeys(hit.words for hit in hits.values()))
    return Evidence(rule.id, words[:120], best.page, best.box, round(weight, 2))


def _parts_apart(found: dict[str, tuple[Hit, ...]], titles: Sequence[str]) -> dict[str, tuple[Hit, ...]]:
    """The same hits, with headings of parts of the paper told from its title."""
    boxes = [
        hit.box for rule in titles for hit in found[rule] if hit.box is not None and hit.strength >= _IS_TITLE
    ]
    if not boxes:
        return found
    title = min(boxes, key=lambda box: box.top)

    def told_apart(hit: Hit) -> Hit:
        part = hit.box is not None and hit.box.top > title.bottom and hit.box.height < _SMALLER * title.height
        return replace(hit, strength=hit.strength * _PART_HEADING) if part else hit

    return {**found, **{rule: tuple(map(told_apart, found[rule])) for rule in titles}}


class _Page:
    """One page as the rules look at it; what several rules ask for is looked up once."""

    def __init__(self, sheet: Sheet, directory: Directory) -> None:
        self._sheet = sheet
        self._directory = directory
        self._pairs = pairs_of(sheet.flow.text)
        self._titles = tuple(
            (cell, text, title_ends(text))
            for cell in sheet.titles
            for text in map(own_words, (cell.text, *_goes_on(sheet, cell)))
        )
        self._mentions = mentions(sheet)
        self._features: dict[str, Hit | None] = {}

    def hits(self, rule: Rule) -> Iterator[Hit]:
        """What one rule finds on the page."""
        if rule.where == "structure":
            return (hit for name in rule.any if (hit := self._feature(name)) is not None)
        patterns = [one for one in rule.patterns if one.may_stand_in(self._pairs)]
        if not patterns:
            return iter(())
        if rule.where == "text":
            return self._in_text(rule, patterns)
        return self._in_titles(rule, patterns) if rule.where == "title" else self._in_cells(rule, patterns)

    def _feature(self, name: str) -> Hit | None:
        if name not in self._features:
            found = FEATURES[name](self._sheet, self._directory)
            self._features[name] = None if found is None else Hit(name, found[0], self._sheet.page, found[1])
        return self._features[name]

    def _in_text(self, rule: Rule, patterns: Sequence[Pattern]) -> Iterator[Hit]:
        flow = self._sheet.flow
        for one in patterns:
            for match in one.expression.finditer(flow.text):
                around = flow.text[max(0, match.start() - 10) : match.end() + 10]
                if match[0] and not self._is_mention(match.start()) and not _unless(rule, around):
                    yield Hit(one.spelled, match[0], self._sheet.page, flow.cell_at(match.start()).box)
                    break

    def _is_mention(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self._mentions)

    def _in_titles(self, rule: Rule, patterns: Sequence[Pattern]) -> Iterator[Hit]:
        for cell, text, ends in self._titles:
            if _unless(rule, text):
                continue
            for one in patterns:
                for end in ends:
                    match = one.expression.search(text, 0, end)
                    if match is not None:
                        yield Hit(one.spelled, match[0], self._sheet.page, cell.box, cell.title)
                        break

    def _in_cells(self, rule: Rule, patterns: Sequence[Pattern]) -> Iterator[Hit]:
        for cell in _cells_at(rule.where, self._sheet):
            for one in patterns:
                match = one.expression.search(cell.text)
                if match is not None and not _unless(rule, cell.text):
                    yield Hit(one.spelled, match[0], self._sheet.page, cell.box)


def _goes_on(sheet: Sheet, title: Cell) -> Iterator[str]:
    """The title together with the line below it, where it may have been too long for one line."""
    row, below = sheet.rows[title.row], sheet.rows[title.row + 1 : title.row + 2]
    if len(row) == 1 and below and len(below[0]) == 1:
        rest = below[0][0]
        alike = abs(rest.box.height - title.box.height) < _WRAPPED_ALIKE * title.box.height
        if alike and rest.box.width < title.box.width and len(rest.text) < len(title.text):
            yield title.text + rest.text


def _unless(rule: Rule, text: str) -> bool:
    return any(one.expression.search(text) for one in rule.exceptions)


def _cells_at(where: str, sheet: Sheet) -> Iterable[Cell]:
    last = sheet.rows[-1][0].row if sheet.rows else 0
    match where:
        case "head":
            return [cell for cell in sheet.cells if cell.row <= max(4, last // 5)]
        case "foot":
            return [cell for cell in sheet.cells if cell.row >= last - max(5, last // 4)]
        case _:
            return sheet.cells
