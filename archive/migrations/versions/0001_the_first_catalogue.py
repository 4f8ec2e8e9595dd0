"""The first catalogue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'refused', 'failed')", name=op.f("ck_audit_outcome")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_act"), ["act"], unique=False)

    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("short", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
        sa.UniqueConstraint("name", name=op.f("uq_companies_name")),
        sa.UniqueConstraint("short", name=op.f("uq_companies_short")),
    )
    op.create_table(
        "house",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house")),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_originals")),
    )
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("staged_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_document"), ["document"], unique=False)

    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company"], ["companies.id"], name=op.f("fk_departments_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("company", "short", name=op.f("uq_departments_company")),
    )
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departments_company"), ["company"], unique=False)

    op.create_table(
        "pages",
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name=op.f("fk_pages_original")),
        sa.PrimaryKeyConstraint("original", "number", name=op.f("pk_pages")),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sub_folder", sa.Text(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("inbox", sa.Text(), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("finished_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'filed', 'duplicate', 'review', 'quarantined', 'dismissed', 'disposed')",
            name=op.f("ck_scans_state"),
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["scans.id"], name=op.f("fk_scans_duplicate_of")),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name=op.f("fk_scans_original")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sa.UniqueConstraint("claim", name=op.f("uq_scans_claim")),
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scans_original"), ["original"], unique=False)
        batch_op.create_index(batch_op.f("ix_scans_state"), ["state"], unique=False)

    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=True),
        sa.Column("registration_number", sa.String(length=18), nullable=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.CheckConstraint("kind IN ('customer', 'supplier')", name=op.f("ck_customers_kind")),
        sa.ForeignKeyConstraint(["company"], ["companies.id"], name=op.f("fk_customers_company")),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name=op.f("fk_customers_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("code", name=op.f("uq_customers_code")),
        sa.UniqueConstraint("name", name=op.f("uq_customers_name")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customers_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_customers_department"), ["department"], unique=False)

    op.create_table(
        "dropped_pages",
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_dropped_pages_scan")),
        sa.PrimaryKeyConstraint("scan", "page", name=op.f("pk_dropped_pages")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("department", sa.Integer(), nullable=True),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(27), nullable=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["company"], ["companies.id"], name=op.f("fk_persons_company")),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name=op.f("fk_persons_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("login", name=op.f("uq_persons_login")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_department"), ["department"], unique=False)

    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("amount", sa.String(length=32), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["company"], ["companies.id"], name=op.f("fk_contracts_company")),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_contracts_customer")),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name=op.f("fk_contracts_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("company", "number", name=op.f("uq_contracts_company")),
    )
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contracts_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_contracts_customer"), ["customer"], unique=False)
        batch_op.create_index(batch_op.f("ix_contracts_department"), ["department"], unique=False)

    op.create_table(
        "customer_names",
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('alias', 'former')", name=op.f("ck_customer_names_kind")),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_customer_names_customer")),
        sa.PrimaryKeyConstraint("customer", "name", name=op.f("pk_customer_names")),
    )
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("customers", sa.Text(), nullable=False),
        sa.Column("regulations", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("closed_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "state IN ('submitted', 'approved', 'rejected', 'revoked')", name=op.f("ck_forms_state")
        ),
        sa.ForeignKeyConstraint(["reader"], ["persons.id"], name=op.f("fk_forms_reader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
        sa.UniqueConstraint("number", name=op.f("uq_forms_number")),
    )
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forms_reader"), ["reader"], unique=False)

    op.create_table(
        "person_posts",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_person_posts_person")),
        sa.PrimaryKeyConstraint("person", "post", name=op.f("pk_person_posts")),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_person"), ["person"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("regulation", sa.String(length=32), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("contract", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("class", sa.String(length=8), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("custody", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "custody IN ('department', 'credit_office', 'archive_room')", name=op.f("ck_files_custody")
        ),
        sa.ForeignKeyConstraint(["company"], ["companies.id"], name=op.f("fk_files_company")),
        sa.ForeignKeyConstraint(["contract"], ["contracts.id"], name=op.f("fk_files_contract")),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_files_customer")),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name=op.f("fk_files_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint(
            "company", "department", "class", "year", "serial", name=op.f("uq_files_company")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_files_number")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_contract"), ["contract"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_customer"), ["customer"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_department"), ["department"], unique=False)

    op.create_table(
        "form_customers",
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_form_customers_customer")),
        sa.ForeignKeyConstraint(["form"], ["forms.id"], name=op.f("fk_form_customers_form")),
        sa.PrimaryKeyConstraint("form", "customer", name=op.f("pk_form_customers")),
    )
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("regulation", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["form"], ["forms.id"], name=op.f("fk_signatures_form")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_signatures_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signatures_form"), ["form"], unique=False)
        batch_op.create_index(batch_op.f("ix_signatures_person"), ["person"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=72), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("copy", sa.String(length=16), nullable=False),
        sa.Column("secrecy", sa.String(length=16), nullable=False),
        sa.Column("retention", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("filing_sequence", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.String(27), nullable=False),
        sa.CheckConstraint("state IN ('current', 'superseded', 'disposed')", name=op.f("ck_documents_state")),
        sa.CheckConstraint("first_page >= 1 AND last_page >= first_page", name=op.f("ck_documents_pages")),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_documents_customer")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_documents_file")),
        sa.ForeignKeyConstraint(["original"], ["originals.sha256"], name=op.f("fk_documents_original")),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_documents_scan")),
        sa.ForeignKeyConstraint(["superseded_by"], ["documents.id"], name=op.f("fk_documents_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("filing_sequence", name=op.f("uq_documents_filing_sequence")),
        sa.UniqueConstraint("number", name=op.f("uq_documents_number")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_customer"), ["customer"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_file"), ["file"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_original"), ["original"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_scan"), ["scan"], unique=False)

    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("regulation", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("withdrawn_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_waivers_customer")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_waivers_file")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_waivers_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    with op.batch_alter_table("waivers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waivers_customer"), ["customer"], unique=False)
        batch_op.create_index(batch_op.f("ix_waivers_file"), ["file"], unique=False)
        batch_op.create_index(batch_op.f("ix_waivers_person"), ["person"], unique=False)

    op.create_table(
        "archive_numbers",
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=72), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_archive_numbers_document")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_archive_numbers_file")),
        sa.PrimaryKeyConstraint("file", "item", name=op.f("pk_archive_numbers")),
        sa.UniqueConstraint("number", name=op.f("uq_archive_numbers_number")),
    )
    with op.batch_alter_table("archive_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_numbers_document"), ["document"], unique=False)

    op.create_table(
        "document_history",
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_document_history_document")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_document_history_person")),
        sa.PrimaryKeyConstraint("document", "revision", name=op.f("pk_document_history")),
    )
    op.create_table(
        "document_references",
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_document_references_document")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_document_references_file")),
        sa.PrimaryKeyConstraint("document", "file", "category", name=op.f("pk_document_references")),
    )
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("rules_digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("proposed_name", sa.Text(), nullable=True),
        sa.Column("proposed_code", sa.String(length=18), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.String(27), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("document", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('review', 'filed', 'dismissed', 'resplit')", name=op.f("ck_parts_state")
        ),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_parts_customer")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_parts_document")),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_parts_scan")),
        sa.ForeignKeyConstraint(["settled_by"], ["persons.id"], name=op.f("fk_parts_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parts_proposed_name"), ["proposed_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_parts_scan"), ["scan"], unique=False)
        batch_op.create_index(batch_op.f("ix_parts_state"), ["state"], unique=False)

    op.create_index(
        "uq_files_what_it_holds",
        "files",
        ["company", "department", "regulation", "customer", sa.text("coalesce(contract, 0)"), "year"],
        unique=True,
    )
