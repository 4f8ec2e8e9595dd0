"""Backups made and put back: the same archive, at one moment of it, and nothing that was never in it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from sqlalchemy import func, select

from archive import audit, schema
from archive.backup import BACKUP, WORKSPACE, Backup, make_backup
from archive.backup_inspection import inspect_backup
from archive.backup_keys import Passphrase, Recipients, SecretKey, new_key
from archive.backup_restore import MARKER, RESTORE, restore_backup
from archive.backup_seal import seal
from archive.content import Content, unwatched
from archive.disposing import Disposing
from archive.durable import write_durably
from archive.errors import BadInput, HomeError, StorageError, VerificationFailed
from archive.home import Home, create_home, open_home
from archive.message import message
from archive.people import Person
from tests.clock import MORNING, StoppedClock

PAIR = new_key()
LOCK, KEY = Recipients((PAIR.public,)), SecretKey(PAIR.text)
LARGE = os.urandom(3_000_001)
CLOCK = StoppedClock(MORNING)
NOBODY = Person(1, "a", "甲", 1, None, frozenset(), True)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with two originals, rules of its own, a checkpoint, an open session and an index."""
    made = create_home(tmp_path / "home", clock=CLOCK)
    for content in (b"small", LARGE):
        store(made, content)
    (made.path / "rules" / "客户.yaml").write_text("{}\n", encoding="utf-8")
    write_durably(made.audit / "keys.json", b"[]")
    write_durably(made.audit / "checkpoints.json.half", b"not in its place yet")
    with made.catalogue.write() as tx:
        tx.execute(schema.companies.insert().values(short="A", name="甲"))
        person = {"login": "a", "name": "甲", "company": 1, "password": "-", "created_at": MORNING}
        tx.execute(schema.persons.insert().values(**person))
        until = MORNING + timedelta(hours=8)
        tx.execute(schema.sessions.insert().values(token="t", person=1, opened_at=MORNING, expires_at=until))
        index = {"engine": "embedded", "name": "index-1.db", "state": "serving", "position": 0}
        tx.execute(schema.index_generations.insert().values(**index, filled=0, started_at=MORNING))
        audit.append(tx, audit.Entry(act="test.made", outcome="done", who="test"), at=MORNING)
    (made.path / "index-1.db").write_bytes(b"an index")
    yield made
    made.close()


def store(home: Home, content: bytes) -> str:
    source = home.path.parent / "paper"
    source.write_bytes(content)
    stored = Content(home.originals).store(source)
    with home.catalogue.write() as tx:
        row = {"sha256": stored.sha256, "bytes": stored.size, "stored_at": MORNING}
        tx.execute(schema.originals.insert().values(**row))
    return stored.sha256


def backed_up(home: Home, at: Callable[[str], None] = unwatched) -> tuple[bytes, Backup]:
    sink = io.BytesIO()
    made = make_backup(home, sink, LOCK, clock=CLOCK, at=at)
    return sink.getvalue(), made


def put_back(content: bytes, folder: Path) -> Home:
    restore_backup(io.BytesIO(content), KEY, folder, clock=CLOCK, origin="here")
    return open_home(folder)


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a home, but for what every home has for itself."""
    own = ("catalogue.db", "locks", "index", "audit/checkpoints.json.half")
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(own)}


def test_what_is_put_back_is_the_same_archive(home: Home, tmp_path: Path) -> None:
    content, made = backed_up(home)
    back = put_back(content, tmp_path / "back")
    with closing(back):
        assert files(back.path) == files(home.path)
        assert stat.S_IMODE(back.path.stat().st_mode) == 0o700
        modes = {stat.S_IMODE(path.stat().st_mode) for path in back.originals.rglob("*") if path.is_file()}
        assert modes == {0o400}
        assert {stat.S_IMODE(path.stat().st_mode) for path in back.path.iterdir() if path.is_file()} == {
            0o600
        }
    assert (made.record.originals, made.record.size, made.faults) == (2, 5 + len(LARGE), ())
    assert made.sealed.sha256 == hashlib.sha256(content).hexdigest()
    assert made.sealed.size == len(content)
    assert not (home.path / WORKSPACE).exists()


def test_sessions_end_the_index_is_forgotten_and_the_log_goes_on(home: Home, tmp_path: Path) -> None:
    content, made = backed_up(home)
    with closing(put_back(content, tmp_path / "back")) as back, back.catalogue.write() as tx:
        assert tx.execute(select(schema.sessions.c.ended_at)).scalar_one() == MORNING
        assert tx.execute(select(func.count()).select_from(schema.index_generations)).scalar_one() == 0
        index = {"engine": "elastic", "name": "", "state": "building", "position": 0, "started_at": MORNING}
        added = schema.index_generations.insert().values(**index).returning(schema.index_generations.c.id)
        assert tx.execute(added).scalar_one() > 1000
        last = list(audit.rows(tx))[-1]
        assert audit.verify_chain(tx) == ()
    assert (last.sequence, last.previous) == (made.record.rows + 1, made.record.last)
    assert (last.entry.act, last.entry.origin) == (RESTORE, "here")
    assert last.entry.details["backup"] == made.sealed.sha256


def test_a_backup_holds_one_moment_while_others_go_on_writing(home: Home, tmp_path: Path) -> None:
    def meanwhile(point: str) -> None:
        if point == "catalogue copied":
            store(home, b"later")

    content, made = backed_up(home, meanwhile)
    with closing(put_back(content, tmp_path / "back")) as back, back.catalogue.read() as tx:
        known = set(tx.execute(select(schema.originals.c.sha256)).scalars())
        assert known == set(Content(back.originals).digests())
    assert len(known) == made.record.originals == 2


def test_the_catalogue_is_copied_while_somebody_holds_it_for_writing(home: Home) -> None:
    with home.catalogue.write() as tx:
        audit.append(tx, audit.Entry(act="test.open", outcome="done", who="test"), at=MORNING)
        _, made = backed_up(home)
    assert made.record.rows == 1


def test_nothing_is_disposed_of_while_a_backup_is_made(home: Home) -> None:
    with home.lock(BACKUP), pytest.raises(HomeError, match="already doing this work"):
        Disposing(home, CLOCK).dispose([], by=NOBODY)


def test_disposing_clears_what_a_killed_backup_left(home: Home) -> None:
    (home.path / WORKSPACE).mkdir()
    (home.path / WORKSPACE / "catalogue.db").write_bytes(b"words of a paper")
    Disposing(home, CLOCK).dispose([], by=NOBODY)
    assert not (home.path / WORKSPACE).exists()


def test_what_was_disposed_of_before_is_not_missed(home: Home) -> None:
    digest = hashlib.sha256(b"small").hexdigest()
    gone = schema.originals.update().where(schema.originals.c.sha256 == digest)
    with home.catalogue.write() as tx:
        tx.execute(gone.values(removed_at=MORNING))
    Content(home.originals).path(digest).unlink()
    _, made = backed_up(home)
    assert (made.record.originals, made.faults) == (1, ())


def test_an_altered_original_is_backed_up_and_named(home: Home) -> None:
    digest = hashlib.sha256(b"small").hexdigest()
    path = Content(home.originals).path(digest)
    path.chmod(0o600)
    path.write_bytes(b"smell")
    content, made = backed_up(home)
    assert [fault.what for fault in made.faults] == [
        message("The original {digest} was altered.", digest=digest)
    ]
    assert inspect_backup(io.BytesIO(content), KEY).faults == made.faults


def test_age_and_tar_alone_open_a_backup(home: Home) -> None:
    content, _ = backed_up(home)
    identity = pyrage.x25519.Identity.from_str(PAIR.text.splitlines()[-1])
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(content, [identity]))) as tar:
        members = {info.name: tar.extractfile(info) for info in tar}
        found = {name: stream.read() for name, stream in members.items() if stream is not None}
    sums = found.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(held).hexdigest()}  {name}" for name, held in found.items()]
    assert next(iter(found)) == "backup.json"
    assert "rules/客户.yaml" in found


def test_age_and_tar_alone_open_one_with_a_passphrase(home: Home) -> None:
    sink, words = io.BytesIO(), "a long passphrase"
    make_backup(home, sink, Passphrase(words), clock=CLOCK)
    key, ends, body = sink.getvalue().partition(b"-----END AGE ENCRYPTED FILE-----\n")
    secret = pyrage.passphrase.decrypt(key + ends, words).decode()
    opened = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(secret)])
    with tarfile.open(fileobj=io.BytesIO(opened)) as tar:
        assert tar.getnames()[0] == "backup.json"


class Full(io.BytesIO):
    """A disk with so much room."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, content: Any, /) -> int:
        if self.tell() + len(content) > self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(content)


@pytest.mark.parametrize("short", [1_000, 100_000, 3_000_000])
def test_a_full_disk_is_told_whenever_it_is_full(home: Home, short: int) -> None:
    size = len(backed_up(home)[0])
    with pytest.raises(StorageError, match="The backup cannot be written: No space left"):
        make_backup(home, Full(size - short), LOCK, clock=CLOCK)
    assert not (home.path / WORKSPACE).exists()


def test_a_full_disk_is_told_when_only_the_last_buffer_meets_it() -> None:
    """The library empties that one when it lets go of it, and says nothing of what goes wrong then."""
    with pytest.raises(StorageError, match="The backup cannot be written: No space left"):
        seal(iter([b"few bytes"]), Full(10), LOCK)


def test_a_second_backup_waits_for_the_first(home: Home) -> None:
    with home.lock(BACKUP), pytest.raises(HomeError, match="already doing this work"):
        backed_up(home)


def test_what_a_killed_backup_left_is_cleared_by_the_next(home: Home) -> None:
    (home.path / WORKSPACE / "rules").mkdir(parents=True)
    (home.path / WORKSPACE / "catalogue.db").write_bytes(b"half a copy")
    assert backed_up(home)[1].faults == ()
    assert not (home.path / WORKSPACE).exists()


def test_a_file_whose_name_cannot_be_kept_is_named(home: Home) -> None:
    (home.path / "rules" / "a\nb.yaml").touch()
    with pytest.raises(BadInput, match="has a name that cannot be backed up"):
        backed_up(home)


def test_links_are_not_followed(home: Home, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("not ours", encoding="utf-8")
    (home.path / "rules" / "link.yaml").symlink_to(tmp_path / "elsewhere")
    with closing(put_back(backed_up(home)[0], tmp_path / "back")) as back:
        assert not (back.path / "rules" / "link.yaml").exists()


def test_an_interrupted_restoring_is_begun_anew(home: Home, tmp_path: Path) -> None:
    content, folder = backed_up(home)[0], tmp_path / "back"
    (folder / "originals" / "ab").mkdir(parents=True)
    (folder / "originals" / "ab" / "cd").touch(mode=0o400)
    (folder / MARKER).touch()
    with pytest.raises(HomeError):
        open_home(folder)
    with closing(put_back(content, folder)) as back:
        assert files(back.path) == files(home.path)


def test_an_interrupted_restoring_with_somebodys_files_is_left_alone(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / MARKER).touch()
    (folder / "letter").touch()
    with pytest.raises(HomeError, match="is not empty"):
        put_back(backed_up(home)[0], folder)
    assert (folder / "letter").exists()


def test_a_failure_late_in_restoring_leaves_nothing(home: Home, tmp_path: Path) -> None:
    content = backed_up(home)[0]
    for point in ("unpacked", "settled", "marked"):
        folder = tmp_path / point

        def fails(name: str, point: str = point) -> None:
            if name == point:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            restore_backup(io.BytesIO(content), KEY, folder, clock=CLOCK, origin="", at=fails)
        assert not folder.exists()


def test_an_empty_folder_that_was_there_stays_there(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(VerificationFailed):
        put_back(backed_up(home)[0][:-1], folder)
    assert list(folder.iterdir()) == []
