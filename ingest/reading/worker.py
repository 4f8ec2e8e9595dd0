"""A reading process seen from its parent: started, watched, ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from enum import Enum
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil

from archive.settings import ReadingSettings
from ingest.reading.exchange import Event, Failed, Finished, Loading, Ready, decode
from ingest.reading.process import Portion, ReaderSource, work

_LOOK_SECONDS = 0.1  # between looks at the memory: fast machines fill a gigabyte in half a second
_START_SECONDS = 180  # for starting the process, and again for loading the engine
_END_SECONDS = 5
_LONGEST_ANSWER = 64 << 20  # bytes
_MEGABYTE = 1 << 20


class Loss(Enum):
    """How a reading process was lost."""

    CRASH = "crash"
    HANG = "hang"
    MEMORY = "memory"
    NONSENSE = "nonsense"
    STOPPED = "stopped"  # the pool is being left


class WorkerLost(Exception):
    """The reading process ended or had to be ended. `starting`: before any page was its business."""

    def __init__(self, loss: Loss, *, starting: bool) -> None:
        self.loss = loss
        self.starting = starting
        super().__init__(loss.value)


class Worker:
    """One reading process, started when the first portion comes and again after it was lost."""

    def __init__(self, settings: ReadingSettings, source: ReaderSource, *, stopped: threading.Event) -> None:
        """`stopped` tells, from another thread, that nobody waits for pages any more."""
        self._settings = settings
        self._stopped = stopped
        self._source = source
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._folder: Path | None = None

    @property
    def megabytes(self) -> float:
        """The memory that the process holds, 0 when there is none."""
        if self._process is None or self._process.pid is None:
            return 0.0
        try:
            return float(psutil.Process(self._process.pid).memory_info().rss / _MEGABYTE)
        except psutil.NoSuchProcess:
            return 0.0

    def read(self, portion: Portion) -> Iterator[Event]:
        """The events of a portion. Raise `WorkerLost` when the process crashes or breaks a limit."""
        if self._process is None:
            self._start()
        connection = self._require_connection()
        try:
            connection.send(portion)
        except OSError as error:
            raise WorkerLost(Loss.CRASH, starting=True) from error
        allowed: float = self._settings.limits.seconds_per_page
        starting = False
        while True:
            event = self._event(allowed, starting=starting)
            yield event
            if isinstance(event, Finished | Failed):
                return
            starting = isinstance(event, Loading)
            allowed = _START_SECONDS if starting else self._settings.limits.seconds_per_page

    def recycle(self) -> None:
        """End a process that has grown; a new one is started when there is work."""
        if self.megabytes > self._settings.limits.recycle_megabytes:
            self.end()

    def end(self) -> None:
        """End the process, whatever it is doing, with all it started; leave no file behind."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            _kill(self._process)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._connection = self._folder = None

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._connection, theirs = spawn.Pipe()
        self._folder = Path(tempfile.mkdtemp(prefix="dangan-reading-"))
        process = spawn.Process(
            target=work, args=(theirs, self._settings, self._source, self._folder), daemon=True
        )
        try:
            process.start()
        except OSError as error:
            raise WorkerLost(Loss.CRASH, starting=True) from error
        finally:
            theirs.close()
        self._process = process
        if not isinstance(self._event(_START_SECONDS, starting=True), Ready):
            raise WorkerLost(Loss.NONSENSE, starting=True)

    def _event(self, allowed: float, *, starting: bool) -> Event:
        """The next event, or `WorkerLost` when it does not come within `allowed` seconds."""
        connection = self._require_connection()
        until = time.monotonic() + allowed
        while True:
            if self._stopped.is_set():
                raise WorkerLost(Loss.STOPPED, starting=starting)
            if self.megabytes > self._settings.limits.memory_megabytes:
                raise WorkerLost(Loss.MEMORY, starting=starting)
            if time.monotonic() > until:
                raise WorkerLost(Loss.HANG, starting=starting)
            try:
                if connection.poll(_LOOK_SECONDS):
                    return decode(connection.recv_bytes(_LONGEST_ANSWER))
            except (EOFError, OSError) as error:
                raise WorkerLost(Loss.CRASH, starting=starting) from error
            except ValueError as error:
                raise WorkerLost(Loss.NONSENSE, starting=starting) from error

    def _require_connection(self) -> Connection:
        if self._connection is None:
            raise WorkerLost(Loss.CRASH, starting=True)
        return self._connection


def _kill(process: SpawnProcess) -> None:
    """End the process and its group (Tesseract); it leads a group only once it runs our code."""
    if process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join(_END_SECONDS)
    process.close()
