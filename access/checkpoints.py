"""Signed checkpoints of the audit log, and the key that signs them. Neither shows what the log says."""

from __future__ import annotations

from collections.abc import Callable

from access.calls import Call
from access.free_words import clean_reason
from access.gate import Gate
from access.speaker import Speaker
from archive.checkpoint import Checkpoint, KeyStatement, fingerprint
from archive.checkpointing import Checkpoints
from archive.errors import DanganError


class Seals:
    """Making checkpoints and changing keys."""

    def __init__(self, gate: Gate, checkpoints: Checkpoints) -> None:
        self._gate = gate
        self._checkpoints = checkpoints

    def make(self, speaker: Speaker, *, restored: str = "") -> Checkpoint:
        """Sign what the log is now, and carry it to the second places. `restored`: why the home was put
        back from a copy, so that the log says less than earlier checkpoints. Raises what
        `Checkpoints.make` raises."""
        note = clean_reason(restored) if restored else ""
        return self._recorded(
            speaker, Call.CHECKPOINTS_MAKE, lambda: self._checkpoints.make(note=note), note=note
        )

    def keys(self, speaker: Speaker) -> tuple[KeyStatement, ...]:
        """All public keys so far, the present one last; none before the first checkpoint."""
        with self._gate.visit(speaker, Call.CHECKPOINTS_KEYS) as visit:
            stated = self._checkpoints.keys.statements()
            visit.note(rows=len(stated))
        return stated

    def rotate_key(self, speaker: Speaker) -> Checkpoint:
        """Put a new key in, signed for by the present one, and make a checkpoint with it."""
        return self._recorded(speaker, Call.CHECKPOINTS_ROTATE_KEY, self._checkpoints.rotate_key)

    def replace_key(self, speaker: Speaker, *, reason: str) -> Checkpoint:
        """Put a new key in the place of a lost one, for which nothing speaks but the reason given, and
        make a checkpoint with it. Raises Conflict when nothing is lost."""
        why = clean_reason(reason)
        return self._recorded(
            speaker, Call.CHECKPOINTS_REPLACE_KEY, lambda: self._checkpoints.replace_key(why), reason=why
        )

    def _recorded(
        self, speaker: Speaker, call: Call, make: Callable[[], Checkpoint], **details: str
    ) -> Checkpoint:
        """Recorded before, so that the checkpoint covers it, and after, also where it failed."""
        said = {name: value for name, value in details.items() if value}
        with self._gate.visit(speaker, call, step="asked", **said):
            pass  # nobody who writes to the log waits while it is gone through
        made = _tried(make)
        with self._gate.visit(speaker, call, step="done") as visit:
            if isinstance(made, DanganError):
                raise made
            visit.note(checkpoint=made.number, rows=made.rows, key=fingerprint(made.key))
        return made


def _tried(make: Callable[[], Checkpoint]) -> Checkpoint | DanganError:
    try:
        return make()
    except DanganError as error:
        return error
