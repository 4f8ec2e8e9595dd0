"""The reading room: searching, and looking at papers, under the reader's own query forms.

Every call is two steps: what may be seen is checked and recorded in one transaction, and only when that
is committed is content fetched. If the record cannot be written, there is no content.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.calls import Call
from access.free_words import legible
from access.gate import Gate
from access.papers import Located, PaperView, ending_of, locate, require_whole
from access.searching import Query, SearchAnswer, Searching
from access.speaker import Speaker
from archive.catalogue import pages
from archive.content import Content
from archive.errors import NotFound
from archive.page import Line
from archive.rendering import export_pages, page_png
from index.describing import Said
from index.engine import SearchEngine


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
        self._searching = Searching(gate, engine)
        self._content = content

    def search(self, speaker: Speaker, query: Query) -> SearchAnswer:
        """Search what one's forms open: `access.searching.Searching.search`."""
        return self._searching.search(speaker, query)

    def explain(self, speaker: Speaker, query: Query) -> tuple[Said, ...]:
        """How a query is understood; looks at no paper."""
        return self._searching.explain(speaker, query)

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
