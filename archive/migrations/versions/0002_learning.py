"""Learnt forms and proposed aliases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learnt_forms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("rules_said", sa.String(length=32), nullable=True),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=72), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_learnt_forms_document")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_learnt_forms_person")),
        sa.ForeignKeyConstraint(
            ["taken_back_by"], ["persons.id"], name=op.f("fk_learnt_forms_taken_back_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_forms")),
    )
    with op.batch_alter_table("learnt_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learnt_forms_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_learnt_forms_person"), ["person"], unique=False)

    op.create_table(
        "alias_proposals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'rejected')", name=op.f("ck_alias_proposals_state")
        ),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_alias_proposals_customer")),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_alias_proposals_decided_by")),
        sa.ForeignKeyConstraint(["part"], ["parts.id"], name=op.f("fk_alias_proposals_part")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_alias_proposals_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias_proposals")),
        sa.UniqueConstraint("customer", "folded", name=op.f("uq_alias_proposals_customer")),
    )
    with op.batch_alter_table("alias_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alias_proposals_customer"), ["customer"], unique=False)
        batch_op.create_index(batch_op.f("ix_alias_proposals_part"), ["part"], unique=False)
        batch_op.create_index(batch_op.f("ix_alias_proposals_person"), ["person"], unique=False)
