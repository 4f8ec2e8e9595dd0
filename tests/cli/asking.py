"""Short questions that tests of commands ask again and again."""

from __future__ import annotations

from archive.people import Post
from tests.cli.conftest import Said, Terminal
from tests.staffed import PASSWORD


def rows(terminal: Terminal, *words: str, post: Post) -> list[dict[str, object]]:
    told = terminal.run(*words, "--format", "json", post=post).json
    return list((told[0] if isinstance(told, list) else told)["rows"])


def form(terminal: Terminal) -> str:
    return str(rows(terminal, "request", "list", post=Post.READER)[0]["number"])


def approve(terminal: Terminal) -> None:
    """The reader's form is signed and issued."""
    number = form(terminal)
    terminal.do("request", "approve", number, post=Post.CREDIT_OFFICE_DIRECTOR, DANGAN_PASSWORD=PASSWORD)
    terminal.do("request", "issue", number, post=Post.ARCHIVIST)


def paper(terminal: Terminal) -> str:
    """The archive number of the paper with the canary words."""
    return str(rows(terminal, "document", "show", "1", post=Post.ARCHIVIST)[0]["value"])


def told(said: Said) -> str:
    """The first line of a complaint."""
    return said.err.splitlines()[0]
