"""Backups that somebody else put together: a public key locks one, so nothing in it is believed."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from archive.backup_inspection import inspect_backup
from archive.backup_keys import Recipients, SecretKey, new_key
from archive.backup_parcel import Member, pack
from archive.backup_record import BackupRecord, encode_record
from archive.backup_restore import restore_backup
from archive.backup_seal import seal
from archive.catalogue.database import Catalogue
from archive.errors import DanganError, HomeError, StorageError, VerificationFailed
from archive.home import create_home, open_home
from archive.migrating import revision_of
from archive.migrations import HEAD, SCRIPTS
from tests.clock import MORNING, StoppedClock

PAIR = new_key()
CLOCK = StoppedClock(MORNING)
Parts = list[tuple[str, bytes]]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """What is in a sound backup, to be packed."""
    with closing(create_home(tmp_path_factory.mktemp("sound") / "home", clock=CLOCK)) as home:
        identity, folder = home.identity, home.path
    record = BackupRecord(identity, MORNING, HEAD, 0, 0, 0, 0, "0" * 64, "")
    names = ("dangan-home.json", "settings.toml", "catalogue.db")
    return [("backup.json", encode_record(record)), *((name, (folder / name).read_bytes()) for name in names)]


def sealed(pieces: Iterator[bytes]) -> io.BytesIO:
    sink = io.BytesIO()
    seal(pieces, sink, Recipients((PAIR.public,)))
    return sink


def packed(parts: Sequence[tuple[str, bytes]]) -> io.BytesIO:
    members = [Member(name, len(content), partial(io.BytesIO, content)) for name, content in parts]
    return sealed(pack(members, io.BytesIO(), at=0))


def refusal(backup: io.BytesIO, folder: Path) -> str:
    """The words in which a backup is refused; nothing is left of it."""
    with pytest.raises(DanganError) as refused:
        restore_backup(backup, SecretKey(PAIR.text), folder, clock=CLOCK, origin="")
    assert not folder.exists()
    return refused.value.message


def said_otherwise(parts: Parts, **values: object) -> Parts:
    (name, content), *rest = parts
    return [(name, json.dumps({**json.loads(content), **values}).encode()), *rest]


def test_the_sound_one_is_put_back(parts: Parts, tmp_path: Path) -> None:
    restore_backup(packed(parts), SecretKey(PAIR.text), tmp_path / "back", clock=CLOCK, origin="")
    open_home(tmp_path / "back").close()


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/outside",
        "rules/../../outside",
        "rules//outside",
        "rules",
        "rules/\x1b[2J",
        "originals/ab/short",
        "originals/../" + "a" * 62,
        "locks/pipeline.lock",
        "index-1.db",
        "catalogue.db-wal",
        "surprise",
    ],
)
def test_a_member_lies_nowhere_but_in_its_place(parts: Parts, tmp_path: Path, name: str) -> None:
    spoilt = packed([*parts, (name, b"x")])
    assert refusal(spoilt, tmp_path / "back") == "The backup holds something that belongs to no home."
    assert not (tmp_path / "outside").exists()


def test_no_member_comes_twice(parts: Parts, tmp_path: Path) -> None:
    assert "cannot be written" in refusal(packed([*parts, parts[2]]), tmp_path / "back")


@pytest.mark.parametrize("missing", range(4))
def test_a_backup_with_a_part_missing_is_refused(parts: Parts, tmp_path: Path, missing: int) -> None:
    left = [part for number, part in enumerate(parts) if number != missing]
    assert refusal(packed(left), tmp_path / "back") == "The backup is damaged or cut off."


def test_what_is_no_file_is_refused(parts: Parts, tmp_path: Path) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.GNU_FORMAT) as tar:
        record = tarfile.TarInfo("backup.json")
        record.size = len(parts[0][1])
        tar.addfile(record, io.BytesIO(parts[0][1]))
        link = tarfile.TarInfo("rules/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/"
        tar.addfile(link)
    assert "damaged" in refusal(sealed(iter([archive.getvalue()])), tmp_path / "back")


def test_digests_that_do_not_fit_are_refused(parts: Parts, tmp_path: Path) -> None:
    pieces = b"".join(
        pack([Member(name, len(held), partial(io.BytesIO, held)) for name, held in parts], io.BytesIO(), at=0)
    )
    altered = pieces.replace(b"[inbox]", b"[INBOX]", 1)
    assert altered != pieces
    assert "damaged" in refusal(sealed(iter([altered])), tmp_path / "back")
    with pytest.raises(VerificationFailed):
        inspect_backup(sealed(iter([altered])), SecretKey(PAIR.text))


def test_an_archive_that_only_begins_is_refused(tmp_path: Path) -> None:
    for begun in (b"", b"no archive", bytes(10_000)):
        assert "damaged" in refusal(sealed(iter([begun])), tmp_path / "back")


@pytest.mark.parametrize("values", [{"schema": "9999"}, {"format": 2}])
def test_one_of_a_newer_program_is_refused_before_it_is_unpacked(
    parts: Parts, tmp_path: Path, values: dict[str, object]
) -> None:
    newer = packed([said_otherwise(parts, **values)[0]])
    assert refusal(newer, tmp_path / "back").startswith("The backup was made by a newer dangan")
    with pytest.raises(HomeError):
        inspect_backup(newer, SecretKey(PAIR.text))


@pytest.mark.parametrize("values", [{"dangan": "audit checkpoint"}, {"taken_at": "today"}, {"more": 1}])
def test_one_that_does_not_say_what_it_is_is_refused(
    parts: Parts, tmp_path: Path, values: dict[str, object]
) -> None:
    assert refusal(packed(said_otherwise(parts, **values)), tmp_path / "back") == (
        "The backup does not say what it holds."
    )


def test_parts_of_different_homes_are_refused(parts: Parts, tmp_path: Path) -> None:
    mixed = [*parts[:1], ("dangan-home.json", b'{"identity": "other", "format": 1}'), *parts[2:]]
    for spoilt in (mixed, said_otherwise(parts, home="other")):
        assert "different homes" in refusal(packed(spoilt), tmp_path / "back")


def test_a_catalogue_that_is_none_is_refused(parts: Parts, tmp_path: Path) -> None:
    spoilt = [*parts[:3], ("catalogue.db", b"no database at all" * 100)]
    assert refusal(packed(spoilt), tmp_path / "back") == "The catalogue's file is damaged."


def test_an_older_catalogue_is_brought_to_the_present_schema(parts: Parts, tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / "old.db")) as old, old.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        with connection.execution_options(writing=True).begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
            identity = json.loads(parts[1][1])["identity"]
            house = "INSERT INTO house (identity, created_at) VALUES (?, '2026-01-01T00:00:00.000000Z')"
            connection.exec_driver_sql(house, (identity,))
    older = [*said_otherwise(parts, schema="0001")[:3], ("catalogue.db", (tmp_path / "old.db").read_bytes())]
    restore_backup(packed(older), SecretKey(PAIR.text), tmp_path / "back", clock=CLOCK, origin="")
    with closing(open_home(tmp_path / "back")) as home, home.catalogue.read() as tx:
        assert revision_of(tx) == HEAD


class Failing(io.BytesIO):
    """A disk that fails in the middle of being read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 100_000:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_disk_that_fails_while_it_is_read_is_told(parts: Parts, tmp_path: Path) -> None:
    failing = Failing(packed(parts).getvalue())
    assert refusal(failing, tmp_path / "back") == "The backup cannot be read: {error}"


def test_a_file_that_becomes_shorter_while_it_is_packed_is_told() -> None:
    shrinking = Member("originals/x", 10, lambda: io.BytesIO(b"short"))
    with pytest.raises(StorageError, match="originals/x became shorter"):
        sealed(pack([shrinking], io.BytesIO(), at=0))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    gone = Member("rules/x", 10, partial(io.FileIO, tmp_path / "gone"))
    with pytest.raises(StorageError, match="rules/x cannot be read"):
        sealed(pack([gone], io.BytesIO(), at=0))
