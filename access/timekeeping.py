"""The clock, when it was wrong: who says that it is right now, and why."""

from __future__ import annotations

from access.calls import Call
from access.free_words import clean_reason
from access.gate import Gate
from access.passwords import Passwords
from access.speaker import Speaker
from archive import audit
from archive.clock import encode_moment
from archive.errors import Conflict


class Timekeeping:
    """The clock of one home."""

    def __init__(self, gate: Gate, passwords: Passwords) -> None:
        self._gate = gate
        self._passwords = passwords

    def accept(self, speaker: Speaker, password: str, *, reason: str) -> None:
        """Say that the clock is right now and was wrong before: the gate compares with it from here on.

        Recorded with the time that the log had come to. Raises `Conflict` when the clock is not behind."""
        call = Call.CLOCK_ACCEPT
        self._gate.confirm(speaker, call, self._passwords, password)
        with self._gate.visit(speaker, call, reason=clean_reason(reason)) as visit:
            latest = audit.latest_time(visit.tx)
            if encode_moment(visit.now) >= latest:
                raise Conflict("The clock is not behind the archive's record: nothing is to be accepted.")
            visit.note(latest=latest)
