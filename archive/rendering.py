"""Pages of originals as upright pictures, and page ranges as PDF: for reading, showing and export."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PIL import Image
from PIL.Image import Resampling, Transpose

from archive.media import PDF, media_type_of, require_readable
from archive.pdf import PdfFile, extract_pages
from archive.picture import Picture

SHOWN_RESOLUTION = 200  # dots per inch; enough for small print on a screen
SHOWN_MEGAPIXELS = 120

_TURNS = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}


class Original(Protocol):
    """An original that has been opened: a PDF or a picture."""

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

    Raise `BadInput` with a reason and advice when it is no PDF or picture, encrypted or damaged.
    """
    media_type = media_type_of(path)
    require_readable(media_type)
    return PdfFile(path) if media_type == PDF else Picture(path, media_type)


def page_image(path: Path, number: int, *, rotation: int = 0, max_side: int | None = None) -> Image.Image:
    """Page `number` (from 1) upright in RGB, at most `max_side` pixels long.

    `rotation` is `Page.rotation`: how far to turn it clockwise, in degrees.
    """
    with open_original(path) as original:
        image = original.image(number, resolution=SHOWN_RESOLUTION, megapixels=SHOWN_MEGAPIXELS)
    image = turned(image, rotation)
    if max_side is not None and max(image.size) > max_side:
        image.thumbnail((max_side, max_side), Resampling.LANCZOS)
    return image


def page_png(path: Path, number: int, *, rotation: int = 0, max_side: int | None = None) -> bytes:
    """The same as a PNG file."""
    file = io.BytesIO()
    page_image(path, number, rotation=rotation, max_side=max_side).save(file, format="PNG")
    return file.getvalue()


def export_pages(path: Path, numbers: Sequence[int]) -> bytes:
    """The pages `numbers` (from 1) as one PDF file.

    Pages of a PDF are taken out of it by `archive.pdf.extract_pages`; pictures are embedded at quality 95.
    """
    if media_type_of(path) == PDF:
        return extract_pages(path, numbers)
    images = [page_image(path, number) for number in numbers]
    file = io.BytesIO()
    images[0].save(file, format="PDF", save_all=True, append_images=images[1:], quality=95, resolution=200)
    return file.getvalue()


def turned(image: Image.Image, rotation: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return image.transpose(_TURNS[rotation]) if rotation else image
