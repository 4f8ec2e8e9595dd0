"""An index that is kept up, built or made to die in a process of its own. Says "ready" before it works.

    index_worker.py FOLDER drain|build|search [--die POINT TIMES] [--seconds S] [--papers N]

FOLDER holds a `Shelf`'s catalogue, the index files and the locks. Each kind of work is done again and
again for so many seconds, or once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

import apsw

from archive.catalogue.database import Catalogue
from archive.errors import Conflict
from index import embedded
from index.embedded import EmbeddedStore
from index.engine import IndexedDocument
from index.entry import Entry
from index.following import FollowingEngine
from index.generations import Generation
from index.store import IndexStore
from index.testing.library import follow, found, scope_of

QUERY = "煤炭"


class DyingStore(EmbeddedStore):
    """A store whose process is killed when it comes to a point for the so-manieth time."""

    def __init__(self, path: Path, at: Callable[[str], None]) -> None:
        super().__init__(path)
        self._at = at

    def create(self) -> None:
        super().create()
        self._at("created")

    def take(self, papers: Sequence[IndexedDocument], gone: Mapping[int, int]) -> None:
        self._at("before take")
        super().take(papers, gone)
        self._at("taken")

    def serve(self) -> None:
        self._at("switched")
        super().serve()

    def discard(self) -> None:
        self._at("before discard")
        super().discard()
        self._at("discarded")


def dies_at(point: str, times: int) -> Callable[[str], None]:
    passed: Counter[str] = Counter()

    def at(name: str) -> None:
        passed[name] += 1
        if (name, passed[name]) == (point, times):
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("work", choices=("drain", "build", "search"))
    parser.add_argument("--die", nargs=2, default=("", "0"))
    parser.add_argument("--seconds", type=float, default=0.0)
    words = parser.parse_args()
    at = dies_at(words.die[0], int(words.die[1]))
    insert = embedded._insert

    def insert_or_die(index: apsw.Connection, entry: Entry) -> None:
        insert(index, entry)
        at("in the middle of a take")

    embedded._insert = insert_or_die

    def open_store(generation: Generation) -> IndexStore:
        return DyingStore(words.folder / generation.name, at)

    catalogue = Catalogue(words.folder / "catalogue.db")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with closing(follow(catalogue, words.folder, open_store)) as engine:
        ends = time.monotonic() + words.seconds
        WORK[words.work](engine)
        while time.monotonic() < ends:
            WORK[words.work](engine)
    catalogue.close()


def drain(engine: FollowingEngine) -> None:
    engine.drain()


def build(engine: FollowingEngine) -> None:
    with suppress(Conflict):  # another one makes it
        engine.rebuild()


def search(engine: FollowingEngine) -> None:
    found(engine, QUERY, scope_of(1, 2, 3))


WORK = {"drain": drain, "build": build, "search": search}

main()
