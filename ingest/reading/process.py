"""What runs inside a reading process: pages of one portion after the other, told as events."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from archive.errors import BadInput, DanganError
from archive.message import Message, message
from archive.rendering import Original, open_original
from archive.settings import ReadingSettings
from ingest.reading.exchange import (
    Event,
    Failed,
    Finished,
    Loading,
    Opened,
    PageDone,
    PageFailed,
    Ready,
    encode,
)
from ingest.reading.orientation import compass
from ingest.reading.pages import read_page
from ingest.reading.reader import Reader

ReaderSource = Callable[[], Reader]

# One thread a process, and nothing calls home: said before any of these libraries is imported.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENVINO_TELEMETRY_OPT_OUT": "1",
    "HF_HUB_OFFLINE": "1",
}


@dataclass(frozen=True, slots=True)
class Portion:
    """Pages `first` to `last` (from 1, both included) of a file; pages behind its end are left out."""

    path: Path
    first: int
    last: int


def work(connection: Connection, settings: ReadingSettings, source: ReaderSource, folder: Path) -> None:
    """Read portions until the parent hangs up. `folder` takes temporary files."""
    os.setsid()  # a group of its own, so that Tesseract ends with it and Ctrl-C stays with the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    os.environ.update(_ENVIRONMENT)
    tempfile.tempdir = str(folder)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    bench = Bench(settings, source, tell=lambda event: connection.send_bytes(encode(event)))
    bench.tell(Ready())
    while True:
        try:
            portion: Portion = connection.recv()
        except (EOFError, OSError):
            return
        for event in bench.read(portion):
            bench.tell(event)


class Bench:
    """The engine of this process, loaded when the first page needs it."""

    def __init__(
        self, settings: ReadingSettings, source: ReaderSource, *, tell: Callable[[Event], None]
    ) -> None:
        self.tell = tell
        self._settings = settings
        self._source = source
        self._reader: Reader | None = None

    def read(self, portion: Portion) -> Iterator[Event]:
        """Open the file and read the portion's pages."""
        try:
            with open_original(portion.path) as original:
                count = original.page_count
                if count > self._settings.limits.pages:
                    raise _too_many(count, self._settings.limits.pages)
                yield Opened(count)
                for number in range(portion.first, min(portion.last, count) + 1):
                    yield self._page(original, number)
                    _give_memory_back()
        except BadInput as error:
            yield Failed(*_sentences(error), machine=False)
        except DanganError as error:
            yield Failed(*_sentences(error), machine=True)
        except OSError as error:
            yield Failed(
                message("The file cannot be opened: {problem}.", problem=error.strerror or error),
                message("Look at the disk and the rights on the folder, then try again."),
                machine=True,
            )
        else:
            yield Finished()

    def _page(self, original: Original, number: int) -> Event:
        try:
            done = read_page(original, number, settings=self._settings, reader=self._engine)
        except BadInput as error:
            return PageFailed(number, *_sentences(error))
        except DanganError:
            raise
        except Exception as error:  # noqa: BLE001 - libraries raise anything over broken pages
            reason = message(
                "Page {page} cannot be read ({problem}).", page=number, problem=type(error).__name__
            )
            return PageFailed(number, reason, message("Scan the page again."))
        return PageDone(done.page, done.rereadings)

    def _engine(self) -> Reader:
        if self._reader is None:
            self.tell(Loading())
            self._reader = self._source()
            compass()
            self.tell(Ready())
        return self._reader


def _give_memory_back() -> None:
    """Return freed memory to the system: milliseconds a page, and only glibc needs to be told.

    It keeps freed blocks for itself, and pages of many sizes leave many that fit nothing later.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _silence() -> None:
    """Libraries write complaints about broken files straight to the terminal; events tell what matters."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _end_with_parent(folder: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def _sentences(error: DanganError) -> tuple[Message, Message]:
    values = {name: str(value) for name, value in error.values.items()}
    return Message(error.message, values), Message(error.advice)


def _too_many(count: int, limit: int) -> BadInput:
    return BadInput(
        "The file has {pages} pages; at most {limit} are read.",
        advice="Split it into smaller files; or raise reading.limits.pages in the settings.",
        pages=count,
        limit=limit,
    )
