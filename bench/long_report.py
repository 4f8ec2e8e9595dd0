"""How long a report of 120 pages takes that has its text in it: read, sorted, and from the file to the index.

    python -m bench.long_report [--pages N] [--rounds N]

The report is drawn anew: prose, tables, an auditor's letter, the statements of a group and its parent from
page 49 on, notes. Reading and sorting are measured by themselves; the whole way once with all that is
started for it, once by a pipeline that has been at work. Medians of the rounds, by the clock and of the
processors (which other programs on the machine hardly disturb).
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from archive.decision import Sorting
from archive.home import SHIPPED
from archive.page import Page
from archive.register import Hints, Register
from archive.regulations import load_regulations
from archive.rendering import open_original
from archive.settings import ReadingSettings
from bench.machine import machine
from bench.pipeline import House, Stopwatch, running_pipeline
from classify.rulebook import load_rulebook
from classify.sorter import Sorter
from ingest.reading.pages import read_page
from ingest.reading.reader import Reader
from sample_scans.drawing.annual_report import annual_report
from sample_scans.drawing.delivery import born_digital


def read(report: Path) -> tuple[Page, ...]:
    """All pages by their text layer; recognising one would falsify the measurement."""
    settings = ReadingSettings()
    with open_original(report) as original:
        numbers = range(1, original.page_count + 1)
        return tuple(
            read_page(original, number, settings=settings, reader=_no_engine).page for number in numbers
        )


def sorter() -> Sorter:
    """The shipped rules, and nobody in the register."""
    kinds = load_regulations(SHIPPED / "regulations", overlay=None).kinds
    return Sorter(load_rulebook(SHIPPED / "rules", overlay=None, kinds=kinds), Register())


def from_nothing(report: Path) -> None:
    """From the file to the index, in a home of its own, its processes started and ended."""
    with running_pipeline(House(), engine="openvino", workers=1) as pipeline:
        pipeline.round([report])


def _copies(report: Path) -> Iterator[Path]:
    """The same report again and again, each for the archive another file."""
    for number in itertools.count(1):
        copy = report.with_name(f"report-{number}.pdf")
        copy.write_bytes(report.read_bytes() + f"\n% copy {number}\n".encode())
        yield copy


def _no_engine() -> Reader:
    raise SystemExit("a page of the report has no sound text layer")


def _told(sorting: Sorting) -> str:
    return ", ".join(f"{part.first_page}-{part.last_page}" for part in sorting.parts)


def _line(what: str, act: Callable[[], object], *, rounds: int, pages: int) -> str:
    """A row of the table: the medians of so many times."""
    spent = []
    for _ in range(rounds):
        watch = Stopwatch()
        act()
        spent.append(watch.read())
    clock, processors = (median(one[place] for one in spent) for place in (0, 1))
    return f"| {what} | {clock:.1f} | {processors:.1f} | {pages / processors:.0f} |"


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=120)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.pdf"
        report.write_bytes(born_digital()(annual_report(given.pages), random.Random(1)))
        pages, rules = read(report), sorter()
        papers = rules.sort(pages, Hints())
        print(f"{given.pages} pages, papers {_told(papers)}; {machine()}\n")
        print("| step | seconds | processor seconds | pages a processor second |\n|---|---|---|---|")
        steps: dict[str, Callable[[], object]] = {
            "read": lambda: read(report),
            "sort": lambda: rules.sort(pages, Hints()),
            "file to index, all started anew": lambda: from_nothing(report),
        }
        with running_pipeline(House(), engine="openvino", workers=1) as pipeline:
            copies = _copies(report)
            pipeline.round([next(copies)])
            steps["file to index, by a pipeline at work"] = lambda: pipeline.round([next(copies)])
            for what, act in steps.items():
                print(_line(what, act, rounds=given.rounds, pages=given.pages), flush=True)


if __name__ == "__main__":
    main()
