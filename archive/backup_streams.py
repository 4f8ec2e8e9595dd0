"""Streams that a backup passes through. Each keeps what went wrong in it: a library that is handed one may
drop it, or pass on nothing but its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO


class Pieces:
    """Bytes that come in pieces, to be read by size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._piece:
                self._piece = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as fault:
            self.fault = fault
            raise
        taken, self._piece = self._piece[:size], self._piece[size:]
        return bytes(taken)


class Outgoing:
    """A stream that is written to, counted and hashed."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self.digest = hashlib.sha256()
        self.size = 0
        self.fault: BaseException | None = None

    def write(self, content: bytes) -> int:
        try:
            written = self._sink.write(content)
        except BaseException as fault:
            self.fault = self.fault or fault
            raise
        self.digest.update(content[:written])
        self.size += written
        return written

    def flush(self) -> None:
        try:
            self._sink.flush()
        except BaseException as fault:
            self.fault = self.fault or fault
            raise


class Incoming:
    """A stream that is read, counted and hashed; `before` was read already."""

    def __init__(self, stream: BinaryIO, *, before: bytes) -> None:
        self._stream = stream
        self.digest = hashlib.sha256(before)
        self.size = len(before)
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            content = self._stream.read(size)
        except BaseException as fault:
            self.fault = fault
            raise
        self.digest.update(content)
        self.size += len(content)
        return content
