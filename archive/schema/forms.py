"""Query forms and their signatures."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from archive.schema.base import Moment, key, metadata, to
from archive.schema.house import persons
from archive.schema.register import customers

forms = Table(  # 查询单
    "forms",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    to(persons.c.id, "reader"),
    Column("purpose", Text, nullable=False),
    Column("customers", Text, nullable=False),  # JSON: names in the reader's own words
    Column("regulations", Text, nullable=False),  # JSON: regulation ids
    Column("until", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),  # of the canonical form
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    CheckConstraint("state IN ('submitted', 'approved', 'rejected', 'revoked')", name="state"),
)


signatures = Table(  # 签批记录
    "signatures",
    metadata,
    key(),
    to(forms.c.id, "form"),
    Column("regulation", String(32), nullable=False),
    to(persons.c.id, "person"),
    Column("meaning", String(16), nullable=False),  # approved, rejected, revoked
    Column("sha256", String(64), nullable=False),  # of what was signed
    Column("remark", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
)


form_customers = Table(  # what the approver's archive understood the reader's words to mean
    "form_customers",
    metadata,
    Column("form", Integer, ForeignKey(forms.c.id), primary_key=True),
    Column("customer", Integer, ForeignKey(customers.c.id), primary_key=True),
)
