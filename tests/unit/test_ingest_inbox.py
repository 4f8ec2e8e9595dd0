"""What the inbox shows, and how a file is claimed."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from archive.errors import BadInput, StorageError
from ingest.inbox import Arrival, Inbox
from ingest.stillness import Stillness

OWNER = "0123456789abcdef"


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder, owner=OWNER)


def put(inbox: Inbox, name: str, text: str = "paper") -> Path:
    path = inbox.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def seen(inbox: Inbox) -> list[tuple[str, str]]:
    arrivals, _ = inbox.look()
    return [(arrival.sub_folder, arrival.path.name) for arrival in arrivals]


def test_only_ordinary_finished_files_are_seen(inbox: Inbox, tmp_path: Path) -> None:
    put(inbox, "b.pdf")
    put(inbox, "海林公司/2026/a.jpg")
    for name in (".hidden", "~$letter.docx", "Thumbs.db", ".DS_Store", "c.pdf.part", "d.TMP", ".git/config"):
        put(inbox, name)
    (tmp_path / "elsewhere.pdf").write_text("secret", encoding="utf-8")
    (inbox.folder / "link.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    (inbox.folder / "folder-link").symlink_to(tmp_path)
    os.mkfifo(inbox.folder / "pipe")

    assert [("", "b.pdf"), ("海林公司/2026", "a.jpg")] == seen(inbox)


def test_a_claim_keeps_name_sub_folder_and_bytes(inbox: Inbox) -> None:
    put(inbox, "海林公司/扫描 01.pdf", "bytes")
    (arrival,), _ = inbox.look()

    claim = inbox.claim(arrival)

    assert claim is not None
    assert ("扫描 01.pdf", "海林公司") == (claim.name, claim.sub_folder)
    assert "bytes" == claim.path.read_text(encoding="utf-8")
    assert [] == seen(inbox)
    assert [claim] == list(inbox.claims())
    assert claim == inbox.find(claim.identity)


def test_a_claim_that_is_let_go_is_gone(inbox: Inbox) -> None:
    put(inbox, "a.pdf")
    (arrival,), _ = inbox.look()
    claim = inbox.claim(arrival)
    assert claim is not None

    inbox.let_go(claim.identity)
    inbox.let_go(claim.identity)

    assert inbox.find(claim.identity) is None
    assert [] == list(inbox.claims())


def test_a_file_that_changed_or_went_since_it_was_seen_is_not_claimed(inbox: Inbox) -> None:
    changed, gone = put(inbox, "a.pdf"), put(inbox, "b.pdf")
    arrivals, _ = inbox.look()
    changed.write_text("paper, page 2", encoding="utf-8")
    gone.unlink()

    assert [None, None] == [inbox.claim(arrival) for arrival in arrivals]
    assert [("", "a.pdf")] == seen(inbox)


def test_claims_of_another_archive_are_not_ours(inbox: Inbox) -> None:
    put(inbox, "a.pdf")
    (arrival,), _ = inbox.look()
    other = Inbox(inbox.folder, owner="fedcba9876543210")
    other.claim(arrival)

    assert [] == list(inbox.claims())
    assert 1 == len(list(other.claims()))


def test_two_files_of_one_name_are_two_claims(inbox: Inbox) -> None:
    names = []
    for text in ("first", "second"):
        put(inbox, "scan.pdf", text)
        (arrival,), _ = inbox.look()
        claim = inbox.claim(arrival)
        names.append(claim.path.read_text(encoding="utf-8") if claim else "")

    assert ["first", "second"] == names
    assert 2 == len(list(inbox.claims()))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "cannot be taken out of the inbox"),
        (errno.EACCES, "cannot be taken out of the inbox"),
        (errno.EXDEV, "another file system"),
        (errno.ENOSPC, "The disk is full"),
    ],
)
def test_an_inbox_where_nothing_can_be_renamed_is_a_clear_error(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = put(inbox, "a.pdf")
    (arrival,), _ = inbox.look()

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(StorageError, match=words):
        inbox.claim(arrival)

    assert path.exists()
    assert [] == list((inbox.folder / ".dangan-claimed").iterdir())


def test_an_inbox_that_is_gone_is_told_and_a_folder_that_was_tidied_away_is_not(inbox: Inbox) -> None:
    put(inbox, "海林公司/a.pdf")
    arrivals, left = inbox.look()
    assert (1, ()) == (len(arrivals), left)

    shutil.rmtree(inbox.folder)

    arrivals, left = inbox.look()
    assert ((), [inbox.folder]) == (arrivals, [trouble.path for trouble in left])


def test_a_name_in_gb18030_from_a_windows_share_is_readable(inbox: Inbox) -> None:
    raw = os.fsencode(inbox.folder) + b"/" + "营业执照.pdf".encode("gb18030")
    try:
        Path(os.fsdecode(raw)).write_text("paper", encoding="utf-8")
    except OSError:
        return  # a file system that takes UTF-8 names only has no such names
    (arrival,), _ = inbox.look()

    claim = inbox.claim(arrival)

    assert claim is not None
    assert "营业执照.pdf" == claim.name


def test_a_brought_file_is_copied_and_its_half_copies_are_tidied(inbox: Inbox, tmp_path: Path) -> None:
    source = tmp_path / "paper.pdf"
    source.write_text("paper", encoding="utf-8")

    claim = inbox.bring(source, sub_folder="海林公司")
    (claim.path.parent / ".dangan-half-0123").write_text("pap", encoding="utf-8")

    assert ("paper.pdf", "海林公司") == (claim.name, claim.sub_folder)
    assert source.exists()
    assert [claim] == list(inbox.claims())
    claim.path.unlink()
    assert [] == list(inbox.claims())
    assert [] == list((inbox.folder / ".dangan-claimed").iterdir())


def test_a_file_settles_when_it_has_not_changed_for_long_enough() -> None:
    stillness = Stillness(5.0)

    def growing(size: int) -> Arrival:
        return Arrival(Path("a"), "", size, changed=size)

    assert () == stillness.settled([growing(1)], now=0.0)
    assert () == stillness.settled([growing(2)], now=4.0)
    assert () == stillness.settled([growing(2)], now=8.9)
    assert (growing(2),) == stillness.settled([growing(2)], now=9.0)
    assert () == stillness.settled([], now=10.0)
    assert () == stillness.settled([growing(2)], now=11.0)


def test_a_path_that_is_too_long_is_one_files_trouble(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "paper.pdf"
    source.write_text("paper", encoding="utf-8")

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(BadInput, match="File name too long"):
        inbox.bring(source, sub_folder="")

    assert [] == list((inbox.folder / ".dangan-claimed").iterdir())


def test_claims_are_their_owners_alone_also_below_a_sub_folder(inbox: Inbox) -> None:
    put(inbox, "海林公司/深/a.pdf")
    (arrival,), _ = inbox.look()
    before = os.umask(0)
    try:
        claim = inbox.claim(arrival)
    finally:
        os.umask(before)

    assert claim is not None
    claimed = inbox.folder / ".dangan-claimed"
    modes = [folder.stat().st_mode & 0o777 for folder in (claimed, claimed / claim.identity)]
    assert [0o700, 0o700] == modes


def test_a_folder_of_claims_that_is_a_link_is_refused(inbox: Inbox, tmp_path: Path) -> None:
    path = put(inbox, "a.pdf")
    (arrival,), _ = inbox.look()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (inbox.folder / ".dangan-claimed").symlink_to(elsewhere)

    with pytest.raises(StorageError, match="made by somebody else"):
        inbox.claim(arrival)

    assert path.exists()
    assert [] == list(elsewhere.iterdir())


def test_every_folder_of_a_claim_is_synced(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    put(inbox, "海林公司/a.pdf")
    (arrival,), _ = inbox.look()
    synced: list[Path] = []
    monkeypatch.setattr("ingest.inbox.sync_folder", synced.append)

    claim = inbox.claim(arrival)

    assert claim is not None
    room = claim.path.parent
    assert [room, room.parent, room.parent.parent, inbox.folder, inbox.folder / "海林公司"] == synced
