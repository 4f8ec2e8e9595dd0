"""A plain drawing of a page that was laid out: its lines in a Chinese typeface, black on white."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from archive.errors import EngineUnavailable
from archive.page import Page

_POINTS = 72  # to the inch
# Typefaces with Chinese letters that systems bring or offer, the likeliest and best readable first.
_TYPEFACES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "msyh.ttc",
    "simsun.ttc",
    "simhei.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "uming.ttc",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "NotoSansCJK-Bold.ttc",
)


def drawn(page: Page, *, resolution: int, megapixels: int) -> Image.Image:
    """The page as an RGB picture at `resolution` dots per inch, coarser where that exceeds `megapixels`.

    Raise `EngineUnavailable` where this machine has no typeface with Chinese letters.
    """
    scale = min(resolution / _POINTS, (megapixels * 1e6 / (page.width * page.height)) ** 0.5)
    image = Image.new("RGB", (max(1, round(page.width * scale)), max(1, round(page.height * scale))), "white")
    pen = ImageDraw.Draw(image)
    for line in page.lines:
        size = max(1, round(line.box.height * scale))
        pen.text((line.box.left * scale, line.box.top * scale), line.text, fill="black", font=_font(size))
    return image


def typeface() -> Path:
    """The typeface that pages are drawn in. Raise `EngineUnavailable` where there is none."""
    found = _typeface()
    if found is None:
        raise EngineUnavailable(
            "This machine has no typeface with Chinese letters to draw the page in.",
            advice="Install one (Debian: fonts-noto-cjk or fonts-wqy-zenhei). The text is shown without it.",
        )
    return found


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(typeface()), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _typeface() -> Path | None:
    known = {path.name.lower(): path for folder in _folders() for path in folder.rglob("*.[ot]t[cf]")}
    return next((known[name.lower()] for name in _TYPEFACES if name.lower() in known), None)


def _folders() -> Iterator[Path]:
    """Where this system keeps its typefaces."""
    if sys.platform == "win32":
        yield Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts")
    else:
        yield from (
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            Path.home() / ".local/share/fonts",
        )
