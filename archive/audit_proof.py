"""Proving that some rows stand in the audit log without showing any other.

Each row comes with the hashes beside its way to the root of the tree (RFC 6962, section 2.1.1) that a
signed checkpoint names. That no further rows belong to them a proof cannot show.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from archive import schema
from archive.audit import COLUMNS, raw_rows
from archive.checkpoint import Checkpoint, encode
from archive.merkle import paths

VERSION = 1


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """A row as it is stored, and the hashes beside its way to the root, lowest first."""

    values: Mapping[str, Any]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """Rows, the checkpoint that they are under, and what they are about."""

    about: str
    checkpoint: Checkpoint
    rows: tuple[ProvenRow, ...]


def prove(tx: Connection, checkpoint: Checkpoint, which: ColumnElement[bool], *, about: str) -> Proven:
    """The proof of all rows up to a checkpoint that `which` lets through."""
    table = schema.audit
    under = table.c.sequence <= checkpoint.rows
    found = [dict(zip(COLUMNS, row, strict=True)) for row in tx.execute(raw_rows().where(under, which))]
    leaves = tx.execute(select(table.c.hash).where(under).order_by(table.c.sequence)).scalars()
    ways = paths(leaves, [values["sequence"] - 1 for values in found])
    return Proven(
        about, checkpoint, tuple(ProvenRow(values, ways[values["sequence"] - 1]) for values in found)
    )


def encode_proof(proven: Proven) -> bytes:
    """A proof as the text of a file."""
    record = {
        "dangan": "audit proof",
        "version": VERSION,
        "about": proven.about,
        "rows": [{"row": dict(row.values), "path": list(row.path)} for row in proven.rows],
        "checkpoint": json.loads(encode(proven.checkpoint)),
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")
