"""Whether an index is as the catalogue says, and whole in itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import apsw

from archive.message import message
from index.engine import Fault


def compare(wanted: Mapping[int, int], held: Mapping[int, int], waiting: Collection[int]) -> Iterator[Fault]:
    """Documents missing, stale or left over; maps are document to revision, `waiting` are excused."""
    for document in sorted((wanted.keys() | held.keys()) - set(waiting)):
        if document not in held:
            yield Fault(document, message("The document is missing from the search index."))
        elif document not in wanted:
            yield Fault(document, message("The search index still holds a document that is gone."))
        elif wanted[document] != held[document]:
            yield Fault(
                document,
                message(
                    "The search index holds revision {held} of the document; the catalogue has {wanted}.",
                    held=held[document],
                    wanted=wanted[document],
                ),
            )


def not_made(wanted: Collection[int]) -> tuple[Fault, ...]:
    """What is wrong where no index was made by this program: nothing while there are no documents."""
    if not wanted:
        return ()
    return (Fault(0, message("The search index was not made yet, or by another version of this program.")),)


def damaged() -> Fault:
    """The index's file is no index any more."""
    return Fault(0, message("The search index's file is damaged."))


def inner_faults(index: apsw.Connection) -> Iterator[Fault]:
    """Damage inside of the embedded index's file."""
    for (said,) in index.execute("PRAGMA quick_check").fetchall():
        if said != "ok":
            yield Fault(0, message("The search index's file is damaged: {said}", said=said))
    partly: list[Any] = index.execute(_PARTLY_THERE).fetchall()
    for (document,) in partly:
        yield Fault(document, message("The search index holds only a part of the document."))
    for _ in index.execute(_OF_NOTHING).fetchall():
        yield Fault(0, message("The search index holds words that belong to no document."))


_PARTLY_THERE = """
SELECT document FROM documents
WHERE sequence NOT IN (SELECT id FROM terms_docsize) OR sequence NOT IN (SELECT sequence FROM texts)
ORDER BY document
"""
_OF_NOTHING = """
SELECT id FROM terms_docsize WHERE id NOT IN (SELECT sequence FROM documents)
UNION SELECT sequence FROM texts WHERE sequence NOT IN (SELECT sequence FROM documents)
UNION SELECT sequence FROM amounts WHERE sequence NOT IN (SELECT sequence FROM documents)
"""
