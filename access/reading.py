"""The reading room: searching, and looking at papers, under the reader's own query forms.

Every call is two steps: what may be seen is checked and recorded in one transaction, and only when that
is committed is content fetched. If the record cannot be written, there is no content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from access.calls import Call
from access.free_words import legible
from access.gate import Gate
from access.numbers import bounded
from access.papers import Located, PaperView, ending_of, locate, require_whole
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import pages
from archive.content import Content
from archive.errors import NotFound
from archive.grants import Scope
from archive.page import Line
from archive.rendering import export_pages, page_png
from index.engine import Behind, Hit, SearchEngine
from index.highlight import Highlights, highlight
from index.plan import Plan
from index.query import LONGEST, parse

SHOWN = 20  # documents on one page of an answer
MOST_SHOWN = 100
RECORDED_QUERY = 500  # characters of a query that the audit log keeps


@dataclass(frozen=True, slots=True)
class Query:
    """A search. `text` is in the query language of `docs/search.md`; `after` is `SearchAnswer.next` of
    the page before."""

    text: str
    limit: int = SHOWN
    after: Hit | None = None


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
    reader's files that the index has not taken over yet."""

    found: tuple[Found, ...]
    total: int
    capped: bool
    next: Hit | None
    behind: Behind


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a document as text. `page` counts from 1 within the document."""

    paper: PaperView
    page: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a document as a PNG picture, upright."""

    paper: PaperView
    page: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """One document as a file: its pages as a PDF, or the very file that came in. `ending` is what such a
    file's name ends in (`.pdf`), empty where that is not known."""

    paper: PaperView
    file: bytes
    ending: str


class ReadingRoom:
    """Searching and reading in one home."""

    def __init__(self, gate: Gate, engine: SearchEngine, content: Content) -> None:
        self._gate = gate
        self._engine = engine
        self._content = content

    def search(self, speaker: Speaker, query: Query) -> SearchAnswer:
        """Search what one's forms open. Raises `Refused` without a form, `BadInput` for a query that
        cannot be understood."""
        call, text = Call.READING_SEARCH, legible(query.text, longest=RECORDED_QUERY)
        with self._gate.visit(speaker, call, step="asked", query=text) as visit:
            scope = self._gate.form_scope(visit)
            plan = parse(legible(query.text, longest=LONGEST + 1), kinds=self._kinds)
            after = _place(query.after)
            visit.note(forms=[grant.basis for grant in scope.grants])
        limit = max(1, min(query.limit, MOST_SHOWN))
        hits = self._engine.search(plan, scope, limit=limit, after=after)
        with self._gate.visit(speaker, call, step="shown", query=text) as visit:
            scope = self._gate.form_scope(visit)
            located = self._current(visit, hits.hits, scope)
            shown = [hit for hit in hits.hits if hit.document in located]
            visit.note(
                documents=[hit.document for hit in shown], forms=[grant.basis for grant in scope.grants]
            )
            behind = _behind(visit, scope)
        stale = sum(not hit.tolerant for hit in hits.hits) - sum(not hit.tolerant for hit in shown)
        return SearchAnswer(
            found=tuple(self._found(plan, hit, located[hit.document]) for hit in shown),
            total=hits.total - stale,
            capped=hits.capped,
            next=hits.hits[-1] if hits.more else None,
            behind=behind,
        )

    def show(self, speaker: Speaker, document: str, *, page: int = 1) -> PageView:
        """One page as text; `document` is a 档号 or a document's number in the catalogue. Raises the
        same `Refused` for what is forbidden and for what is not there."""
        located = self._open(speaker, Call.READING_SHOW, document, page=page)
        sheets = located.sheets
        with self._gate.catalogue.read() as tx:
            number = sheets.page_of(page)
            read = pages.load(tx, sheets.original, first=number, last=number)
        return PageView(located.paper, page, tuple(line for found in read for line in found.lines))

    def image(self, speaker: Speaker, document: str, *, page: int = 1) -> PageImage:
        """One page as a picture."""
        located = self._open(speaker, Call.READING_IMAGE, document, page=page)
        sheets = located.sheets
        number = sheets.page_of(page)
        with self._gate.catalogue.read() as tx:
            read = pages.load(tx, sheets.original, first=number, last=number)
        return PageImage(located.paper, page, page_png(self._content.path(sheets.original), read[0]))

    def export(self, speaker: Speaker, document: str, *, original: bool = False) -> Export:
        """The document's pages as a PDF: its pages only, never more of the original it came in.

        With `original` the file itself, where the document is the whole of it; `BadInput` where it is not.
        """
        located = self._open(speaker, Call.READING_EXPORT, document, page=1, whole=original)
        sheets = located.sheets
        with self._gate.catalogue.read() as tx:
            read = pages.load(tx, sheets.original, first=sheets.first, last=sheets.last)
            ending = ending_of(tx, sheets)
        if not original:
            return Export(located.paper, export_pages(self._content.path(sheets.original), read), ".pdf")
        with self._content.open(sheets.original) as file:
            return Export(located.paper, file.read(), ending)

    @property
    def _kinds(self) -> dict[str, str]:
        regulations = self._gate.regulations
        return {kind: regulations.kind_name(kind) for kind in regulations.kinds}

    def _open(
        self, speaker: Speaker, call: Call, document: str, *, page: int, whole: bool = False
    ) -> Located:
        """Check and record in one transaction; only when it is committed may content be fetched."""
        asked = legible(document)
        with self._gate.visit(speaker, call, asked=asked, page=page) as visit:
            number, grant = self._gate.document_grant(visit, asked)
            visit.note(subject=f"document:{number}")
            located = locate(visit.tx, [number], grant, regulations=self._gate.regulations)[number]
            if whole:
                visit.note(original=True)
                require_whole(visit.tx, located.sheets)
            if not 1 <= page <= located.paper.pages:
                raise NotFound(
                    "{number} has {pages} page(s).", number=located.paper.number, pages=located.paper.pages
                )
        return located

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
        return Found(located.paper, hit.tolerant, highlight(plan, own, tolerant=hit.tolerant))


def _place(after: Hit | None) -> Hit | None:
    """Where the page before ended, as far as anything can lie there. Raises BadInput."""
    return after and replace(
        after, document=bounded(after.document), filing_sequence=bounded(after.filing_sequence)
    )


def _behind(visit: Visit, scope: Scope) -> Behind:
    """How far the index is behind in the files of the scope: what happens elsewhere is not the reader's."""
    outbox, documents = schema.outbox, schema.documents
    waiting = select(documents.c.file, outbox.c.staged_at).join(
        documents, documents.c.id == outbox.c.document
    )
    since = [row.staged_at for row in visit.tx.execute(waiting) if row.file in scope.files]
    return Behind(len(since), min(since, default=None))
