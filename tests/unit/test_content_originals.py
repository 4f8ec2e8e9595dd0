"""Originals are stored once, unaltered and read-only."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.content import Content
from archive.errors import BadInput, NotFound, StorageError

BYTES = "营业执照".encode()
DIGEST = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def content(tmp_path: Path) -> Content:
    folder = tmp_path / "originals"
    folder.mkdir(mode=0o700)
    return Content(folder)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(BYTES)
    return path


def test_a_stored_original_is_the_same_bytes_read_only_under_its_digest(
    content: Content, paper: Path
) -> None:
    stored = content.store(paper)

    path = content.folder / DIGEST[:2] / DIGEST[2:]
    assert (DIGEST, len(BYTES)) == (stored.sha256, stored.size)
    assert 0o400 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    with content.open(DIGEST) as stream:
        assert BYTES == stream.read()
    assert [DIGEST] == list(content.digests())
    assert BYTES == paper.read_bytes()


def test_the_same_bytes_are_stored_once_and_left_untouched(content: Content, paper: Path) -> None:
    content.store(paper)
    before = content.path(DIGEST).stat()

    content.store(paper)

    after = content.path(DIGEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [content.path(DIGEST)] == [path for path in content.folder.rglob("*") if path.is_file()]


def test_each_damage_is_named(content: Content, paper: Path) -> None:
    content.store(paper)
    path = content.path(DIGEST)
    assert content.verify(DIGEST) is None

    path.chmod(0o600)
    assert f"The original {DIGEST} is not read-only." == str(content.verify(DIGEST))
    path.write_bytes(BYTES[:-1])
    assert f"The original {DIGEST} was altered." == str(content.verify(DIGEST))
    path.unlink()
    assert f"The original {DIGEST} is missing." == str(content.verify(DIGEST))
    with pytest.raises(NotFound):
        content.open(DIGEST)


def test_bytes_are_not_stored_over_a_damaged_original(content: Content, paper: Path) -> None:
    content.store(paper)
    path = content.path(DIGEST)
    path.chmod(0o600)
    path.write_bytes(b"something else")

    with pytest.raises(StorageError, match="was altered"):
        content.store(paper)

    assert b"something else" == path.read_bytes()


def test_links_pipes_and_missing_files_are_refused(content: Content, paper: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(paper)
    os.mkfifo(pipe)

    for odd in (link, pipe, tmp_path / "nowhere"):
        with pytest.raises(BadInput):
            content.store(odd)

    assert [] == list(content.folder.iterdir())


def test_a_file_that_grows_while_it_is_copied_is_refused(paper: Path, tmp_path: Path) -> None:
    def still_scanning(point: str) -> None:
        if point == "original copied":
            with paper.open("ab") as scanner:
                scanner.write(b"more")

    content = Content(tmp_path, at=still_scanning)

    with pytest.raises(BadInput, match="changed while it was copied"):
        content.store(paper)

    assert [] == list(content.digests())


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    content: Content, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)

    with pytest.raises(StorageError, match="is full") as told:
        content.store(paper)

    assert "Make room on the disk, then run the command again; nothing was lost." == told.value.advice
    assert [] == list(content.folder.iterdir())


def test_half_copies_of_a_crash_are_tidied_and_originals_kept(content: Content, paper: Path) -> None:
    content.store(paper)
    (content.folder / ".incoming-0123").write_bytes(BYTES[:3])

    content.tidy()

    assert [DIGEST[:2]] == [path.name for path in content.folder.iterdir()]


def test_a_source_that_fails_while_read_is_the_sources_fault(
    content: Content, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def share_gone(_stream: BinaryIO, source: Path) -> bytes:
        raise BadInput("{file} cannot be opened: {error}", file=source.name, error="Input/output error")

    monkeypatch.setattr("archive.content._read", share_gone)

    with pytest.raises(BadInput, match="Input/output error"):
        content.store(paper)

    assert [] == list(content.folder.iterdir())
