"""The embedded index's own SQLite file: its tables, its connections, its version.

Through apsw, which brings a SQLite of its own that is recent enough to delete from an index that does
not keep the text (`contentless_delete`, 3.43). Readers are never kept waiting by a writer (WAL).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from archive.errors import StorageError
from index import tokens

LAYOUT = 3
STAMP = LAYOUT * 1000 + tokens.VERSION
"""Kept as `user_version`: an index of another layout or tokeniser is made anew."""

BUSY_SECONDS = 30
_CACHE_KIBIBYTES = 65_536  # for each connection: long lists of postings are read more than once by a query
_HASH_BYTES = 16 << 20  # tokens of one transaction are kept in memory up to here, then written as one segment

LAST_PLACE = 2**40
"""The row number in `terms` is this less the filing sequence: newest filing first is then the order in which
SQLite reads its lists most quickly, forwards."""

_TABLES = """
DROP TABLE IF EXISTS terms;
DROP TABLE IF EXISTS documents;
DROP TABLE IF EXISTS texts;
DROP TABLE IF EXISTS amounts;
CREATE VIRTUAL TABLE terms USING fts5(
    text, facts, chars, marks, content='', contentless_delete=1, tokenize="ascii tokenchars '_'"
);
CREATE TABLE documents (
    sequence INTEGER PRIMARY KEY,
    document INTEGER NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    file INTEGER NOT NULL,
    kind TEXT NOT NULL,
    customer INTEGER NOT NULL,
    issued TEXT,
    digest TEXT NOT NULL
);
CREATE TABLE amounts (sequence INTEGER NOT NULL, fen INTEGER NOT NULL);
CREATE INDEX amounts_by_sequence ON amounts(sequence, fen);
CREATE TABLE texts (sequence INTEGER PRIMARY KEY, packed BLOB NOT NULL);
"""


class IndexFile:
    """The file of one index. Connections are kept for the next reader; each serves one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = 0  # its number in the file system
        self._idle: list[apsw.Connection] = []

    @contextmanager
    def reader(self) -> Iterator[apsw.Connection]:
        """One consistent view of the index."""
        with _storage_errors(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writer(self) -> Iterator[apsw.Connection]:
        """All or nothing, one writer at a time; waits up to half a minute for another."""
        with _storage_errors(), self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    with suppress(apsw.Error):  # a full disk has rolled back already
                        connection.execute("ROLLBACK")

    def is_current(self, connection: apsw.Connection) -> bool:
        """Whether the index was made, and by this layout and tokeniser."""
        return bool(connection.pragma("user_version") == STAMP)

    def start_anew(self, connection: apsw.Connection) -> None:
        """Within a writer: empty tables of the present layout."""
        connection.execute(_TABLES)
        for setting, value in (("secure-delete", 1), ("hashsize", _HASH_BYTES)):
            connection.execute("INSERT INTO terms(terms, rank) VALUES (?, ?)", (setting, value))
        connection.execute(f"PRAGMA user_version = {STAMP}")

    def compact(self) -> None:
        """Leave nothing in the file, nor in its write-ahead log, that is not in the index.

        Raises `StorageError` while another program reads it.
        """
        with _storage_errors(), self._borrowed() as connection:
            connection.execute("INSERT INTO terms(terms) VALUES ('optimize')")
            connection.execute("VACUUM")
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if busy:
                raise apsw.BusyError

    def discard(self) -> None:
        """Delete the file: for one that is damaged."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def make(self) -> None:
        """Make the file, readable by its owner only, where there is none."""
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise _cannot_open(error) from error

    def exists(self) -> bool:
        """Whether there is a file."""
        return self._path.exists()

    def bytes(self) -> int:
        """Bytes on disk, the write-ahead log with it."""
        return sum(path.stat().st_size for path in self._path.parent.glob(self._path.name + "*"))

    def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _borrowed(self) -> Iterator[apsw.Connection]:
        self._forget_another_file()
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            yield connection
        except apsw.Error:
            connection.close()
            raise
        except BaseException:
            self._idle.append(connection)
            raise
        self._idle.append(connection)

    def _forget_another_file(self) -> None:
        """Close the connections to a file that was deleted: what they write would be nowhere."""
        try:
            file = self._path.stat().st_ino
        except OSError:
            file = 0
        if file != self._file:
            self.close()
            self._file = file

    def _open(self) -> apsw.Connection:
        """Without making the file: one that was deleted meanwhile must not come back empty."""
        connection = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(BUSY_SECONDS * 1000)
        cache = f"cache_size={-_CACHE_KIBIBYTES}"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", cache):
            connection.execute(f"PRAGMA {pragma}")
        return connection


class DamagedIndex(StorageError):
    """The index's file is no index any more; nothing is lost, the catalogue has everything."""


def _cannot_open(error: Exception) -> StorageError:
    return StorageError(
        "The search index's file cannot be opened: {error}",
        advice="Check that the home folder exists, belongs to you and can be written.",
        error=error,
    )


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Say in words what keeps SQLite from working; mistakes of this program pass unchanged."""
    try:
        yield
    except apsw.FullError as error:
        raise StorageError(
            "The disk with the search index is full.",
            advice="Make room on the disk; the index then catches up by itself.",
        ) from error
    except apsw.BusyError as error:
        raise StorageError(
            "The search index is in use by another program.",
            advice="Wait until it has finished, then run the command again.",
        ) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise DamagedIndex(
            "The search index's file is damaged.",
            advice="Make it anew from the catalogue: `dangan index rebuild`.",
        ) from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError) as error:
        raise _cannot_open(error) from error
