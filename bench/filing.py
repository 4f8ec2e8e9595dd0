"""Another process that files papers as the pipeline does once they are read: pages, document, outbox and
audit row in one transaction, then the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path

from archive import schema
from archive.catalogue import pages as kept_pages
from archive.clock import utc_now
from archive.filing import Filing, Paper
from archive.home import Home, open_home
from bench import corpus
from bench.fullhouse import FullHouse
from index.opening import open_engine

PAPERS_A_SECOND = 2.0
"""Some five pages a second: several times what two cores read."""

LONG_PAGES = 120
"""Pages of a long document: an auditor's report."""


@contextmanager
def filing_papers(house: FullHouse, *, pages: int = 1) -> Iterator[Callable[[], float]]:
    """File papers meanwhile, or documents of so many `pages` at least; asked for, says how many a second it
    has been since the first."""
    context = get_context("spawn")
    stop, filed, began = context.Event(), context.Value("i", 0), context.Value("d", 0.0)
    process = context.Process(target=_file, args=(house.home.path, house.seed, pages, stop, filed, began))
    process.start()
    while not began.value:
        time.sleep(0.1)
    try:
        yield lambda: filed.value / (time.time() - began.value)
    finally:
        stop.set()
        process.join()


def _file(
    path: Path, seed: int, pages: int, stop: Event, filed: Synchronized[int], began: Synchronized[float]
) -> None:
    home = open_home(path)
    engine = open_engine(home)
    papers = (paper for batch in count(int(time.time())) for paper in corpus.papers(seed, batch))
    for number, paper in enumerate(_joined(papers, pages)):
        _file_one(home, paper, f"{time.time()}/{number}")
        engine.drain()
        began.value = began.value or time.time()
        filed.value = number
        if stop.wait(max(0.0, began.value + number / PAPERS_A_SECOND - time.time())):
            break
    engine.close()
    home.close()


def _joined(papers: Iterator[corpus.Paper], pages: int) -> Iterator[corpus.Paper]:
    """Papers one behind the other until there are so many pages, as if they were one."""
    for paper in papers:
        joined = list(paper.pages)
        while len(joined) < pages:
            joined += next(papers).pages
        numbered = tuple(replace(page, number=number) for number, page in enumerate(joined, 1))
        yield replace(paper, pages=numbered)


def _file_one(home: Home, paper: corpus.Paper, name: str) -> None:
    digest, now = sha256(name.encode()).hexdigest(), utc_now()
    packed = kept_pages.pack(paper.pages)
    scan = {"name": name, "claim": digest, "inbox": "inbox", "state": "filed", "received_at": now}
    with home.catalogue.write() as tx:
        kept_pages.know_original(tx, digest, size=1, at=now)
        kept_pages.store(tx, digest, packed, media_type="image/tiff")
        entered = schema.scans.insert().values(original=digest, **scan).returning(schema.scans.c.id)
        number = int(tx.execute(entered).scalar_one())
        wanted = Paper(
            number, digest, 1, len(packed), paper.kind, paper.customer + 1, paper.fields, year=2026
        )
        Filing(home.regulations, utc_now).file_paper(tx, wanted, by=None)
