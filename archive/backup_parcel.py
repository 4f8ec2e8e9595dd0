"""What is inside a backup: a tar archive, its last member SHA256SUMS naming the digest of every other one.

    backup.json             what is backed up (`archive.backup_record`)
    dangan-home.json, settings.toml, regulations/, rules/, audit/
    catalogue.db            one moment of the catalogue
    originals/ab/cdef…      the papers that this catalogue names
    SHA256SUMS              as `sha256sum --check` reads it

Packed and unpacked as it streams by: nothing is held but one piece and the list of digests, which lies in
a file.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from archive.backup_seal import damaged
from archive.content import CHUNK
from archive.errors import StorageError

SUMS = "SHA256SUMS"
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be packed: its name in the backup, its size in bytes, and its content, opened when its
    turn comes."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


Take = Callable[[str, Iterator[bytes]], None]
"""Given each member's name and content when a backup is unpacked; what it leaves of that is passed over."""

Told = Callable[[str, str], None]
"""Told each member's name and SHA-256 once it was passed."""


def pack(members: Iterable[Member], sums: IO[bytes], *, at: float) -> Iterator[bytes]:
    """The bytes of the archive, piece by piece; `sums` is an empty file for the digests, `at` the time that
    members bear (seconds since 1970). Raises StorageError when a file is not as long as it was said to be."""
    for member in members:
        digest = hashlib.sha256()
        yield _header(member.name, member.size, at)
        for piece in _exactly(member):
            digest.update(piece)
            yield piece
        yield _padding(member.size)
        sums.write(_line(digest.hexdigest(), member.name))
    size = sums.tell()
    sums.seek(0)
    yield _header(SUMS, size, at)
    yield from _read(sums)
    yield _padding(size)
    yield bytes(2 * _BLOCK)


def digests(sums: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each member, from the file that `pack` filled."""
    sums.seek(0)
    for line in sums:
        digest, _, name = line.decode().rstrip("\n").partition("  ")
        yield name, digest


def unpack(plain: BinaryIO, take: Take, *, told: Told = lambda _name, _digest: None) -> None:
    """Hand every member to `take` in the order it was packed. Raises VerificationFailed when the members are
    not those whose digests the last one names."""
    computed = hashlib.sha256()
    try:
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for name, pieces in _members(tar):
                if name == SUMS:
                    if _digest(pieces) == computed.hexdigest():
                        return
                    raise damaged()
                digest = _taken(name, pieces, take)
                computed.update(_line(digest, name))
                told(name, digest)
    except tarfile.TarError as error:
        raise damaged() from error
    raise damaged()  # the last member is not there


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, Iterator[bytes]]]:
    while (info := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined]  # typeshed leaves it out; it would keep them all
        stream = tar.extractfile(info) if info.isreg() else None
        if stream is None:
            raise damaged()
        yield info.name, _read(stream)


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    yield from iter(lambda: stream.read(CHUNK), b"")


def _taken(name: str, pieces: Iterator[bytes], take: Take) -> str:
    digest = hashlib.sha256()

    def passing() -> Iterator[bytes]:
        for piece in pieces:
            digest.update(piece)
            yield piece

    passed = passing()
    take(name, passed)
    for _ in passed:
        pass
    return digest.hexdigest()


def _digest(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _exactly(member: Member) -> Iterator[bytes]:
    left = member.size
    try:
        with member.open() as stream:
            while left and (piece := stream.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece
    except OSError as error:
        raise StorageError(
            "{file} cannot be read: {error}",
            advice="Check the disk it lies on, then run the command again.",
            file=member.name,
            error=error.strerror or error,
        ) from error
    if left:
        raise StorageError(
            "{file} became shorter while it was backed up.",
            advice="Run `dangan verify`, then the command again.",
            file=member.name,
        )


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()


def _header(name: str, size: int, at: float) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(at), 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)
