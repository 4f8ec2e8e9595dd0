"""The port of searching: what an engine is asked, what it answers.

An engine follows the catalogue. Whoever changes a document writes an outbox row in the same
transaction (`archive.catalogue.outbox.stage`); `drain` brings the engine up to date from those rows
and may be killed and repeated at any moment. The engine is never asked without a `Scope`, and nothing
outside of it, not even a count, is in an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from archive.grants import Scope
from archive.message import Message
from index.plan import Plan

TOTAL_CAP = 1000
"""Hits are counted up to here; more are "1000+"."""

FACET_CAP = 10_000
"""Facets count so many exact hits, the newest; what is older is not in them."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What an engine needs to know of a document.

    `head` is what the catalogue says of it (title, author, archive number); `pages` the text of its
    pages in order. `facts` are the fields read off it, name and value as text; `amounts` its money
    fields in fen (分). `file` is the file it is kept in, by which scopes are checked.
    """

    document: int
    revision: int
    filing_sequence: int
    file: int
    kind: str
    customer: int
    issued_on: date | None
    head: tuple[str, ...]
    pages: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found; `tolerant` when the words are only nearly there."""

    document: int
    filing_sequence: int
    tolerant: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """How far the index is behind the catalogue: changes not taken over, and since when (UTC).

    `fault` is what kept this process from taking them over when it last tried.
    """

    changes: int
    since: datetime | None
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer: exact hits, newest filing first, then tolerant ones.

    `total` counts the exact hits up to `TOTAL_CAP`; `capped` says that there are more than that.
    `more`: asking again `after` the last hit brings further ones.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """How the exact hits part: so many of each kind, customer and year, the most frequent first.

    The year is that of the paper's own date, 0 for papers without one. `capped`: there are more hits
    than `FACET_CAP`, and only the newest were counted.
    """

    kinds: tuple[tuple[str, int], ...]
    customers: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    capped: bool


Counted = TypeVar("Counted", int, str)


def by_count(counts: Mapping[Counted, int]) -> tuple[tuple[Counted, int], ...]:
    """The most frequent first; what is equally frequent in its own order."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the index that is not as the catalogue says; `document` is 0 for the index itself."""

    document: int
    what: Message


class SearchEngine(Protocol):
    """A search engine."""

    def drain(self) -> int:
        """Take over what the outbox holds; return how many changes that were.

        To be called when the catalogue's transaction has committed, never within one. Where the index
        cannot take them (its disk is full, its cluster is down), they stay in the outbox and
        `pending` says why.
        """

    def pending(self) -> Behind:
        """How far the index is behind the catalogue."""

    def search(self, plan: Plan, scope: Scope, *, limit: int, after: Hit | None = None) -> Hits:
        """At most `limit` documents kept in the files of `scope`, those that follow `after`.

        Documents whose change the index has not taken over are not among them, lest they be found by
        what they no longer are. Raises `StorageError`, `EngineUnavailable`.
        """

    def facets(self, plan: Plan, scope: Scope) -> Facets:
        """How the exact hits of a query part by kind, customer and year."""

    def verify(self) -> tuple[Fault, ...]:
        """Compare the index with the catalogue: documents missing, stale, left over.

        Documents whose change still waits in the outbox are no fault.
        """

    def rebuild(self) -> int:
        """Make the index anew from the catalogue; return how many documents it holds.

        Also how papers that were disposed of leave the index's file for good.
        """

    def close(self) -> None:
        """Let go of files and connections."""
