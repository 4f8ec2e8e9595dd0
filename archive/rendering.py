"""Pages of originals as upright pictures, and page ranges as PDF: for reading, showing and export.

What leaves the archive carries a mark (`archive.watermark`): `page_png` and `export_pages` want one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PIL import Image
from PIL.Image import Resampling, Transpose

from archive.carriers.carrier import Carrier
from archive.carriers.drawing import drawn
from archive.errors import BadInput
from archive.media import CARRIERS, PDF, media_type_of, require_readable
from archive.page import BY_HAND, LAID_OUT, Page
from archive.pdf import PdfFile, extract_pages
from archive.picture import Picture
from archive.watermark import Mark, marked, png_fields
from archive.watermark_pdf import marked_pdf

SHOWN_RESOLUTION = 200  # dots per inch; enough for small print on a screen
SHOWN_MEGAPIXELS = 120

_TURNS = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}


class Original(Protocol):
    """An original that has been opened: a PDF, a picture, or a carrier of text and other files."""

    media_type: str

    @property
    def page_count(self) -> int:
        """How many pages it has."""

    def image(self, number: int, *, resolution: int, megapixels: int) -> Image.Image:
        """Page `number` (from 1) in RGB, as the file itself says it stands; `BadInput` if it cannot."""

    def __enter__(self) -> Original: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_original(path: Path) -> Original:
    """Open a file by what its first bytes say it is.

    Raise `BadInput` with a reason and advice when it is of no kind that is read, encrypted or damaged.
    """
    media_type = media_type_of(path)
    require_readable(media_type)
    if media_type in CARRIERS:
        return Carrier(path, media_type)
    return PdfFile(path) if media_type == PDF else Picture(path, media_type)


def page_image(path: Path, number: int, *, rotation: int = 0, max_side: int | None = None) -> Image.Image:
    """Page `number` (from 1) upright in RGB, at most `max_side` pixels long.

    `rotation` is `Page.rotation`: how far to turn it clockwise, in degrees.
    """
    with open_original(path) as original:
        image = original.image(number, resolution=SHOWN_RESOLUTION, megapixels=SHOWN_MEGAPIXELS)
    return _shrunk(turned(image, rotation), max_side)


def page_png(path: Path, page: Page, mark: Mark, *, max_side: int | None = None) -> bytes:
    """A page that was read, upright and marked, as a PNG file; one that was laid out is drawn from its lines.

    So what is shown of text is always what was kept of it, and the file itself is not opened again.
    """
    image = _shrunk(turned(_stored(path, page), page.rotation), max_side)
    file = io.BytesIO()
    marked(image, mark).save(file, format="PNG", pnginfo=png_fields(mark))
    return file.getvalue()


def export_pages(path: Path, pages: Sequence[Page], mark: Mark) -> bytes:
    """Pages that were read as one PDF file, each of them marked."""
    return marked_pdf(page_range(path, pages), mark)


def page_range(path: Path, pages: Sequence[Page]) -> bytes:
    """Pages that were read as one PDF file without a mark: for what stays in the archive.

    Pages of a PDF are taken out of it by `archive.pdf.extract_pages`; others are embedded at quality 95.
    """
    for page in pages:
        _require_something_to_show(page)
    if media_type_of(path) == PDF:
        return extract_pages(path, [page.number for page in pages])
    images = [_stored(path, page) for page in pages]
    file = io.BytesIO()
    images[0].save(file, format="PDF", save_all=True, append_images=images[1:], quality=95, resolution=200)
    return file.getvalue()


def _stored(path: Path, page: Page) -> Image.Image:
    """The page as it stands in its file, not turned; a laid out one drawn from its lines."""
    _require_something_to_show(page)
    if page.engine == LAID_OUT:
        return drawn(page, resolution=SHOWN_RESOLUTION, megapixels=SHOWN_MEGAPIXELS)
    return page_image(path, page.number)


def _require_something_to_show(page: Page) -> None:
    if page.engine == BY_HAND:
        raise BadInput(
            "This document is a file without pages; it was described by hand.",
            advice="`dangan export --original` gives the file itself.",
        )


def _shrunk(image: Image.Image, max_side: int | None) -> Image.Image:
    if max_side is not None and max(image.size) > max_side:
        image.thumbnail((max_side, max_side), Resampling.LANCZOS)
    return image


def turned(image: Image.Image, rotation: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return image.transpose(_TURNS[rotation]) if rotation else image
