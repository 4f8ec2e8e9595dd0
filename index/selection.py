"""One question to the embedded index: which documents, newest filing first.

Only rows of the reader's files ever leave the SQL statement. The scope is a list of marks in the
index while it is short; a long one is cheaper checked on each row that the words have found.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import apsw

from index.engine import FACET_CAP, Facets, Hit, by_count
from index.entry import unpack
from index.evaluation import holds
from index.expression import expression, marked, spell_exactly
from index.nearness import anchors, may_be_near, phrase_bigrams
from index.plan import Phrase, wanted_phrases
from index.store import Question

MARKED_FILES = 200
"""Scopes of up to so many files are looked up by their marks."""

CANDIDATES = 300
"""So many texts are read for one page of tolerant hits, the newest first: what bounds its time."""

_FOUND = """
SELECT d.sequence, d.document FROM terms CROSS JOIN documents AS d ON d.sequence = terms.rowid
WHERE terms MATCH :match AND terms.rowid < :before
  AND (:files IS NULL OR d.file IN (SELECT value FROM json_each(:files)))
  AND (:without IS NULL OR d.document NOT IN (SELECT value FROM json_each(:without)))
  AND (:issued_from IS NULL OR d.issued >= :issued_from)
  AND (:issued_to IS NULL OR d.issued <= :issued_to)
  AND (:amounts = 0 OR EXISTS (
      SELECT 1 FROM amounts AS a WHERE a.sequence = d.sequence AND a.fen BETWEEN :amount_from AND :amount_to))
ORDER BY terms.rowid DESC LIMIT :limit
"""
_LAST = 2**63 - 1


class Selection:
    """A question, on one view of the index."""

    def __init__(self, index: apsw.Connection, question: Question) -> None:
        self._index = index
        self._question = question
        self._exactly = expression(question.plan.root, names=question.names)

    def count(self, most: int) -> int:
        """How many documents are exact hits, counted up to `most`."""
        return len(self._rows(self._exactly, limit=most, after=None))

    def exact(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the words are as they were asked for."""
        return [Hit(document, sequence) for sequence, document in self._rows(self._exactly, limit, after)]

    def tolerant(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the longer phrases are only nearly there; exact hits are not among them."""
        root, names = self._question.plan.root, self._question.names
        if not any(may_be_near(phrase.term) for phrase in wanted_phrases(root)):
            return []
        candidates = expression(root, names=names, spell=self._spell_nearly)
        match = f"({candidates}) NOT ({self._exactly})"
        rows = self._rows(match, CANDIDATES, after if after and after.tolerant else None)
        hits: list[Hit] = []
        for sequence, document in rows:
            if self._is_near(sequence):
                hits.append(Hit(document, sequence, tolerant=True))
                if len(hits) == limit:
                    break
        return hits

    def facets(self) -> Facets:
        """How the newest exact hits part."""
        rows = self._rows(self._exactly, limit=FACET_CAP + 1, after=None)
        counted = json.dumps([sequence for sequence, _ in rows[:FACET_CAP]])
        kinds, customers, years = Counter[str](), Counter[int](), Counter[int]()
        facts = "SELECT kind, customer, issued FROM documents JOIN json_each(?) ON value = sequence"
        for kind, customer, issued in self._index.execute(facts, (counted,)):
            kinds[str(kind)] += 1
            customers[int(str(customer))] += 1
            years[int(str(issued)[:4]) if issued else 0] += 1
        return Facets(by_count(kinds), by_count(customers), by_count(years), len(rows) > FACET_CAP)

    def _rows(self, match: str, limit: int, after: Hit | None) -> list[tuple[int, int]]:
        plan, scope = self._question.plan, self._question.scope
        files = None
        if not scope.everything:
            if len(scope.files) <= MARKED_FILES:
                match = f"({match}) AND {marked(f'f{file}' for file in scope.files)}"
            else:
                files = json.dumps(sorted(scope.files))
        values = {
            "match": match,
            "before": after.filing_sequence if after else _LAST,
            "files": files,
            "without": json.dumps(sorted(self._question.without)) if self._question.without else None,
            "issued_from": plan.issued_from.isoformat() if plan.issued_from else None,
            "issued_to": plan.issued_to.isoformat() if plan.issued_to else None,
            "amounts": plan.amount_from is not None or plan.amount_to is not None,
            "amount_from": -_LAST if plan.amount_from is None else plan.amount_from,
            "amount_to": _LAST if plan.amount_to is None else plan.amount_to,
            "limit": limit,
        }
        rows: list[Any] = self._index.execute(_FOUND, values).fetchall()
        return rows

    def _spell_nearly(self, phrase: Phrase) -> str:
        if not may_be_near(phrase.term):
            return spell_exactly(phrase)
        counts = {pair: self._documents_with(pair) for pair in set(phrase_bigrams(phrase.term))}
        rarest = " OR ".join(f'"{pair}"' for pair in anchors(phrase.term, counts))
        return f"text : ({rarest})"

    def _documents_with(self, token: str) -> int:
        return int(self._index.execute("SELECT sum(doc) FROM vocabulary WHERE term = ?", (token,)).get or 0)

    def _is_near(self, sequence: int) -> bool:
        kept = "SELECT packed, kind, customer FROM texts JOIN documents USING (sequence) WHERE sequence = ?"
        packed, kind, customer = self._index.execute(kept, (sequence,)).get
        contents = unpack(packed, kind=kind, customer=customer)
        return holds(self._question.plan.root, contents, nearly=True, names=self._question.names)
