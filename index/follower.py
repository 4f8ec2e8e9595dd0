"""One index that follows the catalogue: filled from it once, then kept up from the outbox.

Whatever changed is read from the catalogue as it is *now*, by one process at a time, so that nobody
overtakes anybody; killed anywhere, the same is done again and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from archive.catalogue.database import Catalogue
from archive.errors import StorageError
from archive.locking import locked
from archive.message import message
from index import generations, outbox, papers
from index.engine import Fault, IndexedDocument
from index.entry import entry_of
from index.generations import Generation
from index.soundness import compare
from index.store import Held, IndexStore

BATCH = 200  # documents
LOCK_SECONDS = 30.0

Advance = Callable[[int, int], None]
"""Told how many documents of how many are done."""


def silent(_done: int, _all: int) -> None:
    """Nobody is told."""


class Follower:
    """A generation and its store."""

    def __init__(self, number: int, store: IndexStore, catalogue: Catalogue, locks: Path) -> None:
        self.number = number
        self.store = store
        self._catalogue = catalogue
        self._lock = locks / f"index-{number}.lock"

    @property
    def generation(self) -> Generation:
        """Where it stands now."""
        with self._catalogue.read() as tx:
            return generations.get(tx, self.number)

    def drain(self) -> int:
        """Take over what waits in the outbox; return how many changes that were."""
        taken = 0
        while True:
            with self._alone():
                changes = self._drain_batch()
            if not changes:
                return taken
            taken += changes

    def create(self) -> None:
        """Begin with an empty index, whatever there was."""
        with self._alone():
            self.store.create()
            with self._catalogue.write() as tx:
                generations.begin_anew(tx, self.number)

    def fill(self, advance: Advance = silent) -> None:
        """Fill in what was filed before; goes on where it was interrupted."""
        with self._catalogue.read() as tx:
            wanted = papers.count(tx)
        done = self.store.size().documents
        while True:
            with self._alone():
                filled = self._fill_batch()
            if not filled:
                return
            done += filled
            advance(min(done, wanted), wanted)

    def compare(self, *, thoroughly: bool = False, advance: Advance = silent) -> tuple[Fault, ...]:
        """Documents missing, stale or left over, but for those that wait in the outbox.

        `thoroughly`: what is indexed of each document is compared too, not its revision alone. Looked
        at without holding anybody up; what seems wrong is looked at again while nobody writes.
        """
        suspects = [fault.document for fault in self._compare(None, thoroughly=thoroughly, advance=advance)]
        if not suspects:
            return ()
        with self._alone():
            return tuple(self._compare(frozenset(suspects), thoroughly=thoroughly, advance=silent))

    def mend(self, documents: Iterable[int]) -> None:
        """Bring these documents into the index as the catalogue has them, or out of it."""
        numbers = sorted(set(documents))
        for start in range(0, len(numbers), BATCH):
            with self._alone():
                self._take(numbers[start : start + BATCH])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with locked(self._lock, wait=LOCK_SECONDS) as ours:
            if not ours:
                raise StorageError(
                    "Another dangan is at work on the search index.",
                    advice="Wait until it has finished; the index then catches up by itself.",
                )
            yield

    def _drain_batch(self) -> int:
        with self._catalogue.read() as tx:
            position = generations.get(tx, self.number).position
            changes = outbox.next_changes(tx, position, BATCH)
        if changes:
            self._take([change.document for change in changes])
            with self._catalogue.write() as tx:
                generations.passed(tx, self.number, changes[-1].sequence)
        return len(changes)

    def _fill_batch(self) -> int:
        with self._catalogue.read() as tx:
            filed = papers.filed_after(tx, generations.get(tx, self.number).filled, BATCH)
        if filed:
            self.store.take(filed, {})
            with self._catalogue.write() as tx:
                generations.filled(tx, self.number, filed[-1].filing_sequence)
        return len(filed)

    def _take(self, numbers: Sequence[int]) -> None:
        with self._catalogue.read() as tx:
            present = papers.present(tx, numbers)
            kept = papers.read_documents(tx, numbers)
        gone = {number: revision for number, (revision, findable) in present.items() if not findable}
        self.store.take(list(kept.values()), gone)

    def _compare(self, only: frozenset[int] | None, *, thoroughly: bool, advance: Advance) -> Iterator[Fault]:
        held = {one.document: one for one in self.store.held()}
        with self._catalogue.read() as tx:
            wanted = papers.revisions(tx)
            waiting = outbox.waiting_documents(tx, generations.get(tx, self.number).position)
        found = compare(wanted, {number: one.revision for number, one in held.items()}, waiting)
        if thoroughly:
            found = chain(found, self._altered(held, only, advance=advance))
        seen = set(waiting)
        for fault in found:
            if fault.document not in seen and (only is None or fault.document in only):
                seen.add(fault.document)
                yield fault

    def _altered(
        self, held: Mapping[int, Held], only: Collection[int] | None, *, advance: Advance
    ) -> Iterator[Fault]:
        """Documents that are in the index at the right revision, but not as they are."""
        for done, paper in enumerate(self._papers(only), start=1):
            one = held.get(paper.document)
            if one is not None and one.revision == paper.revision and one.digest != entry_of(paper).digest:
                yield Fault(paper.document, message("The search index holds something else of the document."))
            if done % BATCH == 0 or done == len(held):
                advance(min(done, len(held)), len(held))

    def _papers(self, only: Collection[int] | None) -> Iterator[IndexedDocument]:
        if only is not None:
            with self._catalogue.read() as tx:
                yield from papers.read_documents(tx, only).values()
            return
        last = 0
        while True:
            with self._catalogue.read() as tx:
                filed = papers.filed_after(tx, last, BATCH)
            if not filed:
                return
            yield from filed
            last = filed[-1].filing_sequence
