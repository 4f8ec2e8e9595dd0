"""The migrations make exactly the tables that the code works with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic.script import ScriptDirectory

from archive import schema
from archive.catalogue.database import Catalogue
from archive.home import Home
from archive.migrations import HEAD, SCRIPTS


def definitions(path: Path) -> dict[str, list[str]]:
    """Every table's and index's definition as its sorted parts, so that only their order may differ."""
    rows = (
        sqlite3.connect(path).execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    )
    return {
        name: sorted("".join(sql.replace('"', "").split()).split(","))
        for name, sql in rows
        if not name.startswith(("alembic", "sqlite_"))
    }


def test_migrated_equals_declared(home: Home, tmp_path: Path) -> None:
    declared = Catalogue(tmp_path / "declared.db")
    with declared.write() as tx:
        schema.metadata.create_all(tx)
    declared.close()
    ours = {name: sorted("".join(parts)) for name, parts in definitions(tmp_path / "declared.db").items()}
    theirs = {name: sorted("".join(parts)) for name, parts in definitions(home.path / "catalogue.db").items()}
    assert ours == theirs


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]
