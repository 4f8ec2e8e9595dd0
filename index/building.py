"""Making an index anew beside the one that serves: begin, fill, check, switch.

Killed anywhere, it is taken up where it was: the generation's row says how far it has come.
"""

from __future__ import annotations

from archive.errors import Conflict, VerificationFailed
from index import generations
from index.engine import Fault
from index.follower import Advance, silent
from index.followers import Followers
from index.generations import EngineName, Generation


class Building:
    """The steps of making an index anew."""

    def __init__(self, followers: Followers) -> None:
        self._followers = followers

    def begin(self, engine: EngineName) -> Generation:
        """An index to be filled: the one whose building was interrupted, else a new one."""
        for generation in self._followers.live():
            if generation.state != "serving" and generation.engine == engine:
                return generation
        return self._followers.begin(engine)

    def fill(self, generation: Generation, advance: Advance = silent) -> None:
        """Fill it from the catalogue and bring it up to date; searching goes on with the old one."""
        follower = self._followers.follower(generation)
        if not follower.store.ready():
            follower.create()
        follower.fill(advance)
        follower.drain()
        with self._followers.catalogue.write() as tx:
            generations.complete(tx, generation.id)

    def check(self, generation: Generation, advance: Advance = silent) -> tuple[Fault, ...]:
        """Compare it with the catalogue, document by document; what differs is mended and compared again."""
        follower = self._followers.follower(generation)
        faults = follower.compare(thoroughly=True, advance=advance)
        if not faults:
            return ()
        follower.mend(fault.document for fault in faults)
        return follower.compare(thoroughly=True)

    def switch(self, generation: Generation) -> None:
        """Let it answer from now on, and delete the one that did.

        Raises `Conflict` when it is not filled yet, `VerificationFailed` when it holds fewer or more
        documents than the catalogue.
        """
        follower = self._followers.follower(generation)
        if follower.generation.state != "complete":
            raise Conflict("The index is not filled yet.", advice="Fill it first.")
        follower.drain()
        faults = follower.compare()
        if faults:
            raise VerificationFailed(
                "{count} document(s) of the new index are not as in the catalogue; the old one serves on.",
                advice="Make the index anew with `dangan index rebuild`.",
                count=len(faults),
            )
        before = self._followers.let_serve(generation)
        follower.store.serve()
        if before is not None:
            self._followers.discard(before)
