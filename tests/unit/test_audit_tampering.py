"""Every way to tamper with the log, done to a real database by SQLite, found by both verifiers: ours, and the
one that stands alone over what was exported."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from access.audit_filter import AuditFilter
from access.auditing import Held
from archive import audit, checkpoint
from archive.audit import COLUMNS, Entry
from archive.checkpoint_evidence import Brought
from archive.home import Home
from archive.people import Post
from archive.standalone import SOURCE
from reports.audit_rows import rows_csv, rows_jsonl
from tests.clock import StoppedClock
from tests.staffed import Staffed

ADDED = 12
Row = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """A house whose log was signed at its last row, and the folder with the checkpoint and an old copy."""

    staffed: Staffed
    clock: StoppedClock
    folder: Path
    rows: int

    @property
    def database(self) -> Path:
        return self.staffed.home.path / "catalogue.db"

    @property
    def signed(self) -> Path:
        return self.folder / "signed.json"

    def alter(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.database)) as database, database:
            for statement in statements:
                database.execute(statement)

    def table(self) -> list[Row]:
        with closing(sqlite3.connect(self.database)) as database:
            found = database.execute(f"SELECT {', '.join(COLUMNS)} FROM audit ORDER BY sequence")
            return [dict(zip(COLUMNS, row, strict=True)) for row in found]

    def write(self, rows: list[Row]) -> None:
        """Put these rows in the place of all."""
        marks = ", ".join("?" for _ in COLUMNS)
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute("DELETE FROM audit")
            database.executemany(
                f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({marks})",
                [tuple(row[name] for name in COLUMNS) for row in rows],
            )

    def add(self, count: int) -> None:
        add(self.staffed.home, self.clock, count)

    def ours(self) -> tuple[list[str], list[str]]:
        """Faults and remarks of our verifier, with the checkpoint as an auditor brought it."""
        brought = Held(brought=(Brought("signed.json", self.signed.read_bytes()),))
        found = self.staffed.desk.audit.verify(self.staffed.speakers[Post.AUDITOR], brought)
        return [str(fault) for fault in found.faults], [str(remark) for remark in found.remarks]

    def alone(self, kind: str = "jsonl", *options: str) -> tuple[int, str]:
        """What the verifier that stands alone says of an export and the checkpoint."""
        taken = self.staffed.desk.audit.export(self.staffed.speakers[Post.AUDITOR], AuditFilter())
        file = self.folder / f"rows.{kind}"
        with file.open("wb") as stream:
            stream.writelines((rows_csv if kind == "csv" else rows_jsonl)(COLUMNS, taken.stream))
        return run_alone(str(file), str(self.signed), *options)


def run_alone(*words: str) -> tuple[int, str]:
    """The program as an outsider runs it: from another folder, seeing nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-P", str(SOURCE), *words], capture_output=True, text=True, encoding="utf-8", cwd="/"
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def add(home: Home, clock: StoppedClock, count: int) -> None:
    with home.catalogue.write() as tx:
        for number in range(count):
            clock.forward(seconds=1)
            audit.append(
                tx, Entry("reading.show", "done", "=李一,'x'\n(li)", 3, f"form:{number}"), at=clock()
            )


@pytest.fixture
def ground(staffed: Staffed, clock: StoppedClock, tmp_path: Path) -> Ground:
    shutil.copy(staffed.home.path / "catalogue.db", tmp_path / "old.db")
    add(staffed.home, clock, ADDED)
    made = staffed.desk.checkpoints.make(staffed.speakers[Post.AUDITOR])
    (tmp_path / "signed.json").write_bytes(checkpoint.encode(made))
    ground = Ground(staffed, clock, tmp_path, made.rows)
    with closing(sqlite3.connect(ground.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with closing(sqlite3.connect(tmp_path / "old.db")) as old:
            database.backup(old)
    with closing(sqlite3.connect(tmp_path / "old.db")) as old, old:
        old.execute("DELETE FROM audit WHERE sequence > ?", (made.rows - 9,))
    return ground


def rehashed(rows: list[Row], start: int) -> list[Row]:
    """The rows from an index on chained anew, so that the chain is whole."""
    for at in range(start, len(rows)):
        row = rows[at]
        row["sequence"] = at + 1
        row["previous"] = rows[at - 1]["hash"] if at else audit.GENESIS
        row["hash"] = audit.row_hash({name: value for name, value in row.items() if name != "hash"})
    return rows


def edit(ground: Ground) -> None:
    ground.alter("UPDATE audit SET who = '别人' WHERE sequence = 9")


def edit_with_its_hash(ground: Ground) -> None:
    rows = ground.table()
    rows[8]["who"] = "别人"
    rows[8]["hash"] = audit.row_hash({name: value for name, value in rows[8].items() if name != "hash"})
    ground.write(rows)


def insert(ground: Ground) -> None:
    rows = ground.table()
    forged = {**rows[8], "who": "别人", "sequence": 10, "previous": rows[8]["hash"]}
    forged["hash"] = audit.row_hash({name: value for name, value in forged.items() if name != "hash"})
    ground.write([*rows[:9], forged, *({**row, "sequence": row["sequence"] + 1} for row in rows[9:])])


def delete(ground: Ground) -> None:
    ground.alter("DELETE FROM audit WHERE sequence = 9")


def reorder(ground: Ground) -> None:
    ground.alter(
        "UPDATE audit SET sequence = -1 WHERE sequence = 9",
        "UPDATE audit SET sequence = 9 WHERE sequence = 10",
        "UPDATE audit SET sequence = 10 WHERE sequence = -1",
    )


def cut_the_tail(ground: Ground) -> None:
    ground.alter(f"DELETE FROM audit WHERE sequence > {ground.rows - 4}")


def cut_and_append(ground: Ground) -> None:
    cut_the_tail(ground)
    ground.add(10)


def write_anew(ground: Ground) -> None:
    rows = ground.table()
    rows[0]["who"] = "别人"
    ground.write(rehashed(rows, 0))


def roll_back(ground: Ground) -> None:
    ground.staffed.home.catalogue.close()
    for end in ("-wal", "-shm"):
        Path(f"{ground.database}{end}").unlink(missing_ok=True)
    shutil.copy(ground.folder / "old.db", ground.database)


def write_twice(ground: Ground) -> None:
    """Two programs wrote after the same row, and what both wrote was put together."""
    rows = ground.table()
    other = {**rows[-1], "who": "别的程序", "sequence": rows[-1]["sequence"] + 1}
    other["hash"] = audit.row_hash({name: value for name, value in other.items() if name != "hash"})
    ground.write([*rows, other])


def double_a_number(ground: Ground) -> None:
    """A table without its key lets two writers give one number twice."""
    columns = ", ".join(COLUMNS)
    ground.alter(
        "ALTER TABLE audit RENAME TO kept",
        f"CREATE TABLE audit AS SELECT {columns} FROM kept",
        f"INSERT INTO audit SELECT {columns} FROM kept WHERE sequence = 9",
        "DROP TABLE kept",
    )


def tear(ground: Ground) -> None:
    ground.alter(
        "UPDATE audit SET details = substr(details, 1, 1), hash = substr(hash, 1, 20)"
        " WHERE sequence = (SELECT max(sequence) FROM audit)"
    )


def tear_letters(ground: Ground) -> None:
    """A letter of three bytes of which the last was never written."""
    ground.alter(
        "UPDATE audit SET who = CAST(X'E69D8EE4B8' AS TEXT)"
        " WHERE sequence = (SELECT max(sequence) FROM audit)"
    )


TAMPERING: dict[str, tuple[Callable[[Ground], None], str, str]] = {
    "edit": (edit, r"^Audit row 9 was altered\.$", "row 9 was altered"),
    "edit with its hash": (
        edit_with_its_hash,
        r"^Audit row 10 does not follow the row before it\.$",
        "row 10 does not follow",
    ),
    "insert": (insert, r"^Audit row 11 was altered\.$", "row 11 was altered"),
    "delete": (delete, r"^Audit rows 9 to 9 are missing\.$", "row 10 comes after row 8"),
    "reorder": (reorder, r"^Audit row 9 was altered\.$", "row 9 does not follow"),
    "tail cut": (cut_the_tail, r"its end was cut off, or an old copy was put back\.$", "the end was cut off"),
    "tail cut and more appended": (
        cut_and_append,
        r"^Audit row \d+ is not the one that checkpoint 1 .* saw: the log was written anew",
        "is not what checkpoint 1 saw",
    ),
    "whole rewrite": (
        write_anew,
        r"^Audit row \d+ is not the one that checkpoint 1 .* saw: the log was written anew",
        "is not what checkpoint 1 saw",
    ),
    "old copy": (roll_back, r"its end was cut off, or an old copy was put back\.$", "the end was cut off"),
    "two writers": (
        write_twice,
        r"^Audit rows \d+ and \d+ follow the same row: two programs wrote at once",
        "does not follow the row before it",
    ),
    "one number twice": (double_a_number, r"^Audit row 9 is there twice\.$", "row 9 comes after row 9"),
    "torn last row": (tear, r"^Audit row \d+ was altered\.$", "was altered"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_both_verifiers_find_it(ground: Ground, what: str) -> None:
    tamper, ours, alone = TAMPERING[what]
    assert ground.ours()[0] == []
    tamper(ground)
    for kind in ("jsonl", "csv"):  # before ours adds rows of its own
        code, said = ground.alone(kind)
        assert (code, alone in said) == (1, True), said
    faults, _ = ground.ours()
    assert [fault for fault in faults if re.search(ours, fault)] != [], faults


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_both_verifiers_find_nothing_where_nothing_is(ground: Ground, kind: str) -> None:
    ground.add(5)
    code, said = ground.alone(kind)
    assert (code, said.splitlines()[-1]) == (0, "= all is well 无误")
    assert ground.ours() == ([], [])


def test_a_letter_cut_in_half_is_said_and_stops_no_verifying(ground: Ground) -> None:
    tear_letters(ground)
    faults, _ = ground.ours()
    said = f"The audit log cannot be read after row {ground.rows}: "
    assert [fault for fault in faults if fault.startswith(said)] != [], faults


def test_a_torn_last_line_of_an_export_is_found(ground: Ground) -> None:
    ground.alone()
    file = ground.folder / "rows.jsonl"
    file.write_bytes(file.read_bytes()[:-30])
    code, said = run_alone(str(file))
    assert (code, "an entry is torn or altered" in said) == (1, True)


def test_the_clock_going_back_is_said_by_the_row_and_both_verifiers(ground: Ground) -> None:
    before = ground.clock()
    ground.clock.forward(days=-1)
    ground.add(2)
    rows = ground.table()
    details = [json.loads(row["details"]).get(audit.CLOCK_WENT_BACK) for row in rows[-2:]]
    assert details == [rows[-3]["at"]] * 2
    assert [row["sequence"] for row in rows[-2:]] == [rows[-3]["sequence"] + 1, rows[-3]["sequence"] + 2]
    code, said = ground.alone()
    assert (code, "the clock went back" in said) == (0, True)
    ground.clock.moment = before
    faults, remarks = ground.ours()
    assert faults == []
    assert [remark for remark in remarks if f"row {rows[-2]['sequence']}: the clock went back" in remark]


def test_a_second_that_a_writer_waited_is_no_clock_going_back(ground: Ground) -> None:
    latest = ground.table()[-1]["at"]
    ground.clock.forward(seconds=-30)
    ground.add(1)
    assert json.loads(ground.table()[-1]["details"]) == {audit.LATEST_TIME: latest}


def test_a_checkpoint_that_was_altered_proves_nothing(ground: Ground) -> None:
    signed = json.loads(ground.signed.read_bytes())
    ground.signed.write_text(json.dumps(signed | {"last_at": "2026-01-01T00:00:00.000000Z"}))
    assert ground.ours()[0] == ["The signature of checkpoint 1 is not genuine."]
    code, said = ground.alone()
    assert (code, "its signature is not genuine" in said) == (1, True)


def test_a_checkpoint_of_another_key_is_found_by_the_fingerprint(ground: Ground) -> None:
    _, said = ground.alone("jsonl", "--key", "0" * 32)
    assert "no key that you named speaks for it" in said
    right = checkpoint.fingerprint(checkpoint.decode(ground.signed.read_bytes(), name="").key)
    assert ground.alone("jsonl", "--key", right.upper())[0] == 0


def test_the_verifier_that_stands_alone_is_short_and_shares_nothing() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", source, re.MULTILINE))
    assert len(source.splitlines()) < 150
    assert {name.partition(".")[0] for name in imported} <= {*sys.stdlib_module_names, "cryptography"}


def test_what_is_no_file_of_ours_is_said(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[1]")
    assert run_alone(str(tmp_path / "x.json"))[0] == 2
    assert run_alone(str(tmp_path / "none.jsonl"))[0] == 2
    assert run_alone()[0] == 2
