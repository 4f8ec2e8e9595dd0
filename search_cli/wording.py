"""Help in the user's language, aligned by display width.

click fixes help texts when a command is defined and pads columns by counting characters. Here the
texts are translated when they are shown, and a Chinese character counts two columns.
"""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from access.numbers import LARGEST
from archive.language import DOMAIN, LOCALES, chosen, translate
from reports.text import display_width, wrap

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

NUMBER = click.IntRange(1, LARGEST)  # of something in the catalogue
PAGE = click.IntRange(1, 99_999)


class _Translated:
    """Keeps the English help text and gives it translated to whoever asks."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        return translate(self._help) if self._help else None

    @help.setter  # noqa: A003 - click's own name
    def help(self, text: str | None) -> None:
        self._help = inspect.cleandoc(text) if text else None


class Option(_Translated, click.Option):
    """An option whose help is translated."""


class Argument(_Translated, click.Argument):
    """An argument whose help is translated."""


class Command(_Translated, click.Command):
    """A command whose help is translated."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return first_line(self.help)


class Group(_Translated, click.Group):
    """A group whose help is translated, and whose commands are ours."""

    command_class = Command
    group_class = type

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a day's work, not of the alphabet."""
        return list(self.commands)

    def get_short_help_str(self, limit: int = 45) -> str:
        return first_line(self.help)


class Formatter(click.HelpFormatter):
    """Pads and wraps by display width."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        pairs = list(rows)
        column = min(max(display_width(term) for term, _ in pairs), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in pairs:
            lines = wrap(text, max(self.width - column - self.current_indent, 20))
            if display_width(term) > column - col_spacing:
                self.write(f"{indent}{term}\n")
                term = ""
            self.write(f"{indent}{term}{' ' * (column - display_width(term))}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * column}{line}\n")

    def write_text(self, text: str) -> None:
        for line in wrap(text, max(self.width - self.current_indent, 20)):
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")


class Context(click.Context):
    """A context whose help is formatted by display width."""

    formatter_class = Formatter


for _kind in (Command, Group):
    _kind.context_class = Context


def first_line(text: str | None) -> str:
    """The first sentence of a help text, for lists of commands."""
    return text.split("\n", 1)[0] if text else ""


def speak() -> None:
    """Let click's own sentences come from our translations too."""
    if chosen() == "zh":
        os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


def option(*names: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """`click.option` with translated help."""
    return click.option(*names, cls=Option, **settings)


def argument(*names: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """`click.argument` with translated help."""
    return click.argument(*names, cls=Argument, **settings)
