"""HTML (bodies of mails, saved web pages) as blocks of text: nothing is fetched, no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from archive.carriers.composition import A4, SIZE, Block, Paragraph, compose
from archive.carriers.leaf import Leaf
from archive.carriers.plain import decoded
from archive.carriers.table import Entry, Lines, table_blocks
from archive.errors import BadInput

_MUTE = frozenset(("script", "style", "head", "template", "noscript", "svg", "select"))
_BREAKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "form",
        "table",
    )
)
_HEADLINES = {"h1": 18.0, "h2": 16.0, "h3": 14.0, "title": 16.0}
_MOST_MARKUP = 16_000_000  # characters; the parser's time grows faster than the page
_MOST_OPEN = 5000  # elements inside one another
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)


def html_leaves(content: bytes) -> Iterator[Leaf]:
    """The pages of a saved web page."""
    yield from compose(html_blocks(html_text(content)))


def html_text(content: bytes) -> str:
    """The markup of a page, in the encoding that it names itself or that its bytes show."""
    named = _CHARSET.search(content[:4096])
    if named is not None:
        try:
            return content.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content)


def html_blocks(markup: str) -> list[Block]:
    """The text that a page shows, its tables in rows. Raise `BadInput` for endless markup."""
    if len(markup) > _MOST_MARKUP:
        raise BadInput(
            "The page's markup has more than {limit} million characters.",
            advice="Print the page to PDF and put the PDF into the inbox.",
            limit=_MOST_MARKUP // 1_000_000,
        )
    story = _Story()
    story.feed(markup)
    story.close()
    return story.blocks()


class _Story(HTMLParser):
    """Collects text between the elements that end a line; cells of a table until their row ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._text = ""
        self._size = SIZE
        self._muted: list[str] = []
        self._cells: list[str] | None = None
        self._table = Lines()

    def blocks(self) -> list[Block]:
        """What was collected."""
        self._end_row()
        self._end_table()
        self._end_line()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MUTE and len(self._muted) < _MOST_OPEN:
            self._muted.append(tag)
        elif tag == "tr":
            self._end_row()
            self._end_line()
            self._cells = []
        elif tag in ("td", "th") and self._cells is not None:
            self._end_cell()
            self._cells.append("")
        elif tag in _BREAKS or tag in _HEADLINES:
            self._break()
            self._size = _HEADLINES.get(tag, SIZE)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._muted:
            while self._muted.pop() != tag:
                pass
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._end_table()
        elif tag in _BREAKS or tag in _HEADLINES:
            self._break()
            self._size = SIZE

    def handle_data(self, data: str) -> None:
        if not self._muted:
            self._text += re.sub(r"[ \r\n\t]+", " ", data)

    def _break(self) -> None:
        if self._cells:
            self._text += "\n"
        else:
            self._end_table()
            self._end_line()

    def _end_cell(self) -> None:
        if self._cells:
            self._cells[-1] = re.sub(r"\s*\n\s*", "\n", self._text).strip()
        self._text = ""

    def _end_row(self) -> None:
        if self._cells is not None:
            self._end_cell()
            self._table.add(tuple(Entry(cell) for cell in self._cells))
            self._cells = None

    def _end_table(self) -> None:
        if self._table.lines:
            self._blocks += table_blocks(self._table.lines, A4.room)
            self._table = Lines()

    def _end_line(self) -> None:
        if self._text.strip():
            self._blocks.append(Paragraph(self._text.strip(), self._size))
        self._text = ""
