"""Proving that nothing recorded is missing or altered: `dangan verify`.

In = pending + filed + duplicate + in review + quarantined + dismissed + disposed: what came in is
counted from the audit log, where each arrival left a row of the hash chain, and where it stands
from the catalogue. Then every original against its digest, every document against its number, its
history and the index, every number against its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Connection

from archive.catalogue import pages, scans
from archive.catalogue.scans import CLAIMED
from archive.consistency import Fault, catalogue_faults
from archive.content import Content
from archive.errors import HomeError
from archive.home import Home
from archive.message import Message, message

INDEX_FAULTS = 20  # told one by one

Advance = Callable[[int, int], None]
"""Told how many originals of how many have been looked at."""


class IndexFault(Protocol):
    """What an index says of itself: `index.engine.Fault`."""

    @property
    def what(self) -> Message: ...


class VerifiesItself(Protocol):
    """An index that can compare itself with the catalogue: `index.engine.SearchEngine`."""

    def verify(self) -> Iterable[IndexFault]: ...


def verify(
    home: Home, engine: VerifiesItself, *, advance: Advance = lambda _done, _all: None
) -> tuple[Fault, ...]:
    """Everything that is wrong in a home; nothing when all is well.

    While a pipeline is at work, files between two of its steps are not called lost.
    """
    with _pipeline_at_rest(home) as resting, home.catalogue.read() as tx:
        faults = list(catalogue_faults(tx))
        known = tuple(pages.digests(tx))
        if resting:
            faults += _lost(tx)
            faults += _strays(home, tx, frozenset(known))
    content = Content(home.originals)
    for done, digest in enumerate(known, start=1):
        damage = content.verify(digest)
        if damage:
            faults.append(Fault(damage, message("Restore it from a backup, then verify again.")))
        advance(done, len(known))
    return (*faults, *_index_faults(engine))


def _index_faults(engine: VerifiesItself) -> Iterator[Fault]:
    """What is wrong with the search index; of a lost one not each paper by itself."""
    mend = message("Mend it with `dangan index verify`, or make it anew: `dangan index rebuild`.")
    found = tuple(engine.verify())
    for fault in found[:INDEX_FAULTS]:
        yield Fault(fault.what, mend)
    if len(found) > INDEX_FAULTS:
        more = len(found) - INDEX_FAULTS
        yield Fault(message("The search index has {count} more faults like these.", count=more), mend)


@contextmanager
def _pipeline_at_rest(home: Home) -> Iterator[bool]:
    """Whether no pipeline is at work, and none can start meanwhile."""
    try:
        lock = home.lock("pipeline")
        lock.__enter__()
    except HomeError:
        yield False
        return
    try:
        yield True
    finally:
        lock.__exit__(None, None, None)


def _lost(tx: Connection) -> Iterator[Fault]:
    """Scans whose bytes are neither in the archive nor where they were claimed."""
    look = message("See that the inbox's disk is mounted and try it again; else scan the paper again.")
    for scan in scans.select_scans(tx, states=("pending", "quarantined")):
        claimed = scan.claimed.rglob("*")
        if scan.original is None and not any(path.is_file() for path in claimed):
            yield Fault(message("The file of scan {number} is nowhere.", number=scan.number), look)


def _strays(home: Home, tx: Connection, known: frozenset[str]) -> Iterator[Fault]:
    """Originals that the catalogue does not know or calls gone, and claimed files that no scan knows."""
    gone = frozenset(pages.removed_digests(tx))
    resume = message("Run `dangan ingest` or `dangan watch`: it takes up what an interrupted run left.")
    for digest in Content(home.originals).digests():
        if digest in gone:
            again = message("Carry the disposal out again: `dangan disposal execute`.")
            yield Fault(message("The original {digest} was disposed of, but is there.", digest=digest), again)
        elif digest not in known:
            yield Fault(message("The original {digest} is unknown to the catalogue.", digest=digest), resume)
    for inbox in (home.path / "incoming", *home.settings.inbox.folders):
        for claimed in (inbox / CLAIMED).glob(f"{home.identity[:8]}-*"):
            scan = scans.by_claim(tx, claimed.name)
            if scan is None or (scan.original is not None and scan.state != "pending"):
                yield Fault(message("The claimed file in {folder} was not let go.", folder=claimed), resume)
