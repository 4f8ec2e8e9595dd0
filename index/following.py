"""The engine of one home: asks the index that serves, keeps all living ones up with the catalogue."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from archive.errors import Conflict, DanganError, EngineUnavailable, StorageError
from archive.grants import Scope
from archive.message import Message, message
from index import generations, outbox, papers
from index.building import Building, said
from index.comparison import Advance, silent
from index.engine import Behind, Facets, Fault, Hit, Hits
from index.follower import Enough, Follower
from index.followers import Followers
from index.generations import EngineName, Generation, GenerationGone
from index.plan import Plan
from index.soundness import not_made
from index.store import IndexStore, Question

QUICKLY_MADE = 10_000
"""An index of up to so many documents is made where it is missed; a larger one with `dangan index build`."""

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds without another try after an index could not be written
AS_LONG = 4
"""The pause is at least so many times as long as the try that failed: most of the time is for the papers."""

DRAIN_SECONDS = 10.0  # after that, the rest waits for the next time: somebody is waiting for this call
LOCK_SECONDS = 5.0  # to wait for another process that is at work on the serving index

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
        self.building = Building(followers)
        self.preferred = preferred
        self._seconds = seconds
        self._pauses: dict[int, Pause] = {}

    def drain(self) -> int:
        """Take over what the outbox holds; return how many changes the serving index took."""
        before = self.pending().changes
        ends = self._seconds() + DRAIN_SECONDS
        living = self.followers.live()
        if not any(generation.state == "serving" for generation in living):
            self._try(0, self._served)
        for generation in living:
            self._try(generation.id, partial(self._drain, generation, lambda: self._seconds() >= ends))
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
                return self._not_made(serving)
            follower = self.followers.follower(serving)
            compared = follower.compare(thoroughly=thoroughly, advance=advance)
            return follower.faults(compared)
        except (StorageError, EngineUnavailable) as error:
            return (Fault(0, said(error)),)

    def rebuild(self) -> int:
        """Make the index anew beside the one that serves, let it serve, delete the old one."""
        serving = self.followers.serving()
        engine = serving.engine if serving else self.preferred()
        return self.building.make(engine, present=lambda: None).store.size().documents

    def close(self) -> None:
        """Let go of files and connections."""
        self.followers.close()

    def _ask(self, plan: Plan, scope: Scope, ask: Callable[[IndexStore, Question], Answer]) -> Answer:
        """Ask the serving store; again where another has taken its place meanwhile."""
        while True:
            before = self.followers.serving()
            try:
                follower = self._ready(before) or self._served()
                return ask(follower.store, self._question(follower, plan, scope))
            except (StorageError, EngineUnavailable):
                now = self.followers.serving()
                if (now and now.id) == (before and before.id):
                    raise

    def _question(self, follower: Follower, plan: Plan, scope: Scope) -> Question:
        with self.followers.catalogue.read() as tx:
            position = generations.get(tx, follower.number).position
            return Question(plan, scope, self._customers_named, outbox.altered_documents(tx, position))

    def _customers_named(self, term: str) -> frozenset[int]:
        with self.followers.catalogue.read() as tx:
            return papers.customers_named(tx, term)

    def _served(self) -> Follower:
        """The index that answers; one that was never made, is lost or another version's is made first."""
        before = self.followers.serving()
        ready = self._ready(before)
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
        engine = before.engine if before else self.preferred()
        try:
            return self.building.make(engine, present=lambda: self._ready(self.followers.serving()))
        except Conflict as error:
            raise EngineUnavailable(
                "The search index is just being made.",
                advice="Ask again in a while; `dangan index status` shows how far it is.",
            ) from error

    def _ready(self, serving: Generation | None) -> Follower | None:
        if serving is None:
            return None
        follower = self.followers.follower(serving)
        return follower if follower.store.ready() else None

    def _not_made(self, serving: Generation | None) -> tuple[Fault, ...]:
        """A fault, unless everything there is still waits to be taken over for the first time."""
        with self.followers.catalogue.read() as tx:
            settled = outbox.anything_settled(tx, serving.position if serving else 0)
        return (not_made(),) if settled else ()

    def _drain(self, generation: Generation, enough: Enough) -> None:
        """Keep one index up with the catalogue; one that is being filled is left to who fills it."""
        if generation.state == "serving":
            self._served().drain(wait=LOCK_SECONDS, enough=enough)
        elif self.followers.follower(generation).store.ready():
            self.followers.follower(generation).drain(wait=0, enough=enough)

    def _try(self, number: int, step: Callable[[], object]) -> None:
        """Do something for an index unless it failed just before; whatever fails, the papers go on."""
        pause, began = self._pauses.get(number), self._seconds()
        if pause is not None and began < pause.until:
            return
        try:
            step()
        except GenerationGone:
            self._pauses.pop(number, None)  # it was replaced, and its successor follows
        except DanganError as error:
            self._pause(number, said(error), began)
        except Exception as error:  # noqa: BLE001 - one paper that breaks the index must not stop the others
            kind = type(error).__name__  # never what it says: that may hold a paper's words
            self._pause(number, message("The search index broke down: {kind}", kind=kind), began)
        else:
            self._pauses.pop(number, None)

    def _pause(self, number: int, fault: Message, began: float) -> None:
        before, now = self._pauses.get(number), self._seconds()
        longer = min(2 * before.seconds, LONGEST_PAUSE) if before else FIRST_PAUSE
        seconds = max(longer, AS_LONG * (now - began))
        self._pauses[number] = Pause(fault, seconds, now + seconds)
