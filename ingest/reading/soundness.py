"""Whether the text layer of a PDF page can be believed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.reading.textlayer import Glyph

_COVERED = 0.4  # of the page: a picture this large may hold writing of its own
_FEW = 12  # characters; a page number or a stamp is no page of text
_UNEXPLAINED = 0.02  # of the characters; more are signs of a broken ToUnicode map
_COMMON = 0.7  # of the Han characters; a shifted map lands on rare ones
_HAN = 0.05  # of the characters; below, it is a page of figures or not our script
_FIGURES = 0.5
_LEVEL = 0.8  # of neighbouring characters


def is_sound(letters: Sequence[Glyph], *, pictured: float) -> bool:
    """Whether the text layer says what the page shows.

    `pictured` is the share of the page under a picture. Not believed: few characters; a picture
    behind them (a scanner's own recognition, a stamp line over a scan); characters the font does
    not explain; Han characters that hardly occur in Chinese; neither Han nor figures; writing that
    runs sideways. Wrong doubts cost a second of recognition, wrong belief costs the page.
    """
    count = len(letters)
    if count < _FEW or pictured > _COVERED:
        return False
    if sum(not letter.mapped or _is_strange(letter.text) for letter in letters) > _UNEXPLAINED * count:
        return False
    return _is_level(letters) and _is_chinese([letter.text for letter in letters])


def pictured_share(page: pypdfium2.PdfPage) -> float:
    """The share of the page under its largest picture, 0..1."""
    width, height = page.get_size()
    shares = [0.0]
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        shares.append((right - left) * (top - bottom) / (width * height))
    return min(1.0, max(shares))


def _is_chinese(letters: Sequence[str]) -> bool:
    han = [letter for letter in letters if "\u4e00" <= letter <= "\u9fff"]
    if len(han) < _HAN * len(letters):
        return sum(letter.isdecimal() for letter in letters) > _FIGURES * len(letters)
    return sum(map(_is_common, han)) >= _COMMON * len(han)


@cache
def _is_common(letter: str) -> bool:
    """Level 1 of GB/T 2312-1980: the 3,755 characters in common use, rows 16 to 55."""
    code = letter.encode("gb2312", errors="ignore")
    return bool(code) and 0xB0 <= code[0] <= 0xD7


def _is_strange(letter: str) -> bool:
    """Control, private-use or replacement characters: what broken fonts give."""
    return letter < " " or letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or letter >= "\U000f0000"


def _is_level(letters: Sequence[Glyph]) -> bool:
    """Whether neighbours stand beside each other; turned pages run down or to the left."""
    level = steps = 0
    for one, other in itertools.pairwise(letters):
        before, after = one.box, other.box
        across = (after.left + after.right - before.left - before.right) / 2
        down = (after.top + after.bottom - before.top - before.bottom) / 2
        near = 3 * max(before.right - before.left, before.bottom - before.top)
        if 0 < across * across + down * down < near * near:
            steps += 1
            level += across > abs(down)
    return level >= _LEVEL * steps
