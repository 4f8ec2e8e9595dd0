"""The catalogue's schema, revision by revision, by Alembic."""

from __future__ import annotations

from pathlib import Path

HEAD = "0004"
"""The revision this program works with: the newest file in `versions/`. A test holds it to that."""

SCRIPTS = Path(__file__).parent
