"""Bringing a catalogue to the schema this program works with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, text

from archive.catalogue.database import Catalogue
from archive.errors import HomeError
from archive.migrations import HEAD, SCRIPTS


def revision_of(tx: Connection) -> str | None:
    """The schema revision a catalogue has; none when it is empty."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    return tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def migrate(catalogue: Catalogue) -> bool:
    """Bring the catalogue to `HEAD`; say whether anything had to be done.

    Foreign keys are off while tables are rebuilt (a batch rename would empty child tables through
    ON DELETE CASCADE) and checked before the commit.
    """
    with catalogue.read() as tx:
        found = revision_of(tx)
    if found == HEAD:
        return False
    known = known_revisions()
    if found is not None and found not in known:
        raise HomeError(
            "This home was written by a newer dangan (schema {found}); this program knows schema {head}.",
            advice="Install the newer dangan again; this one would damage the catalogue.",
            found=found,
            head=HEAD,
        )
    _upgrade(catalogue)
    return True


def known_revisions() -> set[str]:
    """Every revision that this program can work with or bring up to date."""
    from alembic.script import ScriptDirectory  # slow to import, needed only here

    return {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}


def _upgrade(catalogue: Catalogue) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with catalogue.engine.connect() as connection:
        # Beneath SQLAlchemy, which would begin a transaction first: within one the pragma does nothing.
        beneath: Any = connection.connection.driver_connection
        beneath.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(writing=True).begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise HomeError(
                        "The catalogue has {count} rows that point nowhere; it was left as it was.",
                        advice="Restore the newest backup.",
                        count=len(broken),
                    )
        finally:
            beneath.execute("PRAGMA foreign_keys=ON")
