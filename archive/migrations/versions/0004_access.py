"""Access: qualifications, deputies, the way of a form, loans, standing authorisations, disposal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _standings()
    _lending()
    _leaving()
    _columns()


def _people() -> None:
    op.create_table(
        "login_attempts",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(27), nullable=False),
        sa.Column("locked_until", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_login_attempts")),
    )
    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("principal", sa.Integer(), nullable=False),
        sa.Column("deputy", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appointed_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["appointed_by"], ["persons.id"], name=op.f("fk_deputies_appointed_by")),
        sa.ForeignKeyConstraint(["deputy"], ["persons.id"], name=op.f("fk_deputies_deputy")),
        sa.ForeignKeyConstraint(["ended_by"], ["persons.id"], name=op.f("fk_deputies_ended_by")),
        sa.ForeignKeyConstraint(["principal"], ["persons.id"], name=op.f("fk_deputies_principal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    with op.batch_alter_table("deputies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputies_appointed_by"), ["appointed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_deputy"), ["deputy"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputies_principal"), ["principal"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_notices_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_person"), ["person"], unique=False)

    op.create_table(
        "qualifications",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("training", sa.Text(), nullable=False),
        sa.Column("examined_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("withdrawn_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_qualifications_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["persons.id"], name=op.f("fk_qualifications_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifications")),
    )
    with op.batch_alter_table("qualifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualifications_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualifications_recorded_by"), ["recorded_by"], unique=False)


def _standings() -> None:
    op.create_table(
        "standings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("regulation", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("department", sa.Integer(), nullable=True),
        sa.Column("custody", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("represented", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.String(27), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint("(person IS NULL) != (post IS NULL)", name=op.f("ck_standings_grantee")),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name=op.f("fk_standings_department")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_standings_person")),
        sa.ForeignKeyConstraint(["represented"], ["persons.id"], name=op.f("fk_standings_represented")),
        sa.ForeignKeyConstraint(["revoked_by"], ["persons.id"], name=op.f("fk_standings_revoked_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["persons.id"], name=op.f("fk_standings_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standings")),
        sa.UniqueConstraint("number", name=op.f("uq_standings_number")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_represented"), ["represented"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_revoked_by"), ["revoked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_standings_signed_by"), ["signed_by"], unique=False)


def _leaving() -> None:
    op.create_table(
        "stocktakes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(27), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["persons.id"], name=op.f("fk_stocktakes_begun_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["persons.id"], name=op.f("fk_stocktakes_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktakes")),
        sa.UniqueConstraint("number", name=op.f("uq_stocktakes_number")),
    )
    with op.batch_alter_table("stocktakes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stocktakes_begun_by"), ["begun_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_stocktakes_ended_by"), ["ended_by"], unique=False)

    op.create_table(
        "disposals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("retention_ended", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("represented", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.String(27), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("carried_out_by", sa.Integer(), nullable=True),
        sa.Column("carried_out_at", sa.String(27), nullable=True),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('lost', 'retention', 'court_order')", name=op.f("ck_disposals_ground")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'signed', 'rejected', 'withdrawn', 'done')",
            name=op.f("ck_disposals_state"),
        ),
        sa.ForeignKeyConstraint(["carried_out_by"], ["persons.id"], name=op.f("fk_disposals_carried_out_by")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_disposals_document")),
        sa.ForeignKeyConstraint(["proposed_by"], ["persons.id"], name=op.f("fk_disposals_proposed_by")),
        sa.ForeignKeyConstraint(["represented"], ["persons.id"], name=op.f("fk_disposals_represented")),
        sa.ForeignKeyConstraint(["signed_by"], ["persons.id"], name=op.f("fk_disposals_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
        sa.UniqueConstraint("number", name=op.f("uq_disposals_number")),
    )
    with op.batch_alter_table("disposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disposals_carried_out_by"), ["carried_out_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposals_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposals_proposed_by"), ["proposed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposals_represented"), ["represented"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposals_signed_by"), ["signed_by"], unique=False)

    op.create_table(
        "losses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.String(27), nullable=True),
        sa.CheckConstraint("state IN ('open', 'found', 'disposed')", name=op.f("ck_losses_state")),
        sa.ForeignKeyConstraint(["closed_by"], ["persons.id"], name=op.f("fk_losses_closed_by")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_losses_document")),
        sa.ForeignKeyConstraint(["holder"], ["persons.id"], name=op.f("fk_losses_holder")),
        sa.ForeignKeyConstraint(["reported_by"], ["persons.id"], name=op.f("fk_losses_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_losses")),
        sa.UniqueConstraint("number", name=op.f("uq_losses_number")),
    )
    with op.batch_alter_table("losses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_losses_closed_by"), ["closed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_losses_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_losses_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_losses_reported_by"), ["reported_by"], unique=False)

    op.create_table(
        "stocktake_items",
        sa.Column("stocktake", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(length=16), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(27), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "found IN ('present', 'lent', 'misplaced', 'missing')", name=op.f("ck_stocktake_items_found")
        ),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_stocktake_items_document")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_stocktake_items_file")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_stocktake_items_person")),
        sa.ForeignKeyConstraint(["stocktake"], ["stocktakes.id"], name=op.f("fk_stocktake_items_stocktake")),
        sa.PrimaryKeyConstraint("stocktake", "document", name=op.f("pk_stocktake_items")),
    )
    with op.batch_alter_table("stocktake_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stocktake_items_file"), ["file"], unique=False)
        batch_op.create_index(batch_op.f("ix_stocktake_items_person"), ["person"], unique=False)


def _lending() -> None:
    op.create_table(
        "form_sheets",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("attestation", sa.Text(), nullable=True),
        sa.Column("attested_by", sa.Integer(), nullable=True),
        sa.Column("attested_at", sa.String(27), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'attested', 'checked', 'refused')", name=op.f("ck_form_sheets_state")
        ),
        sa.ForeignKeyConstraint(["attested_by"], ["persons.id"], name=op.f("fk_form_sheets_attested_by")),
        sa.ForeignKeyConstraint(["checked_by"], ["persons.id"], name=op.f("fk_form_sheets_checked_by")),
        sa.ForeignKeyConstraint(["form"], ["forms.id"], name=op.f("fk_form_sheets_form")),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_form_sheets_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sheets")),
    )
    with op.batch_alter_table("form_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_sheets_attested_by"), ["attested_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_sheets_checked_by"), ["checked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_sheets_form"), ["form"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_sheets_scan"), ["scan"], unique=False)

    op.create_table(
        "shelf_marks",
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_shelf_marks_file")),
        sa.ForeignKeyConstraint(["put_by"], ["persons.id"], name=op.f("fk_shelf_marks_put_by")),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_shelf_marks")),
    )
    with op.batch_alter_table("shelf_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shelf_marks_put_by"), ["put_by"], unique=False)

    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("borrower", sa.Integer(), nullable=False),
        sa.Column("lent_by", sa.Integer(), nullable=False),
        sa.Column("lent_at", sa.String(27), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("returned_at", sa.String(27), nullable=True),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["borrower"], ["persons.id"], name=op.f("fk_loans_borrower")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_loans_document")),
        sa.ForeignKeyConstraint(["form"], ["forms.id"], name=op.f("fk_loans_form")),
        sa.ForeignKeyConstraint(["lent_by"], ["persons.id"], name=op.f("fk_loans_lent_by")),
        sa.ForeignKeyConstraint(["received_by"], ["persons.id"], name=op.f("fk_loans_received_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
    )
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loans_borrower"), ["borrower"], unique=False)
        batch_op.create_index(batch_op.f("ix_loans_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_loans_form"), ["form"], unique=False)
        batch_op.create_index(batch_op.f("ix_loans_lent_by"), ["lent_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_loans_received_by"), ["received_by"], unique=False)


def _columns() -> None:
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_forms_state"),
            "state IN ('draft', 'submitted', 'approved', 'issued', 'returned', 'rejected', 'withdrawn',"
            " 'revoked')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_forms_kind"), "kind IN ('query', 'declared', 'urgent')"
        )
        batch_op.add_column(sa.Column("kind", sa.String(length=16), server_default="query", nullable=False))
        batch_op.add_column(sa.Column("ends_at", sa.String(27), nullable=True))
        batch_op.add_column(sa.Column("witness", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("issued_at", sa.String(27), nullable=True))
        batch_op.add_column(sa.Column("issued_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.String(27), nullable=True))
        batch_op.add_column(sa.Column("returned_to", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_forms_issued_by"), ["issued_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_forms_returned_to"), ["returned_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_forms_witness"), ["witness"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_forms_issued_by"), "persons", ["issued_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_forms_returned_to"), "persons", ["returned_to"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_forms_witness"), "persons", ["witness"], ["id"])

    with op.batch_alter_table("originals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.String(27), nullable=True))

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("password_given", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.drop_column("locked_until")
        batch_op.drop_column("failures")

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("used_at", sa.String(27), nullable=True))

    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("represented", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("terms", sa.Text(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("sheet", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_signatures_represented"), ["represented"], unique=False)
        batch_op.create_index(batch_op.f("ix_signatures_sheet"), ["sheet"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_signatures_sheet"), "form_sheets", ["sheet"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_signatures_represented"), "persons", ["represented"], ["id"]
        )
