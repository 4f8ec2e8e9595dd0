"""How long the embedded engine takes to build and to answer, over made-up Chinese pages drawn from a seed.

    python -m bench.search [--pages 20000] [--seed 1] [--folder DIR]

Prints two tables in Markdown: the build, and milliseconds (median and 95th percentile) of each class of
query for readers of 1, 50 and 5,000 files and of the whole house.
"""

from __future__ import annotations

import argparse
import tempfile
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter

from bench.machine import machine
from index.engine import SearchEngine
from index.query import parse
from index.testing.library import follow, scope_of
from index.testing.made_up import KINDS, Draft, Shelf

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
FILES = 6000
PAGE_WORDS = 140  # about 350 characters
ROUNDS = 40


class Writer:
    """Writes texts whose words are as unevenly frequent as in real ones (Zipf)."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.words = [self._new_word() for _ in range(20_000)]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.names = ["".join(self.draw.choices(HAN, k=4)) + "煤业有限责任公司" for _ in range(2000)]

    def word(self) -> str:
        return self.words[bisect(self._weights, self.draw.random() * self._weights[-1])]

    def code(self) -> str:
        return "91" + "".join(self.draw.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=16))

    def page(self) -> str:
        parts = [self.word() for _ in range(PAGE_WORDS)]
        parts[20], parts[50] = self.draw.choice(self.names), self.code()
        parts[80] = f"{self.draw.randint(1, 999)},{self.draw.randint(0, 999):03},000.00元"
        return "\n".join("".join(parts[start : start + 10]) for start in range(0, PAGE_WORDS, 10))

    def drafts(self, pages: int) -> Iterator[Draft]:
        while pages > 0:
            texts = tuple(self.page() for _ in range(min(pages, self.draw.randint(1, 4))))
            pages -= len(texts)
            issued = date(2015, 1, 1) + timedelta(days=self.draw.randrange(4000))
            file = self.draw.randint(1, FILES)
            yield Draft(texts, file, self.draw.choice(sorted(KINDS)), issued)

    def _new_word(self) -> str:
        return "".join(self.draw.choices(HAN, k=self.draw.choice((2, 2, 2, 3, 4))))


def fill(shelf: Shelf, writer: Writer, pages: int) -> None:
    """File papers, a thousand to a transaction."""
    batch: list[Draft] = []
    for draft in writer.drafts(pages):
        batch.append(draft)
        if len(batch) == 1000:
            shelf.file_all(batch)
            batch.clear()
    if batch:
        shelf.file_all(batch)


def queries(writer: Writer) -> Mapping[str, Callable[[], str]]:
    """One maker of queries for each class."""
    draw = writer.draw

    def wrong_name() -> str:
        name = draw.choice(writer.names)
        return name[:2] + "乁" + name[3:]

    return {
        "1 character": lambda: draw.choice(writer.word()),
        "2-4 characters": lambda: draw.choice(writer.words),
        "frequent word": lambda: writer.words[draw.randrange(20)],
        "company name": lambda: draw.choice(writer.names),
        "inside of a code": lambda: writer.code()[4:8],
        "two words": lambda: f"{writer.word()} {writer.word()}",
        "OR, -not, category": lambda: (
            f"({writer.word()} OR {writer.word()}) -{writer.word()} category:合同正本"
        ),
        "word and dates": lambda: f"{writer.word()} from:2020 to:2021-06",
        "misread name (tolerant)": wrong_name,
    }


def measure(engine: SearchEngine, make: Callable[[], str], files: int) -> str:
    """Median and 95th percentile of the milliseconds that one page of ten hits takes."""
    everything = files == FILES
    scope = scope_of(*range(1, files + 1), everything=everything)
    times = []
    for _ in range(ROUNDS):
        plan = parse(make(), kinds=KINDS)
        start = perf_counter()
        engine.search(plan, scope, limit=10)
        times.append(1000 * (perf_counter() - start))
    return f"{median(times):.1f} / {quantiles(times, n=20)[-1]:.1f}"


def report(folder: Path, *, pages: int, seed: int) -> None:
    """Build and measure in a folder."""
    shelf, writer = Shelf(folder, files=FILES), Writer(seed)
    fill(shelf, writer, pages)
    engine = follow(shelf.catalogue, folder)
    start = perf_counter()
    engine.rebuild()
    seconds = perf_counter() - start
    size = sum(file.stat().st_size for file in folder.glob("index-*.db*"))
    print(f"{machine()}; seed {seed}\n")
    print("| pages | documents | built, pages/s | index, bytes/page |\n|---|---|---|---|")
    print(f"| {pages} | {len(shelf.filed)} | {pages / seconds:.0f} | {size / pages:.0f} |\n")
    print("| ms, median / p95 | 1 file | 50 files | 5,000 files | whole house |\n|---|---|---|---|---|")
    for name, make in queries(writer).items():
        print(f"| {name} |", " | ".join(measure(engine, make, files) for files in (1, 50, 5000, FILES)), "|")
    engine.close()
    shelf.catalogue.close()


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where to build; a throw-away folder if not given")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        report(Path(folder), pages=given.pages, seed=given.seed)


if __name__ == "__main__":
    main()
