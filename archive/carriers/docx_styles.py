"""Styles of a Word document: what a paragraph looks like where it does not say so itself."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from archive.carriers.composition import SIZE
from archive.carriers.package import attribute, child, local

_DEEPEST = 12  # styles based on one another
_HEADINGS = {
    "title": 18.0,
    "heading 1": 16.0,
    "heading 2": 14.0,
    "标题": 18.0,
    "标题 1": 16.0,
    "标题 2": 14.0,
}
"""The least size of letters in a headline; some houses make theirs bold and no larger."""


class Styles:
    """The styles of one document; none of them where it has no list of styles."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else [style for style in root if local(style.tag) == "style"]
        self._styles = {attribute(style, "styleId"): style for style in styles}
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._size = _half_points(defaults) or SIZE
        self._usual = next((attribute(style, "styleId") for style in styles if _is_usual(style)), "")

    def named(self, name: str) -> str:
        """The style of a paragraph: the one it names, else the document's usual one."""
        return name if name in self._styles else self._usual

    def size(self, style: str, run: Element | None = None) -> float:
        """The letters' size in points, by the run itself, its own style, the paragraph's, the document's."""
        own = _half_points(run) or self._inherited_size(attribute(_val(run, "rStyle"), "val"))
        return own or max(self._inherited_size(style) or self._size, self._headline(style))

    def align(self, style: str) -> str:
        """How a paragraph of this style is set: center, right, or anything else for left."""
        for step in self._line(style):
            value = attribute(_val(child(step, "pPr"), "jc"), "val")
            if value:
                return value
        return ""

    def numbering(self, style: str) -> Element | None:
        """The numbering that paragraphs of this style have."""
        for step in self._line(style):
            found = child(child(step, "pPr"), "numPr")
            if found is not None:
                return found
        return None

    def _inherited_size(self, style: str) -> float:
        return next((size for step in self._line(style) if (size := _half_points(child(step, "rPr")))), 0.0)

    def _headline(self, style: str) -> float:
        names = (attribute(_val(step, "name"), "val").lower() for step in self._line(style))
        return next((_HEADINGS[name] for name in names if name in _HEADINGS), 0.0)

    def _line(self, style: str) -> Iterator[Element]:
        """A style and those it is based on."""
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = attribute(_val(found, "basedOn"), "val")


def _is_usual(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _half_points(properties: Element | None) -> float:
    """The type size that run properties name, in points; 0 where they name none."""
    try:
        return float(attribute(_val(properties, "sz"), "val") or 0) / 2
    except ValueError:
        return 0.0


def _val(element: Element | None, name: str) -> Element:
    found = child(element, name)
    return Element("none") if found is None else found
