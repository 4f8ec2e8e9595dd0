"""One page of an open original: its text layer if that is sound, else recognised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from archive.page import Page
from archive.pdf import PdfFile
from archive.rendering import Original, turned
from archive.settings import ReadingSettings
from ingest.reading.barcode import barcodes
from ingest.reading.orientation import compass
from ingest.reading.reader import Array, Reader
from ingest.reading.soundness import is_sound, pictured_share
from ingest.reading.textlayer import glyphs, text_lines

_BLANK_INK = 0.0005  # of the page; less is dust: nothing to recognise
_DARK = 0.6  # of the paper's own brightness
_COARSE = 144  # dots per inch, enough to see ink and codes beside a text layer


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
    page = _layered(original, number, settings) if isinstance(original, PdfFile) else None
    if page is not None:
        return PageRead(page)
    image = original.image(number, resolution=settings.resolution, megapixels=settings.limits.megapixels)
    return _recognised(image, number, reader)


def ink_share(image: Array) -> float:
    """The share of dark pixels of an RGB page, measured against its own paper, 0..1."""
    red, green, blue = (image[::2, ::2, colour].astype(np.uint16) for colour in range(3))
    light = red + green + blue
    return float((light < _DARK * float(np.percentile(light, 90))).mean())


def _layered(original: PdfFile, number: int, settings: ReadingSettings) -> Page | None:
    """The page by its text layer; None when that cannot be believed."""
    page = original.page(number)
    try:
        if original.has_form:
            return None  # what was filled in is drawn, not in the text layer
        letters = glyphs(page)
        if not is_sound(letters, pictured=pictured_share(page)):
            return None
        width, height = page.get_size()
    finally:
        page.close()
    drawn = original.image(number, resolution=_COARSE, megapixels=settings.limits.megapixels)
    image = np.asarray(drawn)
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=0,
        engine="pdfium",
        lines=text_lines(letters),
        barcodes=barcodes(image, scale=width / image.shape[1]),
        ink=ink_share(image),
    )


def _recognised(image: Image.Image, number: int, reader: Callable[[], Reader]) -> PageRead:
    ink = ink_share(np.asarray(image))
    engine = reader()
    if ink < _BLANK_INK:
        return PageRead(Page(number, image.width, image.height, 0, engine.name, lines=(), ink=ink))
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
