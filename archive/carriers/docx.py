"""Word documents (.docx, .docm) as pages: paragraphs, tables, text boxes, pasted papers; macros never run.

Read from the XML (ECMA-376 part 1, 17) rather than through python-docx, which leaves out what stands in
content controls, text boxes and tracked insertions: the very places where forms are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from archive.carriers.composition import A4, Align, Block, PageBreak, Paper, Paragraph, Row, Slot, compose
from archive.carriers.docx_numbering import Numbering
from archive.carriers.docx_styles import Styles
from archive.carriers.leaf import Leaf
from archive.carriers.package import Package, Source, attribute, child, local
from archive.carriers.pictures import text_and_papers
from archive.errors import BadInput

_TWIPS = 20  # to the point
_HOLDS_BLOCKS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_TRANSPARENT = _HOLDS_BLOCKS | {"hyperlink", "fldSimple"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES")
# Tick boxes are letters of picture fonts (Wingdings, Wingdings 2): the place in the font, the plain letter.
_SYMBOLS = {0x6F: "□", 0x71: "□", 0xA8: "□", 0xA3: "□", 0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0x50: "√"}


def docx_leaves(source: Source) -> Iterator[Leaf]:
    """The pages of a Word document, then the papers pasted into it as pictures."""
    with Package(source) as package:
        document = package.xml("word/document.xml")
        if document is None:
            raise BadInput(
                "This is no Word document that can be read.",
                advice="Open it in Word, save it as .docx or PDF, and put that into the inbox.",
            )
        targets = package.relations("word/document.xml")
        names = [targets[name] for name in _pictures(document) if name in targets]
        yield from text_and_papers(compose(*_Story(package).laid_out(document)), package, names)


@dataclass(slots=True)
class _Said:
    """What one paragraph says while it is read: its runs with their sizes, and what hangs on it."""

    style: str
    runs: list[tuple[str, float]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        letters: dict[float, int] = {}
        for text, size in self.runs:
            letters[size] = letters.get(size, 0) + len(text.strip())
        return max(letters, key=lambda size: letters[size])


class _Story:
    """The text of one document, with the styles and numbers that belong to it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.xml("word/styles.xml"))
        self._numbering = Numbering(package.xml("word/numbering.xml"))

    def laid_out(self, document: Element) -> tuple[Iterator[Block], Paper]:
        """The blocks of the document between its first head and foot, and the paper it is written on."""
        body = child(document, "body")
        section = None if body is None else child(body, "sectPr")
        return self._whole(body, section), _paper(section)

    def _whole(self, body: Element | None, section: Element | None) -> Iterator[Block]:
        room = _paper(section).room
        yield from self._margin(section, "headerReference", room)
        if body is not None:
            yield from self._blocks(body, room)
        yield from self._margin(section, "footerReference", room)

    def _margin(self, section: Element | None, which: str, room: float) -> Iterator[Block]:
        """The head or foot that most pages bear, once; page numbers stand in it for the printer only."""
        targets = self._package.relations("word/document.xml")
        for reference in () if section is None else section:
            if local(reference.tag) == which and attribute(reference, "type") == "default":
                root = self._package.xml(targets.get(attribute(reference, "id"), ""))
                blocks = () if root is None else self._blocks(root, room)
                yield from (block for block in blocks if isinstance(block, Row) or _says(block))

    def _blocks(self, parent: Element, room: float) -> Iterator[Block]:
        for element in parent:
            match local(element.tag):
                case "p":
                    yield from self._paragraph(element, room)
                case "tbl":
                    yield from self._table(element, room)
                case name if name in _HOLDS_BLOCKS:
                    yield from self._blocks(element, room)

    def _paragraph(self, element: Element, room: float) -> Iterator[Block]:
        properties = child(element, "pPr")
        said = self._said(element, properties)
        if child(properties, "pageBreakBefore") is not None:
            yield PageBreak()
        align = self._align(properties, said.style)
        pages = said.text.split("\f")
        for number, text in enumerate(pages):
            if number:
                yield PageBreak()
            yield Paragraph(text, said.size, align)
        for box in said.boxes:
            yield from self._blocks(box, room)
        section = child(properties, "sectPr")
        if section is not None and attribute(_or_empty(child(section, "type")), "val") != "continuous":
            yield PageBreak()

    def _said(self, element: Element, properties: Element | None) -> _Said:
        style = self._styles.named(attribute(_or_empty(child(properties, "pStyle")), "val"))
        said = _Said(style)
        own = child(properties, "numPr")
        numbered = own if own is not None else self._styles.numbering(style)
        said.runs.append((self._numbering.label(numbered), self._styles.size(style)))
        self._read_runs(element, said)
        return said

    def _read_runs(self, parent: Element, said: _Said) -> None:
        for element in parent:
            name = local(element.tag)
            if name == "r":
                self._read_run(element, said)
            elif name in _TRANSPARENT and not _is_page_number(attribute(element, "instr")):
                self._read_runs(element, said)

    def _read_run(self, run: Element, said: _Said) -> None:
        properties = child(run, "rPr")
        if child(properties, "vanish") is not None:
            return
        size = self._styles.size(said.style, properties)
        said.runs.append(("".join(_letters(run)), size))
        said.boxes += _boxes(run)

    def _align(self, properties: Element | None, style: str) -> Align:
        value = attribute(_or_empty(child(properties, "jc")), "val") or self._styles.align(style)
        return "center" if value == "center" else "right" if value in ("right", "end") else "left"

    def _table(self, table: Element, room: float) -> Iterator[Block]:
        edges = _edges(table, room)
        for row in _inner(table, "tr"):
            slots: list[Slot] = []
            nested: list[Block] = []
            column = _count(child(row, "trPr"), "gridBefore", 0)
            for cell in _inner(row, "tc"):
                properties = child(cell, "tcPr")
                last = column + _count(properties, "gridSpan", 1)
                left, right = (edges[min(edge, len(edges) - 1)] for edge in (column, last))
                column = last
                blocks = list(self._blocks(cell, right - left))
                merged = child(properties, "vMerge")
                if merged is None or attribute(merged, "val") == "restart":
                    slots += _slots(blocks, left, right)
                nested += [block for block in blocks if isinstance(block, Row)]
            yield Row(tuple(slots))
            yield from nested


def _says(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.text.strip())


def _slots(blocks: list[Block], left: float, right: float) -> Iterator[Slot]:
    said = [block for block in blocks if isinstance(block, Paragraph) and _says(block)]
    if said:
        text = "\n".join(block.text for block in said)
        yield Slot(text, left, right - left, said[0].size, said[0].align)


def _letters(run: Element) -> Iterator[str]:
    for element in run:
        match local(element.tag):
            case "t":
                yield element.text or ""
            case "tab" | "ptab":
                yield "\t"
            case "br":
                yield "\f" if attribute(element, "type") == "page" else "\n"
            case "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                place = int(attribute(element, "char") or "0", 16) & 0xFF
                yield _SYMBOLS.get(place, "")


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes that hang on a run. Where a picture is given in two forms, only the first is taken."""
    for inner in element:
        name = local(inner.tag)
        if name == "txbxContent":
            yield inner
        elif name not in ("Fallback", "t"):
            yield from _boxes(inner)


def _pictures(document: Element) -> Iterator[str]:
    """The relations of pictures in the order in which they stand."""
    for element in document.iter():
        match local(element.tag):
            case "blip":
                yield attribute(element, "embed")
            case "imagedata":
                yield attribute(element, "id")


def _inner(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for element in parent:
        if local(element.tag) == name:
            yield element
        elif local(element.tag) in _HOLDS_BLOCKS:
            yield from _inner(element, name)


def _edges(table: Element, room: float) -> list[float]:
    """Where the columns of a table begin and end, fitted into the room there is."""
    widths = [
        max(1.0, _number(attribute(column, "w")) / _TWIPS)
        for column in _or_empty(child(table, "tblGrid"))
        if local(column.tag) == "gridCol"
    ] or [1.0]
    whole = sum(widths)
    scale = room / whole if whole > room or whole < room / 4 else 1.0
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width * scale)
    return edges


def _paper(section: Element | None) -> Paper:
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    width, height = (_number(attribute(_or_empty(size), side)) / _TWIPS for side in ("w", "h"))
    if not (200 <= width <= 3000 and 200 <= height <= 3000):
        return A4
    margin = _number(attribute(_or_empty(margins), "left")) / _TWIPS
    return replace(A4, width=width, height=height, margin=min(max(margin, 28.0), width / 4))


def _count(properties: Element | None, name: str, default: int) -> int:
    value = attribute(_or_empty(child(properties, name)), "val")
    return min(int(_number(value)), 1000) if value else default


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _is_page_number(instruction: str) -> bool:
    return instruction.split(maxsplit=1)[:1] in ([name] for name in _PAGE_FIELDS)


def _or_empty(element: Element | None) -> Element:
    return Element("none") if element is None else element
