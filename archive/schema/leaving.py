"""Stock-taking, losses and disposal: how papers are missed, and how they leave the archive."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from archive.schema.base import Moment, key, metadata, to
from archive.schema.files import documents, files
from archive.schema.house import persons

stocktakes = Table(  # 盘点
    "stocktakes",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    Column("scope", Text, nullable=False),  # JSON: which files
    to(persons.c.id, "begun_by"),
    Column("begun_at", Moment, nullable=False),
    to(persons.c.id, "ended_by", optional=True),
    Column("ended_at", Moment),
)


stocktake_items = Table(
    "stocktake_items",
    metadata,
    Column("stocktake", Integer, ForeignKey(stocktakes.c.id), primary_key=True),
    Column("document", Integer, ForeignKey(documents.c.id), primary_key=True),
    to(files.c.id, "file"),
    Column("found", String(16)),  # none: not looked for yet
    to(persons.c.id, "person", optional=True),
    Column("at", Moment),
    Column("remark", Text, nullable=False, default=""),
    CheckConstraint("found IN ('present', 'lent', 'misplaced', 'missing')", name="found"),
)


losses = Table(  # 遗失报告
    "losses",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    to(documents.c.id, "document"),
    to(persons.c.id, "holder", optional=True),  # who held it: the borrower, or else who kept its shelf
    Column("circumstances", Text, nullable=False),
    to(persons.c.id, "reported_by"),
    Column("reported_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("conclusion", Text, nullable=False, default=""),
    to(persons.c.id, "closed_by", optional=True),
    Column("closed_at", Moment),
    CheckConstraint("state IN ('open', 'found', 'disposed')", name="state"),
)


disposals = Table(  # 销毁审批
    "disposals",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    to(documents.c.id, "document"),
    Column("ground", String(16), nullable=False),
    Column("explanation", Text, nullable=False),
    Column("retention_ended", Date),  # on the ground of retention
    to(persons.c.id, "proposed_by"),
    Column("proposed_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),  # of what is signed
    to(persons.c.id, "signed_by", optional=True),
    to(persons.c.id, "represented", optional=True),
    Column("signed_at", Moment),
    Column("remark", Text, nullable=False, default=""),
    to(persons.c.id, "carried_out_by", optional=True),
    Column("carried_out_at", Moment),
    Column("removed", Text, nullable=False, default="{}"),  # JSON: what was taken away, and how it was proved
    CheckConstraint("ground IN ('lost', 'retention', 'court_order')", name="ground"),
    CheckConstraint("state IN ('proposed', 'signed', 'rejected', 'withdrawn', 'done')", name="state"),
)
