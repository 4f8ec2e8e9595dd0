"""Marks that a page carries when it leaves the archive: to whom, on what grounds and when it was shown.

A mark is seen, as slanting words over the whole page, and stands in the file's metadata. It makes a leak
traceable; whoever wants to can remove it, as words can be copied by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from archive.carriers.drawing import typeface
from archive.errors import EngineUnavailable
from archive.message import Message, message

COLOUR = (40, 70, 170)
STRENGTH = 0.26
"""How much of the colour covers what lies beneath: print stays legible through it."""
SLANT = 30  # degrees, anticlockwise
SMALLEST = 9.0  # the least height of its letters, in pixels or points
_LETTERS_TO_A_SIDE = 50  # how often a letter's height goes into the shorter side of a page
_LONGEST = 90  # letters

Typeface = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Mark:
    """To whom a page was shown, on what grounds and when.

    `basis` is as in audit rows (`form:12`), `called` what people call that (查询-2026-0001); `at` is UTC.
    """

    reader: str
    login: str
    basis: str
    called: str
    at: datetime

    @property
    def words(self) -> str:
        """The one line that is seen on pages."""
        return f"{self.reader} ({self.login})  {self.called}  {self._moment}"[:_LONGEST]

    @property
    def plain_words(self) -> str:
        """The same without Chinese letters, where the machine has no typeface for them."""
        line = f"{self.login}  {self.basis}  {self._moment}"
        return line.encode("ascii", "replace").decode()[:_LONGEST]

    @property
    def fields(self) -> Mapping[str, str]:
        """What goes into metadata and lists for scripts."""
        return {
            "reader": f"{self.reader} ({self.login})",
            "basis": self.basis,
            "form": self.called,
            "at": self.at.astimezone().isoformat(timespec="seconds"),
        }

    @property
    def sentence(self) -> Message:
        """The line below text on a terminal."""
        reader = f"{self.reader} ({self.login})"
        return message(
            "Shown to {reader} under {form}, {moment}", reader=reader, form=self.called, moment=self._moment
        )

    @property
    def _moment(self) -> str:
        return self.at.astimezone().strftime("%Y-%m-%d %H:%M")


def marked(image: Image.Image, mark: Mark) -> Image.Image:
    """A copy of an RGB picture with the mark over it."""
    size = letter_height(*image.size)
    label = lettered(mark, round(size))
    stamp = label.rotate(SLANT, expand=True, resample=Image.Resampling.BICUBIC)
    stamp = stamp.point([round(shade * STRENGTH) for shade in range(256)])
    copy = image.copy()
    for right, down in places(*image.size, length=label.width, size=size, slant=-SLANT):
        copy.paste(COLOUR, (round(right - stamp.width / 2), round(down - stamp.height / 2)), stamp)
    return copy


def png_fields(mark: Mark) -> PngInfo:
    """The mark as text chunks of a PNG file, named `dangan:reader` and so on."""
    chunks = PngInfo()
    for name, value in mark.fields.items():
        chunks.add_itxt(f"dangan:{name}", value)
    return chunks


def letter_height(width: float, height: float) -> float:
    """How high the mark's letters are on a page of this size, in the same unit."""
    return max(SMALLEST, min(width, height) / _LETTERS_TO_A_SIDE)


def places(
    width: float, height: float, *, length: float, size: float, slant: float
) -> Iterator[tuple[float, float]]:
    """The middles of the repeated marks on a page: rows along `slant` (degrees from the first axis towards
    the second), every other one shifted. `length` is how long a mark is, `size` its letters' height."""
    along, across = length + 4 * size, 8 * size
    cosine, sine = math.cos(math.radians(slant)), math.sin(math.radians(slant))
    reach = math.hypot(width, height) / 2
    rows, columns = math.ceil(reach / across), math.ceil(reach / along)
    for row in range(-rows, rows + 1):
        for column in range(-columns - 1, columns + 1):
            u, v = (column + (row % 2) / 2) * along, row * across
            right, down = width / 2 + u * cosine - v * sine, height / 2 + u * sine + v * cosine
            if -length / 2 < right < width + length / 2 and -length / 2 < down < height + length / 2:
                yield right, down


@lru_cache(maxsize=8)
def lettered(mark: Mark, size: int) -> Image.Image:
    """The mark's line in letters `size` pixels high: 255 where there is ink, 0 elsewhere."""
    font, words = letters(mark.words, mark.plain_words, size)
    left, top, right, bottom = font.getbbox(words)
    label = Image.new("L", (math.ceil(right - left) + 2, math.ceil(bottom - top) + 2), 0)
    ImageDraw.Draw(label).text((1 - left, 1 - top), words, fill=255, font=font)
    return label


def letters(words: str, plain: str, size: int) -> tuple[Typeface, str]:
    """A typeface `size` pixels high, and what to write in it: `plain` (ASCII) where this machine has none
    with Chinese letters, for Pillow brings a Latin one."""
    try:
        return ImageFont.truetype(str(typeface()), size, layout_engine=ImageFont.Layout.BASIC), words
    except EngineUnavailable:
        return ImageFont.load_default(size), plain
