"""Where checkpoints lie: in the home, and in a second place that the home's owner cannot take back.

dangan-3f2a91bc-000007.checkpoint.json    number 7 of the home whose identity begins so
dangan-3f2a91bc-000007.eml                the same as a mail, for a mail program to send
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.checkpoint import Checkpoint, decode, encode
from archive.durable import write_durably
from archive.errors import StorageError, VerificationFailed

_FIXED = 0o444  # a checkpoint never changes


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies on a shelf under a checkpoint's name."""

    number: int
    name: str
    content: bytes


class Shelf:
    """The checkpoints of one home in one folder."""

    def __init__(self, folder: Path, home: str) -> None:
        self.folder = folder
        self._stem = f"dangan-{home[:8]}-"
        self._named = re.compile(re.escape(self._stem) + r"(\d{6,})\.checkpoint\.json")

    def numbers(self) -> list[int]:
        """The numbers of those that lie here, in order. Raises StorageError when the folder is not there."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except OSError as error:
            raise StorageError(
                "The folder for checkpoints {folder} cannot be read: {error}",
                advice="See that it is there: a second place must be mounted before it is used.",
                folder=self.folder,
                error=error.strerror or error,
            ) from error
        return sorted(int(found[1]) for found in map(self._named.fullmatch, names) if found)

    def files(self) -> Iterator[Found]:
        """Every file that lies here, oldest first."""
        for number in self.numbers():
            yield Found(number, str(self._path(number)), self._read(number))

    def newest(self) -> Checkpoint | None:
        """The one with the greatest number. Raises BadInput when it was spoilt."""
        numbers = self.numbers()
        return self.get(numbers[-1]) if numbers else None

    def get(self, number: int) -> Checkpoint:
        """One of those that lie here. Raises BadInput when it was spoilt."""
        return decode(self._read(number), name=str(self._path(number)))

    def holds(self, checkpoint: Checkpoint) -> bool:
        """Whether this very checkpoint lies here."""
        path = self._path(checkpoint.number)
        return path.exists() and self._read(checkpoint.number) == encode(checkpoint)

    def keep(self, checkpoint: Checkpoint) -> None:
        """Lay a checkpoint here, never over another one. Raises VerificationFailed or StorageError."""
        path, content = self._path(checkpoint.number), encode(checkpoint)
        if not path.exists():
            write_durably(path, content, mode=_FIXED)
        elif not self.holds(checkpoint):
            raise VerificationFailed(
                "{file} is another checkpoint of the same number.",
                advice="Run `dangan audit verify`: an old copy of the home was put back, or two are in use.",
                file=path,
            )

    def keep_mail(self, number: int, mail: bytes) -> None:
        """Lay a checkpoint's mail here. Raises StorageError."""
        write_durably(self.folder / f"{self._stem}{number:06}.eml", mail)

    def _path(self, number: int) -> Path:
        return self.folder / f"{self._stem}{number:06}.checkpoint.json"

    def _read(self, number: int) -> bytes:
        path = self._path(number)
        try:
            return path.read_bytes()
        except OSError as error:
            raise StorageError(
                "{file} cannot be read: {error}",
                advice="Check whom it belongs to.",
                file=path,
                error=error.strerror or error,
            ) from error
