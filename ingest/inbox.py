"""The inbox: what lies in it, and claiming a file so that no crash can lose or double it.

    inbox/海林公司/scan01.pdf
    inbox/.dangan-claimed/<claim>/海林公司/scan01.pdf    after the claim

A claim is one rename inside the inbox's own file system, with name and sub-folder kept in the
claimed path. It comes *before* the catalogue knows of the file: whoever dies between the two
leaves a claim without a row, and the next run takes it up again (`Inbox.claims`).
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.catalogue.scans import CLAIMED
from archive.content import Milestone, sync_folder, unwatched
from archive.errors import BadInput, DanganError, StorageError

HALF_WRITTEN = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
HALF_BROUGHT = ".dangan-half-"
LITTER = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that lies in the inbox. `changed` is its modification time in nanoseconds."""

    path: Path
    sub_folder: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the inbox that could not be taken, and why."""

    path: Path
    error: DanganError


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed file: nobody but this archive touches it any more."""

    identity: str
    path: Path
    sub_folder: str

    @property
    def name(self) -> str:
        """The file's name as received, in readable characters."""
        return readable(self.path.name)


class Inbox:
    """One inbox folder, as one archive sees it. `owner` is the identity of the archive's home."""

    def __init__(self, folder: Path, *, owner: str, at: Milestone = unwatched) -> None:
        self.folder = folder
        self._owner = owner[:8]
        self._at = at

    def look(self) -> tuple[tuple[Arrival, ...], tuple[Left, ...]]:
        """Every ordinary file that lies here, by path, and the folders that cannot be looked into.

        Left alone: links, hidden files and folders, names of half-written files, system litter.
        """
        arrivals: list[Arrival] = []
        left: list[Left] = []
        waiting = [self.folder]
        while waiting:
            folder = waiting.pop()
            try:
                for entry in os.scandir(folder):
                    if _is_folder(entry):
                        waiting.append(Path(entry.path))
                    elif wanted(entry):
                        arrivals.append(self._arrival(entry))
            except OSError as error:
                if folder.exists() or folder == self.folder:  # else somebody tidied up while we looked
                    left.append(Left(folder, _unreadable(folder, error)))
        return tuple(sorted(arrivals, key=lambda arrival: arrival.path)), tuple(left)

    def claim(self, arrival: Arrival) -> Claim | None:
        """Take a file; none when it is gone or has changed since it was seen.

        Raises `StorageError` when nothing can be renamed here: read-only, or another file system.
        """
        try:
            seen = arrival.path.lstat()
        except FileNotFoundError:
            return None
        if (seen.st_size, seen.st_mtime_ns) != (arrival.size, arrival.changed):
            return None
        room = self._room(secrets.token_hex(12), arrival.sub_folder)
        target = room / arrival.path.name
        self._at("claim folder made")
        try:
            arrival.path.rename(target)
        except OSError as error:
            self._clear(room)
            if isinstance(error, FileNotFoundError):
                return None
            raise _cannot_claim(arrival.path, error) from error
        self._at("claim renamed")
        sync_folder(target.parent)
        sync_folder(arrival.path.parent)
        self._at("claim synced")
        return self._claim_at(target)

    def bring(self, source: Path, *, sub_folder: str) -> Claim:
        """Copy a file from elsewhere straight into a claim; `source` stays as it lies."""
        room = self._room(secrets.token_hex(12), sub_folder)
        half = room / f"{HALF_BROUGHT}{secrets.token_hex(4)}"
        try:
            _copy(source, half)
        except OSError as error:
            self._clear(room)
            raise _cannot_claim(source, error) from error
        self._at("brought copied")
        target = room / source.name
        half.rename(target)
        self._at("brought renamed")
        sync_folder(room)
        return self._claim_at(target)

    def claims(self) -> Iterator[Claim]:
        """Every file this archive has claimed here and not yet let go; half-made claims are tidied."""
        for room in sorted((self.folder / CLAIMED).glob(f"{self._owner}-*")):
            claim = self.find(room.name)
            if claim:
                yield claim
            else:
                shutil.rmtree(room)

    def find(self, identity: str) -> Claim | None:
        """The claimed file of this claim, or none when it was let go."""
        inside = (self.folder / CLAIMED / identity).rglob("*")
        found = [path for path in inside if path.is_file() and not path.name.startswith(HALF_BROUGHT)]
        return self._claim_at(found[0]) if found else None

    def let_go(self, identity: str) -> None:
        """Remove a claimed file whose bytes are safe in the archive."""
        room = self.folder / CLAIMED / identity
        if room.exists():
            shutil.rmtree(room)
            self._at("claim removed")

    def _arrival(self, entry: os.DirEntry[str]) -> Arrival:
        found = entry.stat(follow_symlinks=False)
        path = Path(entry.path)
        sub_folder = str(path.parent.relative_to(self.folder))
        return Arrival(path, "" if sub_folder == "." else sub_folder, found.st_size, found.st_mtime_ns)

    def _room(self, token: str, sub_folder: str) -> Path:
        room = self.folder / CLAIMED / f"{self._owner}-{token}" / sub_folder
        try:
            room.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise _cannot_claim(self.folder, error) from error
        return room

    def _claim_at(self, path: Path) -> Claim:
        identity, *inside = path.relative_to(self.folder / CLAIMED).parent.parts
        return Claim(identity, path, readable("/".join(inside)))

    def _clear(self, room: Path) -> None:
        identity = room.relative_to(self.folder / CLAIMED).parts[0]
        shutil.rmtree(self.folder / CLAIMED / identity)


def wanted(entry: os.DirEntry[str]) -> bool:
    """Whether this is an ordinary file that somebody means us to have."""
    name = entry.name.casefold()
    if name.startswith((".", "~$")) or name.endswith(HALF_WRITTEN) or name in LITTER:
        return False
    return stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)


def readable(name: str) -> str:
    """A file name as text: names that are not UTF-8 come from Windows shares and are GB18030."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")


def _copy(source: Path, target: Path) -> None:
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as incoming, target.open("xb") as outgoing:
        shutil.copyfileobj(incoming, outgoing, 1 << 20)
        outgoing.flush()
        os.fsync(outgoing.fileno())


def _unreadable(folder: Path, error: OSError) -> BadInput:
    return BadInput(
        "The folder {folder} cannot be looked into: {error}",
        advice="Check who owns it.",
        folder=folder,
        error=error.strerror or error,
    )


def _cannot_claim(path: Path, error: OSError) -> StorageError:
    if error.errno == errno.EXDEV:
        return StorageError(
            "{path} lies on another file system than its inbox.",
            advice="Name its folder as an inbox of its own in settings.toml.",
            path=path,
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError(
            "The disk is full: {path} cannot be taken.",
            advice="Make room on the disk, then run the command again; nothing was lost.",
            path=path,
        )
    return StorageError(
        "{path} cannot be taken out of the inbox: {error}",
        advice="The inbox must be writable for dangan: a scan is taken by renaming it.",
        path=path,
        error=error.strerror or error,
    )
