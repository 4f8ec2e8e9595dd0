"""Making an index anew beside the one that serves: begin, fill, check, switch.

Killed anywhere, it is taken up where it was: the generation's row says how far it has come, and what a
switch left undone is done by whoever comes next (`tidy`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from archive.errors import (
    Conflict,
    DanganError,
    EngineUnavailable,
    NotFound,
    StorageError,
    VerificationFailed,
)
from archive.message import Message, message
from index import generations, papers
from index.comparison import Advance, Comparison, silent
from index.engine import Fault
from index.follower import Follower
from index.followers import Followers
from index.generations import EngineName, Generation
from index.soundness import not_made

MAKING_SECONDS = 5.0  # to wait for another process that makes an index


@dataclass(frozen=True, slots=True)
class Check:
    """An index compared with the catalogue: what was `found` wrong, and what is `left` after mending.

    `comparison` is the last one made: with nothing left both of its tallies are the same.
    """

    generation: Generation
    found: tuple[Fault, ...]
    left: tuple[Fault, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Switch:
    """What serves now and what did, none when that was deleted; `undone` is what could not be done yet."""

    serving: Generation
    kept: Generation | None
    undone: tuple[Message, ...]


class Building:
    """The steps of making an index anew, and looking after those that were made."""

    def __init__(self, followers: Followers) -> None:
        self._followers = followers

    def build(self, engine: EngineName, *, filling: Advance = silent, checking: Advance = silent) -> Check:
        """Fill an index beside the one that serves, and compare all that it holds with the catalogue.

        Goes on where an earlier call was interrupted. Raises `Conflict` while another process makes one,
        `VerificationFailed` when it does not come to hold what the catalogue has.
        """
        with self._alone():
            self._tidy()
            return self._build(engine, thoroughly=True, filling=filling, checking=checking)

    def switch(self, number: int | None = None, *, keep: bool = False) -> Switch:
        """Let a complete index answer from now on; the one that did is deleted or, with `keep`, follows on.

        Raises `Conflict` when there is none, or more than one and no `number` says which;
        `VerificationFailed` when it does not hold the documents that the catalogue has.
        """
        with self._alone():
            generation = self._complete(number)
            before = None if generation.state == "serving" else self._switch(generation, keep=keep)
            undone = self._tidy()
            return Switch(self._get(generation.id), self._get(before.id) if before and keep else None, undone)

    def make(self, engine: EngineName, *, present: Callable[[], Follower | None]) -> Follower:
        """Make an index that serves at once, unless one is `present` when no other process makes one."""
        with self._alone():
            there = present()
            if there is not None:
                return there
            made = self._build(engine, thoroughly=False).generation
            self._switch(made, keep=False)
            self._tidy()
            return self._followers.follower(made)

    def verify(self, generation: Generation, *, thoroughly: bool = False, advance: Advance = silent) -> Check:
        """Compare an index with the catalogue and with itself, and mend what can be mended."""
        try:
            return self._check(generation, thoroughly=thoroughly, advance=advance)
        except (StorageError, EngineUnavailable) as error:
            unusable = (Fault(0, said(error)),)
            return Check(generation, unusable, unusable, None)

    def abandon(self, number: int, *, forget: bool = False) -> Generation:
        """Delete an index that does not serve; with `forget` only its row, for a cluster that is lost.

        Raises `NotFound`, `Conflict` when it serves, `EngineUnavailable` when it cannot be reached: then it
        follows no more, and is deleted later.
        """
        with self._alone():
            generation = self._get(number)
            if generation.state == "serving":
                raise Conflict(
                    "Index {number} is the one that answers.",
                    advice="Build another one and switch to it; this one is deleted then.",
                    number=number,
                )
            if forget:
                self._followers.forget(generation)
            else:
                self._followers.discard(generation)
            return generation

    def tidy(self) -> tuple[Message, ...]:
        """Do what an interrupted switch left undone, and delete what belongs to no index; what could not be
        done yet, in words."""
        with self._alone():
            return self._tidy()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process makes an index; raises `Conflict` when it is another one."""
        with self._followers.making(wait=MAKING_SECONDS) as ours:
            if not ours:
                raise Conflict(
                    "Another dangan is making an index.",
                    advice="Wait until it has finished; `dangan index status` shows how far it is.",
                )
            yield

    def _build(
        self, engine: EngineName, *, thoroughly: bool, filling: Advance = silent, checking: Advance = silent
    ) -> Check:
        generation = self._begin(engine)
        follower = self._followers.follower(generation)
        follower.fill(filling)
        follower.drain()
        _tried(follower.compact)  # where the disk has no room for it, the index is as good, only larger
        check = self._check(generation, thoroughly=thoroughly, advance=checking)
        if check.left:
            raise VerificationFailed(
                "{count} document(s) of the new index are not as in the catalogue; the old one serves on.",
                advice="Give it up with `dangan index abandon {number}`, then build it again.",
                count=len(check.left),
                number=generation.id,
            )
        with self._followers.catalogue.write() as tx:
            generations.complete(tx, generation.id)
        return check

    def _switch(self, generation: Generation, *, keep: bool) -> Generation | None:
        follower = self._followers.follower(generation)
        follower.drain()
        faults = follower.compare().differences
        if faults:
            raise VerificationFailed(
                "{count} document(s) of the new index are not as in the catalogue; the old one serves on.",
                advice="Mend it with `dangan index verify`, then switch.",
                count=len(faults),
            )
        return self._followers.let_serve(generation, keep=keep)

    def _tidy(self) -> tuple[Message, ...]:
        undone: list[Message] = []
        serving = self._followers.serving()
        if serving is not None:  # first, so that whoever looks for it by name finds an index at any moment
            undone += _tried(self._followers.follower(serving).store.serve)
        for generation in self._followers.every():
            if generation.state == "retired":
                undone += _tried(partial(self._followers.discard, generation))
        for stray in self._followers.strays():
            undone += _tried(partial(self._followers.sweep, stray))
        return tuple(undone)

    def _begin(self, engine: EngineName) -> Generation:
        """The index whose making was interrupted, or a former one on another engine that has followed since;
        else a new one."""
        serving = self._followers.serving()
        for generation in self._followers.live():
            former = generation.switched_at is not None and serving is not None and serving.engine == engine
            if generation.engine == engine and generation.state != "serving" and not former:
                return generation
        return self._followers.begin(engine)

    def _check(self, generation: Generation, *, thoroughly: bool, advance: Advance) -> Check:
        follower = self._followers.follower(generation)
        if not follower.store.ready():
            with self._followers.catalogue.read() as tx:
                lost = (not_made(),) if papers.count(tx) else ()
            return Check(generation, lost, lost, None)
        comparison = follower.compare(thoroughly=thoroughly, advance=advance)
        found = follower.faults(comparison)
        if not found:
            return Check(generation, (), (), comparison)
        follower.mend(comparison.differences)
        differing = {difference.document for difference in comparison.differences}
        follower.renew(fault.document for fault in found if fault.document not in differing | {0})
        comparison = follower.compare(thoroughly=thoroughly)
        return Check(generation, found, follower.faults(comparison), comparison)

    def _complete(self, number: int | None) -> Generation:
        if number is not None:
            chosen = self._get(number)
            if chosen.state not in ("complete", "serving"):
                raise Conflict(
                    "Index {number} is not filled yet.",
                    advice="Go on with `dangan index build`, then switch.",
                    number=number,
                )
            return chosen
        complete = [one for one in self._followers.live() if one.state == "complete"]
        if not complete:
            raise Conflict(
                "There is no index that could serve instead.", advice="Make one with `dangan index build`."
            )
        if len(complete) > 1:
            raise Conflict(
                "More than one index could serve: {numbers}.",
                advice="Name one of them: `dangan index switch NUMBER`.",
                numbers="、".join(str(one.id) for one in complete),
            )
        return complete[0]

    def _get(self, number: int) -> Generation:
        for generation in self._followers.every():
            if generation.id == number:
                return generation
        raise NotFound(
            "There is no index {number}.", advice="`dangan index status` lists them.", number=number
        )


def said(error: DanganError) -> Message:
    """What went wrong, to be shown or kept."""
    return message(error.message, **error.values)


def _tried(step: Callable[[], None]) -> tuple[Message, ...]:
    """Why a step cannot be done now; the rest does not depend on it."""
    try:
        step()
    except (StorageError, EngineUnavailable) as error:
        return (said(error),)
    return ()
