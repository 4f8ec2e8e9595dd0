"""The embedded store: SQLite FTS5 in a file of its own, on the machine of the archive.

Rows lie in the order of filing, so that "newest filing first" and paging are the index's own order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw

from index.engine import Facets, Fault, Hit, Hits, IndexedDocument
from index.entry import Entry, entry_of
from index.expression import marks
from index.indexfile import LAST_PLACE, DamagedIndex, IndexFile
from index.selection import Selection
from index.soundness import damaged, inner_faults
from index.store import Held, Question, Size


class EmbeddedStore:
    """One index file."""

    def __init__(self, path: Path) -> None:
        self._file = IndexFile(path)

    def ready(self) -> bool:
        """Whether the file holds an index of this layout."""
        if not self._file.exists():
            return False
        with self._file.reader() as index:
            return self._file.is_current(index)

    def create(self) -> None:
        """Make it empty; a damaged file is deleted first."""
        try:
            self._start_anew()
        except DamagedIndex:
            self._file.discard()
            self._start_anew()

    def take(self, papers: Sequence[IndexedDocument], gone: Mapping[int, int]) -> None:
        """Show these documents, forget those of `gone`: all or nothing."""
        entries = [entry_of(paper) for paper in papers]
        for entry in entries:  # tokenising is done before the file is locked
            _ = entry.terms, entry.facts, entry.chars, entry.packed, entry.digest
        with self._file.writer() as index:
            held = _revisions(index, [*gone, *(paper.document for paper in papers)])
            _forget(index, [number for number, revision in gone.items() if held.get(number, 0) <= revision])
            newer = [entry for entry in entries if held.get(entry.paper.document, 0) <= entry.paper.revision]
            _forget(index, [entry.paper.document for entry in newer])
            for entry in sorted(newer, key=_newest_first):  # in another order FTS5 writes many small segments
                _clear(index, entry.paper.filing_sequence)
                _insert(index, entry)

    def search(self, question: Question, *, limit: int, after: Hit | None) -> Hits:
        """At most `limit` documents, those that follow `after`."""
        with self._file.reader() as index:
            return Selection(index, question).hits(limit, after)

    def facets(self, question: Question) -> Facets:
        """How the newest exact hits part."""
        with self._file.reader() as index:
            return Selection(index, question).facets()

    def held(self) -> Iterator[Held]:
        """Every document in the index, by number; a piece at a time, each as it is then."""
        last = 0
        while True:
            with self._file.reader() as index:
                rows: list[Any] = index.execute(_HELD, (last,)).fetchall()
            if not rows:
                return
            yield from (Held(*row) for row in rows)
            last = rows[-1][0]

    def serve(self) -> None:
        """Nothing to do: the catalogue names the file that serves."""

    def faults(self) -> Iterator[Fault]:
        """Damage within the file."""
        try:
            with self._file.reader() as index:
                yield from inner_faults(index)
        except DamagedIndex:
            yield damaged()

    def compact(self) -> None:
        """Leave nothing in the file that is not in the index."""
        self._file.compact()

    def size(self) -> Size:
        """Documents, and bytes of the file with its write-ahead log."""
        with self._file.reader() as index:
            return Size(int(index.execute("SELECT count(*) FROM documents").get), self._file.bytes())

    def discard(self) -> None:
        """Delete the file."""
        self._file.discard()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _start_anew(self) -> None:
        self._file.make()
        with self._file.writer() as index:
            self._file.start_anew(index)


def _newest_first(entry: Entry) -> int:
    return -entry.paper.filing_sequence


def _revisions(index: apsw.Connection, documents: Iterable[int]) -> dict[int, int]:
    wanted = "SELECT document, revision FROM documents WHERE document = ?"
    return {number: int(row[1]) for number in documents for row in index.execute(wanted, (number,))}


_HELD = "SELECT document, revision, digest FROM documents WHERE document > ? ORDER BY document LIMIT 2000"
_DELETIONS = (
    "DELETE FROM terms WHERE rowid = :last - :sequence",
    "DELETE FROM texts WHERE sequence = :sequence",
    "DELETE FROM amounts WHERE sequence = :sequence",
    "DELETE FROM documents WHERE sequence = :sequence",
)
_OCCUPIED = """
SELECT EXISTS (SELECT 1 FROM documents WHERE sequence = ?1)
OR EXISTS (SELECT 1 FROM texts WHERE sequence = ?1) OR EXISTS (SELECT 1 FROM terms_docsize WHERE id = ?2 - ?1)
"""


def _forget(index: apsw.Connection, documents: Iterable[int]) -> None:
    for document in documents:
        sequence = index.execute("SELECT sequence FROM documents WHERE document = ?", (document,)).get
        if sequence is not None:
            _delete(index, sequence)


def _clear(index: apsw.Connection, sequence: int) -> None:
    """Take away what is left of a damaged document, or of one that a restored catalogue does not know."""
    if index.execute(_OCCUPIED, (sequence, LAST_PLACE)).get:
        _delete(index, sequence)


def _delete(index: apsw.Connection, sequence: int) -> None:
    for deletion in _DELETIONS:
        index.execute(deletion, {"sequence": sequence, "last": LAST_PLACE})


def _insert(index: apsw.Connection, entry: Entry) -> None:
    paper = entry.paper
    sequence = paper.filing_sequence
    index.execute(
        "INSERT INTO terms(rowid, text, facts, chars, marks) VALUES (?, ?, ?, ?, ?)",
        (LAST_PLACE - sequence, entry.terms, entry.facts, entry.chars, marks(paper)),
    )
    index.execute("INSERT INTO texts VALUES (?, ?)", (sequence, entry.packed))
    index.executemany("INSERT INTO amounts VALUES (?, ?)", [(sequence, fen) for fen in paper.amounts])
    facts = (paper.document, paper.revision, paper.file, paper.kind, paper.customer, entry.issued)
    index.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (sequence, *facts, entry.digest))
