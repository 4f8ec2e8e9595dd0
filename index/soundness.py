"""Whether an index is there, and whole in itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw

from archive.message import message
from index.engine import Fault
from index.indexfile import LAST_PLACE


def not_made() -> Fault:
    """No index was made by this program, and there are documents."""
    return Fault(0, message("The search index was not made yet, or by another version of this program."))


def damaged() -> Fault:
    """The index's file is no index any more."""
    return Fault(0, message("The search index's file is damaged."))


def inner_faults(index: apsw.Connection) -> Iterator[Fault]:
    """Damage inside of the embedded index's file."""
    for (said,) in index.execute("PRAGMA quick_check").fetchall():
        if said != "ok":
            yield Fault(0, message("The search index's file is damaged: {said}", said=said))
    partly: list[Any] = index.execute(_PARTLY_THERE, (LAST_PLACE,)).fetchall()
    for (document,) in partly:
        yield Fault(document, message("The search index holds only a part of the document."))
    for _ in index.execute(_OF_NOTHING, (LAST_PLACE,)).fetchall():
        yield Fault(0, message("The search index holds words that belong to no document."))


_PARTLY_THERE = """
SELECT document FROM documents
WHERE ?1 - sequence NOT IN (SELECT id FROM terms_docsize) OR sequence NOT IN (SELECT sequence FROM texts)
ORDER BY document
"""
_OF_NOTHING = """
SELECT ?1 - id FROM terms_docsize WHERE ?1 - id NOT IN (SELECT sequence FROM documents)
UNION SELECT sequence FROM texts WHERE sequence NOT IN (SELECT sequence FROM documents)
UNION SELECT sequence FROM amounts WHERE sequence NOT IN (SELECT sequence FROM documents)
"""
