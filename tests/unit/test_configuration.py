"""Configuration files: every problem at once, with file, line and "did you mean"."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.configuration import Problems, Strict, load_yaml
from archive.home import SHIPPED
from archive.settings import Settings, load_settings


class Inner(Strict):
    weight: int


class Outer(Strict):
    name: str
    parts: tuple[Inner, ...] = ()


def problems_of(path: Path) -> list[tuple[int, str]]:
    loaded = load_yaml(path, Outer)
    assert isinstance(loaded, list)
    return [(problem.line, problem.message) for problem in loaded]


def test_all_problems_are_found_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("nmae: x\nparts:\n  - weight: 3\n  - weight: heavy\n")
    assert problems_of(path) == [
        (1, "name: is missing"),
        (4, "parts.1.weight: must be a whole number"),
        (1, "nmae: unknown key; did you mean 'name'?"),
    ]


def test_a_key_that_stands_twice_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("name: x\nname: y\n")
    assert problems_of(path) == [(2, "name: stands here twice")]


def test_what_is_not_yaml_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("name: x\nparts: [1, 2\n")
    [(line, message)] = problems_of(path)
    assert (line, message.startswith("is not YAML")) == (3, True)


def test_shipped_settings_are_the_defaults() -> None:
    assert load_settings(SHIPPED / "settings.toml") == Settings()


def test_shipped_settings_explain_every_key() -> None:
    text = (SHIPPED / "settings.toml").read_text(encoding="utf-8")
    settings = Settings().model_dump()

    def keys(table: dict[str, object]) -> list[str]:
        return [
            key
            for name, value in table.items()
            for key in (keys(value) if isinstance(value, dict) else [name])
        ]

    assert [key for key in keys(settings) if f"\n{key} = " not in text] == []


def test_broken_settings_name_line_and_nearest_key(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[reading]\nengin = "openvino"\nworkers = -1\n[inbox]\nfolders = "here"\n')
    with pytest.raises(Problems) as caught:
        load_settings(path)
    assert {(problem.line, problem.message) for problem in caught.value.problems} == {
        (2, "reading.engin: unknown key; did you mean 'engine'?"),
        (3, "reading.workers: must be at least 0"),
        (5, "inbox.folders: must be a list"),
    }
