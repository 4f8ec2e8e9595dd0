"""One query on the embedded index: which documents, newest filing first.

Only rows of the reader's files ever leave the SQL statement. The scope is a list of marks in the
index while it is short; a long one is cheaper checked on each row that the words have found.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import apsw

from archive.grants import Scope
from index.engine import Hit
from index.evaluation import holds
from index.expression import CustomersNamed, expression, marked, spell_exactly
from index.nearness import anchors, may_be_near, phrase_bigrams
from index.plan import Phrase, Plan, wanted_phrases

MARKED_FILES = 200
"""Scopes of up to so many files are looked up by their marks."""

CANDIDATES = 300
"""So many texts are read for one page of tolerant hits, the newest first: what bounds its time."""

_FOUND = """
SELECT d.sequence, d.document, d.marks FROM terms CROSS JOIN documents AS d ON d.sequence = terms.rowid
WHERE terms MATCH :match AND terms.rowid < :before
  AND (:files IS NULL OR d.file IN (SELECT value FROM json_each(:files)))
  AND (:issued_from IS NULL OR d.issued >= :issued_from)
  AND (:issued_to IS NULL OR d.issued <= :issued_to)
ORDER BY terms.rowid DESC LIMIT :limit
"""
_LAST = 2**63 - 1


class Selection:
    """A plan within a scope, on one view of the index."""

    def __init__(
        self, index: apsw.Connection, plan: Plan, scope: Scope, customers_named: CustomersNamed
    ) -> None:
        self._index = index
        self._plan = plan
        self._scope = scope
        self._customers_named = customers_named
        self._exactly = expression(plan.root, customers_named=customers_named)

    def count(self, most: int) -> int:
        """How many documents are exact hits, counted up to `most`."""
        return len(self._rows(self._exactly, limit=most, after=None))

    def exact(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the words are as they were asked for."""
        return [Hit(document, sequence) for sequence, document, _ in self._rows(self._exactly, limit, after)]

    def tolerant(self, limit: int, after: Hit | None) -> list[Hit]:
        """Documents where the longer phrases are only nearly there; exact hits are not among them."""
        if not any(may_be_near(phrase.term) for phrase in wanted_phrases(self._plan.root)):
            return []
        candidates = expression(
            self._plan.root, customers_named=self._customers_named, spell=self._spell_nearly
        )
        match = f"({candidates}) NOT ({self._exactly})"
        rows = self._rows(match, CANDIDATES, after if after and after.tolerant else None)
        hits: list[Hit] = []
        for sequence, document, borne in rows:
            if self._is_near(sequence, borne):
                hits.append(Hit(document, sequence, tolerant=True))
                if len(hits) == limit:
                    break
        return hits

    def _rows(self, match: str, limit: int, after: Hit | None) -> list[tuple[int, int, str]]:
        plan, scope = self._plan, self._scope
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
            "issued_from": plan.issued_from.isoformat() if plan.issued_from else None,
            "issued_to": plan.issued_to.isoformat() if plan.issued_to else None,
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

    def _is_near(self, sequence: int, borne: str) -> bool:
        named = self._customers_named
        return holds(self._plan.root, self._text(sequence), borne.split(), nearly=True, customers_named=named)

    def _text(self, sequence: int) -> str:
        packed = self._index.execute("SELECT packed FROM texts WHERE sequence = ?", (sequence,)).get
        return zlib.decompress(packed).decode()
