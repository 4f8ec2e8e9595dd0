"""What a house changes of the shipped regulations: partial files of the same names in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from archive.complaint import complaint
from archive.configuration import Problem, Strict, did_you_mean, load_yaml
from archive.language import translate
from archive.regulation import (
    Category,
    Custody,
    CustomerKind,
    Group,
    Identifier,
    Name,
    Need,
    PostName,
    Regulation,
    Retention,
    Secrecy,
    Substitute,
)


class CategoryChange(Strict):
    """What a house changes of one category; what is not named stays."""

    name: Name | None = None
    also: tuple[Name, ...] | None = None
    need: Need | None = None
    event: str | None = None
    on_paper: bool | None = None
    max_age_months: int | None = None
    each: bool | None = None
    years: bool | None = None
    paper: str | None = None
    satisfied_by: tuple[Substitute, ...] | None = None
    clause: str | None = None


class RegulationChange(Strict):
    """A house's overlay of one regulation. `add` holds further categories by the id of their group."""

    name: Name | None = None
    source: str | None = None
    applies_to: tuple[CustomerKind, ...] | None = None
    approver: PostName | None = None
    confirmed_by: PostName | None = None
    retention: Retention | None = None
    secrecy: Secrecy | None = None
    custody: Custody | None = None
    categories: dict[Identifier, CategoryChange] = Field(default_factory=dict)
    add: dict[Identifier, tuple[Category, ...]] = Field(default_factory=dict)


def strangers(overlay: Path, known: Sequence[str]) -> Iterator[Problem]:
    """Overlay files that change no regulation: a typing error would otherwise go unseen."""
    for path in sorted(overlay.glob("*.yaml")):
        if path.name not in known:
            hint = did_you_mean(path.name, known)
            yield Problem(
                path, 0, translate("there is no regulation file {name}{hint}", name=path.name, hint=hint)
            )


def overlaid(regulation: Regulation, house: Path) -> Regulation | list[Problem]:
    """The regulation with the changes of the file `house` in it, or all that is wrong with them."""
    change = load_yaml(house, RegulationChange)
    if isinstance(change, list):
        return change
    problems = list(_misplaced(house, regulation, change))
    groups = [_changed_group(group, change) for group in regulation.groups]
    named = change.model_dump(exclude_unset=True, exclude={"categories", "add"})
    try:
        changed = Regulation.model_validate({**regulation.model_dump(), **named, "groups": groups})
    except ValidationError as error:
        return [*problems, *_invalid(house, groups, error)]
    return problems or changed


def _misplaced(house: Path, regulation: Regulation, change: RegulationChange) -> Iterator[Problem]:
    for what, words, known in (
        ("category", change.categories, [category.id for category in regulation.categories]),
        ("group", change.add, [group.id for group in regulation.groups]),
    ):
        for word in words:
            if word not in known:
                said = translate(
                    "{word}: {regulation} has no such {what}{hint}",
                    word=word,
                    regulation=regulation.id,
                    what=what,
                    hint=did_you_mean(word, known),
                )
                yield Problem(house, line_of(house, word), said)


def _changed_group(group: Group, change: RegulationChange) -> dict[str, object]:
    """The group as plain data: the whole regulation is checked again afterwards."""
    categories = [category.model_dump() for category in (*group.categories, *change.add.get(group.id, ()))]
    for category in categories:
        wanted = change.categories.get(category["id"])
        if wanted is not None:
            category.update(wanted.model_dump(exclude_unset=True))
    return {**group.model_dump(), "categories": categories}


def _invalid(house: Path, groups: Sequence[dict[str, object]], error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        match detail["loc"]:
            case ("groups", int(group), "categories", int(place), *rest):
                found: object = groups[group]["categories"]
                subject = str(found[place]["id"]) if isinstance(found, list) else ""
            case (*_, subject) if isinstance(subject, str):
                rest = []
            case _:
                subject, rest = "", []
        where = ".".join([subject, *map(str, rest)])
        yield Problem(
            house, line_of(house, subject), translate("{where}: {what}", where=where, what=complaint(detail))
        )


def line_of(path: Path, *words: str) -> int:
    """The line where the last of `words` stands, each looked for below the one before; 0 if nowhere."""
    found = 0
    lines = path.read_text(encoding="utf-8").splitlines()
    for word in words:
        found = next((n for n, line in enumerate(lines, start=1) if n > found and word in line), found)
    return found
