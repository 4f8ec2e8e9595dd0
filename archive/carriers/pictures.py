"""Pictures inside office files that are papers themselves: a licence pasted into a letter."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence

from PIL import Image

from archive.carriers.leaf import Enclosed, Leaf
from archive.carriers.package import Package
from archive.media import PICTURES, sniff
from archive.page import Page

_LEAST_PIXELS = 250_000  # 500 × 500; a smaller one is a logo, a seal or an ornament
_LONGEST = 4.0  # times as long as wide: a rule or a banner


def text_and_papers(pages: Sequence[Page], package: Package, names: Iterable[str]) -> Iterator[Leaf]:
    """Pages of text, then the members that are pictures large enough to be papers, each once.

    A file that is nothing but pasted papers has no page of text.
    """
    contents = dict.fromkeys(content for name in names if (content := package.read(name)) is not None)
    papers = [
        Enclosed(content, media_type, 1)
        for content in contents
        if (media_type := sniff(content)) in PICTURES and is_paper(content, media_type)
    ]
    yield from pages if not papers or any(page.lines for page in pages) else ()
    yield from papers


def is_paper(content: bytes, media_type: str) -> bool:
    """Whether a picture has the size of a paper. One that cannot be opened might be one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            width, height = Image.open(io.BytesIO(content), formats=[PICTURES[media_type]]).size
    except Exception:  # noqa: BLE001 - Pillow raises anything over broken pictures; reading it will tell
        return True
    return width * height >= _LEAST_PIXELS and max(width, height) < _LONGEST * min(width, height)
