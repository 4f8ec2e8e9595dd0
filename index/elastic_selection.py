"""One question to an index on Elasticsearch: which documents, newest filing first.

An answer that lacks a shard's part, or was broken off, is an error and never a shorter list.
"""

from __future__ import annotations

import zlib
from typing import Any, TypeVar

from index.elastic_answers import ByField, Candidate, Divided, Row, Searched
from index.elastic_cluster import Cluster
from index.elastic_faults import not_understood, partial
from index.elastic_query import Query, exactly, nearly
from index.engine import FACET_CAP, TOTAL_CAP, Facets, Hit, by_count
from index.entry import unpack
from index.evaluation import holds
from index.nearness import may_be_near
from index.plan import wanted_phrases
from index.selection import CANDIDATES
from index.store import Question

READ_AT_ONCE = 50
"""So many texts come in one answer."""

MOST_ON_A_PAGE = 9_999
"""One document more may be asked for (index.max_result_window)."""

Answer = TypeVar("Answer", bound=Searched[Any])


class Selection:
    """A question to one index."""

    def __init__(self, cluster: Cluster, index: str, question: Question) -> None:
        self._cluster = cluster
        self._index = index
        self._question = question

    def exact(self, limit: int, after: Hit | None) -> tuple[int, list[Hit]]:
        """How many documents are exact hits, counted a little beyond the cap, and those behind `after`."""
        searched = self._search(
            Searched[Row],
            exactly(self._question),
            size=limit,
            track_total_hits=TOTAL_CAP + 1,
            **_behind(after.filing_sequence if after and limit else None),
        )
        return searched.hits.total.value, [Hit(row.id, row.sort[0]) for row in searched.hits.hits]

    def tolerant(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the longer phrases are only nearly there; exact hits are not among them."""
        if not any(may_be_near(phrase.term) for phrase in wanted_phrases(self._question.plan.root)):
            return []
        query = nearly(self._question)
        last = after.filing_sequence if after and after.tolerant else None
        hits: list[Hit] = []
        for _ in range(0, CANDIDATES, READ_AT_ONCE):
            rows = self._candidates(query, last)
            hits += [Hit(row.id, row.sort[0], tolerant=True) for row in rows if self._is_near(row)]
            if len(hits) >= limit or len(rows) < READ_AT_ONCE:
                break
            last = rows[-1].sort[0]
        return hits[:limit]

    def facets(self) -> Facets:
        """How the newest exact hits part. What is filed between the two requests is counted too."""
        query = exactly(self._question)
        border = self._search(
            Searched[Row], query, size=1, from_=FACET_CAP - 1, track_total_hits=FACET_CAP + 1
        )
        if border.hits.hits:
            newest = {"range": {"sequence": {"gte": border.hits.hits[0].sort[0]}}}
            query = {"bool": {"filter": [query, newest]}}
        # Room for more values than there are documents, so that no shard leaves a value out.
        parts = {field: {"terms": {"field": field, "size": 2 * FACET_CAP}} for field in ByField.model_fields}
        found = self._search(Divided, query, size=0, track_total_hits=False, aggregations=parts).aggregations
        return Facets(
            by_count(found.kind.counts),
            by_count(found.customer.counts),
            by_count(found.year.counts),
            border.hits.total.value > FACET_CAP,
        )

    def _candidates(self, query: Query, last: int | None) -> tuple[Candidate, ...]:
        return self._search(
            Searched[Candidate],
            query,
            size=READ_AT_ONCE,
            source=["packed"],
            docvalue_fields=[{"field": "kind"}, {"field": "customer"}],
            track_total_hits=False,
            **_behind(last),
        ).hits.hits

    def _is_near(self, candidate: Candidate) -> bool:
        fields = candidate.fields
        try:
            contents = unpack(candidate.kept.packed, kind=fields.kind[0], customer=fields.customer[0])
        except (zlib.error, ValueError, TypeError):
            raise not_understood(self._cluster.hosts) from None
        return holds(self._question.plan.root, contents, nearly=True, names=self._question.names)

    def _search(
        self, form: type[Answer], query: Query, *, size: int, source: Any = False, **body: Any
    ) -> Answer:
        seconds = self._cluster.settings.timeout_seconds
        searched = self._cluster.ask(
            form,
            lambda client: client.search(
                index=self._index,
                query=query,
                size=size,
                sort=[{"sequence": "desc"}] if size else None,
                source=source,
                timeout=f"{int(1000 * seconds)}ms",
                allow_partial_search_results=False,
                **body,
            ),
        )
        if not searched.whole:
            raise partial(self._cluster.hosts)
        return searched


def _behind(sequence: int | None) -> dict[str, Any]:
    return {"search_after": [sequence]} if sequence is not None else {}
