"""Checkpoints: made, carried, refused after a roll-back; keys made, changed, lost; the machine's own duty."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from access.auditing import Held
from access.desk import open_desk
from archive import audit, checkpoint
from archive.audit import Entry
from archive.checkpoint_duty import CheckpointDuty
from archive.checkpoint_evidence import Brought
from archive.checkpoint_keys import KeyRing
from archive.checkpointing import Checkpoints
from archive.errors import (
    BadInput,
    ConfigurationError,
    Conflict,
    DanganError,
    HomeError,
    StorageError,
    VerificationFailed,
)
from archive.home import Home
from archive.people import Post
from archive.settings import AuditSettings
from tests.clock import StoppedClock
from tests.staffed import Staffed


def settle(home: Home, **wanted: object) -> None:
    """Give the home these settings of [audit]."""
    settings = home.settings.model_copy(update={"audit": AuditSettings.model_validate(wanted)})
    vars(home)["settings"] = settings


def write_rows(home: Home, clock: StoppedClock, count: int = 1) -> None:
    with home.catalogue.write() as tx:
        for _ in range(count):
            audit.append(tx, Entry("reading.show", "done", "li"), at=clock())


def names(folder: Path) -> list[str]:
    return sorted(path.name.removeprefix("dangan-")[9:] for path in folder.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "second place"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(home: Home, clock: StoppedClock, place: Path) -> Checkpoints:
    """The checkpoints of a home with three rows and a second place."""
    write_rows(home, clock, 3)
    settle(home, folders=(place,))
    return Checkpoints(home, clock)


def refused(make: Callable[[], object]) -> DanganError:
    with pytest.raises(DanganError) as caught:
        make()
    return caught.value


def test_a_checkpoint_says_what_the_log_is_and_is_carried(
    kept: Checkpoints, home: Home, clock: StoppedClock, place: Path
) -> None:
    first = kept.make()
    write_rows(home, clock, 2)
    second = kept.make()
    with home.catalogue.read() as tx:
        rows = list(audit.rows(tx))
    assert [(each.number, each.rows, each.last) for each in (first, second)] == [
        (1, 3, rows[2].hash),
        (2, 5, rows[4].hash),
    ]
    assert checkpoint.signature_faults(second) == ()
    assert names(place) == ["000001.checkpoint.json", "000002.checkpoint.json"]
    assert checkpoint.decode((sorted(place.iterdir()))[1].read_bytes(), name="") == second
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o444}


def test_the_key_is_for_its_owner_only(kept: Checkpoints, home: Home) -> None:
    kept.make()
    assert (home.audit.stat().st_mode & 0o777, kept.keys.file.stat().st_mode & 0o777) == (0o700, 0o600)
    kept.keys.file.chmod(0o640)
    assert type(refused(kept.make)) is HomeError


def test_a_key_may_lie_elsewhere(home: Home, clock: StoppedClock, tmp_path: Path) -> None:
    settle(home, key=str(tmp_path / "stick" / "seal.pem"))
    Checkpoints(home, clock).make()
    assert (tmp_path / "stick" / "seal.pem").exists()
    assert not (home.audit / "key.pem").exists()


def test_what_could_not_be_carried_is_carried_the_next_time(kept: Checkpoints, place: Path) -> None:
    place.rename(place.with_name("away"))
    assert type(refused(kept.make)) is StorageError
    assert type(refused(kept.make)) is StorageError
    place.with_name("away").rename(place)
    kept.make()
    assert names(place) == [f"00000{number}.checkpoint.json" for number in (1, 2, 3)]


def test_a_second_place_in_the_home_is_none(home: Home, clock: StoppedClock, tmp_path: Path) -> None:
    for folder in (home.path / "audit", Path("somewhere")):
        settle(home, folders=(folder,))
        assert type(refused(lambda: Checkpoints(home, clock))) is ConfigurationError


def test_a_log_that_is_not_whole_is_not_signed(kept: Checkpoints, home: Home, clock: StoppedClock) -> None:
    kept.make()
    write_rows(home, clock, 2)
    with home.catalogue.write() as tx:
        tx.exec_driver_sql("UPDATE audit SET who = 'wang' WHERE sequence = 5")
    said = refused(kept.make)
    assert (type(said), "Audit row 5 was altered." in str(said)) == (VerificationFailed, True)
    with home.catalogue.write() as tx:
        tx.exec_driver_sql("DELETE FROM audit WHERE sequence > 2")
    assert "its end was cut off" in str(refused(kept.make))


def test_an_old_copy_of_the_whole_home_is_refused_until_somebody_says_why(
    kept: Checkpoints, home: Home, clock: StoppedClock, tmp_path: Path, place: Path
) -> None:
    kept.make()
    shutil.copytree(home.audit, tmp_path / "old audit")
    write_rows(home, clock, 3)
    kept.make()
    with home.catalogue.write() as tx:
        tx.exec_driver_sql("DELETE FROM audit WHERE sequence > 3")
    shutil.rmtree(home.audit)
    shutil.copytree(tmp_path / "old audit", home.audit)
    said = refused(kept.make)
    assert (type(said), "of which this home knows nothing" in str(said)) == (VerificationFailed, True)
    made = kept.make(note="磁盘坏了,从备份恢复")
    assert (made.number, made.rows) == (3, 3)
    kept.make()
    assert names(place) == [f"00000{number}.checkpoint.json" for number in (1, 2, 3, 4)]


def test_a_restored_home_verifies_and_says_what_no_longer_fits(
    staffed: Staffed, clock: StoppedClock, place: Path
) -> None:
    home, auditor = staffed.home, staffed.speakers[Post.AUDITOR]
    settle(home, folders=(place,))
    desk = open_desk(home, staffed.engine, clock=clock)
    taken = desk.checkpoints.make(auditor)
    with home.catalogue.write() as tx:
        tx.exec_driver_sql(f"DELETE FROM audit WHERE sequence > {taken.rows - 2}")
    assert len(desk.audit.verify(auditor).faults) == 1
    desk.checkpoints.make(auditor, restored="从备份恢复")
    found = desk.audit.verify(auditor)
    assert found.faults == ()
    assert [str(remark) for remark in found.remarks if "从备份恢复" in str(remark)] == [
        "Checkpoint 2 goes on from an earlier state of the log: 从备份恢复"
    ]
    assert [remark for remark in found.remarks if "checkpoint 1" in str(remark).lower()] != []
    brought = min(place.iterdir())
    held = Held(brought=(Brought(brought.name, brought.read_bytes()),))
    assert len(desk.audit.verify(auditor, held).faults) == 1  # whoever brings it wants to know


def test_a_key_is_changed_and_the_old_one_speaks_for_the_new(kept: Checkpoints) -> None:
    first = kept.make()
    second = kept.rotate_key()
    assert [key.why for key in second.keys] == ["first", "rotated"]
    assert second.key != first.key
    written = checkpoint.fingerprint(first.key)
    assert checkpoint.signature_faults(second, trusted=[written]) == ()
    assert checkpoint.signature_faults(first, trusted=[written]) == ()
    assert sorted(path.name for path in kept.keys.file.parent.glob("key*")) == ["key.pem", "keys.json"]


def test_a_key_that_nobody_signed_for_is_found(kept: Checkpoints) -> None:
    kept.make()
    second = kept.rotate_key()
    key, _ = kept.keys.signing()
    forged = json.loads(checkpoint.encode(second))
    forged["keys"][0]["key"] = "ab" * 32
    unsigned = checkpoint.decode(json.dumps(forged).encode(), name="")
    signed = replace(unsigned, signature=checkpoint.sign(unsigned.signed, key))
    assert [str(fault) for fault in checkpoint.signature_faults(signed)] == [
        "A key in checkpoint 2 was not put in by the one before it."
    ]


def test_a_lost_key_is_replaced_with_a_plain_statement(kept: Checkpoints) -> None:
    first = kept.make()
    assert type(refused(lambda: kept.replace_key("没有丢"))) is Conflict
    kept.keys.file.unlink()
    said = refused(kept.make)
    assert (type(said), "`dangan audit key replace`" in said.advice) == (HomeError, True)
    second = kept.replace_key("U盘丢失")
    assert [(key.why, key.reason) for key in second.keys] == [("first", ""), ("lost", "U盘丢失")]
    assert checkpoint.signature_faults(first) == checkpoint.signature_faults(second) == ()
    old = checkpoint.fingerprint(first.key)
    assert len(checkpoint.signature_faults(second, trusted=[old])) == 1
    assert checkpoint.signature_faults(first, trusted=[old]) == ()


def test_another_key_in_its_place_signs_nothing(kept: Checkpoints, tmp_path: Path) -> None:
    kept.make()
    other = KeyRing(tmp_path / "other", StoppedClock(kept.own.get(1).at))
    other.signing()
    shutil.copy(other.file, kept.keys.file)
    assert "is not the one that signs" in str(refused(kept.make))


def test_a_key_that_was_stated_and_not_put_in_is_put_in(
    kept: Checkpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.make()
    real = Path.replace

    def dies(self: Path, target: Path) -> Path:
        if self.name == "key.pem.new":
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            kept.rotate_key()
    assert len(kept.keys.statements()) == 2
    assert checkpoint.signature_faults(kept.make()) == ()


def test_a_forged_checkpoint_in_the_home_is_not_gone_on_from(kept: Checkpoints, home: Home) -> None:
    kept.make()
    (file,) = (home.audit / "checkpoints").iterdir()
    file.chmod(0o600)
    file.write_text(file.read_text(encoding="utf-8").replace('"rows": 3', '"rows": 1'), encoding="utf-8")
    assert type(refused(kept.make)) in (BadInput, VerificationFailed)


def test_looking_from_the_newest_checkpoint_on_looks_at_new_rows_only(
    staffed: Staffed, clock: StoppedClock
) -> None:
    auditor = staffed.speakers[Post.AUDITOR]
    made = staffed.desk.checkpoints.make(auditor)
    write_rows(staffed.home, clock, 4)
    found = staffed.desk.audit.verify(auditor, Held(since_checkpoint=True))
    assert (found.faults, found.looked_at, found.rows) == ((), found.rows - made.rows, made.rows + 6)
    with staffed.home.catalogue.write() as tx:
        tx.exec_driver_sql(f"UPDATE audit SET who = 'wang' WHERE sequence = {made.rows + 2}")
    found = staffed.desk.audit.verify(auditor, Held(since_checkpoint=True))
    assert [str(fault) for fault in found.faults] == [f"Audit row {made.rows + 2} was altered."]


def test_what_stands_on_paper_is_compared(staffed: Staffed) -> None:
    auditor = staffed.speakers[Post.AUDITOR]
    made = staffed.desk.checkpoints.make(auditor)
    right, wrong = Held(paper=((made.rows, made.last[:16]),)), Held(paper=((made.rows, "0" * 16),))
    assert staffed.desk.audit.verify(auditor, right).faults == ()
    assert len(staffed.desk.audit.verify(auditor, wrong).faults) == 1


def test_without_any_checkpoint_that_is_said(staffed: Staffed) -> None:
    found = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR])
    assert [str(remark)[:23] for remark in found.remarks] == ["There is no checkpoint:"]


def test_the_machine_makes_one_by_count_and_by_time(home: Home, clock: StoppedClock, place: Path) -> None:
    settle(home, folders=(place,), every_rows=5, every_hours=2)
    duty = CheckpointDuty(home, clock)
    made: list[int] = []
    for rows, hours in ((0, 0), (1, 0), (1, 0), (5, 0), (0, 1), (0, 2), (0, 0)):
        write_rows(home, clock, rows)
        clock.forward(hours=hours)
        assert duty.look() is None
        made.append(len(names(place)))
    assert made == [0, 1, 1, 2, 2, 3, 3]
    with home.catalogue.read() as tx:
        told = [row.entry for row in audit.rows(tx) if row.entry.act == "checkpoints.make"]
    assert [(entry.who, entry.outcome, entry.details["checkpoint"]) for entry in told] == [
        ("dangan", "done", number) for number in (1, 2, 3)
    ]


def test_a_second_place_that_is_away_is_told_once_in_ten_minutes_and_carried_to_later(
    home: Home, clock: StoppedClock, place: Path
) -> None:
    settle(home, folders=(place,))
    duty = CheckpointDuty(home, clock)
    write_rows(home, clock)
    place.rename(place.with_name("away"))
    assert type(duty.look()) is StorageError
    assert duty.look() is None
    clock.forward(minutes=11)
    assert type(duty.look()) is StorageError
    place.with_name("away").rename(place)
    clock.forward(minutes=11)
    assert duty.look() is None
    assert names(place) == ["000001.checkpoint.json"]
    with home.catalogue.read() as tx:
        outcomes = [row.entry.outcome for row in audit.rows(tx) if row.entry.act == "checkpoints.make"]
    assert outcomes == ["failed"]


def test_a_mail_carries_the_sheet_and_the_file(home: Home, clock: StoppedClock, place: Path) -> None:
    write_rows(home, clock)
    settle(home, mail_folder=str(place), mail_to="auditor@example.com", mail_from="archive@example.com")
    made = Checkpoints(home, clock).make()
    (path,) = place.iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    (attached,) = letter.iter_attachments()
    body = letter.get_body()
    assert (letter["To"], path.suffix) == ("auditor@example.com", ".eml")
    assert checkpoint.decode(attached.get_content(), name="") == made
    assert body is not None
    assert checkpoint.fingerprint(made.key) in body.get_content()


def test_two_checkpoints_of_one_number_are_found(staffed: Staffed, clock: StoppedClock, place: Path) -> None:
    auditor = staffed.speakers[Post.AUDITOR]
    first = staffed.desk.checkpoints.make(auditor)
    shutil.move(next(iter((staffed.home.audit / "checkpoints").iterdir())), place)
    clock.forward(minutes=1)
    second = staffed.desk.checkpoints.make(auditor)
    assert (first.number, second.number) == (1, 1)
    settle(staffed.home, folders=(place,))
    desk = open_desk(staffed.home, staffed.engine, clock=clock)
    assert [str(fault) for fault in desk.audit.verify(auditor).faults] == [
        "There are two checkpoints with the number 1."
    ]


def test_real_writers_at_once_leave_one_chain(home: Home, clock: StoppedClock) -> None:
    """Processes of their own, each with its own connection."""
    program = (
        "import sys; from pathlib import Path; from archive.catalogue.database import Catalogue\n"
        "from archive import audit; from archive.clock import utc_now\n"
        "catalogue = Catalogue(Path(sys.argv[1]))\n"
        "for _ in range(40):\n"
        "    with catalogue.write() as tx:\n"
        "        audit.append(tx, audit.Entry('reading.show', 'done', 'li'), at=utc_now())\n"
    )
    root = Path(__file__).parents[2]
    file = str(home.path / "catalogue.db")
    writers = [subprocess.Popen([sys.executable, "-c", program, file], cwd=root) for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM audit").fetchone() == (120,)
    with home.catalogue.read() as tx:
        assert audit.verify_chain(tx) == ()
