"""The registers of customers and of contracts."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from archive.schema.base import Moment, key, metadata, to
from archive.schema.house import companies, departments

customers = Table(
    "customers",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    to(companies.c.id, "company"),
    to(departments.c.id, "department"),
    Column("code", String(18), unique=True),
    Column("registration_number", String(18)),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("kind IN ('customer', 'supplier')", name="kind"),
)


customer_names = Table(
    "customer_names",
    metadata,
    Column("customer", Integer, ForeignKey(customers.c.id), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("kind", String(16), nullable=False),
    CheckConstraint("kind IN ('alias', 'former')", name="kind"),
)


contracts = Table(
    "contracts",
    metadata,
    key(),
    Column("number", String(64), nullable=False),
    to(customers.c.id, "customer"),
    to(companies.c.id, "company"),
    to(departments.c.id, "department"),
    Column("subject", Text, nullable=False, default=""),
    Column("amount", String(32)),  # yuan, a decimal as text: no database rounds it
    Column("signed_on", Date),
    Column("ends_on", Date),
    Column("state", String(16), nullable=False, default="open"),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("company", "number"),
)
