"""What every change leaves: the outbox for the index, and the audit log."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, String, Table, Text

from archive.schema.base import Moment, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("document", Integer, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("removed", Boolean, nullable=False, default=False),
    Column("staged_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)


audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", Integer),  # none: the machine or somebody not logged in
    Column("who", Text, nullable=False),
    Column("act", String(32), nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("basis", String(64), nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("details", Text, nullable=False, default="{}"),
    Column("origin", Text, nullable=False, default=""),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("outcome IN ('done', 'refused', 'failed')", name="outcome"),
)
