"""Putting a backup back as a new home: whole, or not at all.

The home's mark is written last, when everything else is proved and on the disk: until then no dangan works
with the folder, and what a killed restoring left there is cleared by the next one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, select, text, update

from archive import audit, schema
from archive.backup import CATALOGUE, FILES, FOLDERS, ORIGINALS, RECORD
from archive.backup_keys import Opener
from archive.backup_parcel import unpack
from archive.backup_record import BackupRecord, decode_record
from archive.backup_seal import damaged, opened
from archive.catalogue.database import Catalogue
from archive.clock import Clock, encode_moment
from archive.content import MODE, Milestone, storage_errors, sync_folder, unwatched
from archive.errors import HomeError, VerificationFailed
from archive.home import MARK, refuse_occupied, refuse_program_folder
from archive.locking import locked
from archive.migrating import migrate
from archive.verification import Advance

MARKER = "restoring.lock"
"""Held while a home is restored; what lies beside it without a home's mark is an unfinished one."""

RESTORE = "home.restore"
"""The act that the restored audit log goes on with."""

_HALF_MARK = f"{MARK}.half"
_MADE = (_HALF_MARK, *FILES, CATALOGUE, f"{CATALOGUE}-wal", f"{CATALOGUE}-shm", ORIGINALS, *FOLDERS, "locks")
_ORIGINAL = re.compile(rf"{ORIGINALS}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")
_LONGEST_RECORD = 1 << 20
_NUMBERS_LEFT_OUT = 1000  # an index made after the backup may bear the next numbers, on a cluster for example


@dataclass(frozen=True, slots=True)
class Restored:
    """What the backup says of itself, and the SHA-256 of its file."""

    record: BackupRecord
    sha256: str


def restore_backup(
    sealed: BinaryIO,
    opener: Opener,
    folder: Path,
    *,
    clock: Clock,
    origin: str,
    advance: Advance = lambda _done, _all: None,
    at: Milestone = unwatched,
) -> Restored:
    """Make a home of a backup in an empty or absent folder; sessions are ended, the index is to be made anew.

    `origin` says where the call comes from, for the audit log; `advance` is told how many bytes of the file
    of how many are read. Raises what `opened` raises, `HomeError` when the folder or the backup's version
    does not fit, `StorageError` when the disk is full. Then nothing is left.
    """
    folder = folder.expanduser().absolute()
    refuse_program_folder(folder)
    with _site(folder):
        size = sealed.seek(0, SEEK_END)
        with opened(sealed, opener) as backup, storage_errors(folder):
            unpacking = _Unpacking(folder)

            def take(name: str, pieces: Iterator[bytes]) -> None:
                unpacking.take(name, pieces)
                advance(backup.read, size)

            unpack(backup.plain, take)
        at("unpacked")
        restored = Restored(unpacking.complete(), backup.sha256)
        _settle(folder, restored, clock=clock, origin=origin)
        at("settled")
        with storage_errors(folder):
            os.sync()  # thousands of files: one call for all of them
            (folder / _HALF_MARK).rename(folder / MARK)
            sync_folder(folder)
        at("marked")
    return restored


class _Unpacking:
    """Lays the members of a backup where they belong, and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._record: BackupRecord | None = None

    def take(self, name: str, pieces: Iterator[bytes]) -> None:
        if self._record is None:
            if name != RECORD:
                raise damaged()
            self._record = decode_record(next(pieces, b"")[:_LONGEST_RECORD])
            return
        path = self._folder / _place(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = MODE if path.is_relative_to(self._folder / ORIGINALS) else 0o600
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.writelines(pieces)

    def complete(self) -> BackupRecord:
        """What the backup says of itself. Raises VerificationFailed when a home needs more than it holds."""
        needed = (_HALF_MARK, CATALOGUE, *(name for name in FILES if name != MARK))
        if self._record is None or not all((self._folder / name).is_file() for name in needed):
            raise damaged()
        return self._record


def _place(name: str) -> str:
    """Where a member belongs, beneath the home: whoever has a public key can make a backup of his own."""
    if name == MARK:
        return _HALF_MARK
    parts = name.split("/")
    loose = parts[0] in FOLDERS and len(parts) > 1 and not {"", ".", ".."} & set(parts)
    if name in (CATALOGUE, *FILES) or _ORIGINAL.fullmatch(name) or (loose and name.isprintable()):
        return name
    raise VerificationFailed(
        "The backup holds something that belongs to no home.",
        advice="Do not use it: find out who made it. Take another backup.",
    )


def _settle(folder: Path, restored: Restored, *, clock: Clock, origin: str) -> None:
    """Bring the catalogue to the present schema, end what was open in it, and record that."""
    with closing(Catalogue(folder / CATALOGUE)) as catalogue:
        migrate(catalogue)
        with catalogue.write() as tx:
            _refuse_mixed(tx, folder / _HALF_MARK, restored.record)
            now = clock()
            open_ones = schema.sessions.c.ended_at.is_(None)
            tx.execute(update(schema.sessions).where(open_ones).values(ended_at=now))
            _forget_indexes(tx)
            said = {
                "backup": restored.sha256,
                "taken_at": encode_moment(restored.record.taken_at),
                "rows": restored.record.rows,
            }
            entry = audit.Entry(act=RESTORE, outcome="done", who="dangan", details=said, origin=origin)
            audit.append(tx, entry, at=now)


def _refuse_mixed(tx: Connection, mark: Path, record: BackupRecord) -> None:
    try:
        marked = json.loads(mark.read_text(encoding="utf-8"))["identity"]
    except (ValueError, KeyError, TypeError):
        marked = None
    if {marked, tx.execute(select(schema.house.c.identity)).scalar_one_or_none()} != {record.home}:
        raise VerificationFailed(
            "The parts of the backup belong to different homes.",
            advice="Do not use it: find out who made it. Take another backup.",
        )


def _forget_indexes(tx: Connection) -> None:
    tx.execute(schema.index_generations.delete())
    if tx.dialect.name == "sqlite":
        leave_out = text("UPDATE sqlite_sequence SET seq = seq + :count WHERE name = 'index_generations'")
        tx.execute(leave_out, {"count": _NUMBERS_LEFT_OUT})


@contextmanager
def _site(folder: Path) -> Iterator[None]:
    """The folder to build in; emptied again, or removed, when that fails."""
    absent = not folder.exists()
    if not (folder / MARKER).exists() or (folder / MARK).exists():
        refuse_occupied(folder)
    with storage_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    with locked(folder / MARKER) as ours:
        if not ours:
            raise HomeError(
                "Another dangan is restoring a home in {home}.",
                advice="Wait until it has finished, or name another folder.",
                home=folder,
            )
        _clear(folder)
        if any(path.name != MARKER for path in folder.iterdir()):
            refuse_occupied(folder)
        try:
            with storage_errors(folder):
                for name in (ORIGINALS, "regulations", "rules", "locks"):
                    (folder / name).mkdir(mode=0o700)
            yield
        except BaseException:
            _clear(folder)
            (folder / MARKER).unlink(missing_ok=True)
            if absent and not any(folder.iterdir()):
                folder.rmdir()
            raise
        (folder / MARKER).unlink()


def _clear(folder: Path) -> None:
    """Remove what restoring makes, and nothing else."""
    for name in _MADE:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
