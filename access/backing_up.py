"""Backups at the desk. The administrator makes them and receives nothing but a locked file."""

from __future__ import annotations

from typing import BinaryIO

from access.calls import Call
from access.gate import Gate
from access.speaker import Speaker
from archive.backup import Backup, make_backup
from archive.backup_keys import Lock, Recipients
from archive.errors import DanganError, UsageError
from archive.home import Home
from archive.verification import Advance


class Backups:
    """Backing up one home. Who is at work meanwhile is not held up: what was asked for and what came of it
    are two rows of the audit log."""

    def __init__(self, gate: Gate, home: Home) -> None:
        self._gate = gate
        self._home = home

    def make(
        self,
        speaker: Speaker,
        sink: BinaryIO,
        lock: Lock | None = None,
        *,
        name: str = "",
        advance: Advance = lambda _done, _all: None,
    ) -> Backup:
        """Write a backup to `sink`, for the public keys of the settings, or where they name none under the
        `lock` given; `name` is what the audit log calls it.

        Raises `UsageError` when the lock is missing or not left to the speaker, and what `make_backup`
        raises.
        """
        with self._gate.visit(speaker, Call.BACKUPS_MAKE, step="asked", name=name) as visit:
            chosen = self._lock(lock)
            chosen.check()
            keys = chosen.keys if isinstance(chosen, Recipients) else ()
            visit.note(locked="keys" if keys else "passphrase", keys=list(keys))
        made = self._tried(sink, chosen, advance)
        with self._gate.visit(speaker, Call.BACKUPS_MAKE, step="done", name=name) as visit:
            if isinstance(made, DanganError):
                raise made
            visit.note(
                sha256=made.sealed.sha256,
                bytes=made.sealed.size,
                originals=made.record.originals,
                rows=made.record.rows,
                faults=len(made.faults),
            )
        return made

    def _lock(self, given: Lock | None) -> Lock:
        settled = self._home.settings.backup.recipients
        if settled and given is not None:
            raise UsageError(
                "The settings say for whose keys backups are locked.",
                advice="Leave passphrase and --recipient out.",
            )
        if settled:
            return Recipients(settled)
        if given is None:
            raise UsageError(
                "Nothing says how the backup is to be locked.",
                advice="Give a passphrase, or a public key with --recipient.",
            )
        return given

    def _tried(self, sink: BinaryIO, lock: Lock, advance: Advance) -> Backup | DanganError:
        try:
            return make_backup(self._home, sink, lock, clock=self._gate.clock, advance=advance)
        except DanganError as error:
            return error
