"""What was filed: files, documents, numbers, and what still waits."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from archive.schema.base import Moment, key, metadata, to
from archive.schema.house import companies, departments, persons
from archive.schema.papers import originals, scans
from archive.schema.register import contracts, customers

files = Table(
    "files",
    metadata,
    key(),
    to(companies.c.id, "company"),
    to(departments.c.id, "department"),
    Column("regulation", String(32), nullable=False),
    to(customers.c.id, "customer"),
    to(contracts.c.id, "contract", optional=True),
    Column("year", Integer, nullable=False),
    Column("class", String(8), nullable=False),
    Column("serial", Integer, nullable=False),  # gapless within company, department, class, year
    Column("number", String(64), nullable=False, unique=True),  # 案卷号
    Column("custody", String(16), nullable=False, default="department"),
    Column("opened_at", Moment, nullable=False),
    UniqueConstraint("company", "department", "class", "year", "serial"),
    CheckConstraint("custody IN ('department', 'credit_office', 'archive_room')", name="custody"),
)


Index(
    "uq_files_what_it_holds",
    files.c.company,
    files.c.department,
    files.c.regulation,
    files.c.customer,
    func.coalesce(files.c.contract, 0),
    files.c.year,
    unique=True,
)


documents = Table(
    "documents",
    metadata,
    key(),
    to(scans.c.id, "scan"),
    Column("original", String(64), ForeignKey(originals.c.sha256), nullable=False, index=True),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    to(customers.c.id, "customer"),
    to(files.c.id, "file"),
    Column("item", Integer, nullable=False),
    Column("number", String(72), nullable=False, unique=True),  # 档号
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False, default=""),
    Column("issued_on", Date),
    Column("valid_until", Date),
    Column("long_term", Boolean, nullable=False, default=False),  # 长期
    Column("copy", String(16), nullable=False, default=""),  # 正本, 副本, 复印件 or not said
    Column("secrecy", String(16), nullable=False),
    Column("retention", String(16), nullable=False),
    Column("fields", Text, nullable=False, default="[]"),
    Column("state", String(16), nullable=False, default="current"),
    Column("superseded_by", Integer, ForeignKey("documents.id")),
    Column("revision", Integer, nullable=False, default=1),
    Column("filing_sequence", Integer, nullable=False, unique=True),  # order of filing, never reused
    Column("filed_at", Moment, nullable=False),
    CheckConstraint("state IN ('current', 'superseded', 'disposed')", name="state"),
    CheckConstraint("first_page >= 1 AND last_page >= first_page", name="pages"),
)


document_references = Table(  # 互见
    "document_references",
    metadata,
    Column("document", Integer, ForeignKey(documents.c.id), primary_key=True),
    Column("file", Integer, ForeignKey(files.c.id), primary_key=True),
    Column("category", String(32), primary_key=True),
)


document_history = Table(
    "document_history",
    metadata,
    Column("document", Integer, ForeignKey(documents.c.id), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", Integer, ForeignKey(persons.c.id)),  # none: the machine
    Column("what", Text, nullable=False),  # JSON: field -> [before, after]
    Column("reason", Text, nullable=False, default=""),
)


archive_numbers = Table(
    "archive_numbers",
    metadata,
    Column("file", Integer, ForeignKey(files.c.id), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("number", String(72), nullable=False, unique=True),
    to(documents.c.id, "document"),  # who got it; kept when the number is void
    Column("void", Boolean, nullable=False, default=False),  # 作废
    Column("reason", Text, nullable=False, default=""),
    Column("given_at", Moment, nullable=False),
)


parts = Table(
    "parts",
    metadata,
    key(),
    to(scans.c.id, "scan"),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("machine", Text, nullable=False),  # what the rules said (archive.catalogue.decisions)
    Column("rules_digest", String(64), nullable=False),
    Column("kind", String(32)),  # first choice
    Column("customer", Integer, ForeignKey(customers.c.id)),  # first choice
    Column("proposed_name", Text, index=True),
    Column("proposed_code", String(18)),
    Column("reason", Text),  # why it waits: archive.message
    Column("settled_by", Integer, ForeignKey(persons.c.id)),
    Column("settled_at", Moment),
    Column("settlement", Text),  # JSON: what the person decided
    Column("document", Integer, ForeignKey(documents.c.id)),
    CheckConstraint("state IN ('review', 'filed', 'dismissed', 'resplit')", name="state"),
)


waivers = Table(  # "not applicable"
    "waivers",
    metadata,
    key(),
    to(customers.c.id, "customer"),
    to(files.c.id, "file", optional=True),
    Column("regulation", String(32), nullable=False),
    Column("category", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    to(persons.c.id, "person"),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)
