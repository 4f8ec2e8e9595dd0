"""An index compared with the catalogue, document by document, however many there are.

Both sides are read in the order of the documents' numbers, a piece at a time, and nobody is held up
meanwhile. What differs at first sight is looked at again, and counts only if the catalogue did not change
it before and after the second look and nothing of it waits in the outbox: the index should have had it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from heapq import merge
from itertools import groupby

from archive.catalogue.database import Catalogue
from archive.message import message
from index import generations, outbox, papers
from index.engine import Fault
from index.entry import entry_of
from index.store import Held, IndexStore

STEP = 1000  # documents of which numbers and revisions are read at once

Advance = Callable[[int, int], None]
"""Told how many documents of how many are done."""

MISSING = message("The document is missing from the search index.")
LEFT_OVER = message("The search index still holds a document that is gone.")
ALTERED = message("The search index holds something else of the document.")


def silent(_done: int, _all: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many documents, and the checksum of their numbers, revisions and digests, 16 hexadecimal digits."""

    documents: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that the index has otherwise than the catalogue, or only one of the two has."""

    document: int
    wanted: Held | None
    held: Held | None

    @property
    def fault(self) -> Fault:
        """What is wrong, in words."""
        if self.held is None:
            return Fault(self.document, MISSING)
        if self.wanted is None:
            return Fault(self.document, LEFT_OVER)
        if self.held.revision == self.wanted.revision:
            return Fault(self.document, ALTERED)
        what = message(
            "The search index holds revision {held} of the document; the catalogue has {wanted}.",
            held=self.held.revision,
            wanted=self.wanted.revision,
        )
        return Fault(self.document, what)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing came to; documents that wait in the outbox are in neither tally."""

    differences: tuple[Difference, ...]
    catalogue: Tally
    index: Tally

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The differences in words."""
        return tuple(difference.fault for difference in self.differences)


@dataclass(slots=True)
class _Count:
    """A tally in the making; the order in which documents come makes no difference."""

    documents: int = 0
    sum: int = 0

    def add(self, one: Held | None) -> None:
        if one is not None:
            said = f"{one.document} {one.revision} {one.digest}".encode()
            self.documents += 1
            self.sum += int.from_bytes(blake2b(said, digest_size=8).digest(), "big")

    def tally(self) -> Tally:
        return Tally(self.documents, f"{self.sum % 2**64:016x}")


def compare(
    catalogue: Catalogue, number: int, store: IndexStore, *, thoroughly: bool, advance: Advance = silent
) -> Comparison:
    """Compare the index of generation `number` with the catalogue.

    `thoroughly`: what is indexed of each document is compared too, not its number and revision alone;
    that reads every page of the archive.
    """
    ours, theirs = _Count(), _Count()
    suspects: set[int] = set()
    with catalogue.read() as tx:
        every = papers.count(tx)
    pairs = _side_by_side(_wanted(catalogue, thoroughly=thoroughly), _held(store, thoroughly=thoroughly))
    for done, (document, wanted, held) in enumerate(pairs, start=1):
        if wanted == held:
            ours.add(wanted)
            theirs.add(held)
        else:
            suspects.add(document)
        if done % STEP == 0:
            advance(min(done, every), every)
    differences: list[Difference] = []
    for difference in _second_look(catalogue, number, store, suspects, thoroughly=thoroughly):
        ours.add(difference.wanted)
        theirs.add(difference.held)
        if difference.wanted != difference.held:
            differences.append(difference)
    advance(every, every)
    return Comparison(tuple(differences), ours.tally(), theirs.tally())


def _second_look(
    catalogue: Catalogue, number: int, store: IndexStore, suspects: Collection[int], *, thoroughly: bool
) -> Iterator[Difference]:
    """The suspects as both sides have them, without those that are on their way."""
    if not suspects:
        return
    excused = _waiting(catalogue, number)
    before = _wanted_of(catalogue, suspects, thoroughly=thoroughly)
    held = {one.document: one for one in _held(store, thoroughly=thoroughly) if one.document in suspects}
    after = _wanted_of(catalogue, suspects, thoroughly=False)
    excused |= _waiting(catalogue, number)
    for document in sorted(set(suspects) - excused):
        wanted = before.get(document)
        if _revision(wanted) == _revision(after.get(document)):
            yield Difference(document, wanted, held.get(document))


def _revision(one: Held | None) -> int:
    return one.revision if one else 0


def _waiting(catalogue: Catalogue, number: int) -> frozenset[int]:
    with catalogue.read() as tx:
        return outbox.waiting_documents(tx, generations.get(tx, number).position)


def _side_by_side(
    wanted: Iterable[Held], held: Iterable[Held]
) -> Iterator[tuple[int, Held | None, Held | None]]:
    """Each document that either side has, by number, as both have it."""
    sides = merge(
        ((one.document, 0, one) for one in wanted),
        ((one.document, 1, one) for one in held),
        key=lambda item: item[:2],
    )
    for document, group in groupby(sides, key=lambda item: item[0]):
        found = {side: one for _, side, one in group}
        yield document, found.get(0), found.get(1)


def _held(store: IndexStore, *, thoroughly: bool) -> Iterator[Held]:
    for one in store.held():
        yield one if thoroughly else replace(one, digest="")


def _wanted(catalogue: Catalogue, *, thoroughly: bool) -> Iterator[Held]:
    """Every document as the catalogue has it, by number."""
    last = 0
    while True:
        with catalogue.read() as tx:
            found = papers.revisions_after(tx, last, limit=STEP)
        if not found:
            return
        if thoroughly:
            yield from _digested(catalogue, [document for document, _ in found])
        else:
            for document, revision in found:
                yield Held(document.number, revision, "")
        last = found[-1][0].number


def _wanted_of(catalogue: Catalogue, documents: Collection[int], *, thoroughly: bool) -> Mapping[int, Held]:
    """Some documents as the catalogue has them."""
    numbers = sorted(documents)
    found: dict[int, Held] = {}
    for start in range(0, len(numbers), STEP):
        some = numbers[start : start + STEP]
        with catalogue.read() as tx:
            sized, present = papers.sized(tx, some), papers.present(tx, some)
        if thoroughly:
            found |= {one.document: one for one in _digested(catalogue, sized)}
        else:
            found |= {
                number: Held(number, revision, "") for number, (revision, here) in present.items() if here
            }
    return found


def _digested(catalogue: Catalogue, documents: Iterable[papers.Sized]) -> Iterator[Held]:
    """What an index should hold of these documents, read a portion of pages at a time."""
    for portion in papers.portions(documents):
        with catalogue.read() as tx:
            read = papers.read_documents(tx, portion)
        for number in sorted(read):
            yield Held(number, read[number].revision, entry_of(read[number]).digest)
