"""Generations of the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_generations",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("engine", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("switched_at", sa.String(27), nullable=True),
        sa.CheckConstraint("engine IN ('embedded', 'elastic')", name=op.f("ck_index_generations_engine")),
        sa.CheckConstraint(
            "state IN ('building', 'complete', 'serving', 'retired')", name=op.f("ck_index_generations_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_generations")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_index_generations_serving",
        "index_generations",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'serving'"),
        postgresql_where=sa.text("state = 'serving'"),
    )
