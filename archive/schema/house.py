"""The house itself: companies, departments, people and their sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from archive.schema.base import Moment, key, metadata, to

house = Table(
    "house",
    metadata,
    key(),
    Column("identity", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
)


companies = Table(
    "companies",
    metadata,
    key(),
    Column("short", String(16), nullable=False, unique=True),  # its part of the archive number
    Column("name", Text, nullable=False, unique=True),
    Column("code", String(18)),
    Column("aliases", Text, nullable=False, default="[]"),
)


departments = Table(
    "departments",
    metadata,
    key(),
    to(companies.c.id, "company"),
    Column("short", String(16), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("company", "short"),
)


persons = Table(
    "persons",
    metadata,
    key(),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    to(companies.c.id, "company"),
    to(departments.c.id, "department", optional=True),
    Column("password", Text, nullable=False),  # argon2id hash
    Column("active", Boolean, nullable=False, default=True),
    Column("failures", Integer, nullable=False, default=0),  # log-in failures since the last success
    Column("locked_until", Moment),
    Column("created_at", Moment, nullable=False),
)


person_posts = Table(
    "person_posts",
    metadata,
    Column("person", Integer, ForeignKey(persons.c.id), primary_key=True),
    Column("post", String(32), primary_key=True),
)


sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # SHA-256 of the token: the token itself is not kept
    to(persons.c.id, "person"),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
