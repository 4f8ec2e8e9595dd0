"""Opening the catalogue and its two kinds of transaction: reading, and writing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from archive.errors import StorageError
from archive.message import message

BUSY_SECONDS = 30
PAUSES = (0.1, 0.2, 0.4, 0.8)
"""Seconds between tries to empty the log: SQLite waits for readers itself, but for nobody who empties it."""


class Catalogue:
    """The catalogue of one home.

    A writer begins IMMEDIATE: a transaction that reads first and writes later would fail "locked"
    at once when another writer came between.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine: Engine = create_engine(
            URL.create("sqlite", database=str(path)),
            hide_parameters=True,  # they hold names and paper text, which no error message may show
        )
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing can be written."""
        with storage_errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing; waits up to half a minute for another writer."""
        with storage_errors(), self.engine.connect() as connection:
            writer = connection.execution_options(writing=True)
            with writer.begin():
                yield writer

    def compact(self) -> None:
        """Leave nothing in the file, nor in its write-ahead log, of what is no longer in the catalogue.

        Rewrites the whole file. Raises `StorageError` while somebody else is at work with it.
        """
        with storage_errors(), self.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection  # outside of any transaction
            driver.execute("VACUUM")
            for pause in PAUSES:
                (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
                time.sleep(pause)
        raise StorageError(IN_USE[0].text, advice=IN_USE[1].text)

    def close(self) -> None:
        """Let go of the database file."""
        self.engine.dispose()


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing: Any = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Say in words what keeps SQLite from working; everything else passes unchanged."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        said = _STORAGE_FAULTS.get(code)
        if said is None:
            raise
        raise StorageError(said[0].text, advice=said[1].text) from error


IN_USE = (
    message("The catalogue is in use by another program."),
    message("Wait until it has finished, then run the command again."),
)

_STORAGE_FAULTS = {
    sqlite3.SQLITE_FULL: (
        message("The disk with the catalogue is full."),
        message("Make room on the disk, then run the command again; nothing was lost."),
    ),
    sqlite3.SQLITE_READONLY: (
        message("The catalogue cannot be written."),
        message("Check who owns the home folder and whether its disk is mounted read-only."),
    ),
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_IOERR: (
        message("The disk with the catalogue failed while it was read or written."),
        message("Check the disk, then run `dangan verify`."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        message("The catalogue's file is damaged."),
        message("Restore the newest backup, then run `dangan verify`."),
    ),
    sqlite3.SQLITE_NOTADB: (
        message("The catalogue's file is damaged."),
        message("Restore the newest backup, then run `dangan verify`."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        message("The catalogue's file cannot be opened."),
        message("Check that the home folder exists and belongs to you."),
    ),
}
