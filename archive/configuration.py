"""Reading configuration files whole: every problem at once, with file, line and "did you mean"."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from archive.complaint import complaint
from archive.errors import ConfigurationError
from archive.language import translate

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where PyYAML has libyaml


class Strict(BaseModel):
    """Base of every configuration record: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one configuration file. `line` counts from 1, 0 where there is none."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Problems(ConfigurationError):
    """Everything that is wrong, found in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(
            "The configuration has {count} problem(s); nothing was started.\n{lines}",
            advice="Correct the lines named above, then run the command again.",
            count=len(self.problems),
            lines="\n".join(str(problem) for problem in self.problems),
        )


def raise_if_any(problems: Sequence[Problem]) -> None:
    """Raise `Problems` when the list is not empty."""
    if problems:
        raise Problems(problems)


def load_yaml(path: Path, model: type[Model]) -> Model | list[Problem]:
    """Read one YAML file into `model`, or say all that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        value = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, the fast one
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(path, 0, translate("cannot be read: {error}", error=error))]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return [Problem(path, line, translate("is not YAML: {error}", error=error.problem))]
    repeated = _repeated_keys(path, node)
    return repeated or validate(path, value, model, lambda location: _yaml_line(node, location))


def load_toml(path: Path, model: type[Model]) -> Model | list[Problem]:
    """Read one TOML file into `model`, or say all that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        value = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(path, 0, translate("cannot be read: {error}", error=error))]
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        return [Problem(path, line, translate("is not TOML: {error}", error=error))]
    return validate(path, value, model, lambda location: _toml_line(text, location))


def validate(
    path: Path, value: object, model: type[Model], line_of: Callable[[Location], int]
) -> Model | list[Problem]:
    """Turn plain data into `model`; `line_of` finds the line of a location for the messages."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        return [_problem(path, detail, model, line_of) for detail in error.errors()]


def _problem(path: Path, detail: Any, model: type[BaseModel], line_of: Callable[[Location], int]) -> Problem:
    location: Location = detail["loc"]
    where = ".".join(str(step) for step in location) or translate("the whole file")
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(str(location[-1]), _known_keys(model))
        what = translate("unknown key{hint}", hint=hint)
    else:
        what = complaint(detail)
    return Problem(path, line_of(location), translate("{where}: {what}", where=where, what=what))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The tail of an error message that offers the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return translate("; did you mean '{word}'?", word=close[0]) if close else ""


def _known_keys(model: type[BaseModel]) -> list[str]:
    """All keys anywhere below a model: enough to offer the nearest."""
    found: set[str] = set()
    waiting: list[Any] = [model]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, type) and issubclass(current, BaseModel):
            for name, field in current.model_fields.items():
                found.add(field.alias or name)
                waiting.append(field.annotation)
        else:
            waiting.extend(getattr(current, "__args__", ()))
    return sorted(found)


def _repeated_keys(path: Path, node: yaml.Node | None) -> list[Problem]:
    problems = []
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                problems.append(
                    Problem(
                        path, key.start_mark.line + 1, translate("{key}: stands here twice", key=key.value)
                    )
                )
            seen.add(key.value)
    return problems


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, child in node.value:
            yield from _mappings(child)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _mappings(child)


def _yaml_line(node: yaml.Node | None, location: Location) -> int:
    """The line of the deepest part of `location` that the file has."""
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, child) for key, child in node.value if key.value == str(step)]
            if not found:
                continue
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _toml_line(text: str, location: Location) -> int:
    """The line of a key in a TOML file of plain tables, as our settings are."""
    keys = [str(step) for step in location if isinstance(step, str)]
    table, key = ".".join(keys[:-1]), keys[-1] if keys else ""
    current, best = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
        if header:
            current = header[1]
            if current in (table, ".".join(keys)):
                best = number
        elif current == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return best
