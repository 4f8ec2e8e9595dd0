"""The machine's own duty: a checkpoint whenever one is due, made by the service that watches the inboxes."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive import audit
from archive.audit import Entry
from archive.checkpoint import fingerprint
from archive.checkpointing import Checkpoints
from archive.clock import Clock
from archive.errors import DanganError
from archive.home import Home

ACT = "checkpoints.make"
TRY_AGAIN = timedelta(minutes=10)
"""After a checkpoint could not be made or carried."""


class CheckpointDuty:
    """Looks again and again whether a checkpoint is due in one home."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._checkpoints = Checkpoints(home, clock)
        self._catalogue = home.catalogue
        self._clock = clock
        self._failed_at: datetime | None = None

    def look(self) -> DanganError | None:
        """Make and carry a checkpoint if one is due, and record it; why that failed, if it did."""
        now = self._clock()
        failed = self._failed_at
        if failed is not None and timedelta(0) <= now - failed < TRY_AGAIN:
            return None
        try:
            if self._checkpoints.due():
                self._make(now)
            elif failed is not None:
                self._checkpoints.carry()
            self._failed_at = None
        except DanganError as error:
            self._failed_at = now
            return error
        return None

    def _make(self, now: datetime) -> None:
        try:
            made = self._checkpoints.make()
        except DanganError as error:
            self._record(Entry(ACT, "failed", "dangan", details={"error": error.message}), now)
            raise
        details = {"checkpoint": made.number, "rows": made.rows, "key": fingerprint(made.key)}
        self._record(Entry(ACT, "done", "dangan", details=details), now)

    def _record(self, entry: Entry, now: datetime) -> None:
        with self._catalogue.write() as tx:
            audit.append(tx, entry, at=now)
