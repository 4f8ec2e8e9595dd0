"""Searching under the reader's own query forms.

Every search is two steps: what is asked is checked and recorded in one transaction, and what may be shown
is checked again, against the catalogue as it is then, and recorded in another; only when that is committed
is content fetched. If the record cannot be written, there is no content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from access.calls import Call
from access.facets import FacetView, named, recorded
from access.free_words import legible
from access.gate import Gate
from access.papers import Located, PaperView, locate
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import pages
from archive.errors import BadInput, Conflict, EngineUnavailable
from archive.field_names import askable
from archive.grants import Scope
from archive.people import Post
from classify.statements import LINES
from index import generations
from index.conditions import Conditions
from index.describing import Said, describe
from index.engine import Behind, Facets, Hit, Hits, SearchEngine
from index.highlight import Head, Highlights, highlight
from index.plan import Plan
from index.query import parse

SHOWN = 20  # documents on one page of an answer
MOST_SHOWN = 100
RECORDED_QUERY = 500  # characters of a query that the audit log keeps
ROUNDS = 5  # pages of hits, none of which is so any more, before the index is not believed
SIMILAR = "~"  # behind a place among the tolerant hits


@dataclass(frozen=True, slots=True)
class Query:
    """A search. `text` is in the query language of `docs/search.md`, and may be empty beside conditions;
    `after` is `SearchAnswer.next` of the page before; `facets` asks how the hits part."""

    text: str = ""
    limit: int = SHOWN
    after: str | None = None
    conditions: Conditions = field(default_factory=Conditions)
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One document found; `tolerant` when the words are only nearly there. Pages and lines in
    `highlights` count within the document."""

    paper: PaperView
    tolerant: bool
    highlights: Highlights


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One page of an answer. `total` counts exact hits that the reader may see, `capped` when there are
    more than that; `next` asks for the page after, none on the last. `behind`: changes of papers in the
    reader's files that the index has not taken over yet; why is for the archivist. `facets` only where
    they were asked for."""

    found: tuple[Found, ...]
    total: int
    capped: bool
    next: str | None
    behind: Behind
    facets: FacetView | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that was let in and recorded; stays inside the desk."""

    speaker: Speaker
    query: Query
    plan: Plan
    scope: Scope


class Searching:
    """Searching in one home."""

    def __init__(self, gate: Gate, engine: SearchEngine) -> None:
        self._gate = gate
        self._engine = engine

    def search(self, speaker: Speaker, query: Query) -> SearchAnswer:
        """Search what one's forms open. Raises `Refused` without a form, `BadInput` for a query that
        cannot be understood, `Conflict` when a form ended meanwhile."""
        with self._gate.visit(speaker, Call.READING_SEARCH, step="asked", **_recorded(query)) as visit:
            scope = self._gate.reading_scope(visit)
            asked = Asked(speaker, query, self._plan(query), scope)
            after = _place(visit, query.after, scope)
            visit.note(forms=[grant.basis for grant in scope.grants])
        counted = self._engine.facets(asked.plan, scope) if query.facets else None
        for _ in range(ROUNDS):
            limit = max(1, min(query.limit, MOST_SHOWN))
            hits = self._engine.search(asked.plan, scope, limit=limit, after=after)
            answer = self._answer(asked, hits, counted)
            if answer.found or not hits.more:
                return answer
            after = hits.hits[-1]
        raise EngineUnavailable(
            "The search index does not agree with the catalogue.",
            advice="Have an archivist compare and mend it: `dangan index verify`.",
        )

    def explain(self, speaker: Speaker, query: Query) -> tuple[Said, ...]:
        """How a query is understood; looks at no paper. Raises `BadInput` for one that is not."""
        with self._gate.visit(speaker, Call.READING_EXPLAIN, **_recorded(query)):
            plan = self._plan(query)
        return describe(plan, kinds=self._kinds, fields=self._fields)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        regulations = self._gate.regulations
        return {kind: regulations.kind_name(kind) for kind in regulations.kinds}

    @cached_property
    def _fields(self) -> dict[str, tuple[str, ...]]:
        return askable(LINES)

    def _plan(self, query: Query) -> Plan:
        return parse(query.text, kinds=self._kinds, fields=self._fields, conditions=query.conditions)

    def _answer(self, asked: Asked, hits: Hits, counted: Facets | None) -> SearchAnswer:
        """What of the hits is still so, recorded before it is shown."""
        said = _recorded(asked.query)
        with self._gate.visit(asked.speaker, Call.READING_SEARCH, step="shown", **said) as visit:
            scope = self._gate.reading_scope(visit)
            _require_as_wide(scope, asked.scope)
            located = self._current(visit, hits.hits, scope)
            shown = [hit for hit in hits.hits if hit.document in located]
            visit.note(
                documents=[hit.document for hit in shown],
                forms=[grant.basis for grant in scope.grants],
                **(recorded(counted) if counted else {}),
            )
            facets = named(visit.tx, counted, regulations=self._gate.regulations) if counted else None
            behind = _behind(visit, scope)
            keeper = Post.ARCHIVIST in visit.person.posts
        stale = sum(not hit.tolerant for hit in hits.hits) - sum(not hit.tolerant for hit in shown)
        return SearchAnswer(
            found=tuple(self._found(asked.plan, hit, located[hit.document]) for hit in shown),
            total=hits.total - stale,
            capped=hits.capped,
            next=_named(shown[-1], located) if hits.more and shown else None,
            behind=replace(behind, fault=self._engine.pending().fault) if keeper else behind,
            facets=facets,
        )

    def _current(self, visit: Visit, hits: Sequence[Hit], scope: Scope) -> dict[int, Located]:
        """The documents of a search as the catalogue has them now: moved or superseded ones fall out."""
        wanted = [hit.document for hit in hits]
        located = locate(visit.tx, wanted, scope, regulations=self._gate.regulations)
        return {number: found for number, found in located.items() if found.paper.state == "current"}

    def _found(self, plan: Plan, hit: Hit, located: Located) -> Found:
        sheets = located.sheets
        with self._gate.catalogue.read() as tx:
            read = pages.load(tx, sheets.original, first=sheets.first, last=sheets.last)
        own = [replace(page, number=page.number - sheets.first + 1) for page in read]
        paper = located.paper
        head = Head(paper.title, paper.author, paper.number)
        return Found(paper, hit.tolerant, highlight(plan, own, head=head, tolerant=hit.tolerant))


def _recorded(query: Query) -> dict[str, Any]:
    """What audit rows say of a query."""
    said: dict[str, Any] = {"query": legible(query.text, longest=RECORDED_QUERY)}
    if given := query.conditions.given():
        said["conditions"] = {
            option: [legible(value, longest=RECORDED_QUERY) for value in values]
            for option, values in given.items()
        }
    return said


def _named(hit: Hit, located: Mapping[int, Located]) -> str:
    """Where an answer ended: the last document's archive number, which says nothing that was not shown."""
    return located[hit.document].paper.number + (SIMILAR if hit.tolerant else "")


def _place(visit: Visit, after: str | None, scope: Scope) -> Hit | None:
    """Where the page before ended. Raises `BadInput`, alike for what is not there and what is forbidden."""
    if after is None:
        return None
    numbers, documents = schema.archive_numbers, schema.documents
    asked = legible(after.strip())
    wanted = (
        select(documents.c.id, documents.c.filing_sequence, documents.c.file)
        .join(numbers, numbers.c.document == documents.c.id)
        .where(numbers.c.number == asked.removesuffix(SIMILAR), documents.c.file.in_(sorted(scope.files)))
    )
    found = visit.tx.execute(wanted).all()
    if not found:
        raise BadInput(
            "{place} is no place to go on from.", advice="Copy what the page before named.", place=asked
        )
    return Hit(found[0].id, found[0].filing_sequence, tolerant=asked.endswith(SIMILAR))


def _require_as_wide(scope: Scope, asked: Scope) -> None:
    """Hits were counted in the scope that was asked; they may be told only while all of it is open."""
    if not asked.files <= scope.files:
        raise Conflict(
            "What you may read changed while you searched.", advice="Search again in what is open to you now."
        )


def _behind(visit: Visit, scope: Scope) -> Behind:
    """How far the index is behind in the files of the scope: what happens elsewhere is not the reader's."""
    outbox, documents = schema.outbox, schema.documents
    serving = generations.serving(visit.tx)
    waiting = (
        select(documents.c.file, outbox.c.staged_at)
        .join(documents, documents.c.id == outbox.c.document)
        .where(outbox.c.sequence > (serving.position if serving else 0))
    )
    since = [row.staged_at for row in visit.tx.execute(waiting) if row.file in scope.files]
    return Behind(len(since), min(since, default=None))
