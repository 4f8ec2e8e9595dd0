"""Originals that are pictures: scans and photographs as JPEG, PNG, TIFF, BMP, WebP, GIF, HEIC."""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path
from types import TracebackType

import pillow_heif
from PIL import Image, ImageOps
from PIL.Image import Resampling

from archive.errors import BadInput
from archive.media import PICTURES

Image.MAX_IMAGE_PIXELS = None  # the limit is ours, stated in settings, and checked before decoding
pillow_heif.register_heif_opener(thumbnails=False)

_DAMAGED = (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, struct.error, OverflowError)
_NEW_SUBFILE_TYPE = 254  # TIFF 6.0, page 36: bit 0 marks a reduced copy of another page
_ORIENTATION = 0x0112
_FIRST_SIDEWAYS = 5  # EXIF orientations 5 to 8 exchange width and height
_SQUARE = 1.25  # fax pages in standard resolution are about twice as fine across as down
_NONSENSE = 4.0


class Picture:
    """An open picture file. Only a TIFF has several pages; of films and bursts the first frame counts."""

    def __init__(self, source: Path | bytes, media_type: str) -> None:
        """Open it without decoding; raise `BadInput` when it is no such picture."""
        self.media_type = media_type
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                file = io.BytesIO(source) if isinstance(source, bytes) else source
                self._image = Image.open(file, formats=[PICTURES[media_type]])
                self._frames = self._pages()
        except _DAMAGED as error:
            raise _damaged() from error

    def __enter__(self) -> Picture:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._image.close()

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._frames)

    def image(self, number: int, *, resolution: int, megapixels: int) -> Image.Image:
        """Page `number` (from 1) as an RGB picture, turned as its EXIF data asks.

        A picture has the pixels it has, whatever `resolution` says. Raise `BadInput` when it is
        larger than `megapixels` or damaged.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._image.seek(self._frames[number - 1])
                _require_size(self._image, megapixels)
                sideways = self._image.getexif().get(_ORIENTATION, 1) >= _FIRST_SIDEWAYS
                upright = ImageOps.exif_transpose(self._image)
                return on_white(_squared(upright, sideways=sideways))
        except _DAMAGED as error:
            raise _damaged() from error

    def _pages(self) -> list[int]:
        if self.media_type != "image/tiff":
            return [0]
        pages = []
        for frame in range(getattr(self._image, "n_frames", 1)):
            self._image.seek(frame)
            tags = getattr(self._image, "tag_v2", {})
            if not int(tags.get(_NEW_SUBFILE_TYPE, 0)) & 1:
                pages.append(frame)
        return pages or [0]


def on_white(image: Image.Image) -> Image.Image:
    """The picture in RGB: deep greys scaled to 8 bits, transparency laid on white."""
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise TypeError(image.mode)
    full = 65535.0 if image.mode.startswith("I;16") or high > 255 else 255.0
    full = max(full, float(high))
    return image.convert("F").point(lambda value: value * (255.0 / full)).convert("L")


def _squared(image: Image.Image, *, sideways: bool) -> Image.Image:
    across, down = (float(value) for value in image.info.get("dpi", (1, 1))[:2])
    if sideways:
        across, down = down, across
    if across <= 0 or down <= 0 or not _SQUARE < max(across / down, down / across) < _NONSENSE:
        return image
    width, height = image.size
    size = (width, round(height * across / down)) if across > down else (round(width * down / across), height)
    return image.convert("L" if image.mode == "1" else image.mode).resize(size, Resampling.BICUBIC)


def _require_size(image: Image.Image, megapixels: int) -> None:
    pixels = image.width * image.height
    if pixels > megapixels * 1_000_000:
        raise BadInput(
            "The picture has {pixels} million pixels; at most {limit} million are read.",
            advice="Scan it again at 300 dpi or less; or raise reading.limits.megapixels in the settings.",
            pixels=pixels // 1_000_000,
            limit=megapixels,
        )


def _damaged() -> BadInput:
    return BadInput(
        "The picture is damaged or incomplete.",
        advice="Scan the paper again, or copy the file again from where it came.",
    )
