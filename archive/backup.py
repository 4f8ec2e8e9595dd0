"""Making a backup of a home while it is at work.

The catalogue is copied in one moment of it, by SQLite itself; the papers that this copy names never change
and follow by and by. Signed checkpoints are copied before, for one made later would say more than the
catalogue does. Neither index nor locks nor what waits in an inbox is in a backup. The only plain copy on the
way is that of the catalogue, in the home itself, and gone in the end.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO, FileIO
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO

from sqlalchemy import Connection, select

from archive import schema
from archive.backup_keys import Lock
from archive.backup_parcel import Member, digests, pack
from archive.backup_record import BackupRecord, describe, encode_record
from archive.backup_seal import Sealed, seal
from archive.catalogue.database import BUSY_SECONDS, Catalogue, storage_errors
from archive.clock import Clock
from archive.consistency import Fault, catalogue_faults
from archive.content import Content, Milestone, unwatched
from archive.content import storage_errors as disk_errors
from archive.errors import BadInput, HomeError
from archive.home import MARK, Home
from archive.locking import locked
from archive.message import message, readable
from archive.verification import Advance

BACKUP = "backup"
"""The home's lock that is held while a backup is made."""

WORKSPACE = "backup"
"""The folder in the home where the catalogue's copy lies while a backup is made."""

RECORD, CATALOGUE, ORIGINALS = "backup.json", "catalogue.db", "originals"
FILES, FOLDERS = (MARK, "settings.toml"), ("regulations", "rules", "audit")
"""What else of the home is backed up; folders whole."""

_HALF = ".half"  # written, and not in its place yet
_LOCK_SECONDS = 30.0
_AT_ONCE = 1000  # rows
_MEND = message("Restore it from an older backup, then verify again.")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: what it holds, its file, and what is wrong with the home it is of."""

    record: BackupRecord
    sealed: Sealed
    faults: tuple[Fault, ...]


def make_backup(
    home: Home,
    sink: BinaryIO,
    lock: Lock,
    *,
    clock: Clock,
    advance: Advance = lambda _done, _all: None,
    at: Milestone = unwatched,
) -> Backup:
    """Write a backup of a home to `sink`, locked. A damaged home is backed up as it is, its faults told.

    `advance` is told how many bytes of papers of how many are packed. Raises `HomeError` while another
    backup is made, `StorageError` when the home has no room for the catalogue's copy or `sink` cannot be
    written. No paper is disposed of meanwhile.
    """
    with home.lock(BACKUP), _workspace(home) as workspace:
        copied = _copy_files(home, workspace)
        at("files copied")
        _copy_catalogue(home.catalogue.path, workspace / CATALOGUE)
        at("catalogue copied")
        with closing(Catalogue(workspace / CATALOGUE)) as copy, copy.read() as tx:
            record, faults = describe(tx, at=clock()), list(catalogue_faults(tx))
            papers = _papers(home, tx, faults, lambda done: advance(done, record.size))
            with (workspace / "sums").open("w+b") as sums:
                members = chain(_files(workspace, copied, record), papers)
                sealed = seal(pack(members, sums, at=record.taken_at.timestamp()), sink, lock)
                faults += _altered(sums)
        at("sealed")
        return Backup(record, sealed, tuple(faults))


def clear_workspace(home: Home) -> None:
    """Remove what a killed backup left: a copy of the catalogue. Only for who holds the lock `BACKUP`."""
    shutil.rmtree(home.path / WORKSPACE, ignore_errors=True)


@contextmanager
def _workspace(home: Home) -> Iterator[Path]:
    folder = home.path / WORKSPACE
    clear_workspace(home)
    try:
        with disk_errors(home.path):
            folder.mkdir(mode=0o700)
        yield folder
    finally:
        clear_workspace(home)


def _copy_files(home: Home, workspace: Path) -> list[str]:
    """Copy the home's small files as they are now; their names, beneath the home."""
    with locked(home.locks / "checkpoint.lock", wait=_LOCK_SECONDS) as ours:
        if not ours:
            raise HomeError(
                "Another dangan is making a checkpoint of the audit log.", advice="Try again in a moment."
            )
        names = list(_small_files(home.path))
        for name in names:
            with disk_errors(home.path):
                (workspace / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(home.path / name, workspace / name)
    return names


def _small_files(home: Path) -> Iterator[str]:
    yield from FILES
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_symlink() or not path.is_file() or path.suffix == _HALF:
                continue
            name = path.relative_to(home).as_posix()
            if not name.isprintable():
                raise BadInput(
                    "{file} has a name that cannot be backed up.",
                    advice="Rename it: take letters, digits and Chinese characters.",
                    file=readable(name),
                )
            yield name


def _copy_catalogue(source: Path, target: Path) -> None:
    """Copy a catalogue as it is at one moment, whoever else writes to it."""
    with disk_errors(target.parent):
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        storage_errors(),
        closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=-1)  # in one step: in steps it would begin anew whenever somebody writes


def _files(workspace: Path, copied: list[str], record: BackupRecord) -> Iterator[Member]:
    said = encode_record(record)
    yield Member(RECORD, len(said), partial(BytesIO, said))
    for name in (*copied, CATALOGUE):
        path = workspace / name
        yield Member(name, path.stat().st_size, partial(FileIO, path))


def _papers(
    home: Home, tx: Connection, faults: list[Fault], advance: Callable[[int], None]
) -> Iterator[Member]:
    """Every original that a copy of the catalogue names; one that is missing becomes a fault."""
    table, content, done = schema.originals, Content(home.originals), 0
    wanted = select(table.c.sha256).where(table.c.removed_at.is_(None)).order_by(table.c.sha256)
    for digest in tx.execute(wanted.execution_options(yield_per=_AT_ONCE)).scalars():
        path = content.path(digest)
        if not path.exists():
            faults.append(Fault(message("The original {digest} is missing.", digest=digest), _MEND))
            continue
        size = path.stat().st_size
        yield Member(f"{ORIGINALS}/{digest[:2]}/{digest[2:]}", size, partial(content.open, digest))
        done += size
        advance(done)


def _altered(sums: IO[bytes]) -> Iterator[Fault]:
    """Originals whose bytes are not those that their name says."""
    for name, digest in digests(sums):
        altered = altered_original(name, digest)
        if altered:
            yield altered


def altered_original(name: str, digest: str) -> Fault | None:
    """What is wrong with a member of a backup that is an original and has this digest, if anything."""
    folder, _, rest = name.partition("/")
    said = rest.replace("/", "")
    if folder != ORIGINALS or said == digest:
        return None
    return Fault(message("The original {digest} was altered.", digest=said), _MEND)
