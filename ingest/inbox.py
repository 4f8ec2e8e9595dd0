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
from archive.message import readable

HALF_WRITTEN = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
HALF_BROUGHT = ".dangan-half-"
LITTER = frozenset({"thumbs.db", "desktop.ini"})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


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
                tidied_away = isinstance(error, FileNotFoundError) and not folder.exists()
                if folder == self.folder or not tidied_away:
                    left.append(Left(folder, _unreadable(folder, error)))
        return tuple(sorted(arrivals, key=lambda arrival: arrival.path)), tuple(left)

    def claim(self, arrival: Arrival) -> Claim | None:
        """Take a file; none when it is gone or has changed since it was seen.

        Raises `StorageError` when nothing can be renamed here (read-only, full, another file system,
        a folder of claims that is not ours), `BadInput` when the file's path is too long.
        """
        try:
            seen = arrival.path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _cannot_claim(arrival.path, error) from error
        if (seen.st_size, seen.st_mtime_ns) != (arrival.size, arrival.changed):
            return None
        room = self._room(arrival.path, arrival.sub_folder)
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
        self._sync(room)
        sync_folder(arrival.path.parent)
        self._at("claim synced")
        return self._claim_at(target)

    def bring(self, source: Path, *, sub_folder: str) -> Claim:
        """Copy a file from elsewhere straight into a claim; `source` stays as it lies.

        Raises what `claim` raises, and `BadInput` too when the file cannot be read.
        """
        room = self._room(source, sub_folder)
        half = room / f"{HALF_BROUGHT}{secrets.token_hex(4)}"
        target = room / source.name
        try:
            _copy(source, half)
            self._at("brought copied")
            half.rename(target)
        except OSError as error:
            self._clear(room)
            raise _cannot_claim(source, error) from error
        self._at("brought renamed")
        self._sync(room)
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
        found = [path for path in inside if _is_ordinary(path) and not path.name.startswith(HALF_BROUGHT)]
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

    def _room(self, path: Path, sub_folder: str) -> Path:
        """A new claim's folder for a file, its owner's alone; folders in it repeat the file's sub-folder."""
        claimed = self.folder / CLAIMED
        claim = claimed / f"{self._owner}-{secrets.token_hex(12)}"
        room = claim / sub_folder
        try:
            claimed.mkdir(mode=0o700, parents=True, exist_ok=True)
            claim.mkdir(mode=0o700)
            room.mkdir(parents=True, exist_ok=True)
            ours = _of_one_owner(claimed, claim)
        except OSError as error:
            shutil.rmtree(claim, ignore_errors=True)
            raise _cannot_claim(path, error) from error
        if not ours:
            shutil.rmtree(claim)
            raise _foreign(claimed)
        return room

    def _sync(self, room: Path) -> None:
        """Make a claim survive a power cut: each folder from the claimed file's up to the inbox."""
        depth = len(room.relative_to(self.folder).parts)
        for folder in (room, *room.parents[:depth]):
            sync_folder(folder)

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


def _is_ordinary(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _of_one_owner(claimed: Path, claim: Path) -> bool:
    """Whether the folder of claims is a folder, no link, and belongs to whoever makes claims in it.

    Compared with a claim just made and not with our own id: network shares give files owners of theirs.
    """
    found = claimed.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == claim.lstat().st_uid


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
        folder=readable(str(folder)),
        error=error.strerror or error,
    )


def _foreign(claimed: Path) -> StorageError:
    return StorageError(
        "{folder} was made by somebody else.",
        advice="Look at what lies in it, then remove it: dangan makes its own.",
        folder=readable(str(claimed)),
    )


def _cannot_claim(path: Path, error: OSError) -> DanganError:
    """What concerns the whole inbox is a `StorageError`, what concerns this one file a `BadInput`."""
    if error.errno == errno.EXDEV:
        return StorageError(
            "{path} lies on another file system than its inbox.",
            advice="Name its folder as an inbox of its own in settings.toml.",
            path=readable(str(path)),
        )
    if error.errno in _FULL:
        return StorageError(
            "The disk is full: {path} cannot be taken.",
            advice="Make room on the disk, then run the command again; nothing was lost.",
            path=readable(str(path)),
        )
    if error.errno in _CLOSED:
        return StorageError(
            "{path} cannot be taken out of the inbox: {error}",
            advice="The inbox must be writable for dangan: a scan is taken by renaming it.",
            path=readable(str(path)),
            error=error.strerror or error,
        )
    return BadInput(
        "{path} cannot be taken: {error}",
        advice="Move the file to a folder with a shorter path, and check whether its disk or share is well.",
        path=readable(str(path)),
        error=error.strerror or error,
    )
