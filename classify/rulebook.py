"""The rules as data: `config/rules/*.yaml`, a house's overlay on top, checked whole at the start."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationInfo, field_validator

from archive.configuration import Problem, Strict, did_you_mean, load_yaml, raise_if_any
from archive.language import translate
from classify.patterns import Pattern, pattern
from classify.structure import FEATURES
from classify.vocabulary import Vocabulary, load_vocabulary

NO_KIND = "unknown"  # rules for it say that a paper belongs to no category

Place = Literal["title", "label", "text", "head", "foot", "structure"]
Loaded = TypeVar("Loaded", bound=Strict)

_DECISION_FILE = "decision.yaml"
_VOCABULARY_FILE = "vocabulary.tsv"


class Rule(Strict):
    """One thing that speaks for (or, with a negative weight, against) a kind of paper.

    The rule speaks when at least `at_least` of its patterns are found in `where`; each further one adds
    `more`, five at most. A place that matches `unless` does not count.
    """

    id: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")
    kind: str
    says: str = ""
    where: Place
    any: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    at_least: int = Field(default=1, ge=1)
    weight: float
    more: float = 0.0

    @field_validator("any", "unless")
    @classmethod
    def _are_patterns(cls, written: tuple[str, ...], so_far: ValidationInfo) -> tuple[str, ...]:
        """All are compiled, so that a mistake shows at the start and not on the page that meets it."""
        where = so_far.data.get("where", "text") if so_far.field_name == "any" else "text"
        for one in written:
            try:
                _ = pattern(one, where).expression
            except re.error as error:
                said = translate("{pattern} is no regular expression: {error}", pattern=one, error=error)
                raise ValueError(said) from error
        return written

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """What `any` asks for, ready to look for."""
        return tuple(pattern(one, self.where) for one in self.any)

    @cached_property
    def exceptions(self) -> tuple[Pattern, ...]:
        """What `unless` names, ready to look for."""
        return tuple(pattern(one, "text") for one in self.unless)


class RuleFile(Strict):
    """One file of rules; a house's overlay may also switch rules off or weigh them anew, by id."""

    rules: tuple[Rule, ...] = ()
    switch_off: tuple[str, ...] = ()
    weights: dict[str, float] = Field(default_factory=dict)


class Thresholds(Strict):
    """When a score is enough: see `config/rules/decision.yaml`, which explains each."""

    enough: float
    margin: float
    weak: float
    customer_enough: float
    customer_margin: float
    new_paper: float
    learnt_form: float = 8.0
    vocabulary: float = 3.5


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in force. `digest` is the SHA-256 over the files they came from."""

    rules: tuple[Rule, ...]
    thresholds: Thresholds
    digest: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def without(self, rule_id: str) -> Rulebook:
        """The same rules with one switched off."""
        kept = tuple(rule for rule in self.rules if rule.id != rule_id)
        return replace(self, rules=kept)


def load_rulebook(folder: Path, *, overlay: Path | None, kinds: Collection[str]) -> Rulebook:
    """Read all rules below `folder`, then the house's own in `overlay`: a folder, or one file.

    `kinds` are the category ids of the regulations. Raises `archive.configuration.Problems` with every
    mistake of every file: a file that is not YAML, an unknown key, kind, place or feature, an id given
    twice, a pattern that is no regular expression, an overlay that names a rule which does not exist.
    """
    files = sorted(folder.glob("*.yaml"))
    overlay_files = _laid_over(overlay)
    problems: list[Problem] = []
    if folder / _DECISION_FILE not in files:
        problems.append(Problem(folder / _DECISION_FILE, 0, translate("is missing")))
    words = folder / _VOCABULARY_FILE
    vocabulary = load_vocabulary(words) if words.is_file() else Vocabulary()
    if isinstance(vocabulary, list):
        problems += vocabulary
    loaded: list[tuple[Path, RuleFile]] = []
    thresholds: Thresholds | None = None
    for path in (*files, *overlay_files):
        if path.name == _DECISION_FILE:
            thresholds = _loaded(path, Thresholds, problems) or thresholds
        elif (content := _loaded(path, RuleFile, problems)) is not None:
            loaded.append((path, content))
    problems += _disagreements(loaded, kinds, complete=not problems)
    raise_if_any(problems)
    assert thresholds is not None  # noqa: S101 - a missing file is a problem raised above
    assert isinstance(vocabulary, Vocabulary)  # noqa: S101 - its mistakes are problems raised above
    read = (*files, *overlay_files, *([words] if words.is_file() else []))
    return Rulebook(_in_force(loaded), thresholds, _digest(read), vocabulary)


def _laid_over(overlay: Path | None) -> list[Path]:
    if overlay is not None and overlay.is_file():
        return [overlay]
    return sorted(overlay.glob("*.yaml")) if overlay is not None else []


def _loaded(path: Path, model: type[Loaded], problems: list[Problem]) -> Loaded | None:
    content = load_yaml(path, model)
    if isinstance(content, list):
        problems.extend(content)
        return None
    return content


def _disagreements(
    loaded: Sequence[tuple[Path, RuleFile]], kinds: Collection[str], *, complete: bool
) -> Iterable[Problem]:
    """What only shows when all files are read together."""
    seen: dict[str, Path] = {}
    known = sorted({*kinds, NO_KIND})
    for path, content in loaded:
        for rule in content.rules:
            for said in _mistakes(rule, seen, known):
                yield Problem(path, _line_of(path, rule.id), said)
            seen[rule.id] = path
    for path, content in loaded:
        for name in sorted({*content.switch_off, *content.weights} - set(seen)) if complete else ():
            hint = did_you_mean(name, sorted(seen))
            yield Problem(
                path,
                _line_of(path, name),
                translate("{rule}: there is no such rule{hint}", rule=name, hint=hint),
            )


def _mistakes(rule: Rule, seen: Mapping[str, Path], known: Sequence[str]) -> Iterable[str]:
    """What is wrong with a rule among the others: its id, its kind, the features it names."""
    if rule.id in seen:
        where = seen[rule.id].name
        yield translate("{rule}: this id stands in {file} already", rule=rule.id, file=where)
    if rule.kind not in known:
        hint = did_you_mean(rule.kind, known)
        yield translate("{rule}: no kind '{kind}'{hint}", rule=rule.id, kind=rule.kind, hint=hint)
    if rule.where == "structure":
        for feature in sorted({*rule.any, *rule.unless} - set(FEATURES)):
            hint = did_you_mean(feature, sorted(FEATURES))
            yield translate("{rule}: no feature '{feature}'{hint}", rule=rule.id, feature=feature, hint=hint)


def _line_of(path: Path, word: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.])", line):
            return number
    return 0


def _in_force(loaded: Iterable[tuple[Path, RuleFile]]) -> tuple[Rule, ...]:
    rules = {rule.id: rule for _, content in loaded for rule in content.rules}
    for _, content in loaded:
        for name, weight in content.weights.items():
            rules[name] = rules[name].model_copy(update={"weight": weight})
        for name in content.switch_off:
            rules.pop(name, None)
    return tuple(rules.values())


def _digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
