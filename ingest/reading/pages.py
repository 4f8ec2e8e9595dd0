"""One page of an open original: its text layer if that is sound, else recognised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from PIL.Image import Resampling

from archive.carriers.carrier import Carrier, enclosed
from archive.carriers.leaf import Enclosed, Leaf, Unread
from archive.page import Page
from archive.pdf import PdfFile
from archive.rendering import Original, turned
from archive.settings import ReadingSettings
from ingest.reading.barcode import barcodes
from ingest.reading.ink import NO_INK, ink_share, is_bare, strengthened
from ingest.reading.orientation import compass
from ingest.reading.printedcodes import printed_codes
from ingest.reading.reader import Reader
from ingest.reading.soundness import is_sound, pictured_share
from ingest.reading.textlayer import glyphs, text_lines, written_share

_ENOUGH_PIXELS = 16_000_000  # A4 at 400 dots an inch: finer pictures cost memory and show no more


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, and how many of its lines were recognised a second time."""

    page: Page
    rereadings: int = 0


def read_page(
    original: Original, number: int, *, settings: ReadingSettings, reader: Callable[[], Reader]
) -> PageRead:
    """Read page `number` (from 1). `reader` gives the engine, loaded at its first use.

    Raise `BadInput` when the page is damaged or larger than the limits allow.
    """
    if isinstance(original, Carrier):
        return _carried(original.leaf(number), number, settings=settings, reader=reader)
    page = _layered(original, number) if isinstance(original, PdfFile) else None
    if page is not None:
        return PageRead(page)
    image = original.image(number, resolution=settings.resolution, megapixels=settings.limits.megapixels)
    return _recognised(_bounded(image), number, reader)


def _bounded(image: Image.Image) -> Image.Image:
    """The page with no more pixels than recognition has use for."""
    shrink = (_ENOUGH_PIXELS / (image.width * image.height)) ** 0.5
    if shrink >= 1:
        return image
    size = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
    return image.resize(size, Resampling.BICUBIC, reducing_gap=2.0)


def _carried(leaf: Leaf, number: int, *, settings: ReadingSettings, reader: Callable[[], Reader]) -> PageRead:
    """A page of a carrier: as it was laid out, or read in the file that lies inside."""
    match leaf:
        case Unread(error):
            raise error
        case Enclosed() as inside:
            with enclosed(inside) as inner:
                read = read_page(inner, inside.number, settings=settings, reader=reader)
            return replace(read, page=replace(read.page, number=number))
        case page:
            return PageRead(replace(page, number=number))


def _layered(original: PdfFile, number: int) -> Page | None:
    """The page by its text layer; None when that cannot be believed."""
    page = original.page(number)
    try:
        if original.has_form:
            return None  # what was filled in is drawn, not in the text layer
        letters = glyphs(page)
        if not is_sound(letters, pictured=pictured_share(page)):
            return None
        width, height = page.get_size()
        return Page(
            number=number,
            width=width,
            height=height,
            rotation=0,
            engine="pdfium",
            lines=text_lines(letters),
            barcodes=printed_codes(page),
            ink=written_share(letters, width * height),
        )
    finally:
        page.close()


def _recognised(image: Image.Image, number: int, reader: Callable[[], Reader]) -> PageRead:
    ink = ink_share(np.asarray(image))
    engine = reader()
    if ink < NO_INK:
        if is_bare(np.asarray(image)):
            return PageRead(Page(number, image.width, image.height, 0, engine.name, lines=(), ink=ink))
        image = Image.fromarray(strengthened(np.asarray(image)))
    finder = compass()
    rotation = 0 if finder is None else finder.rotation(np.asarray(image))
    upright = np.asarray(turned(image, rotation))
    found = engine.read(upright)
    page = Page(
        number=number,
        width=upright.shape[1],
        height=upright.shape[0],
        rotation=rotation,
        engine=engine.name,
        lines=found.lines,
        barcodes=barcodes(upright),
        ink=ink,
    )
    return PageRead(page, found.rereadings)
