"""How fast pages are read: the pipeline beside its bare engine, and the memory of the reading processes.

    python -m bench.ingest FILE… [--workers N] [--engine E] [--rounds N] [--customers CSV] [--own NAME]…
    python -m bench.ingest FILE… --memory PAGES [--workers N] [--engine E]

Every page of the files becomes a picture of its own. Three read them in turn, round after round, so that
what else the machine does falls on all of them: the engine by itself (RapidOCR with the same models and
settings, in as many processes, page images already decoded and upright), our reader by itself (the same
plus second readings of lines under a seal), and the pipeline (from the file to the index). Loading the
models is not counted. With a register the papers are filed, else they end in review.

`--memory` reads the files again and again until so many pages were read and prints the megabytes of
each process.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from archive.settings import ReadingSettings
from bench.bare import bare_pool
from bench.machine import machine
from bench.pages import PageImage, marked, page_images
from bench.pipeline import House, Pace, running_pipeline
from ingest.reading.outcome import Reading, ReadTask
from ingest.reading.pool import ReadingPool, worker_count
from search_cli.evaluating import registered

_STEP = 20  # pages between two lines of the memory series


def compare(
    pages: Sequence[PageImage], folder: Path, *, settings: ReadingSettings, house: House, rounds: int
) -> Iterator[dict[str, Pace]]:
    """The paces of `engine`, `reader` and `pipeline`, round by round; a round to warm up is not told."""
    workers = worker_count(settings)
    with ExitStack() as stack:
        engine = stack.enter_context(bare_pool("engine", engine=settings.engine, workers=workers))
        reader = stack.enter_context(bare_pool("reader", engine=settings.engine, workers=workers))
        pipeline = stack.enter_context(running_pipeline(house, engine=settings.engine, workers=workers))
        for number in range(rounds + 1):
            chosen = pages if number else pages[: 4 * workers]
            files = marked(chosen, folder / f"round-{number}", mark=f"round {number}")
            paces = {
                "engine": engine.round(chosen),
                "reader": reader.round(chosen),
                "pipeline": pipeline.round(files)[0],
            }
            if number:
                yield paces


def memory_over_time(
    paths: Sequence[Path], *, settings: ReadingSettings, pages: int
) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Read files again and again; after each, the pages so far and the megabytes of each process."""
    count = 0
    with ReadingPool(settings) as pool:
        for batch in itertools.repeat(paths):
            for future in [pool.submit(ReadTask(path, path.name)) for path in batch]:
                outcome = future.result()
                count += len(outcome.pages) if isinstance(outcome, Reading) else 0
                yield count, pool.memory_megabytes
                if count >= pages:
                    return


def report_pace(files: Sequence[Path], *, settings: ReadingSettings, house: House, rounds: int) -> None:
    """Print every round and the medians."""
    told: list[dict[str, Pace]] = []
    with tempfile.TemporaryDirectory() as folder:
        pages = page_images(files, Path(folder), settings=settings)
        print(f"{len(pages)} pages, {worker_count(settings)} workers, {settings.engine}; {machine()}\n")
        print("| round | pages/s: engine | reader | pipeline | of engine | of reader ", end="")
        print("| processor s/page: engine | reader | pipeline | of engine | of reader |")
        print("|---|" + "---|" * 10)
        for paces in compare(pages, Path(folder), settings=settings, house=house, rounds=rounds):
            told.append(paces)
            print(f"| {len(told)} |", _row([paces]), flush=True)
    print("| median |", _row(told))
    last = told[-1]["pipeline"]
    print(f"\nPipeline: {last.lines} lines, {last.rereadings} of them read a second time; {machine()}")


def report_memory(files: Sequence[Path], *, settings: ReadingSettings, pages: int) -> None:
    """Print the memory each `_STEP` pages, and the most that any process held."""
    print(f"{worker_count(settings)} workers, {settings.engine}; {machine()}\n")
    print("| pages read | MB of each process |\n|---|---|")
    highest, due = 0.0, 0
    for count, sizes in memory_over_time(files, settings=settings, pages=pages):
        highest = max(highest, *sizes)
        if count >= due:
            print(f"| {count} |", ", ".join(f"{size:.0f}" for size in sizes), "|", flush=True)
            due = count - count % _STEP + _STEP
    print(f"\nhighest: {highest:.0f} MB; recycled above {settings.limits.recycle_megabytes} MB")


def _row(told: Sequence[dict[str, Pace]]) -> str:
    """Medians of the rounds: by the clock, then by processor time; behind both the pipeline's share."""
    fast = {name: [paces[name].pages_a_second for paces in told] for name in told[0]}
    spent = {name: [paces[name].processor_seconds_a_page for paces in told] for name in told[0]}
    bare = ("engine", "reader")
    shares = [_ratio(fast["pipeline"], fast[name]) for name in bare]
    spared = [_ratio(spent[name], spent["pipeline"]) for name in bare]
    cells = [*fast.values(), *shares, *spent.values(), *spared]
    return " | ".join(f"{median(cell):.2f}" for cell in cells) + " |"


def _ratio(above: Sequence[float], below: Sequence[float]) -> list[float]:
    return [over / under for over, under in zip(above, below, strict=True)]


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--workers", type=int, default=0, help="one for each core if not given")
    options.add_argument("--engine", choices=["openvino", "onnxruntime"], default="openvino")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--customers", type=Path, help="the register, as for dangan evaluate")
    options.add_argument("--own", action="append", default=[], help="name of an own company")
    options.add_argument("--memory", type=int, metavar="PAGES", help="measure the memory instead")
    given = options.parse_args()
    settings = ReadingSettings(engine=given.engine, workers=given.workers)
    if given.memory:
        report_memory(given.files, settings=settings, pages=given.memory)
        return
    house = House(given.own, registered(given.customers) if given.customers else ())
    report_pace(given.files, settings=settings, house=house, rounds=given.rounds)


if __name__ == "__main__":
    main()
