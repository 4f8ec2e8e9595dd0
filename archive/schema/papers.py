"""What came in: scans, their originals and pages."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from archive.schema.base import Moment, key, metadata

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("media_type", String(64), nullable=False, default=""),
    Column("pages", Integer),
    Column("stored_at", Moment, nullable=False),
    Column("removed_at", Moment),  # since when its bytes are gone: disposed of
)


pages = Table(
    "pages",
    metadata,
    Column("original", String(64), ForeignKey(originals.c.sha256), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("packed", LargeBinary, nullable=False),  # archive.page.encode_page
)


SCAN_STATES = ("pending", "filed", "duplicate", "review", "quarantined", "dismissed", "disposed")


scans = Table(
    "scans",
    metadata,
    key(),
    Column("name", Text, nullable=False),  # as received
    Column("sub_folder", Text, nullable=False, default=""),
    Column("claim", String(64), nullable=False, unique=True),  # the claimed file's name inside the inbox
    Column("inbox", Text, nullable=False),
    Column("original", String(64), ForeignKey(originals.c.sha256), index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("faults", Integer, nullable=False, default=0),  # crashes of the reader with this file alone
    Column("reason", Text),  # archive.message
    Column("advice", Text),
    Column("duplicate_of", Integer, ForeignKey("scans.id")),
    Column("received_at", Moment, nullable=False),
    Column("finished_at", Moment),
    CheckConstraint(f"state IN {SCAN_STATES}", name="state"),
)


dropped_pages = Table(
    "dropped_pages",
    metadata,
    Column("scan", Integer, ForeignKey(scans.c.id), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
)
