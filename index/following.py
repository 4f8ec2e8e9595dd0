"""The engine of one home: asks the index that serves, keeps all living ones up with the catalogue."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from archive.errors import DanganError, EngineUnavailable, StorageError
from archive.grants import Scope
from archive.locking import locked
from archive.message import Message, message
from index import generations, outbox, papers
from index.building import Building
from index.engine import Behind, Facets, Fault, Hit, Hits
from index.follower import LOCK_SECONDS, Advance, Follower, silent
from index.followers import Followers
from index.generations import EngineName, Generation
from index.plan import Plan
from index.soundness import not_made
from index.store import IndexStore, Question

QUICKLY_MADE = 20_000
"""An index of up to so many documents is made where it is missed; a larger one with `dangan index build`."""

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds without another try after an index could not be written

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Pause:
    """An index could not be written: it is not tried again for a while, longer each time."""

    fault: Message
    seconds: float
    until: float


class FollowingEngine:
    """The search engine of one home (`index.engine.SearchEngine`).

    `preferred` says what its first index is made on; `seconds` a clock that only goes forward.
    """

    def __init__(
        self,
        followers: Followers,
        *,
        preferred: Callable[[], EngineName],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.followers = followers
        self.preferred = preferred
        self._seconds = seconds
        self._pauses: dict[int, Pause] = {}

    def drain(self) -> int:
        """Take over what the outbox holds; return how many changes the serving index took."""
        before = self.pending().changes
        for generation in self.followers.live():
            self._drain(generation)
        if self.followers.serving() is None:
            self._drain(None)
        return max(0, before - self.pending().changes)

    def pending(self) -> Behind:
        """How far the serving index is behind the catalogue, and what kept this process from it."""
        serving = self.followers.serving()
        with self.followers.catalogue.read() as tx:
            behind = outbox.waiting(tx, serving.position if serving else 0)
        pause = self._pauses.get(serving.id if serving else 0)
        return Behind(behind.changes, behind.since, pause.fault if pause and behind.changes else None)

    def search(self, plan: Plan, scope: Scope, *, limit: int, after: Hit | None = None) -> Hits:
        """At most `limit` documents kept in the files of `scope`, those that follow `after`."""
        return self._ask(plan, scope, lambda store, asked: store.search(asked, limit=limit, after=after))

    def facets(self, plan: Plan, scope: Scope) -> Facets:
        """How the exact hits of a query part by kind, customer and year."""
        return self._ask(plan, scope, lambda store, asked: store.facets(asked))

    def verify(self, *, thoroughly: bool = False, advance: Advance = silent) -> tuple[Fault, ...]:
        """Compare the serving index with the catalogue, and the index with itself.

        `thoroughly` compares what is indexed of each document, not its revision alone.
        """
        serving = self.followers.serving()
        try:
            if serving is None or not self.followers.follower(serving).store.ready():
                with self.followers.catalogue.read() as tx:
                    waiting = outbox.waiting_documents(tx, serving.position if serving else 0)
                    return not_made(papers.revisions(tx).keys() - waiting)
            follower = self.followers.follower(serving)
            outer = follower.compare(thoroughly=thoroughly, advance=advance)
            return outer + tuple(follower.store.faults())
        except (StorageError, EngineUnavailable) as error:
            return (Fault(0, _said(error)),)

    def rebuild(self) -> int:
        """Make the index anew beside the one that serves, let it serve, delete the old one."""
        serving = self.followers.serving()
        return self._make(serving.engine if serving else self.preferred()).store.size().documents

    def close(self) -> None:
        """Let go of files and connections."""
        self.followers.close()

    def _ask(self, plan: Plan, scope: Scope, ask: Callable[[IndexStore, Question], Answer]) -> Answer:
        """Ask the serving store; again where another has taken its place meanwhile."""
        while True:
            before = self.followers.serving()
            try:
                follower = self._served()
                return ask(follower.store, self._question(follower, plan, scope))
            except (StorageError, EngineUnavailable):
                now = self.followers.serving()
                if (now and now.id) == (before and before.id):
                    raise

    def _question(self, follower: Follower, plan: Plan, scope: Scope) -> Question:
        with self.followers.catalogue.read() as tx:
            position = generations.get(tx, follower.number).position
            return Question(plan, scope, self._customers_named, outbox.waiting_documents(tx, position))

    def _customers_named(self, term: str) -> frozenset[int]:
        with self.followers.catalogue.read() as tx:
            return papers.customers_named(tx, term)

    def _served(self) -> Follower:
        """The index that answers; one that was never made, is lost or another version's is made first."""
        ready = self._ready()
        if ready is not None:
            return ready
        with locked(self.followers.locks / "index-making.lock", wait=LOCK_SECONDS):
            ready = self._ready()  # somebody else may have made it while we waited
            if ready is not None:
                return ready
            with self.followers.catalogue.read() as tx:
                many = papers.count(tx)
            if many > QUICKLY_MADE:
                raise EngineUnavailable(
                    "The search index of {count} documents must be made first.",
                    advice="Make it with `dangan index rebuild`; papers are taken in meanwhile.",
                    count=many,
                )
            lost = self.followers.serving()
            return self._make(lost.engine if lost else self.preferred())

    def _ready(self) -> Follower | None:
        serving = self.followers.serving()
        if serving is None:
            return None
        follower = self.followers.follower(serving)
        return follower if follower.store.ready() else None

    def _make(self, engine: EngineName) -> Follower:
        building = Building(self.followers)
        made = building.begin(engine)
        building.fill(made)
        building.switch(made)
        return self.followers.follower(made)

    def _drain(self, generation: Generation | None) -> None:
        """Keep one index up with the catalogue; none for making the first."""
        number = generation.id if generation else 0
        pause, now = self._pauses.get(number), self._seconds()
        if pause is not None and now < pause.until:
            return
        try:
            if generation is None or generation.state == "serving":
                self._served().drain()
            elif self.followers.follower(generation).store.ready():
                self.followers.follower(generation).drain()
        except (StorageError, EngineUnavailable) as error:
            seconds = min(2 * pause.seconds, LONGEST_PAUSE) if pause else FIRST_PAUSE
            self._pauses[number] = Pause(_said(error), seconds, now + seconds)
        else:
            self._pauses.pop(number, None)


def _said(error: DanganError) -> Message:
    return message(error.message, **error.values)
