"""Query forms, and what hangs on them: signatures, signed sheets, loans, standing authorisations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from archive.schema.base import Moment, key, metadata, to
from archive.schema.files import documents, files
from archive.schema.house import departments, persons
from archive.schema.papers import scans
from archive.schema.register import customers

FORM_STATES = (
    "draft",
    "submitted",
    "approved",
    "issued",
    "returned",
    "rejected",
    "withdrawn",
    "revoked",
)
"""Lapsed and expired are not kept: they follow from the state and the day."""

forms = Table(  # 查询单
    "forms",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False, default="query", server_default="query"),
    to(persons.c.id, "reader"),
    Column("purpose", Text, nullable=False),
    Column("customers", Text, nullable=False),  # JSON: names in the reader's own words
    Column("regulations", Text, nullable=False),  # JSON: regulation ids
    Column("until", Date, nullable=False),
    Column("ends_at", Moment),  # urgent reading ends within hours, not at the end of a day
    to(persons.c.id, "witness", optional=True),  # the second person of an urgent reading
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),  # of the canonical form; empty while it is a draft
    Column("created_at", Moment, nullable=False),
    Column("issued_at", Moment),  # the borrowing date
    to(persons.c.id, "issued_by", optional=True),
    Column("returned_at", Moment),
    to(persons.c.id, "returned_to", optional=True),
    Column("closed_at", Moment),
    CheckConstraint("kind IN ('query', 'declared', 'urgent')", name="kind"),
    CheckConstraint(f"state IN {FORM_STATES}", name="state"),
)


form_sheets = Table(  # printed forms that came back signed by hand
    "form_sheets",
    metadata,
    key(),
    to(scans.c.id, "scan"),
    Column("page", Integer, nullable=False),  # of the scan, from 1
    Column("said", Text, nullable=False),  # what the sheet's code says
    to(forms.c.id, "form", optional=True),  # none: no form is called so
    Column("state", String(16), nullable=False),
    Column("fault", Text),  # why it cannot be used: archive.message
    Column("attestation", Text),  # JSON: who signed for what on which day, as the archivist read it
    to(persons.c.id, "attested_by", optional=True),
    Column("attested_at", Moment),
    to(persons.c.id, "checked_by", optional=True),
    Column("checked_at", Moment),
    CheckConstraint("state IN ('waiting', 'attested', 'checked', 'refused')", name="state"),
)


signatures = Table(  # 签批记录
    "signatures",
    metadata,
    key(),
    to(forms.c.id, "form"),
    Column("regulation", String(32), nullable=False),
    to(persons.c.id, "person"),
    to(persons.c.id, "represented", optional=True),  # whom a deputy signed for
    Column("meaning", String(16), nullable=False),
    Column("terms", Text, nullable=False, default="{}", server_default="{}"),  # JSON: narrower than asked
    to(form_sheets.c.id, "sheet", optional=True),  # signed by hand on this sheet
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


shelf_marks = Table(  # where the paper originals of a file stand
    "shelf_marks",
    metadata,
    Column("file", Integer, ForeignKey(files.c.id), primary_key=True),
    Column("room", Text, nullable=False),
    Column("shelf", Text, nullable=False),
    Column("box", Text, nullable=False, default=""),
    to(persons.c.id, "put_by"),
    Column("put_at", Moment, nullable=False),
)


loans = Table(  # 借阅登记: paper originals lent under a form
    "loans",
    metadata,
    key(),
    to(forms.c.id, "form"),
    to(documents.c.id, "document"),
    to(persons.c.id, "borrower"),
    to(persons.c.id, "lent_by"),
    Column("lent_at", Moment, nullable=False),
    Column("due", Date, nullable=False),
    Column("returned_at", Moment),
    to(persons.c.id, "received_by", optional=True),
    Column("remark", Text, nullable=False, default=""),
)


standings = Table(  # 常设授权
    "standings",
    metadata,
    key(),
    Column("number", String(32), nullable=False, unique=True),
    Column("regulation", String(32), nullable=False),
    to(persons.c.id, "person", optional=True),  # the one it is for, or else the post
    Column("post", String(32)),
    to(departments.c.id, "department", optional=True),  # only files of this department
    Column("custody", Text, nullable=False),  # JSON: custody states of the files it opens
    Column("until", Date, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("sha256", String(64), nullable=False),  # of what was signed
    to(persons.c.id, "signed_by"),
    to(persons.c.id, "represented", optional=True),
    Column("signed_at", Moment, nullable=False),
    to(persons.c.id, "revoked_by", optional=True),
    Column("revoked_at", Moment),
    Column("remark", Text, nullable=False, default=""),  # why it was revoked
    CheckConstraint("(person IS NULL) != (post IS NULL)", name="grantee"),
)
