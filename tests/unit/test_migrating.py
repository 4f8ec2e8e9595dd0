"""A full home of an earlier schema comes to the present one with everything in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from access.contract_sheet import ContractEntry
from access.review import Ruling
from access.waivers import Exemption
from archive import audit, schema
from archive.catalogue.database import Catalogue
from archive.catalogue.outbox import stage
from archive.decision import Candidate, Decision, ProposedCustomer, Unknown
from archive.home import open_home
from archive.migrating import revision_of
from archive.migrations import HEAD, SCRIPTS
from archive.people import Post
from tests.printed import VISIT, filled
from tests.staffed import CUSTOMER, Staffed
from tests.waiting import FIRST, part, wait, wait_with_page

DOUBT: Decision = Unknown("too little", (Candidate("visit_record", 3.0),))
EARLIER = [
    script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions() if script.revision != HEAD
]


@pytest.mark.parametrize("revision", EARLIER)
def test_a_full_home_is_brought_to_the_present_schema(
    staffed: Staffed, tmp_path: Path, revision: str
) -> None:
    fill(staffed, tmp_path)
    with staffed.home.catalogue.write() as tx:  # a state that forms of before can have
        tx.execute(schema.forms.update().values(state="approved"))
    staffed.close()
    file = staffed.home.path / "catalogue.db"
    earlier = tmp_path / "earlier.db"
    make_empty(earlier, revision)
    pour(file, earlier)
    kept = columns(earlier, file)
    before = rows(earlier, kept)
    for name in ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm"):
        (staffed.home.path / name).unlink(missing_ok=True)
    earlier.rename(file)

    home = open_home(staffed.home.path)

    with home.catalogue.read() as tx:
        assert revision_of(tx) == HEAD
        assert audit.verify_chain(tx) == ()
    home.close()
    after = rows(file, kept)
    assert {name: after[name] for name in before if name != "alembic_version"} == {
        name: found for name, found in before.items() if name != "alembic_version"
    }
    assert [name for name, found in before.items() if not found] == ["dropped_pages"]


def fill(staffed: Staffed, folder: Path) -> None:
    """Papers filed, one of them referred to, and waiting; a contract, a waiver, a query form signed; a learnt
    form, a name proposed as an alias; a change that the index has not taken over."""
    desk, archivist = staffed.desk, staffed.speakers[Post.ARCHIVIST]
    desk.contracts.add(archivist, ContractEntry("XS-7", CUSTOMER, signed_on="2026-02-03"))
    desk.waivers.add(archivist, Exemption("1", "credit", "honour", "没有"))
    staffed.file_paper(folder)
    staffed.keep_in_review(folder)
    staffed.approve(staffed.ask())
    _, (number,) = wait(staffed, folder, part(1, 1, customer=FIRST))
    desk.review.settle(archivist, number, Ruling())
    _, (number,) = wait(staffed, folder, part(1, 1, customer=FIRST))
    desk.review.settle(archivist, number, Ruling(category="contract_text", contract="XS-7"))
    page = filled(VISIT, {"客户名称": CUSTOMER})
    number = wait_with_page(staffed, folder, page, part(1, 1, kind=DOUBT, customer=FIRST))
    desk.review.settle(archivist, number, Ruling(category="visit_record"))
    _, (number,) = wait(staffed, folder, part(1, 1, proposed=ProposedCustomer("江阴甲木重工有限公司", None)))
    desk.review.settle(archivist, number, Ruling(customer=CUSTOMER))
    with staffed.home.catalogue.write() as tx:
        stage(tx, 1, revision=1, removed=False, at=staffed.clock())


def make_empty(path: Path, revision: str) -> None:
    """A catalogue of an earlier revision."""
    catalogue = Catalogue(path)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with catalogue.write() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, revision)
    catalogue.close()


def pour(full: Path, empty: Path) -> None:
    """Copy what the earlier tables can hold."""
    with closing(sqlite3.connect(empty)) as database, database:
        database.execute("ATTACH ? AS full", (str(full),))
        for table in tables(database):
            if table != "alembic_version":
                present = {row[1] for row in database.execute(f"PRAGMA full.table_info({table})")}
                held = [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]
                names = ", ".join(quoted(name) for name in held)
                values = ", ".join(quoted(name) if name in present else "0" for name in held)
                database.execute(f"INSERT INTO main.{table} ({names}) SELECT {values} FROM full.{table}")
        database.commit()


def columns(earlier: Path, present: Path) -> dict[str, list[str]]:
    """The columns of each earlier table that there still are."""
    known: list[dict[str, list[str]]] = []
    for path in (earlier, present):
        with closing(sqlite3.connect(path)) as database:
            known.append(
                {
                    table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
                    for table in tables(database)
                }
            )
    first, second = known
    return {table: [name for name in names if name in second[table]] for table, names in first.items()}


def rows(path: Path, columns: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Every row of every table, in these columns."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table: sorted(database.execute(f"SELECT {', '.join(map(quoted, names))} FROM {table}"), key=repr)
            for table, names in columns.items()
        }


def quoted(name: str) -> str:
    return f'"{name}"'


def tables(database: sqlite3.Connection) -> list[str]:
    named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in named]
