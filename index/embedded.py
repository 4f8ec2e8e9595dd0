"""The embedded engine: SQLite FTS5 in a file of its own, on the machine of the archive.

Row number = filing sequence, so that "newest filing first" and paging are the index's own order.
Whatever the outbox says changed is read from the catalogue as it is *now*, inside the index's one
write transaction: two drainers cannot overtake each other, and doing it twice changes nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

import apsw

from archive.catalogue.database import Catalogue
from archive.grants import Scope
from archive.message import message
from index import outbox, papers
from index.engine import TOTAL_CAP, Behind, Fault, Hit, Hits, IndexedDocument
from index.expression import marks
from index.indexfile import DamagedIndex, IndexFile
from index.plan import Plan
from index.selection import Selection
from index.soundness import compare, held_revisions, inner_faults, not_made
from index.tokens import characters, fold, tokens

BATCH = 200


class EmbeddedEngine:
    """The search engine of one home."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self._file = IndexFile(path)
        self._catalogue = catalogue

    def drain(self) -> int:
        """Take over what the outbox holds; return how many changes that were."""
        self._make_ready()
        taken = 0
        while self.pending().changes:
            taken += self._drain_batch()
        return taken

    def pending(self) -> Behind:
        """How far the index is behind the catalogue."""
        with self._catalogue.read() as tx:
            return outbox.waiting(tx)

    def search(self, plan: Plan, scope: Scope, *, limit: int, after: Hit | None = None) -> Hits:
        """At most `limit` documents kept in the files of `scope`, those that follow `after`.

        An index that was never made, or by another version, is made first.
        """
        self._make_ready()
        with self._file.reader() as index:
            selection = Selection(index, plan, scope, self._customers_named)
            counted = selection.count(TOTAL_CAP + 1)
            found = [] if after and after.tolerant else selection.exact(limit + 1, after)
            if len(found) < limit:
                found += selection.tolerant(limit + 1 - len(found), after)
        return Hits(tuple(found[:limit]), min(counted, TOTAL_CAP), counted > TOTAL_CAP, len(found) > limit)

    def verify(self) -> tuple[Fault, ...]:
        """Compare the index with the catalogue, and the index with itself."""
        try:
            with self._file.writer() as index, self._catalogue.read() as tx:  # so that nobody drains between
                wanted, waiting = papers.revisions(tx), outbox.waiting_documents(tx)
                if not self._file.is_current(index):
                    return not_made(wanted.keys() - waiting)
                outer = tuple(compare(wanted, held_revisions(index), waiting))
            with self._file.reader() as index:
                return outer + tuple(inner_faults(index))
        except DamagedIndex:
            return (Fault(0, message("The search index's file is damaged.")),)

    def rebuild(self) -> int:
        """Make the index anew from the catalogue; searching goes on with the old one meanwhile."""
        try:
            held = self._build(only_if_stale=False)
        except DamagedIndex:
            self._file.discard()
            held = self._build(only_if_stale=False)
        self._file.compact()
        return held

    def close(self) -> None:
        """Close the index's file."""
        self._file.close()

    def _customers_named(self, term: str) -> frozenset[int]:
        with self._catalogue.read() as tx:
            return papers.customers_named(tx, term)

    def _make_ready(self) -> None:
        with self._file.reader() as index:
            ready = self._file.is_current(index)
        if not ready:
            self._build(only_if_stale=True)

    def _build(self, *, only_if_stale: bool) -> int:
        with self._file.writer() as index:
            if only_if_stale and self._file.is_current(index):
                return 0  # somebody else has made it while we waited
            self._file.start_anew(index)
            held = 0
            with self._catalogue.read() as tx:
                for paper in papers.all_documents(tx, BATCH):
                    _insert(index, paper)
                    held += 1
        return held

    def _drain_batch(self) -> int:
        with self._file.writer() as index:
            with self._catalogue.read() as tx:
                changes = outbox.next_changes(tx, BATCH)
                latest = {change.document: change for change in changes}
                kept = (number for number, change in latest.items() if not change.removed)
                found = papers.read_documents(tx, kept)
            _forget(index, latest)
            for paper in found.values():
                _insert(index, paper)
        if changes:
            with self._catalogue.write() as tx:
                outbox.strike(tx, changes)
        return len(changes)


_DELETIONS = (
    "DELETE FROM terms WHERE rowid = ?",
    "DELETE FROM texts WHERE sequence = ?",
    "DELETE FROM documents WHERE sequence = ?",
)


def _forget(index: apsw.Connection, documents: Iterable[int]) -> None:
    for document in documents:
        sequence = index.execute("SELECT sequence FROM documents WHERE document = ?", (document,)).get
        for deletion in _DELETIONS if sequence is not None else ():
            index.execute(deletion, (sequence,))


def _insert(index: apsw.Connection, paper: IndexedDocument) -> None:
    text = fold("|".join((*paper.head, "\n".join(paper.pages))))
    sequence, borne = paper.filing_sequence, marks(paper)
    issued = paper.issued_on.isoformat() if paper.issued_on else None
    index.execute(
        "INSERT INTO terms(rowid, text, chars, marks) VALUES (?, ?, ?, ?)",
        (sequence, " ".join(tokens(text)), characters(text), borne),
    )
    index.execute("INSERT INTO texts VALUES (?, ?)", (sequence, zlib.compress(text.encode(), 6)))
    index.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
        (sequence, paper.document, paper.revision, paper.file, issued, borne),
    )
