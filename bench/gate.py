"""What gate and audit row add to reading a page.

    python -m bench.gate [--pages 10000] [--seed 1] [--folder DIR] [--rounds 200]

The same pages are read in turn straight from the catalogue, through the desk, and through a desk that does
not wait for the disk, by readers with 1, 50 and 5,000 files; quietly, and while another process files
documents of 120 pages. Prints tables in Markdown, milliseconds. The folder is that of `bench.search`.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles

from sqlalchemy import event, select
from sqlalchemy.pool import ConnectionPoolEntry

from access.papers import locate
from archive import schema
from archive.catalogue import pages
from archive.grants import Scope
from archive.home import Home, open_home
from bench.filing import LONG_PAGES, filing_papers
from bench.fullhouse import FullHouse, full_house
from bench.machine import machine
from bench.readers import READERS, admit, files_of
from bench.timing import Taken, taken
from index.opening import open_engine
from index.testing.library import scope_of

BARE, DESK, HASTY = "straight from the catalogue", "through the desk", "through the desk, no fsync"
DOCUMENTS = 200
"""So many documents of each reader are read in turn."""

Read = Callable[[str], object]


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where to keep the home; thrown away if not given")
    options.add_argument("--rounds", type=int, default=200, help="pages that each reader reads")
    given = options.parse_args()
    print(f"{machine()}; seed {given.seed}\n")
    with tempfile.TemporaryDirectory() as folder:
        house = full_house(given.folder or Path(folder), pages=given.pages, seed=given.seed)
        hasty = open_home(house.home.path)
        _do_not_wait_for_the_disk(hasty)
        measure(house, hasty, rounds=given.rounds)
        hasty.close()
        house.home.close()


def measure(house: FullHouse, hasty: Home, *, rounds: int) -> None:
    """Both tables."""
    reads = {BARE: _bare(house), DESK: _at_desk(house.home, house.seed), HASTY: _at_desk(hasty, house.seed)}
    numbers = {name: _numbers(house, name) for name in READERS}
    timed(reads, numbers, rounds=5)  # connections, caches, names
    print(table(timed(reads, numbers, rounds=rounds), "quiet"))
    with filing_papers(house, pages=LONG_PAGES) as rate:
        print(table(timed(reads, numbers, rounds=rounds), f"while documents of {LONG_PAGES} pages are filed"))
        print(f"Meanwhile {LONG_PAGES * rate():.0f} pages a second were filed and indexed.\n")


def timed(
    reads: Mapping[str, Mapping[str, Read]], numbers: Mapping[str, list[str]], *, rounds: int
) -> dict[tuple[str, str], list[Taken]]:
    """Every way of reading in turn, for every reader in turn, so that whatever else the machine does falls on
    all alike; by way and reader."""
    times: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for count in range(rounds):
        for reader, known in numbers.items():
            number = known[count % len(known)]
            for way, by_reader in reads.items():
                times[way, reader].append(taken(partial(by_reader[reader], number)))
    return times


def table(times: Mapping[tuple[str, str], list[Taken]], title: str) -> str:
    """Median and 95th percentile of each way, and what gate and audit add to the median."""
    rows = [_row(f"a page, {title}, ms: median / p95", READERS), "|---" * (len(READERS) + 1) + "|"]
    clocks = {key: [one.clock for one in some] for key, some in times.items()}
    rows += [_row(way, [_spread(clocks[way, name]) for name in READERS]) for way in (BARE, DESK, HASTY)]
    middle = {key: median(some) for key, some in clocks.items()}
    added = {name: middle[DESK, name] - middle[BARE, name] for name in READERS}
    waiting = {name: middle[DESK, name] - middle[HASTY, name] for name in READERS}
    told = [f"{added[name]:.1f}, {waiting[name]:.1f} of it fsync" for name in READERS]
    rows.append(_row("**gate and audit add**", told))
    rows.append(_row("… on the processor", [_on_processor(times, name) for name in READERS]))
    return "\n".join(rows) + "\n"


def _on_processor(times: Mapping[tuple[str, str], list[Taken]], name: str) -> str:
    desk, bare = (median(one.processor for one in times[way, name]) for way in (DESK, BARE))
    return f"{desk - bare:.1f}"


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _spread(numbers: list[float]) -> str:
    return f"{median(numbers):.1f} / {quantiles(numbers, n=20)[-1]:.1f}"


def _numbers(house: FullHouse, reader: str) -> list[str]:
    """档号 of papers that a reader may see, in no order."""
    wanted = select(schema.documents.c.number).where(
        schema.documents.c.file.in_(files_of(house.home, reader, seed=house.seed))
    )
    with house.home.catalogue.read() as tx:
        found = list(tx.execute(wanted).scalars())
    return Random(house.seed).sample(found, min(DOCUMENTS, len(found)))


def _bare(house: FullHouse) -> Mapping[str, Read]:
    """What must be done to show a page, whoever asks: find the document, read its first page."""
    scopes = {name: scope_of(*files_of(house.home, name, seed=house.seed)) for name in READERS}

    def reading(scope: Scope) -> Read:
        return lambda number: _read(house.home, number, scope)

    return {name: reading(scope) for name, scope in scopes.items()}


def _read(home: Home, number: str, scope: Scope) -> object:
    known = schema.archive_numbers
    with home.catalogue.read() as tx:
        document = tx.execute(select(known.c.document).where(known.c.number == number)).scalar_one()
        sheets = locate(tx, [document], scope, regulations=home.regulations)[document].sheets
    with home.catalogue.read() as tx:
        return pages.load(tx, sheets.original, first=sheets.first, last=sheets.first)


def _at_desk(home: Home, seed: int) -> Mapping[str, Read]:
    desk, readers = admit(home, open_engine(home), seed=seed)

    def reading(name: str) -> Read:
        return lambda number: desk.reading.show(readers[name], number)

    return {name: reading(name) for name in READERS}


def _do_not_wait_for_the_disk(home: Home) -> None:
    home.close()  # whatever it connects to from now on is set so
    event.listen(home.catalogue.engine, "connect", _hasty)


def _hasty(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF")


if __name__ == "__main__":
    main()
