"""Opening the catalogue and its two kinds of transaction: reading, and writing."""

from __future__ import annotations

import sqlite3
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
        with _storage_errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing; waits up to half a minute for another writer."""
        with _storage_errors(), self.engine.connect() as connection:
            writer = connection.execution_options(writing=True)
            with writer.begin():
                yield writer

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
def _storage_errors() -> Iterator[None]:
    """Say in words what keeps SQLite from working; everything else passes unchanged."""
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        said = _STORAGE_FAULTS.get(code)
        if said is None:
            raise
        raise StorageError(said[0].text, advice=said[1].text) from error


_STORAGE_FAULTS = {
    sqlite3.SQLITE_FULL: (
        message("The disk with the catalogue is full."),
        message("Make room on the disk, then run the command again; nothing was lost."),
    ),
    sqlite3.SQLITE_READONLY: (
        message("The catalogue cannot be written."),
        message("Check who owns the home folder and whether its disk is mounted read-only."),
    ),
    sqlite3.SQLITE_BUSY: (
        message("The catalogue is in use by another program."),
        message("Wait until it has finished, then run the command again."),
    ),
    sqlite3.SQLITE_IOERR: (
        message("The disk with the catalogue failed while it was read or written."),
        message("Check the disk, then run `dangan verify`."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        message("The catalogue's file is damaged."),
        message("Restore the newest backup, then run `dangan verify`."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        message("The catalogue's file cannot be opened."),
        message("Check that the home folder exists and belongs to you."),
    ),
}
