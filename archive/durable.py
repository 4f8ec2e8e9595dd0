"""Files that are there whole or not at all, and survive a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.content import sync_folder
from archive.errors import BadInput, StorageError


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write or replace a small file; its folder is made for its owner only. Raises StorageError."""
    half = _half(path)
    with _disk_errors(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with _written(half) as file:
            file.write(content)
        half.chmod(mode)
        half.replace(path)
        sync_folder(path.parent)


@contextmanager
def durable_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to be written piece by piece, for its owner's eyes only. It has its name, whole and on the
    disk, once the context has closed; when that failed there is none.

    Raises BadInput when there is such a file already, StorageError when it cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise BadInput(
            "There is a file {file} already.", advice="Name another one: nothing is written over.", file=path
        )
    half = _half(path)
    with _disk_errors(path):
        try:
            with _written(half) as file:
                yield file
            half.rename(path)
        finally:
            half.unlink(missing_ok=True)
        sync_folder(path.parent)


def _half(path: Path) -> Path:
    return path.with_name(f"{path.name}.half")


@contextmanager
def _written(half: Path) -> Iterator[BinaryIO]:
    """A file under its passing name, on the disk when the context closes."""
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            "{file} cannot be written: {error}",
            advice="Check that its disk is there, has room and may be written.",
            file=path,
            error=error.strerror or error,
        ) from error
