"""Reading one file without taking it in: for whoever asks what the rules would make of it."""

from __future__ import annotations

from pathlib import Path

from archive.errors import BadInput
from archive.home import Home
from archive.page import Page
from ingest.reading.outcome import ReadTask, Unreadable
from ingest.reading.pool import ReadingPool


def read_file(home: Home, path: Path) -> tuple[Page, ...]:
    """The pages of a file as the pipeline would read them. Raises `BadInput` where it cannot be read."""
    one_worker = home.settings.reading.model_copy(update={"workers": 1})
    with ReadingPool(one_worker) as pool:
        outcome = pool.submit(ReadTask(path, path.name)).result()
    if isinstance(outcome, Unreadable):
        raise BadInput(outcome.reason.text, advice=outcome.advice.text, **outcome.reason.values)
    return outcome.pages
