"""All regulations of the house: which kinds of paper there are and where each belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archive.configuration import Problem, did_you_mean, load_yaml, raise_if_any
from archive.language import translate
from archive.regulation import Category, Regulation
from archive.regulation_overlay import line_of, overlaid, strangers


@dataclass(frozen=True, slots=True)
class Place:
    """A category that a kind of paper serves; `with_code`: only a paper bearing an 18-digit code."""

    regulation: str
    category: str
    with_code: bool = False


@dataclass(frozen=True)
class Regulations:
    """The regulations in force, in the order in which they claim a paper."""

    regulations: tuple[Regulation, ...]

    def __iter__(self) -> Iterator[Regulation]:
        return iter(self.regulations)

    def __getitem__(self, name: str) -> Regulation:
        """The regulation with this id; KeyError if there is none."""
        return self._by_id[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of paper, which is all category ids, each once."""
        return tuple(self._names)

    def kind_name(self, kind: str) -> str:
        """The Chinese name of a kind of paper; KeyError if there is none such."""
        return self._names[kind]

    def kind_called(self, word: str) -> str | None:
        """The kind with this id or one of these Chinese names, or None."""
        return word if word in self._names else self._words.get(word)

    def places(self, kind: str) -> tuple[Place, ...]:
        """Every category a paper of this kind serves. The first is where it is kept, the rest 互见."""
        return self._places[kind]

    @cached_property
    def _by_id(self) -> dict[str, Regulation]:
        return {regulation.id: regulation for regulation in self.regulations}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {category.id: category.name for _, category in self._all()}

    @cached_property
    def _words(self) -> dict[str, str]:
        return {word: category.id for _, category in self._all() for word in (category.name, *category.also)}

    @cached_property
    def _places(self) -> dict[str, tuple[Place, ...]]:
        own: dict[str, list[Place]] = {kind: [] for kind in self.kinds}
        referred: dict[str, list[Place]] = {kind: [] for kind in self.kinds}
        for regulation, category in self._all():
            own[category.id].append(Place(regulation.id, category.id))
            for other in category.satisfied_by:
                referred[other.kind].append(Place(regulation.id, category.id, other.with_code))
        return {kind: (*own[kind], *referred[kind]) for kind in self.kinds}

    def _all(self) -> Iterator[tuple[Regulation, Category]]:
        for regulation in self.regulations:
            for category in regulation.categories:
                yield regulation, category


def load_regulations(folder: Path, *, overlay: Path | None) -> Regulations:
    """Read every regulation in `folder`, changed as the house's `overlay` folder says.

    Raises `archive.configuration.Problems` naming everything that is wrong, with file and line.
    """
    problems: list[Problem] = []
    found: dict[Path, Regulation] = {}
    paths = sorted(folder.glob("*.yaml"))
    for path in paths:
        loaded = _loaded(path, overlay)
        if isinstance(loaded, list):
            problems.extend(loaded)
        else:
            found[path] = loaded
    if not paths:
        problems.append(Problem(folder, 0, translate("there are no regulations here")))
    if overlay is not None:
        problems.extend(strangers(overlay, [path.name for path in paths]))
    # A file that could not be read would make every kind it holds look unknown to the others.
    if len(found) == len(paths):
        problems.extend(_contradictions(found))
    raise_if_any(problems)
    return Regulations(tuple(sorted(found.values(), key=lambda regulation: regulation.order)))


def _loaded(path: Path, overlay: Path | None) -> Regulation | list[Problem]:
    shipped = load_yaml(path, Regulation)
    house = overlay / path.name if overlay is not None else None
    if isinstance(shipped, list) or house is None or not house.exists():
        return shipped
    return overlaid(shipped, house)


def _contradictions(found: dict[Path, Regulation]) -> Iterator[Problem]:
    """What each file cannot know of the others, and of itself as a whole."""
    owners: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    kinds = [category.id for regulation in found.values() for category in regulation.categories]
    for path, regulation in found.items():
        claims = [
            ("id", regulation.id),
            ("order", str(regulation.order)),
            ("class_letter", regulation.class_letter),
        ]
        claims += [(f"{regulation.id}.groups", group.id) for group in regulation.groups]
        claims += [(f"{regulation.id}.categories", category.id) for category in regulation.categories]
        for what, value in claims:
            if (what, value) in owners:
                yield Problem(
                    path,
                    line_of(path, value),
                    translate("{value}: this {what} is taken twice", value=value, what=what),
                )
            owners[what, value] = regulation.id
        for category in regulation.categories:
            yield from _category_contradictions(path, category, kinds, names)


def _category_contradictions(
    path: Path, category: Category, kinds: list[str], names: dict[str, str]
) -> Iterator[Problem]:
    for word in (category.name, *category.also):
        owner = names.setdefault(word, category.id)
        if owner != category.id:
            line = line_of(path, category.id, word)
            what = translate(
                "{category}: {word} is what {owner} is called", category=category.id, word=word, owner=owner
            )
            yield Problem(path, line, what)
    for other in category.satisfied_by:
        line = line_of(path, category.id, other.kind)
        if other.kind == category.id:
            yield Problem(path, line, translate("{category}: serves itself anyway", category=category.id))
        elif other.kind not in kinds:
            guess = did_you_mean(other.kind, kinds)
            what = translate(
                "{category}: satisfied_by: there is no kind of paper '{kind}'{hint}",
                category=category.id,
                kind=other.kind,
                hint=guess,
            )
            yield Problem(path, line, what)
