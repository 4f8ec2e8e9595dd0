"""One index that follows the catalogue: filled from it once, then kept up from the outbox.

Whatever changed is read from the catalogue as it is *now*, by one process at a time, so that nobody
overtakes anybody; killed anywhere, the same is done again and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.catalogue.database import Catalogue
from archive.errors import StorageError
from archive.locking import locked
from index import generations, outbox, papers
from index.comparison import Advance, Comparison, Difference, compare, silent
from index.engine import Fault
from index.generations import Generation
from index.store import IndexStore

BATCH = 200  # documents
LOCK_SECONDS = 30.0

Enough = Callable[[], bool]
"""Asked between two batches whether the rest may wait."""


def never() -> bool:
    """There is time for all of it."""
    return False


class Follower:
    """A generation and its store."""

    def __init__(self, number: int, store: IndexStore, catalogue: Catalogue, locks: Path) -> None:
        self.number = number
        self.store = store
        self._catalogue = catalogue
        self._lock = locks / f"index-{number}.lock"

    @property
    def generation(self) -> Generation:
        """Where it stands now; raises `GenerationGone`."""
        with self._catalogue.read() as tx:
            return generations.get(tx, self.number)

    def drain(self, *, wait: float = LOCK_SECONDS, enough: Enough = never) -> int:
        """Take over what waits in the outbox now; return how many changes that were.

        What comes while this is at work waits for the next time, or it might never end. Where another
        process is at work on the index for longer than `wait` seconds, it is left to that one.
        """
        with self._catalogue.read() as tx:
            until = outbox.last(tx)
        taken = 0
        while not enough():
            with locked(self._lock, wait=wait) as ours:
                changes = self._drain_batch(until) if ours else 0
            if not changes:
                break
            taken += changes
        return taken

    def fill(self, advance: Advance = silent) -> None:
        """Fill in what is filed now; goes on where it was interrupted. What is filed later comes from the
        outbox."""
        with self._catalogue.read() as tx:
            until, wanted = papers.newest(tx), papers.count(tx)
        with self._alone():
            self._begin()
        with self._catalogue.read() as tx:
            done = papers.count(tx, until=generations.get(tx, self.number).filled)
        advance(done, wanted)
        while True:
            with self._alone():
                filled = self._fill_batch(until)
            if not filled:
                return
            done += filled
            advance(min(done, wanted), wanted)

    def compare(self, *, thoroughly: bool = False, advance: Advance = silent) -> Comparison:
        """Documents missing, stale or left over, but for those that wait in the outbox."""
        return compare(self._catalogue, self.number, self.store, thoroughly=thoroughly, advance=advance)

    def faults(self, compared: Comparison) -> tuple[Fault, ...]:
        """What comparing found, and what is damaged within the index besides."""
        known = {difference.document for difference in compared.differences}
        inner = (fault for fault in self.store.faults() if not fault.document or fault.document not in known)
        return (*compared.faults, *inner)

    def mend(self, differences: Iterable[Difference]) -> None:
        """Bring these documents into the index as the catalogue has them, or out of it.

        What the index holds at a later revision than the catalogue has is taken out first: a catalogue that
        was restored from a backup is still the truth. Not every store can take it in again.
        """
        held = {one.document: one.held.revision if one.held else 0 for one in differences}
        numbers = sorted(held)
        for start in range(0, len(numbers), BATCH):
            with self._alone():
                self._mend({number: held[number] for number in numbers[start : start + BATCH]})

    def renew(self, documents: Iterable[int]) -> None:
        """Bring these documents into the index once more."""
        numbers = sorted(set(documents))
        for start in range(0, len(numbers), BATCH):
            with self._alone():
                self._take(numbers[start : start + BATCH])

    def compact(self) -> None:
        """Leave nothing on disk of what is no longer in the index: smaller, and quicker to search. Takes as
        much room once more while it is at work."""
        with self._alone():
            self.store.compact()

    def discard(self) -> None:
        """Delete the index; whoever is at work on it ends first."""
        with self._alone():
            self.store.discard()
        self._lock.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with locked(self._lock, wait=LOCK_SECONDS) as ours:
            if not ours:
                raise StorageError(
                    "Another dangan is at work on the search index.",
                    advice="Wait until it has finished; the index then catches up by itself.",
                )
            yield

    def _begin(self) -> None:
        """Empty the index unless it holds a part already: a file of that name may be left over."""
        if self.generation.filled and self.store.ready():
            return
        with self._catalogue.write() as tx:
            generations.begin_anew(tx, self.number)
        self.store.create()  # killed before it, we come here again

    def _drain_batch(self, until: int) -> int:
        with self._catalogue.read() as tx:
            position = generations.get(tx, self.number).position
            changes = outbox.next_changes(tx, position, until=until, limit=BATCH)
        if changes:
            self._take([change.document for change in changes])
            with self._catalogue.write() as tx:
                generations.passed(tx, self.number, changes[-1].sequence)
        return len(changes)

    def _fill_batch(self, until: int) -> int:
        """The next documents, not all at once where they have many pages."""
        with self._catalogue.read() as tx:
            after = generations.get(tx, self.number).filled
            filed = papers.filed_after(tx, after, until=until, limit=BATCH)
            portion = next(papers.portions(filed), [])
            read = sorted(papers.read_documents(tx, portion).values(), key=lambda one: one.filing_sequence)
        if read:
            self.store.take(read, {})
            with self._catalogue.write() as tx:
                generations.filled(tx, self.number, read[-1].filing_sequence)
        return len(read)

    def _take(self, numbers: Sequence[int]) -> None:
        with self._catalogue.read() as tx:
            sized = papers.sized(tx, numbers)
        for portion in papers.portions(sized):
            with self._catalogue.read() as tx:
                present = papers.present(tx, portion)
                kept = papers.read_documents(tx, portion)
            self.store.take(list(kept.values()), _gone(present))

    def _mend(self, held: Mapping[int, int]) -> None:
        with self._catalogue.read() as tx:
            present = papers.present(tx, held)
        known = {number: revision for number, (revision, _) in present.items()}
        ahead = {number: has + 1 for number, has in held.items() if has > known.get(number, 0)}
        if ahead:
            self.store.take([], ahead)
        self._take(list(held))


def _gone(present: Mapping[int, tuple[int, bool]]) -> dict[int, int]:
    """What is not to be found any more, and the revision that took it away."""
    return {number: revision for number, (revision, findable) in present.items() if not findable}
