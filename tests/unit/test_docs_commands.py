"""What the pages say of the command line is true: every command is named, every example parses."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from search_cli.main import dangan

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield from leaves(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]


def pages() -> str:
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in found)


def test_every_command_is_named_in_the_documentation() -> None:
    written = pages()
    unnamed = [path for path in leaves(dangan) if f"dangan {' '.join(path)}" not in written]
    assert unnamed == []


def examples(readme: str) -> list[list[str]]:
    """The command lines in shell blocks, without their comments."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("dangan ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def parsed(words: list[str]) -> str:
    """The command that click makes of the words; raises what click raises for words that are off."""
    command: click.Command = dangan
    context = dangan.make_context("dangan", words, resilient_parsing=False)
    rest = [*context._protected_args, *context.args]
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command = found
        context = command.make_context(name, rest, parent=context)
        rest = [*context._protected_args, *context.args]
    return context.command_path


@pytest.mark.parametrize("readme", READMES)
def test_every_example_parses(readme: str) -> None:
    shown = examples(readme)
    assert len(shown) > 20
    wrong: list[tuple[list[str], str]] = []
    for words in shown:
        try:
            parsed(words)
        except click.ClickException as error:
            if not _a_missing_file(error):  # a reader of the page would have them
                wrong.append((words, error.format_message()))
    assert wrong == []


def _a_missing_file(error: click.ClickException) -> bool:
    return (
        isinstance(error, click.BadParameter)
        and error.param is not None
        and isinstance(error.param.type, click.Path)
    )


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = ({parsed_path(words) for words in examples(readme)} for readme in READMES)
    assert english == chinese


def parsed_path(words: list[str]) -> tuple[str, ...]:
    """The group and command that are called."""
    command: click.Command = dangan
    path = []
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.commands[word]
        path.append(word)
    return tuple(path)
