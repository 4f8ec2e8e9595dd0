"""Pages of any files as single pictures, so that whoever is compared reads the very same ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from archive.errors import BadInput
from archive.rendering import open_original, turned
from archive.settings import ReadingSettings
from ingest.reading.orientation import compass

_LONG_SIDE_INCHES = 11.7  # of A4: the resolution that a page is said to have
_LOWEST_DOTS = 150  # an inch; OCRmyPDF refuses pictures that say 96 or less


@dataclass(frozen=True, slots=True)
class PageImage:
    """Page `number` (from 1) of a file as a JPEG as it stands, and as an upright RGB array (`.npy`)."""

    file: Path
    number: int
    picture: Path
    array: Path


def page_images(paths: Sequence[Path], folder: Path, *, settings: ReadingSettings) -> list[PageImage]:
    """Write every page of the files into `folder`, drawn as the pipeline draws them.

    A file that cannot be read is left out and named on the terminal.
    """
    images: list[PageImage] = []
    for path in paths:
        try:
            for number, image in _drawn(path, settings):
                name = f"page-{len(images) + 1:04}"
                page = PageImage(path, number, folder / f"{name}.jpg", folder / f"{name}.npy")
                _write(image, page)
                images.append(page)
        except BadInput as error:
            print(f"left out: {path.name}: {error}", file=sys.stderr)
    return images


def marked(pages: Sequence[PageImage], folder: Path, *, mark: str) -> list[Path]:
    """Copies of the pictures with a comment inside: the same pixels, but for the archive no duplicates."""
    folder.mkdir()
    copies = []
    for page in pages:
        comment = f"{mark} {page.picture.name}".encode()
        segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
        written = page.picture.read_bytes()
        copies.append(folder / page.picture.name)
        copies[-1].write_bytes(written[:2] + segment + written[2:])
    return copies


def _drawn(path: Path, settings: ReadingSettings) -> Iterator[tuple[int, Image.Image]]:
    with open_original(path) as original:
        for number in range(1, original.page_count + 1):
            limits = settings.limits
            yield (
                number,
                original.image(number, resolution=settings.resolution, megapixels=limits.megapixels),
            )


def _write(image: Image.Image, page: PageImage) -> None:
    dots = max(_LOWEST_DOTS, round(max(image.size) / _LONG_SIDE_INCHES))
    image.save(page.picture, format="JPEG", quality=95, dpi=(dots, dots))
    with Image.open(page.picture) as opened:
        drawn = opened.convert("RGB")
    finder = compass()
    upright = turned(drawn, finder.rotation(np.asarray(drawn)) if finder else 0)
    np.save(page.array, np.asarray(upright))
