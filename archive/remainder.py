"""What stays of an original when some of its pages are disposed of: an original of its own.

A PDF becomes a PDF of these pages (`archive.pdf.extract_pages`), everything else a TIFF, pixel by pixel as
the pages were read. The same pages always give the same bytes, so that a step that was interrupted is
simply done again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from archive.carriers.drawing import drawn
from archive.media import PDF, media_type_of
from archive.page import LAID_OUT, Page
from archive.pdf import extract_pages
from archive.rendering import SHOWN_MEGAPIXELS, SHOWN_RESOLUTION, page_image

TIFF = "image/tiff"


def remainder(path: Path, staying: Sequence[Page]) -> bytes:
    """The pages of an original that stay, in their order, as a file of their own; nothing of the others.

    Raises `BadInput` where a page cannot be drawn.
    """
    if media_type_of(path) == PDF:
        return _same_every_time(extract_pages(path, [page.number for page in staying]))
    file = io.BytesIO()
    with AppendingTiffWriter(file) as frames:
        for page in staying:
            _frame(path, page).save(frames, format="TIFF", compression="tiff_deflate")
            frames.newFrame()
    return file.getvalue()


def remainder_type(media_type: str) -> str:
    """The media type of what stays of an original of this media type."""
    return PDF if media_type == PDF else TIFF


def remainder_ending(media_type: str) -> str:
    """What the name of such a file ends in."""
    return ".pdf" if media_type == PDF else ".tiff"


def _frame(path: Path, page: Page) -> Image.Image:
    """A page as it stands in its file, not turned; a laid out one drawn from its lines."""
    if page.engine == LAID_OUT:
        return drawn(page, resolution=SHOWN_RESOLUTION, megapixels=SHOWN_MEGAPIXELS)
    image = page_image(path, page.number)
    bilevel = {colour for _, colour in image.getcolors(2) or ((0, None),)} <= {(0, 0, 0), (255, 255, 255)}
    return image.convert("1") if bilevel else image


def _same_every_time(extract: bytes) -> bytes:
    """A PDF without its moment and chance number, and without what it says of itself."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(extract)) as document:
        del document.docinfo
        if "/ID" in document.trailer:
            del document.trailer.ID  # its first half would be kept
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        document.save(file, deterministic_id=True)
    return file.getvalue()
