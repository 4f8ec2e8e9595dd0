"""The reading room: searching, and looking at papers, under the reader's own query forms.

Every page that leaves it carries a mark: to whom it was shown, under which form and when.

Every call is two steps: what may be seen is checked and recorded in one transaction, and only when that
is committed is content fetched. If the record cannot be written, there is no content.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.calls import Call
from access.free_words import legible
from access.gate import Gate, nothing_here
from access.marking import mark_of
from access.papers import PaperView, Sheets, ending_of, locate, require_whole
from access.searching import Query, SearchAnswer, Searching
from access.speaker import Speaker
from archive.catalogue import pages
from archive.content import Content
from archive.errors import NotFound
from archive.page import BY_HAND, Line, Page
from archive.rendering import export_pages, page_png
from archive.watermark import Mark
from archive.watermark_envelope import Attached, cover, enveloped
from index.describing import Said
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a document as text. `page` counts from 1 within the document."""

    paper: PaperView
    page: int
    lines: tuple[Line, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a document as a PNG picture, upright and marked."""

    paper: PaperView
    page: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """One document as a PDF file, marked; with `attached` the name under which the very file that came in
    lies in it, unaltered."""

    paper: PaperView
    file: bytes
    attached: str = ""


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
        opened = self._open(speaker, Call.READING_SHOW, document, page=page)
        number = opened.sheets.page_of(page)
        read = self._read(opened.sheets.original, number, number)
        lines = tuple(line for found in read for line in found.lines)
        return PageView(opened.paper, page, lines, opened.mark)

    def image(self, speaker: Speaker, document: str, *, page: int = 1) -> PageImage:
        """One page as a picture."""
        opened = self._open(speaker, Call.READING_IMAGE, document, page=page)
        number, original = opened.sheets.page_of(page), opened.sheets.original
        (read,) = self._read(original, number, number)
        return PageImage(opened.paper, page, page_png(self._content.path(original), read, opened.mark))

    def export(self, speaker: Speaker, document: str, *, original: bool = False) -> Export:
        """The document's pages as a PDF: its pages only, never more of the original it came in.

        With `original` the file that came in is attached to it as it is, where the document is the whole of
        it; `BadInput` where it is not. A file without pages has a sheet of its own to be attached to.
        """
        opened = self._open(speaker, Call.READING_EXPORT, document, page=1, whole=original)
        sheets, mark = opened.sheets, opened.mark
        read = self._read(sheets.original, sheets.first, sheets.last)
        path = self._content.path(sheets.original)
        if not original:
            return Export(opened.paper, export_pages(path, read, mark))
        name = opened.paper.number + opened.ending
        with self._content.open(sheets.original) as file:
            attached = Attached(name, file.read())
        if all(page.engine == BY_HAND for page in read):
            return Export(opened.paper, enveloped(cover(attached, mark), attached), name)
        return Export(opened.paper, enveloped(export_pages(path, read, mark), attached), name)

    def _read(self, original: str, first: int, last: int) -> tuple[Page, ...]:
        with self._gate.catalogue.read() as tx:
            read = pages.load(tx, original, first=first, last=last)
        if len(read) <= last - first:  # disposed of, or re-filed, since it was let out
            raise nothing_here()
        return read

    def _open(
        self, speaker: Speaker, call: Call, document: str, *, page: int, whole: bool = False
    ) -> _Opened:
        """Check and record in one transaction; only when it is committed may content be fetched."""
        asked = legible(document)
        with self._gate.visit(speaker, call, asked=asked, page=page) as visit:
            number, grant = self._gate.document_grant(visit, asked)
            visit.note(subject=f"document:{number}")
            located = locate(visit.tx, [number], grant, regulations=self._gate.regulations)[number]
            paper, sheets = located.paper, located.sheets
            if whole:
                visit.note(original=True)
                require_whole(visit.tx, sheets)
            if not 1 <= page <= paper.pages:
                raise NotFound("{number} has {pages} page(s).", number=paper.number, pages=paper.pages)
            return _Opened(paper, sheets, ending_of(visit.tx, sheets), mark_of(visit))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document that may be shown: where its pages lie, what its file's name ends in, and its mark."""

    paper: PaperView
    sheets: Sheets
    ending: str
    mark: Mark
