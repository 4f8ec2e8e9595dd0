"""Sending documents to a cluster in bulk: bounded requests, and every item's fate looked at.

Versions are the catalogue's revisions. `external_gte`, not `external`: the same revision is written
once more when an index is mended whose document is not as it should be; whoever writes reads the catalogue
as it is now, alone under the index's lock, so the same revision is the same document.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from elasticsearch import Elasticsearch

from archive.errors import EngineUnavailable
from index.elastic_answers import Item, Taken
from index.elastic_cluster import Cluster
from index.elastic_faults import blocked, is_block, not_understood, refused

MOST_BYTES = 5 * 2**20
"""Of one request, unless a single document is larger."""

MOST_DOCUMENTS = 500

PATIENCE = 90.0
"""Seconds in which everything must be taken, with all repetitions."""

_NEWER_THERE = 409
_LATER = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Line:
    """One document as it is sent: its number and the two lines of the request."""

    document: int
    sent: bytes


def line(document: int, revision: int, said: Mapping[str, Any]) -> Line:
    """A document, or its tombstone, at a revision."""
    action = {"index": {"_id": str(document), "version": revision, "version_type": "external_gte"}}
    return Line(document, _encoded(action) + _encoded(said))


class Bulk:
    """Sends to one index; `seconds` is a clock that only goes forward."""

    def __init__(
        self,
        cluster: Cluster,
        target: str,
        *,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cluster = cluster
        self._target = target
        self._seconds = seconds
        self._sleep = sleep

    def send(self, lines: Iterable[Line]) -> None:
        """All of them, or raise `StorageError`, `EngineUnavailable`; sending again does no harm."""
        until = self._seconds() + PATIENCE
        for chunk in _chunks(lines):
            self._send(chunk, until)

    def _send(self, lines: Sequence[Line], until: float) -> None:
        """What the cluster is too busy for is sent again, later each time, until the time is over."""
        for attempt in count(1):
            items = self._ask(lines, until)
            again = [one for one, item in zip(lines, items, strict=True) if self._is_later(one, item)]
            if not again:
                return
            pause = self._cluster.pause(attempt)
            if self._seconds() + pause >= until:
                raise _too_busy(self._cluster.hosts)
            self._sleep(pause)
            lines = again

    def _ask(self, lines: Sequence[Line], until: float) -> tuple[Item, ...]:
        sent: Any = [one.sent for one in lines]  # the client's types know only what it would encode itself
        seconds = 3 * self._cluster.settings.timeout_seconds

        def call(client: Elasticsearch) -> Any:
            # The target is an alias, which must be there: else an index that was deleted would be made
            # anew by its first document, with a mapping guessed from it.
            return client.bulk(
                operations=sent, index=self._target, require_alias=True, timeout=f"{int(seconds)}s"
            )

        answer = self._cluster.ask(Taken, call, seconds=seconds, patience=until - self._seconds())
        items = [item for entry in answer.items for item in entry.values()]
        if len(items) != len(lines):
            raise not_understood(self._cluster.hosts)
        return tuple(items)

    def _is_later(self, one: Line, item: Item) -> bool:
        """Whether this item is to be sent again; raises when it can never be taken."""
        if item.error is None or item.status == _NEWER_THERE:
            return False
        kind = item.error.type
        if is_block(kind):
            raise blocked(item.error.reason, self._cluster.hosts)
        if item.status in _LATER:
            return True
        if item.status in (400, 413) and kind != "index_not_found_exception":
            raise EngineUnavailable(
                "Elasticsearch at {host} does not take document {document}: {kind}",
                advice="Make the index anew with `dangan index build`.",
                host=self._cluster.hosts,
                document=one.document,
                kind=kind,
            )
        raise refused(kind, item.status, self._cluster.hosts)


def _too_busy(host: str) -> EngineUnavailable:
    return EngineUnavailable(
        "Elasticsearch at {host} is too busy to take documents in.",
        advice="What waits is taken over later; look after the cluster's load.",
        host=host,
    )


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = 0
    for one in lines:
        if chunk and (size + len(one.sent) > MOST_BYTES or len(chunk) == MOST_DOCUMENTS):
            yield chunk
            chunk, size = [], 0
        chunk.append(one)
        size += len(one.sent)
    if chunk:
        yield chunk


def _encoded(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
