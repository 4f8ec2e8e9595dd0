"""What every change leaves: the outbox and the indexes that follow it, and the audit log."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text

from archive.schema.base import Moment, key, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("document", Integer, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("removed", Boolean, nullable=False, default=False),
    Column("staged_at", Moment, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice: a generation's position stays true
)


index_generations = Table(  # one row for each index that was ever made
    "index_generations",
    metadata,
    key(),
    Column("engine", String(16), nullable=False),
    Column("name", Text, nullable=False),  # of the file in the home, or of the index on the cluster
    Column("state", String(16), nullable=False),
    Column("position", Integer, nullable=False),  # the last outbox row taken over
    Column("filled", Integer, nullable=False, default=0),  # filing sequence up to which it was filled
    Column("started_at", Moment, nullable=False),
    Column("switched_at", Moment),  # since when it serves, or served
    CheckConstraint("engine IN ('embedded', 'elastic')", name="engine"),
    CheckConstraint("state IN ('building', 'complete', 'serving', 'retired')", name="state"),
    sqlite_autoincrement=True,  # nor is an index's name: whoever still has a deleted one open harms no other
)


Index(
    "uq_index_generations_serving",
    index_generations.c.state,
    unique=True,
    sqlite_where=index_generations.c.state == "serving",
    postgresql_where=index_generations.c.state == "serving",
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
