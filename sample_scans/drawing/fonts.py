"""The typefaces the papers are set in, found on this machine."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

DEBIAN_PACKAGES = "fonts-noto-cjk, fonts-wqy-zenhei and fonts-arphic-ukai"


class MissingFont(Exception):
    """A typeface is not installed; the text names the Debian packages that bring all of them."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font of a collection: where Debian keeps it, how fontconfig calls it, its index in the collection."""

    family: str
    style: str
    path: str
    index: int


# index 2 of the Noto collections is the simplified Chinese one
FACES = {
    "song": Typeface("Noto Serif CJK SC", "Regular", "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "song-bold": Typeface("Noto Serif CJK SC", "Bold", "opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    "hei": Typeface("WenQuanYi Zen Hei", "Regular", "truetype/wqy/wqy-zenhei.ttc", 0),
    "hei-bold": Typeface("Noto Sans CJK SC", "Bold", "opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "kai": Typeface("AR PL UKai CN", "Book", "truetype/arphic/ukai.ttc", 0),
}


@lru_cache
def font_path(face: str) -> Path:
    """The font file of a face. Raises MissingFont."""
    typeface = FACES[face]
    usual = Path("/usr/share/fonts") / typeface.path
    if usual.is_file():
        return usual
    found = _ask_fontconfig(typeface)
    if found is None:
        raise MissingFont(f"The typeface {typeface.family} is missing. On Debian install {DEBIAN_PACKAGES}.")
    return found


@lru_cache
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """A face at a size in pixels. Raises MissingFont."""
    return ImageFont.truetype(str(font_path(face)), pixels, index=FACES[face].index)


def text_width(text: str, *, face: str, size: float) -> float:
    """The width of a run of text in mm; size in points."""
    return font(face, 100).getlength(text) / 100 * size * 25.4 / 72


def _ask_fontconfig(typeface: Typeface) -> Path | None:
    program = shutil.which("fc-match")
    if program is None:
        return None
    pattern = f"{typeface.family}:style={typeface.style}"
    answer = subprocess.run([program, "-f", "%{file}", pattern], capture_output=True, text=True, check=True)
    path = Path(answer.stdout)
    return path if path.name == Path(typeface.path).name else None
