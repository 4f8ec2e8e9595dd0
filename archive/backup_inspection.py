"""Looking through a backup without putting it back: whether it can be opened and is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from archive.backup import ORIGINALS, RECORD, altered_original
from archive.backup_keys import Opener
from archive.backup_parcel import unpack
from archive.backup_record import BackupRecord, decode_record
from archive.backup_seal import damaged, opened
from archive.consistency import Fault
from archive.message import message
from archive.verification import Advance


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a backup says of itself, the SHA-256 of its file, and which papers were wrong when it was made."""

    record: BackupRecord
    sha256: str
    faults: tuple[Fault, ...]


def inspect_backup(
    sealed: BinaryIO, opener: Opener, *, advance: Advance = lambda _done, _all: None
) -> Inspection:
    """Decrypt a whole backup and compare every digest; nothing is written. Raises what `opened` raises."""
    size, papers, faults = sealed.seek(0, SEEK_END), 0, list[Fault]()
    said: list[bytes] = []
    with opened(sealed, opener) as backup:

        def take(name: str, pieces: Iterator[bytes]) -> None:
            if name == RECORD:
                said.append(next(pieces, b""))
            advance(backup.read, size)

        def told(name: str, digest: str) -> None:
            nonlocal papers
            papers += name.startswith(f"{ORIGINALS}/")
            altered = altered_original(name, digest)
            if altered:
                faults.append(altered)

        unpack(backup.plain, take, told=told)
    if not said:
        raise damaged()
    record = decode_record(said[0])
    missing = record.originals - papers
    if missing:
        what = message("{count} original(s) were missing when the backup was made.", count=missing)
        faults.append(Fault(what, message("Look for an older backup that holds them.")))
    return Inspection(record, backup.sha256, tuple(faults))
