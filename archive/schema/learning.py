"""What people's decisions taught: the house's forms, and names that may be a customer's aliases."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from archive.schema.base import Moment, key, metadata, to
from archive.schema.files import documents, parts
from archive.schema.house import persons
from archive.schema.register import customers

learnt_forms = Table(  # 表单记忆
    "learnt_forms",
    metadata,
    key(),
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("labels", Text, nullable=False),  # JSON: printed words and places, never what was filled in
    Column("papers", Integer, nullable=False),
    Column("rules_said", String(32)),
    to(documents.c.id, "document"),  # the first paper
    Column("number", String(72), nullable=False),  # its 档号 at the time
    to(persons.c.id, "person"),
    Column("at", Moment, nullable=False),
    Column("taken_back_by", Integer, ForeignKey(persons.c.id)),
    Column("taken_back_at", Moment),
)


alias_proposals = Table(
    "alias_proposals",
    metadata,
    key(),
    to(customers.c.id, "customer"),
    Column("name", Text, nullable=False),
    Column("folded", String(200), nullable=False),  # archive.catalogue.customers.fold_name
    to(parts.c.id, "part"),  # where it was read
    to(persons.c.id, "person"),  # who settled the part
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False, default="proposed"),
    Column("decided_by", Integer, ForeignKey(persons.c.id)),
    Column("decided_at", Moment),
    UniqueConstraint("customer", "folded"),
    CheckConstraint("state IN ('proposed', 'accepted', 'rejected')", name="state"),
)
