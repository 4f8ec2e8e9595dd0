"""The originals (原件): every file as it came, kept once under its digest, read-only, never changed.

    originals/ab/cdef…   SHA-256 `abcdef…`; file 0400, folders 0700

A paper is copied to a temporary name, hashed on the way, synced, renamed to its digest, and the
folder synced: at no moment does a name exist whose bytes are not all on the disk.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import BadInput, NotFound, StorageError
from archive.message import Message, message, readable

CHUNK = 1 << 20
TEMPORARY = ".incoming-"
MODE = 0o400

ORIGINALS = "originals"
"""The home's lock for whoever names originals in the catalogue or takes bytes away: never both at once."""

PATIENCE = 60.0  # seconds to wait for that lock: it is held for moments

Milestone = Callable[[str], None]
"""Told the name of each step that a crash could fall on; the fault tests die there."""


def unwatched(_point: str) -> None:
    """The milestone of ordinary work: nobody listens."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One original in its place. `size` is in bytes."""

    sha256: str
    size: int


class Content:
    """The originals of one home. One process at a time may store; any number may read."""

    def __init__(self, folder: Path, *, at: Milestone = unwatched) -> None:
        self.folder = folder
        self._at = at

    def path(self, sha256: str) -> Path:
        """Where the original of this digest lies, or would lie."""
        return self.folder / sha256[:2] / sha256[2:]

    def store(self, source: Path) -> Stored:
        """Take in a copy of `source`; bytes that are here already are not stored again.

        Raises `BadInput` when the source cannot be read or changes meanwhile, `StorageError` when
        the disk is full, read-only or holds damaged bytes under this digest.
        """
        with _open_source(source) as incoming, storage_errors(self.folder):
            temporary = self.folder / f"{TEMPORARY}{secrets.token_hex(8)}"
            try:
                stored = self._copy(incoming, temporary, source)
                self._place(temporary, stored)
            finally:
                temporary.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of an original, as a stream. Raises `NotFound`."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(
                "The original {digest} is missing from the archive.",
                advice="Run `dangan verify`, and restore the file from a backup.",
                digest=sha256,
            ) from None

    def verify(self, sha256: str) -> Message | None:
        """What is wrong with one original: missing, altered or writable; nothing when it is whole."""
        try:
            with self.path(sha256).open("rb") as stream:
                mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            return message("The original {digest} is missing.", digest=sha256)
        except OSError as error:
            return message("The original {digest} cannot be read: {error}", digest=sha256, error=error)
        if found != sha256:
            return message("The original {digest} was altered.", digest=sha256)
        if mode != MODE:
            return message("The original {digest} is not read-only.", digest=sha256)
        return None

    def remove(self, sha256: str) -> None:
        """Take the bytes of an original away: overwritten, then deleted. One that is gone stays gone.

        Raises `StorageError`. Only for whoever holds the home's lock `ORIGINALS`.
        """
        path = self.path(sha256)
        with storage_errors(self.folder), suppress(FileNotFoundError):
            path.chmod(0o600)
            with path.open("r+b") as stream:
                for _ in range(-(-os.fstat(stream.fileno()).st_size // CHUNK)):
                    stream.write(bytes(CHUNK))
                stream.truncate(stream.tell())
                stream.flush()
                os.fsync(stream.fileno())
            self._at("original overwritten")
            path.unlink()
            sync_folder(path.parent)
            self._at("original removed")

    def digests(self) -> Iterator[str]:
        """Every digest that lies in the folder, known to the catalogue or not."""
        for folder in sorted(self.folder.iterdir()):
            if folder.is_dir():
                yield from (folder.name + file.name for file in sorted(folder.iterdir()))

    def tidy(self) -> None:
        """Remove what a crash left half copied. Only for the process that holds the pipeline's lock."""
        for leftover in self.folder.glob(f"{TEMPORARY}*"):
            leftover.unlink()

    def _copy(self, incoming: BinaryIO, temporary: Path, source: Path) -> Stored:
        before = os.fstat(incoming.fileno())
        digest, size = hashlib.sha256(), 0
        with temporary.open("xb") as outgoing:
            while chunk := _read(incoming, source):
                digest.update(chunk)
                outgoing.write(chunk)
                size += len(chunk)
            outgoing.flush()
            temporary.chmod(MODE)
            self._at("original copied")
            os.fsync(outgoing.fileno())
        self._at("original synced")
        after = os.fstat(incoming.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise BadInput(
                "{file} changed while it was copied.",
                advice="It is taken once it stands still.",
                file=readable(source.name),
            )
        return Stored(digest.hexdigest(), size)

    def _place(self, temporary: Path, stored: Stored) -> None:
        target = self.path(stored.sha256)
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700)
            sync_folder(self.folder)
        if target.exists():
            self._refuse_damaged(stored.sha256)
        else:
            temporary.rename(target)
            self._at("original renamed")
        sync_folder(target.parent)
        self._at("original in place")

    def _refuse_damaged(self, sha256: str) -> None:
        fault = self.verify(sha256)
        if fault:
            raise StorageError(
                fault.text, advice="Run `dangan verify`, and restore the file from a backup.", **fault.values
            )


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_source(source: Path) -> BinaryIO:
    """Open a file that is what it seems: no link, no pipe, no device."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise _unreadable(source, error) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BadInput(
            "{file} is not an ordinary file.", advice="Put the file itself here.", file=readable(source.name)
        )
    return os.fdopen(descriptor, "rb")


def _read(incoming: BinaryIO, source: Path) -> bytes:
    try:
        return incoming.read(CHUNK)
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Path, error: OSError) -> BadInput:
    return BadInput(
        "{file} cannot be opened: {error}",
        advice="Check who owns the file and whether its disk or share is well.",
        file=readable(source.name),
        error=error.strerror or error,
    )


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Say in words why the home's folder cannot be written."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise StorageError(
            "The disk with {folder} is full." if full else "{folder} cannot be written: {error}",
            advice="Make room on the disk, then run the command again; nothing was lost."
            if full
            else "Check who owns the home folder and whether its disk is mounted read-only.",
            folder=folder,
            error=error.strerror or error,
        ) from error
