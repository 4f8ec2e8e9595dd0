"""A reader in a process of its own, on a disk that fills up or may be read only: what does it get to see?

Reads one page until it is refused, and prints how often it was shown, and the error that ended it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from access.desk import Desk, open_desk
from archive.errors import DanganError
from archive.home import open_home
from index.opening import open_engine

MOST = 3000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("token")
    parser.add_argument("document")
    parser.add_argument("ill", choices=("full", "read-only"))
    words = parser.parse_args()
    if words.ill == "full":
        with closing(open_home(words.home)) as home, closing(open_engine(home)) as engine:
            desk = open_desk(home, engine)
            tell(words, lambda: show(desk, words))
    else:  # a disk goes read-only only when no file on it is open
        tell(words, lambda: open_and_show(words))


def tell(words: argparse.Namespace, read: Callable[[], None]) -> None:
    """Read until that ends; the disk falls ill after the first page."""
    shown, ended = 0, ""
    for _ in range(MOST):
        if shown == 1:
            make_ill(words.home.parent, words.ill)
        try:
            read()
        except DanganError as error:
            ended = f"{type(error).__name__} {error}"
            break
        shown += 1
    sys.stdout.write(f"{shown}\n{ended}\n")


def show(desk: Desk, words: argparse.Namespace) -> None:
    desk.reading.show(desk.sessions.speaker(words.token), words.document)


def open_and_show(words: argparse.Namespace) -> None:
    with closing(open_home(words.home)) as home, closing(open_engine(home)) as engine:
        show(open_desk(home, engine), words)


def make_ill(disk: Path, ill: str) -> None:
    if ill == "full":
        with (disk / "filler").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                return
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


main()
