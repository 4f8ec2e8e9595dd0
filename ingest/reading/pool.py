"""Reading processes side by side; none of them, and no file, can take the others down.

A loss counts against the machine first: the page is tried again while nothing else runs. Only when
that is lost too, the page is to blame.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType

from archive.errors import BadInput
from archive.media import media_type_of, require_readable
from archive.message import message
from archive.settings import ReadingSettings
from ingest.reading.engines import ENGINES, require_engine
from ingest.reading.exchange import Event, Failed, Opened, PageDone, PageFailed
from ingest.reading.job import Job, sentences
from ingest.reading.outcome import Outcome, ReadTask, Unreadable, refused
from ingest.reading.process import Portion, ReaderSource
from ingest.reading.worker import Loss, Worker, WorkerLost

_ENGINE_TROUBLE = (
    message("The reading engine breaks down while it starts."),
    message("Run dangan doctor; or choose another reading.engine in the settings."),
)
_PORTION = 4  # pages; long files are shared out in such portions


@dataclass(frozen=True, slots=True)
class Errand:
    """Pages of one file for one reading process. `alone`: while no other runs."""

    job: Job
    first: int
    last: int
    alone: bool = False


class ReadingPool:
    """Reads files in processes of their own, as many side by side as settings say.

    A context manager: leaving it ends every process at once and cancels what has not been read.
    """

    def __init__(self, settings: ReadingSettings, *, source: ReaderSource | None = None) -> None:
        """`source` makes the engine inside each process; by default the one that settings name.

        Raise `EngineUnavailable` when that cannot run on this machine.
        """
        if source is None:
            require_engine(settings.engine)
        self._settings = settings
        self._source = source or ENGINES[settings.engine]
        self._stopped = threading.Event()
        self._workers = [
            Worker(settings, self._source, stopped=self._stopped) for _ in range(worker_count(settings))
        ]
        self._threads: list[threading.Thread] = []
        self._errands: deque[Errand] = deque()
        self._change = threading.Condition()
        self._running = 0
        self._exclusive = False

    def __enter__(self) -> ReadingPool:
        for worker in self._workers:
            thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._change:
            self._stopped.set()
            for errand in self._errands:
                errand.job.cancel()
            self._errands.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    @property
    def memory_megabytes(self) -> tuple[float, ...]:
        """The memory each process holds now (0: none runs), for benchmarks and `doctor`."""
        return tuple(worker.megabytes for worker in self._workers)

    def submit(self, task: ReadTask) -> Future[Outcome]:
        """Begin to read a file; the future gives its `Outcome` and never raises by the file's fault."""
        refusal, media_type = _look(task, self._settings)
        job = Job(task, media_type, self._settings.limits)
        if refusal is not None:
            job.future.set_result(refusal)
        else:
            self._enqueue(Errand(job, 1, _PORTION), urgent=False)
        return job.future

    def read(self, task: ReadTask) -> Outcome:
        """Read a file and wait for it."""
        return self.submit(task).result()

    def _enqueue(self, *errands: Errand, urgent: bool = True) -> None:
        """Put errands into the queue; urgent ones (of files begun) in front."""
        with self._change:
            for errand in reversed(errands):
                errand.job.errands += 1
                if urgent:
                    self._errands.appendleft(errand)
                else:
                    self._errands.append(errand)
            self._change.notify_all()

    def _serve(self, worker: Worker) -> None:
        """What one thread does: it leads one reading process through errands."""
        try:
            while (errand := self._next()) is not None:
                try:
                    self._do(worker, errand)
                except Exception as error:  # noqa: BLE001 - an error of ours belongs to whoever waits
                    worker.end()
                    errand.job.break_off(error)
                self._done(errand)
                worker.recycle()
        finally:
            worker.end()

    def _next(self) -> Errand | None:
        with self._change:
            while not self._stopped.is_set():
                if self._errands and not self._exclusive and not (self._errands[0].alone and self._running):
                    errand = self._errands.popleft()
                    self._running += 1
                    self._exclusive = errand.alone
                    return errand
                self._change.wait()
        return None

    def _done(self, errand: Errand) -> None:
        with self._change:
            self._running -= 1
            self._exclusive = False
            errand.job.errands -= 1
            if self._stopped.is_set():
                errand.job.cancel()
            elif errand.job.errands == 0:
                errand.job.finish()
            self._change.notify_all()

    def _do(self, worker: Worker, errand: Errand) -> None:
        job = errand.job
        if errand.alone:
            worker.end()  # what earlier pages left in the process is not this page's fault
        since = time.monotonic()
        try:
            for event in worker.read(Portion(job.task.path, errand.first, errand.last)):
                self._take(errand, event)
                now = time.monotonic()
                job.spend(now - since)
                since = now
                if job.future.done():
                    break
        except WorkerLost as lost:
            worker.end()
            job.spend(time.monotonic() - since)
            self._lost(errand, lost)
        else:
            if job.future.done():
                worker.end()  # it may still be at a page nobody waits for

    def _take(self, errand: Errand, event: Event) -> None:
        match event:
            case Opened(pages):
                if errand.job.page_count == 0:
                    errand.job.page_count = pages
                    self._enqueue(*_portions(errand.job, errand.last + 1, pages))
            case PageDone() | PageFailed():
                errand.job.take(event)
            case Failed():
                errand.job.fail(event)

    def _lost(self, errand: Errand, lost: WorkerLost) -> None:
        """Try the page again alone; if it was alone, blame it and go on behind it."""
        job = errand.job
        number = job.next_page(errand.first)
        if job.future.done() or lost.loss is Loss.STOPPED:
            return
        if errand.alone and lost.starting:
            job.give_up(*_ENGINE_TROUBLE, machine=True)
        elif errand.alone and job.page_count == 0:
            job.give_up(*sentences(lost.loss, self._settings.limits))
        elif errand.alone:
            job.blame(number, lost.loss)
        else:
            behind = _portions(job, number + 1, min(errand.last, job.page_count))
            self._enqueue(Errand(job, number, number, alone=True), *behind)


def worker_count(settings: ReadingSettings) -> int:
    """How many reading processes settings ask for; 0 there: one for each core this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return settings.workers or cores


def _portions(job: Job, first: int, last: int) -> list[Errand]:
    return [Errand(job, start, min(start + _PORTION - 1, last)) for start in range(first, last + 1, _PORTION)]


def _look(task: ReadTask, settings: ReadingSettings) -> tuple[Unreadable | None, str]:
    """What can be said of a file from outside: its kind, and whether it is worth opening."""
    media_type = "application/octet-stream"
    try:
        size = task.path.stat().st_size
        media_type = media_type_of(task.path)
        _require_content(task.name, size, settings.limits.megabytes)
        require_readable(media_type)
    except BadInput as error:
        return refused(error, media_type), media_type
    except OSError as error:
        reason = message("The file cannot be opened: {problem}.", problem=error.strerror or error)
        advice = message("Look at the disk and the rights on the folder, then try again.")
        return Unreadable(reason, advice, media_type, "machine"), media_type
    return None, media_type


def _require_content(name: str, size: int, megabytes: int) -> None:
    if size == 0:
        raise BadInput("The file is empty.", advice="Scan the paper again, or copy the file again.")
    if name.startswith("~$"):
        raise BadInput(
            "This is no document: a program left it behind while it had one open.",
            advice="Dismiss it, and look that the document itself is there.",
        )
    if size > megabytes << 20:
        raise BadInput(
            "The file has {size} MB; at most {limit} are read.",
            advice="Split it into smaller files; or raise reading.limits.megabytes in the settings.",
            size=-(-size >> 20),
            limit=megabytes,
        )
