"""One question to the embedded index: which documents, newest filing first.

Only rows of the reader's files ever leave the SQL statement. The scope is a list of marks in the
index while it is short; a long one is cheaper checked on each row that the words have found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import apsw

from index.engine import FACET_CAP, TOTAL_CAP, Facets, Hit, Hits, by_count
from index.entry import unpack
from index.evaluation import holds
from index.expression import expression, marked, spell_exactly
from index.indexfile import LAST_PLACE
from index.nearness import clues, may_be_near, phrase_bigrams
from index.plan import Phrase, wanted_phrases
from index.store import Question

MARKED_FILES = 400
"""Scopes of up to so many files are looked up by their marks."""

CANDIDATES = 100
"""So many texts are read for one page of tolerant hits, the newest first: what bounds its time."""

_PROBED = 200  # documents of a bigram that are counted; how many more there are is judged from these

_FOUND = """
SELECT :last - terms.rowid FROM terms{joined}
WHERE terms MATCH :match AND terms.rowid > :place{conditions} ORDER BY terms.rowid LIMIT :limit
"""
_JOINED = " CROSS JOIN documents AS d ON d.sequence = :last - terms.rowid"
_AMONG_AMOUNTS = (
    "EXISTS (SELECT 1 FROM amounts AS a WHERE a.sequence = d.sequence AND a.fen BETWEEN :least AND :most)"
)
_HITS = "SELECT d.document, d.sequence FROM json_each(?) CROSS JOIN documents AS d ON d.sequence = value"
_FACTS = "SELECT kind, customer, issued FROM documents JOIN json_each(?) ON value = sequence"
_KEPT = """
SELECT d.sequence, t.packed, d.kind, d.customer FROM json_each(?)
CROSS JOIN documents AS d ON d.sequence = value JOIN texts AS t ON t.sequence = d.sequence
"""
_PROBE = """
SELECT count(*), max(place) - min(place) FROM (
    SELECT rowid AS place FROM terms WHERE terms MATCH ? ORDER BY rowid LIMIT ?)
"""
_SPAN = """
SELECT (SELECT max(sequence) FROM documents) - (SELECT min(sequence) FROM documents) + 1
"""  # in two, for then each is looked up; together they would be searched for in every row


class Selection:
    """A question, on one view of the index."""

    def __init__(self, index: apsw.Connection, question: Question) -> None:
        self._index = index
        self._question = question
        self._exactly = expression(question.plan.root, names=question.names)

    def hits(self, limit: int, after: Hit | None) -> Hits:
        """At most `limit` documents, those that follow `after`."""
        counted = self._sequences(self._exactly, limit=TOTAL_CAP + 1)
        found = [] if after and after.tolerant else self._exact(counted, limit + 1, after)
        if len(found) < limit:
            found += self._tolerant(limit + 1 - len(found), after)
        total = min(len(counted), TOTAL_CAP)
        return Hits(tuple(found[:limit]), total, len(counted) > TOTAL_CAP, len(found) > limit)

    def facets(self) -> Facets:
        """How the newest exact hits part."""
        found = self._sequences(self._exactly, limit=FACET_CAP + 1)
        kinds, customers, years = Counter[str](), Counter[int](), Counter[int]()
        for kind, customer, issued in self._index.execute(_FACTS, (json.dumps(found[:FACET_CAP]),)):
            kinds[str(kind)] += 1
            customers[int(str(customer))] += 1
            years[int(str(issued)[:4]) if issued else 0] += 1
        return Facets(by_count(kinds), by_count(customers), by_count(years), len(found) > FACET_CAP)

    def _exact(self, counted: list[int], limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the words are as they were asked for; the newest of them were counted already."""
        if after is None or (counted and after.filing_sequence >= counted[-1]) or len(counted) <= TOTAL_CAP:
            known = [one for one in counted if after is None or one < after.filing_sequence][:limit]
            if len(known) == limit or len(counted) <= TOTAL_CAP:
                return self._hits(known, tolerant=False)
        return self._hits(self._sequences(self._exactly, limit, after), tolerant=False)

    def _tolerant(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the longer phrases are only nearly there; exact hits are not among them."""
        root, names = self._question.plan.root, self._question.names
        if not any(may_be_near(phrase.term) for phrase in wanted_phrases(root)):
            return []
        candidates = expression(root, names=names, spell=self._spell_nearly)
        match = f"({candidates}) NOT ({self._exactly})"
        looked_at = self._sequences(match, CANDIDATES, after if after and after.tolerant else None)
        return self._hits(list(islice(self._near(looked_at), limit)), tolerant=True)

    def _hits(self, sequences: list[int], *, tolerant: bool) -> list[Hit]:
        rows: list[Any] = self._index.execute(_HITS, (json.dumps(sequences),)).fetchall()
        return [Hit(document, sequence, tolerant=tolerant) for document, sequence in rows]

    def _sequences(self, match: str, limit: int, after: Hit | None = None) -> list[int]:
        """Filing sequences within scope and limits, newest first, those that follow `after`."""
        scope = self._question.scope
        if not scope.everything and len(scope.files) <= MARKED_FILES:
            match = f"({match}) AND {marked(f'f{file}' for file in scope.files)}"
        values, conditions = self._limits()
        joined = _JOINED if conditions else ""
        statement = _FOUND.format(joined=joined, conditions=" AND ".join(["", *conditions]))
        values |= {"match": match, "limit": limit, "last": LAST_PLACE}
        values |= {"place": LAST_PLACE - after.filing_sequence if after else 0}
        return [int(str(sequence)) for (sequence,) in self._index.execute(statement, values)]

    def _limits(self) -> tuple[dict[str, Any], list[str]]:
        """What is asked of each row beside the words: values and SQL."""
        plan, scope = self._question.plan, self._question.scope
        values: dict[str, Any] = {}
        conditions: list[str] = []
        if not scope.everything and len(scope.files) > MARKED_FILES:
            values["files"] = json.dumps(sorted(scope.files))
            conditions.append("d.file IN (SELECT value FROM json_each(:files))")
        if self._question.without:
            values["without"] = json.dumps(sorted(self._question.without))
            conditions.append("d.document NOT IN (SELECT value FROM json_each(:without))")
        if plan.issued_from:
            values["first"] = plan.issued_from.isoformat()
            conditions.append("d.issued >= :first")
        if plan.issued_to:
            values["final"] = plan.issued_to.isoformat()
            conditions.append("d.issued <= :final")
        if plan.amount_from is not None or plan.amount_to is not None:
            values["least"] = -LAST_PLACE if plan.amount_from is None else plan.amount_from
            values["most"] = 2**63 - 1 if plan.amount_to is None else plan.amount_to
            conditions.append(_AMONG_AMOUNTS)
        return values, conditions

    def _spell_nearly(self, phrase: Phrase) -> str:
        if not may_be_near(phrase.term):
            return spell_exactly(phrase)
        counts = {pair: self._documents_with(pair) for pair in set(phrase_bigrams(phrase.term))}
        return "(" + " OR ".join(spell_exactly(Phrase(clue)) for clue in clues(phrase.term, counts)) + ")"

    def _documents_with(self, pair: str) -> int:
        """How many documents hold a bigram, judged from the newest ones where there are many."""
        probe: Any = self._index.execute(_PROBE, (spell_exactly(Phrase(pair)), _PROBED)).get
        counted, span = probe
        if counted < _PROBED:
            return int(counted)
        return int(counted * self._span // (span + 1))

    @cached_property
    def _span(self) -> int:
        """How many filing sequences lie between the oldest document and the newest, both included."""
        span: Any = self._index.execute(_SPAN).get
        return int(span)

    def _near(self, sequences: list[int]) -> Iterator[int]:
        """Those of the documents in which the words are, exactly or nearly; read as they are asked for."""
        kept: Any = self._index.execute(_KEPT, (json.dumps(sequences),))
        for sequence, packed, kind, customer in kept:
            contents = unpack(packed, kind=kind, customer=customer)
            if holds(self._question.plan.root, contents, nearly=True, names=self._question.names):
                yield sequence
