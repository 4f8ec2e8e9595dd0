"""The port of storing: one index, a file on this machine or an index of a cluster.

A store knows nothing of outbox and catalogue; `index.following` brings it what has changed, in order
and from one process at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.grants import Scope
from index.engine import Facets, Fault, Hit, Hits, IndexedDocument
from index.plan import CustomersNamed, Plan


@dataclass(frozen=True, slots=True)
class Held:
    """A document as a store holds it: `revision` of the catalogue, `digest` of what is indexed of it
    (`index.entry.Entry.digest`)."""

    document: int
    revision: int
    digest: str


@dataclass(frozen=True, slots=True)
class Size:
    """How large an index is: documents to be found, bytes on disk (on a cluster with all copies)."""

    documents: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a store is asked: a plan within a scope.

    `names` finds the customers a name means, in the catalogue; `without` are documents that the index
    holds in a state they no longer have: they are neither found nor counted.
    """

    plan: Plan
    scope: Scope
    names: CustomersNamed
    without: Collection[int] = ()


class IndexStore(Protocol):
    """One index. Every call may raise `StorageError` or `EngineUnavailable`."""

    def ready(self) -> bool:
        """Whether the index is there, made by this program's layout and tokeniser."""

    def create(self) -> None:
        """Make it empty, whatever was there."""

    def take(self, papers: Sequence[IndexedDocument], gone: Mapping[int, int]) -> None:
        """Show these documents as they are here; forget those of `gone`, document to the revision that
        took it away.

        An older revision never replaces a newer one, and repeating changes nothing. On return
        everything is on disk and found by searching.
        """

    def search(self, question: Question, *, limit: int, after: Hit | None) -> Hits:
        """At most `limit` documents, those that follow `after`."""

    def facets(self, question: Question) -> Facets:
        """How the newest `FACET_CAP` exact hits part."""

    def held(self) -> Iterator[Held]:
        """Every document in the index, by number."""

    def serve(self) -> None:
        """This index is the one that answers from now on: let whoever looks for it by name find it."""

    def faults(self) -> Iterator[Fault]:
        """Damage within the index, as far as it shows without the catalogue."""

    def compact(self) -> None:
        """Leave nothing on disk of what is no longer in the index."""

    def size(self) -> Size:
        """How large the index is."""

    def discard(self) -> None:
        """Delete the index."""

    def close(self) -> None:
        """Let go of files and connections."""
