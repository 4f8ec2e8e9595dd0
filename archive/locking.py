"""Locks between processes: files that the system lets go of when their holder dies."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import StorageError

_LOOK_AGAIN = 0.02  # seconds


@contextmanager
def locked(path: Path, *, wait: float = 0) -> Iterator[bool]:
    """Hold the lock that `path` stands for; yields whether it was had within `wait` seconds.

    Raises `StorageError` when the lock file cannot be made.
    """
    with _opened(path) as handle:
        yield _taken(handle, until=time.monotonic() + wait)


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("a")
    except OSError as error:
        raise StorageError(
            "The lock file {file} cannot be opened: {error}",
            advice="Check that the home folder belongs to you, can be written and has room.",
            file=path,
            error=error.strerror,
        ) from error


def _taken(handle: IO[str], *, until: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN)
        else:
            return True
