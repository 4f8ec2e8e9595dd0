"""What a backup says of itself: the home it is of, the moment it was taken, and how much it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from archive import audit, schema
from archive.clock import decode_moment, encode_moment
from archive.errors import HomeError, VerificationFailed
from archive.migrating import known_revisions, revision_of
from archive.migrations import HEAD

FORMAT = 1


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """`home` is the home's identity, `schema` the catalogue's revision, `size` the bytes of all originals
    together, `rows`, `last` and `last_at` the audit log's length, last hash and the time of that row."""

    home: str
    taken_at: datetime
    schema: str
    documents: int
    originals: int
    size: int
    rows: int
    last: str
    last_at: str


def describe(tx: Connection, *, at: datetime) -> BackupRecord:
    """What a copy of a catalogue, taken at that moment, holds."""
    table, mark = schema.originals, audit.last_mark(tx)
    kept = select(func.count(), func.coalesce(func.sum(table.c.bytes), 0)).where(table.c.removed_at.is_(None))
    originals, size = tx.execute(kept).one()
    return BackupRecord(
        home=tx.execute(select(schema.house.c.identity)).scalar_one(),
        taken_at=at,
        schema=revision_of(tx) or "",
        documents=tx.execute(select(func.count()).select_from(schema.documents)).scalar_one(),
        originals=originals,
        size=int(size),
        rows=mark.sequence,
        last=mark.hash,
        last_at=mark.at,
    )


def encode_record(record: BackupRecord) -> bytes:
    """The record as JSON that people can read."""
    said = {
        "dangan": "backup",
        "format": FORMAT,
        **asdict(record),
        "taken_at": encode_moment(record.taken_at),
    }
    return (json.dumps(said, indent=1) + "\n").encode()


def decode_record(content: bytes) -> BackupRecord:
    """What `encode_record` wrote. Raises VerificationFailed when it is none, HomeError when the program is
    too old for it."""
    try:
        said = json.loads(content)
        if said.pop("dangan") != "backup":
            raise ValueError
        if int(said.pop("format")) > FORMAT or said["schema"] not in known_revisions():
            raise HomeError(
                "The backup was made by a newer dangan (schema {found}); this program knows schema {head}.",
                advice="Install the newer dangan, then restore it.",
                found=said["schema"],
                head=HEAD,
            )
        return BackupRecord(**{**said, "taken_at": decode_moment(said["taken_at"])})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise VerificationFailed(
            "The backup does not say what it holds.", advice="Take a backup that `dangan backup` wrote."
        ) from error
