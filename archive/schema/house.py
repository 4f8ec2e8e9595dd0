"""The house itself: companies, departments, people and their sessions."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

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
    # Set by an administrator and known to two; whoever holds it signs nothing before changing it.
    Column("password_given", Boolean, nullable=False, default=False, server_default=false()),
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
    Column("origin", Text, nullable=False, default="", server_default=""),  # where it was opened
    Column("used_at", Moment),
)


login_attempts = Table(  # by what was typed, whether there is such an account or not
    "login_attempts",
    metadata,
    Column("login", String(64), primary_key=True),  # SHA-256 of the name
    Column("failures", Integer, nullable=False),  # since the last success
    Column("last_at", Moment, nullable=False),
    Column("locked_until", Moment),
)


deputies = Table(  # who signs for somebody who is away
    "deputies",
    metadata,
    key(),
    to(persons.c.id, "principal"),
    to(persons.c.id, "deputy"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("reason", Text, nullable=False),
    to(persons.c.id, "appointed_by"),
    Column("at", Moment, nullable=False),
    to(persons.c.id, "ended_by", optional=True),
    Column("ended_at", Moment),
)


qualifications = Table(  # what an archivist must have on record before starting
    "qualifications",
    metadata,
    key(),
    to(persons.c.id, "person"),
    Column("degree", Text, nullable=False),
    Column("skill", Text, nullable=False),  # in data processing and retrieval, and experience
    Column("training", Text, nullable=False),
    Column("examined_on", Date, nullable=False),  # the day the examination was passed
    to(persons.c.id, "recorded_by"),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)


notices = Table(  # what a person must be told at the next command
    "notices",
    metadata,
    key(),
    to(persons.c.id, "person"),
    Column("text", Text, nullable=False),  # archive.message
    Column("subject", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
)
