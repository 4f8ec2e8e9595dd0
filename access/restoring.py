"""Putting a home back from a backup. There is no desk yet to speak at: whoever has the file and what opens
it has the papers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.backup_keys import Opener
from archive.backup_restore import Restored, restore_backup
from archive.clock import Clock, utc_now
from archive.consistency import Fault
from archive.errors import Conflict, EngineUnavailable, StorageError, VerificationFailed
from archive.home import open_home
from archive.message import Message
from archive.verification import Advance, verify
from index.building import said
from index.opening import open_engine


def _silent(_done: int, _count: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Return:
    """A home that is there again: what was restored, how many documents its new index holds, why it could
    not be made, and what is wrong with the home, which `dangan verify` says too."""

    restored: Restored
    indexed: int
    index_fault: Message | None
    faults: tuple[Fault, ...]


def restore_home(
    sealed: BinaryIO,
    opener: Opener,
    folder: Path,
    *,
    origin: str,
    clock: Clock = utc_now,
    unpacking: Advance = _silent,
    verifying: Advance = _silent,
) -> Return:
    """Make a home of a backup, its index anew, and verify all of it. Raises what `restore_backup` raises,
    with nothing left; what is wrong with a home that was damaged when it was backed up is told instead."""
    restored = restore_backup(sealed, opener, folder, clock=clock, origin=origin, advance=unpacking)
    with closing(open_home(folder)) as home, closing(open_engine(home, clock=clock)) as engine:
        indexed, fault = _indexed(engine.rebuild)
        return Return(restored, indexed, fault, verify(home, engine, advance=verifying))


def _indexed(rebuild: Callable[[], int]) -> tuple[int, Message | None]:
    try:
        return rebuild(), None
    except (Conflict, EngineUnavailable, StorageError, VerificationFailed) as error:
        return 0, said(error)
