"""What the speaker must be told: after each command until it was looked at."""

from __future__ import annotations

from access.calls import Call
from access.gate import Gate
from access.speaker import Speaker
from archive.catalogue import notices
from archive.catalogue.notices import Notice


class Notices:
    """The notices of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def unseen(self, speaker: Speaker) -> tuple[Notice, ...]:
        """What the speaker has not looked at yet, oldest first; that it was shown is recorded. Nothing
        is, where nothing waits: this is asked after every command."""
        with self._gate.catalogue.read() as tx:
            if not notices.of_person(tx, speaker.person.number):
                return ()
        with self._gate.visit(speaker, Call.NOTICES_UNSEEN) as visit:
            waiting = notices.of_person(visit.tx, visit.person.number)
            visit.note(notices=[notice.number for notice in waiting])
            return waiting

    def see(self, speaker: Speaker, *, seen: bool = False) -> tuple[Notice, ...]:
        """Look at one's notices, oldest first: those not seen yet, which then are; or all there ever were."""
        with self._gate.visit(speaker, Call.NOTICES_SEE) as visit:
            shown = notices.of_person(visit.tx, visit.person.number, seen=seen)
            notices.see(visit.tx, visit.person.number, at=visit.now)
            visit.note(notices=[notice.number for notice in shown if notice.seen_at is None])
            return shown
