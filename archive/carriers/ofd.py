"""OFD files (GB/T 33190-2016: electronic invoices, bank slips) as pages: text where it stands, scans inside.

Read from the XML through defusedxml; there is no well-kept library. Seals and signatures are not checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element

from archive.carriers.composition import MOST_PAGES, too_long
from archive.carriers.leaf import Enclosed, Leaf
from archive.carriers.lettering import text_width
from archive.carriers.ofd_place import Place, numbers
from archive.carriers.package import Package, Source, attribute, child, local, resolved
from archive.errors import BadInput
from archive.media import PICTURES, sniff
from archive.page import LAID_OUT, Box, Line, Page

_POINTS = 72 / 25.4  # to the millimetre
_Area: TypeAlias = tuple[float, float, float, float]  # left, top, width, height in millimetres
_A4: _Area = (0.0, 0.0, 210.0, 297.0)
_ASCENT = 0.86  # of the type size: how far letters reach above the base line
_SAME_ROW = 0.3  # of the type size
_JOINED = 0.6  # of the type size: a narrower gap parts no two texts
_SCAN = 0.5  # of the page's area: a picture so large is the paper itself
_FEW_LETTERS = 40
_CELL_GAP = 1.2  # of the type size: another cell, a line of its own
_USUAL_SIZE = 3.5  # millimetres
_DEEPEST = 20


def ofd_leaves(source: Source) -> Iterator[Leaf]:
    """The pages of every document in the file."""
    with Package(source) as package:
        root = package.xml("OFD.xml")
        count = 0
        for body in () if root is None else root:
            place = _text(child(body, "DocRoot"))
            if local(body.tag) == "DocBody" and place:
                for leaf in _Document(package, resolved("", place)).leaves():
                    count += 1
                    if count > MOST_PAGES:
                        raise too_long()
                    yield leaf
        if count == 0:
            raise BadInput(
                "This OFD file holds no page.",
                advice="Open it in an OFD reader, print it to PDF and put the PDF into the inbox.",
            )


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture on a page: what part of the page it covers, 0..1, and its file."""

    share: float
    content: bytes


class _Document:
    """One document of an OFD file."""

    def __init__(self, package: Package, place: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(place)
        self._root = package.xml(place)
        common = child(self._root, "CommonData")
        self._area = _area(child(common, "PageArea"), _A4)
        self._media = self._resources(common)
        self._templates = {
            attribute(element, "ID"): resolved(self._folder, attribute(element, "BaseLoc"))
            for element in (() if common is None else common)
            if local(element.tag) == "TemplatePage"
        }

    def leaves(self) -> Iterator[Leaf]:
        """Its pages, numbered within this document."""
        pages = child(self._root, "Pages")
        for number, page in enumerate(() if pages is None else pages, start=1):
            yield self._leaf(number, resolved(self._folder, attribute(page, "BaseLoc")))

    def _leaf(self, number: int, place: str) -> Leaf:
        root = self._package.xml(place)
        area = _area(child(root, "Area"), self._area)
        layers = [*self._template_layers(root), *_layers(root)]
        place_of = Place.on(*area[:2], _POINTS)
        lines = _joined([line for layer in layers for line in _lines(layer, place_of, 0)])
        if sum(len(line.text) for line in lines) < _FEW_LETTERS:
            media = self._media | self._resources(root)
            scans = [found for layer in layers for found in self._pictures(layer, area, media)]
            largest = max(scans, key=lambda found: found.share, default=None)
            if largest is not None and largest.share > _SCAN:
                return Enclosed(largest.content, sniff(largest.content), 1)
        _, _, width, height = area
        return Page(number, width * _POINTS, height * _POINTS, 0, LAID_OUT, lines)

    def _template_layers(self, page: Element | None) -> Iterator[Element]:
        """The printed form that a page's own text is written into."""
        for element in () if page is None else page:
            if local(element.tag) == "Template":
                place = self._templates.get(attribute(element, "TemplateID"), "")
                yield from _layers(self._package.xml(place))

    def _resources(self, parent: Element | None) -> dict[str, str]:
        """Where pictures lie, by their ids, in the resource files that an element names."""
        found = {}
        for element in () if parent is None else parent:
            if local(element.tag) in ("PublicRes", "DocumentRes", "PageRes"):
                place = resolved(self._folder, _text(element))
                root = self._package.xml(place)
                base = resolved(posixpath.dirname(place), "" if root is None else attribute(root, "BaseLoc"))
                for media in () if root is None else root.iter():
                    if local(media.tag) == "MultiMedia":
                        found[attribute(media, "ID")] = resolved(base, _text(child(media, "MediaFile")))
        return found

    def _pictures(self, layer: Element, area: _Area, media: Mapping[str, str]) -> Iterator[_Picture]:
        for element in layer.iter():
            if local(element.tag) != "ImageObject":
                continue
            _, _, width, height = (*numbers(attribute(element, "Boundary")), 0, 0, 0, 0)[:4]
            content = self._package.read(media.get(attribute(element, "ResourceID"), ""))
            if content is not None and sniff(content) in PICTURES:
                yield _Picture(width * height / (area[2] * area[3]), content)


def _layers(page: Element | None) -> Iterator[Element]:
    for element in () if page is None else page:
        if local(element.tag) == "Content":
            yield from element


def _lines(parent: Element, place: Place, depth: int) -> Iterator[Line]:
    """The texts of a layer or block, each piece as a line of its own."""
    for element in parent:
        match local(element.tag):
            case "TextObject":
                yield from _texts(element, place)
            case "PageBlock" | "Layer" if depth < _DEEPEST:
                yield from _lines(element, place, depth + 1)


def _texts(element: Element, page: Place) -> Iterator[Line]:
    place = page.inside(attribute(element, "Boundary"), attribute(element, "CTM"))
    size = (*numbers(attribute(element, "Size")), _USUAL_SIZE)[0]
    x = y = 0.0
    for code in element:
        if local(code.tag) == "TextCode":
            x = (*numbers(attribute(code, "X")), x)[0]
            y = (*numbers(attribute(code, "Y")), y)[0]
            for start, end, text in _runs(code, size):
                box = place.box(
                    x + start[0],
                    y + start[1] - _ASCENT * size,
                    x + end[0],
                    y + end[1] + (1 - _ASCENT) * size,
                )
                yield Line(text, box)


_Point: TypeAlias = tuple[float, float]


def _runs(code: Element, size: float) -> Iterator[tuple[_Point, _Point, str]]:
    """The text of an element as runs without wide gaps: where each begins and ends, from the first letter."""
    text = [letter for letter in code.text or "" if letter not in "\n\r"]
    across, down = numbers(attribute(code, "DeltaX")), numbers(attribute(code, "DeltaY"))
    x = y = 0.0
    start, run, end = (x, y), "", (x, y)
    for place, letter in enumerate(text):
        width = text_width(letter, size)
        if run and (x - end[0] > _CELL_GAP * size or y - end[1] > _CELL_GAP * size):
            yield start, end, run
            start, run = (x, y), ""
        run += letter
        end = (x + width, y)
        x += across[place] if place < len(across) else 0 if down else width
        y += down[place] if place < len(down) else 0
    yield start, end, run


def _joined(lines: list[Line]) -> tuple[Line, ...]:
    """The lines by rows, top to bottom; those that touch are one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top + line.box.bottom):
        middle = line.box.top + line.box.bottom
        if rows and middle - rows[-1][0].box.top - rows[-1][0].box.bottom < 2 * _SAME_ROW * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in _row(sorted(row, key=lambda line: line.box.left)))


def _row(row: list[Line]) -> Iterator[Line]:
    last = row[0]
    for line in row[1:]:
        size = min(last.box.height, line.box.height)
        if -size < line.box.left - last.box.right < _JOINED * size:
            top, bottom = min(last.box.top, line.box.top), max(last.box.bottom, line.box.bottom)
            last = Line(last.text + line.text, Box(last.box.left, top, line.box.right, bottom))
        else:
            yield last
            last = line
    yield last


def _area(element: Element | None, usual: _Area) -> _Area:
    """The box of a page in millimetres: what is printed on, of a size that papers have."""
    found = numbers(_text(child(element, "PhysicalBox")))
    if len(found) != 4 or not all(20 <= side <= 5000 for side in found[2:]):
        return usual
    return found[0], found[1], found[2], found[3]


def _text(element: Element | None) -> str:
    return "" if element is None or element.text is None else element.text.strip()
