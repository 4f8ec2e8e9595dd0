"""The search indexes at the desk: how they stand, making them anew, mending them, letting them serve.

None of it shows a paper: an index is told of by numbers of documents alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.calls import Call
from access.gate import Gate
from access.speaker import Speaker
from archive.message import Message
from index.building import Check, Switch
from index.comparison import Advance, silent
from index.following import FollowingEngine
from index.generations import EngineName, Generation
from index.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Inspection:
    """The indexes looked at, and what could not be tidied up yet."""

    checks: tuple[Check, ...]
    undone: tuple[Message, ...]


class Indexing:
    """The indexes of one home. The catalogue is not held up while one is made: what was asked for and what
    came of it are two rows of the audit log."""

    def __init__(self, gate: Gate, engine: FollowingEngine) -> None:
        self._gate = gate
        self._engine = engine

    def status(self, speaker: Speaker) -> tuple[Standing, ...]:
        """Every index and how it stands."""
        with self._gate.visit(speaker, Call.INDEX_STATUS):
            pass
        return standings(self._engine.followers)

    def build(
        self,
        speaker: Speaker,
        engine: EngineName | None = None,
        *,
        filling: Advance = silent,
        checking: Advance = silent,
    ) -> Check:
        """Fill an index beside the one that serves, on `engine` or the same one, and compare it whole.

        Raises what `Building.build` raises.
        """
        with self._gate.visit(speaker, Call.INDEX_BUILD, step="asked", engine=engine or ""):
            pass
        serving = self._engine.followers.serving()
        chosen = engine or (serving.engine if serving else self._engine.preferred())
        check = self._engine.building.build(chosen, filling=filling, checking=checking)
        told = self._gate.visit(
            speaker,
            Call.INDEX_BUILD,
            step="done",
            engine=chosen,
            index=check.generation.id,
            mended=len(check.found),
        )
        with told:
            return check

    def verify(self, speaker: Speaker, *, thoroughly: bool = False, advance: Advance = silent) -> Inspection:
        """Compare the indexes that can answer with the catalogue, mend them, and tidy up what was left."""
        with self._gate.visit(speaker, Call.INDEX_VERIFY, step="asked", thoroughly=thoroughly):
            pass
        building = self._engine.building
        undone = building.tidy()
        self._engine.drain()
        checks = tuple(
            building.verify(generation, thoroughly=thoroughly, advance=advance)
            for generation in self._engine.followers.live()
            if generation.state != "building"
        )
        found = sum(len(check.found) for check in checks)
        left = sum(len(check.left) for check in checks)
        with self._gate.visit(speaker, Call.INDEX_VERIFY, step="done", found=found, left=left):
            return Inspection(checks, undone)

    def switch(self, speaker: Speaker, number: int | None = None, *, keep: bool = False) -> Switch:
        """Let a complete index answer from now on. Raises what `Building.switch` raises."""
        with self._gate.visit(speaker, Call.INDEX_SWITCH, step="asked", keep=keep):
            pass
        switched = self._engine.building.switch(number, keep=keep)
        engine, serves = switched.serving.engine, switched.serving.id
        with self._gate.visit(speaker, Call.INDEX_SWITCH, step="done", engine=engine, index=serves):
            return switched

    def abandon(self, speaker: Speaker, number: int, *, forget: bool = False) -> Generation:
        """Delete an index that does not serve. Raises what `Building.abandon` raises."""
        with self._gate.visit(speaker, Call.INDEX_ABANDON, step="asked", index=number, forget=forget):
            pass
        gone = self._engine.building.abandon(number, forget=forget)
        with self._gate.visit(speaker, Call.INDEX_ABANDON, step="done", index=number, engine=gone.engine):
            return gone
