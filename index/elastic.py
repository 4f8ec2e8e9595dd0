"""The store on Elasticsearch: one index of a cluster, for archives that have outgrown one machine.

Its `_id` is the document's number, its version the catalogue's revision. Beside the index's own name an
alias `…-in` is where documents are sent to, and the home's alias is on the index that serves, for people
and `dangan doctor`; searching uses the index's own name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch
from pydantic import RootModel

from archive.message import message
from archive.settings import ElasticSettings
from index.elastic_answers import Acknowledged, Broadcast, Counted, Health, HeldRow, Mapped, Searched, Stats
from index.elastic_bulk import Bulk, line
from index.elastic_cluster import Cluster
from index.elastic_faults import IndexLost, partial
from index.elastic_mapping import document, layout, mapping, stamp, tombstone
from index.elastic_secrets import read_credentials
from index.elastic_selection import MOST_ON_A_PAGE, Selection
from index.engine import TOTAL_CAP, Facets, Fault, Hit, Hits, IndexedDocument
from index.entry import entry_of
from index.store import Held, Question, Size

BELIEVED_SECONDS = 30.0
"""An index that was found sound is not looked at again for so long."""

MOST_AT_ONCE = 5_000
"""Documents are listed so many at a time."""

LONG_WORK = 3600.0
"""Seconds that merging a large index may take."""


def family_of(settings: ElasticSettings, home: str) -> str:
    """What all indices of a home begin with, and the alias of the one that serves."""
    return f"{settings.prefix}-{home[:8]}"


def open_elastic(
    settings: ElasticSettings, environment: Mapping[str, str], *, home: str, name: str
) -> ElasticStore:
    """The index `name` of the home with this identity; nothing is asked of the cluster yet."""
    cluster = Cluster(settings, lambda: read_credentials(settings, environment))
    return ElasticStore(cluster, family=family_of(settings, home), name=name, home=home)


class ElasticStore:
    """One index: `family` is the alias of the home's indices, `name` tells this one apart from them.

    `home` is the home's identity; `seconds` a clock that only goes forward.
    """

    def __init__(
        self,
        cluster: Cluster,
        *,
        family: str,
        name: str,
        home: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.index = f"{family}-{name}"
        self._cluster = cluster
        self._family = family
        self._home = home
        self._seconds = seconds
        self._believed_until = 0.0

    def ready(self) -> bool:
        """Whether the index is there, of this home, layout and tokeniser; remembered for half a minute."""
        if self._seconds() < self._believed_until:
            return True
        try:
            found = self._cluster.ask(
                RootModel[Mapping[str, Mapped]], lambda client: client.indices.get_mapping(index=self.index)
            )
        except IndexLost:
            return False
        mapped = found.root.get(self.index)
        if mapped is None or mapped.mappings.meta != stamp(self._home):
            return False
        self._believe()
        return True

    def create(self) -> None:
        """Make it empty, whatever was there."""
        self.discard()

        def make(client: Elasticsearch) -> Any:
            return client.indices.create(
                index=self.index,
                aliases={self._door: {"is_write_index": True}},
                mappings=mapping(self._home),
                settings=layout(self._cluster.settings),
            )

        self._change(make, once=True)  # the second would find the first one's index there
        self._believe()

    def take(self, papers: Sequence[IndexedDocument], gone: Mapping[int, int]) -> None:
        """Show these documents, forget those of `gone`."""
        buried = (line(number, revision, tombstone(number, revision)) for number, revision in gone.items())
        shown = (line(paper.document, paper.revision, document(entry_of(paper))) for paper in papers)
        lines = [*buried, *shown]
        with self._noticing_loss():
            try:
                Bulk(self._cluster, self._door).send(lines)
            except IndexLost:  # or only the alias is: somebody deleted it
                self._open_door()
                Bulk(self._cluster, self._door).send(lines)
            self._broadcast(lambda client: client.indices.refresh(index=self.index))

    def search(self, question: Question, *, limit: int, after: Hit | None) -> Hits:
        """At most `limit` documents, those that follow `after`."""
        limit = min(limit, MOST_ON_A_PAGE)
        selection = self._selection(question)
        with self._noticing_loss():
            counted, found = selection.exact(0 if after and after.tolerant else limit + 1, after)
            if len(found) < limit:
                found += selection.tolerant(limit + 1 - len(found), after)
        return Hits(tuple(found[:limit]), min(counted, TOTAL_CAP), counted > TOTAL_CAP, len(found) > limit)

    def facets(self, question: Question) -> Facets:
        """How the newest exact hits part."""
        with self._noticing_loss():
            return self._selection(question).facets()

    def held(self) -> Iterator[Held]:
        """Every document in the index, by number."""
        last = 0
        while True:
            rows = self._held_after(last)
            yield from rows
            if len(rows) < MOST_AT_ONCE:
                return
            last = rows[-1].document

    def serve(self) -> None:
        """Let the home's alias name this index, and no other."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._family}-*", "alias": self._family, "must_exist": False}},
            {"add": {"index": self.index, "alias": self._family}},
        ]
        self._change(lambda client: client.indices.update_aliases(actions=actions))

    def faults(self) -> Iterator[Fault]:
        """Parts of the index that are lost."""
        health = self._cluster.ask(
            Health, lambda client: client.cluster.health(index=self.index, level="indices")
        )
        if health.status == "red":
            yield Fault(0, message("Parts of the search index are missing on the cluster."))

    def compact(self) -> None:
        """Leave nothing on the cluster's disks of what is no longer in the index, and has not been for half
        a day: so long it is kept for a node that was away (index.soft_deletes.retention_lease.period)."""
        self._broadcast(lambda client: client.indices.flush(index=self.index, force=True))
        self._broadcast(
            lambda client: client.indices.forcemerge(index=self.index, only_expunge_deletes=True),
            seconds=LONG_WORK,
        )
        self._broadcast(lambda client: client.indices.flush(index=self.index, force=True))

    def size(self) -> Size:
        """Documents to be found, and bytes of all copies."""
        there = {"term": {"removed": False}}
        counted = self._cluster.ask(Counted, lambda client: client.count(index=self.index, query=there))
        if not counted.shards.whole:
            raise partial(self._cluster.hosts)
        stats = self._cluster.ask(
            Stats, lambda client: client.indices.stats(index=self.index, metric="store")
        )
        return Size(counted.count, stats.all.total.store.size_in_bytes)

    def discard(self) -> None:
        """Delete the index."""
        self._believed_until = 0.0
        self._change(lambda client: client.indices.delete(index=self.index, ignore_unavailable=True))

    def close(self) -> None:
        """Let go of the connections."""
        self._cluster.close()

    @property
    def _door(self) -> str:
        return f"{self.index}-in"

    def _open_door(self) -> None:
        """Give the index its alias for documents again; raises `IndexLost` where there is no index."""
        door = {"index": self.index, "alias": self._door, "is_write_index": True}
        self._change(lambda client: client.indices.update_aliases(actions=[{"add": door}]))

    def _selection(self, question: Question) -> Selection:
        return Selection(self._cluster, self.index, question)

    def _held_after(self, last: int) -> list[Held]:
        searched = self._cluster.ask(
            Searched[HeldRow],
            lambda client: client.search(
                index=self.index,
                query={"term": {"removed": False}},
                sort=[{"document": "asc"}],
                search_after=[last],
                size=MOST_AT_ONCE,
                source=False,
                docvalue_fields=[{"field": "revision"}, {"field": "digest"}],
                track_total_hits=False,
                allow_partial_search_results=False,
            ),
            seconds=3 * self._cluster.settings.timeout_seconds,
        )
        if not searched.whole:
            raise partial(self._cluster.hosts)
        return [Held(row.id, row.fields.revision[0], row.fields.digest[0]) for row in searched.hits.hits]

    def _broadcast(self, call: Callable[[Elasticsearch], Any], *, seconds: float | None = None) -> None:
        patience = 3 * self._cluster.settings.timeout_seconds
        answer = self._cluster.ask(Broadcast, call, seconds=seconds or patience)
        if answer.shards.failed:
            raise partial(self._cluster.hosts)

    def _change(self, call: Callable[[Elasticsearch], Any], *, once: bool = False) -> None:
        self._cluster.ask(Acknowledged, call, seconds=3 * self._cluster.settings.timeout_seconds, once=once)

    def _believe(self) -> None:
        self._believed_until = self._seconds() + BELIEVED_SECONDS

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        """An index that is gone is not believed to be there any more."""
        try:
            yield
        except IndexLost:
            self._believed_until = 0.0
            raise
