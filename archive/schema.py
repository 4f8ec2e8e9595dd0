"""The catalogue's tables. Alembic (`archive/migrations`) makes them; a test holds the two together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from archive.clock import decode_moment, encode_moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A UTC moment, kept as text of fixed width so that every database sorts it alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else encode_moment(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else decode_moment(value)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _to(target: Column[int], name: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=optional, index=True)


house = Table(
    "house",
    metadata,
    _id(),
    Column("identity", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
)

companies = Table(
    "companies",
    metadata,
    _id(),
    Column("short", String(16), nullable=False, unique=True),  # its part of the archive number
    Column("name", Text, nullable=False, unique=True),
    Column("code", String(18)),
    Column("aliases", Text, nullable=False, default="[]"),
)

departments = Table(
    "departments",
    metadata,
    _id(),
    _to(companies.c.id, "company"),
    Column("short", String(16), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("company", "short"),
)

persons = Table(
    "persons",
    metadata,
    _id(),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    _to(companies.c.id, "company"),
    _to(departments.c.id, "department", optional=True),
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
    _to(persons.c.id, "person"),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

customers = Table(
    "customers",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    _to(companies.c.id, "company"),
    _to(departments.c.id, "department"),
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
    _id(),
    Column("number", String(64), nullable=False),
    _to(customers.c.id, "customer"),
    _to(companies.c.id, "company"),
    _to(departments.c.id, "department"),
    Column("subject", Text, nullable=False, default=""),
    Column("amount", String(32)),  # yuan, a decimal as text: no database rounds it
    Column("signed_on", Date),
    Column("ends_on", Date),
    Column("state", String(16), nullable=False, default="open"),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("company", "number"),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("media_type", String(64), nullable=False, default=""),
    Column("pages", Integer),
    Column("stored_at", Moment, nullable=False),
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
    _id(),
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

files = Table(
    "files",
    metadata,
    _id(),
    _to(companies.c.id, "company"),
    _to(departments.c.id, "department"),
    Column("regulation", String(32), nullable=False),
    _to(customers.c.id, "customer"),
    _to(contracts.c.id, "contract", optional=True),
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
    _id(),
    _to(scans.c.id, "scan"),
    Column("original", String(64), ForeignKey(originals.c.sha256), nullable=False, index=True),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    _to(customers.c.id, "customer"),
    _to(files.c.id, "file"),
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
    _to(documents.c.id, "document"),  # who got it; kept when the number is void
    Column("void", Boolean, nullable=False, default=False),  # 作废
    Column("reason", Text, nullable=False, default=""),
    Column("given_at", Moment, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    _id(),
    _to(scans.c.id, "scan"),
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
    _id(),
    _to(customers.c.id, "customer"),
    _to(files.c.id, "file", optional=True),
    Column("regulation", String(32), nullable=False),
    Column("category", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    _to(persons.c.id, "person"),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)

forms = Table(  # 查询单
    "forms",
    metadata,
    _id(),
    Column("number", String(32), nullable=False, unique=True),
    _to(persons.c.id, "reader"),
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
    _id(),
    _to(forms.c.id, "form"),
    Column("regulation", String(32), nullable=False),
    _to(persons.c.id, "person"),
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
