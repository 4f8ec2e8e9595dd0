"""Opening the workshop of a home: the real reading pool, rules, register, filing and index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from archive.catalogue import learnt
from archive.catalogue.customers import register
from archive.clock import Clock
from archive.content import Content
from archive.filing import Filing
from archive.home import Home
from classify.rulebook import load_rulebook
from classify.sorter import Sorter
from index.opening import open_engine
from ingest.reading.pool import ReadingPool, worker_count
from ingest.workshop import Workshop


@contextmanager
def open_workshop(home: Home, *, clock: Clock, engine: str = "", workers: int = 0) -> Iterator[Workshop]:
    """The tools of a pipeline; the reading processes end with the context.

    `engine` and `workers` override the settings, which count where they are empty or 0. Raises
    `Problems` when rules or regulations are broken, `EngineUnavailable` when the engine is missing.
    """
    settings = home.settings.reading
    chosen = settings.model_copy(
        update={"engine": engine or settings.engine, "workers": workers or settings.workers}
    )
    shipped, overlay = home.rules
    rulebook = load_rulebook(shipped, overlay=overlay, kinds=home.regulations.kinds)

    def sorter() -> Sorter:
        with home.catalogue.read() as tx:
            return Sorter(rulebook, register(tx), learnt.usable(tx, home.regulations.kinds))

    with ReadingPool(chosen) as reading, closing(open_engine(home, clock=clock)) as index:
        yield Workshop(
            home=home,
            content=Content(home.originals),
            reading=reading,
            workers=worker_count(chosen),
            sorter=sorter,
            filing=Filing(home.regulations, clock),
            engine=index,
            clock=clock,
        )
