"""How long searching takes in a large archive: building the index, asking it, asking it through the desk.

    python -m bench.search [--pages 100000] [--seed 1] [--folder DIR] [--rounds 20] [--elastic URL]

Fills a home with made-up Chinese papers (`bench.corpus`), makes its index on the engine that the home's
`settings.toml` names, and prints tables in Markdown: the build; the engine alone; through desk, gate and
audit, warm, cold, and while another process files papers. A folder that is given is kept: the next run
with the same pages and seed only measures. With a cluster's address the index is made there, beside the one
that the home has, and the home's settings name the cluster from then on.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select

from access.desk import Desk
from access.searching import Query
from access.speaker import Speaker
from archive import audit, schema
from archive.clock import utc_now
from archive.grants import Scope
from archive.home import Home, open_home
from bench.filing import filing_papers
from bench.fullhouse import FullHouse, full_house
from bench.machine import machine
from bench.questions import Asker
from bench.readers import READERS, admit, files_of
from bench.timing import Ask, chill, table, timed, warm
from index.engine import SearchEngine
from index.following import FollowingEngine
from index.opening import open_engine
from index.query import parse
from index.testing.library import scope_of

EVERYBODY = "whole house"
SHOWN = 20
COLD_ROUNDS = 3
AUDIT_ROWS = 50


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where to keep the home; thrown away if not given")
    options.add_argument("--rounds", type=int, default=20, help="questions of each class and reader")
    options.add_argument(
        "--elastic", metavar="URL", help="an Elasticsearch server to make and ask the index on"
    )
    given = options.parse_args()
    print(f"{machine()}; seed {given.seed}\n")
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        house = full_house(given.folder or Path(folder), pages=given.pages, seed=given.seed)
        print(
            f"{house.pages} pages, {house.documents} documents; ready after {perf_counter() - start:.0f} s\n"
        )
        if given.elastic:
            house = on_elastic(house, given.elastic)
        engine = open_engine(house.home)
        build(house, engine)
        measure(house, engine, rounds=given.rounds)
        engine.close()
        house.home.close()


def on_elastic(house: FullHouse, url: str) -> FullHouse:
    """The same home with settings that say where Elasticsearch is."""
    house.home.close()
    settings = house.home.path / "settings.toml"
    said = f'engine = "elastic"\n\n[search.elastic]\nhosts = ["{url}"]'
    written = settings.read_text(encoding="utf-8").replace('engine = "embedded"', said)
    settings.write_text(written, encoding="utf-8")
    return replace(house, home=open_home(house.home.path))


def build(house: FullHouse, engine: FollowingEngine) -> None:
    """Make the index where there is none on the engine of the settings, and say what it took and takes."""
    serving = engine.followers.serving()
    rate = "built before"
    if serving is None or serving.engine != engine.preferred():
        start = perf_counter()
        made = engine.building.build(engine.preferred()).generation
        serving = engine.building.switch(made.id, keep=serving is not None).serving
        rate = f"{house.pages / (perf_counter() - start):.0f}"
    size = engine.followers.follower(serving).store.size().bytes
    kept = (house.home.path / "catalogue.db").stat().st_size
    print("| engine | index built, pages/s | index, bytes/page | catalogue, bytes/page |\n|---|---|---|---|")
    print(f"| {serving.engine} | {rate} | {size / house.pages:.0f} | {kept / house.pages:.0f} |\n")


def measure(house: FullHouse, engine: FollowingEngine, *, rounds: int) -> None:
    """All tables of answers."""
    askers = {name: Asker(house.seed, house.batches, reader=name).makers() for name in (*READERS, EVERYBODY)}
    desk, readers = admit(house.home, engine, seed=house.seed)
    at_desk = {name: _asking(desk, speaker) for name, speaker in readers.items()}
    alone = {name: _engine_asking(engine, scope, house) for name, scope in _scopes(house).items()}
    warm(house.home.path)
    timed(at_desk, askers, rounds=1)  # connections, caches, names
    print(table(timed(alone, askers, rounds=rounds), "the engine alone, warm"))
    print(table(timed(at_desk, askers, rounds=rounds), "desk, warm and quiet"))
    print(f"One audit row by itself, fsync included: {_audit_row(house.home):.1f} ms; a search writes two.\n")
    cold = ColdDesk(house)
    from_disk = {name: cold.asking(name) for name in READERS}
    print(table(timed(from_disk, askers, rounds=COLD_ROUNDS, before=cold.reopen), "desk, cold"))
    cold.close()
    with filing_papers(house) as rate:
        print(table(timed(at_desk, askers, rounds=rounds), "desk, while papers are filed"))
        print(f"Meanwhile {rate():.1f} papers a second were filed and indexed.\n")


def _asking(desk: Desk, speaker: Speaker) -> Ask:
    return lambda text: desk.reading.search(speaker, Query(text, limit=SHOWN))


def _engine_asking(engine: SearchEngine, scope: Scope, house: FullHouse) -> Ask:
    kinds = {kind: house.home.regulations.kind_name(kind) for kind in house.home.regulations.kinds}
    return lambda text: engine.search(parse(text, kinds=kinds), scope, limit=SHOWN)


def _scopes(house: FullHouse) -> Mapping[str, Scope]:
    scopes = {name: scope_of(*files_of(house.home, name, seed=house.seed)) for name in READERS}
    with house.home.catalogue.read() as tx:
        every = tx.execute(select(schema.files.c.id)).scalars().all()
    return {**scopes, EVERYBODY: scope_of(*every, everything=True)}


class ColdDesk:
    """A desk opened anew for each question: new connections, nothing of the home's files in memory."""

    def __init__(self, house: FullHouse) -> None:
        self._house = house
        self._opened: tuple[Home, FollowingEngine] | None = None

    def reopen(self) -> None:
        """Before a question."""
        self.close()
        home = open_home(self._house.home.path)
        engine = open_engine(home)
        self._opened = home, engine
        self._desk, self._readers = admit(home, engine, seed=self._house.seed)
        chill(home.path)

    def close(self) -> None:
        """Let go of the home."""
        if self._opened:
            home, engine = self._opened
            engine.close()
            home.close()

    def asking(self, reader: str) -> Ask:
        """Ask as this reader."""
        return lambda text: self._desk.reading.search(self._readers[reader], Query(text, limit=SHOWN))


def _audit_row(home: Home) -> float:
    """Milliseconds of a transaction that writes one audit row."""
    times = []
    for _ in range(AUDIT_ROWS):
        start = perf_counter()
        with home.catalogue.write() as tx:
            audit.append(tx, audit.Entry("bench.row", "done", "bench"), at=utc_now())
        times.append(1000 * (perf_counter() - start))
    return median(times)


if __name__ == "__main__":
    main()
