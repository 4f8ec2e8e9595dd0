"""Faint print is ink; dust, grain and a sheet's shadows are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from archive.page import Box, Line
from archive.rendering import open_original
from archive.settings import ReadingSettings
from ingest.reading.ink import NO_INK, ink_share, is_bare, strengthened
from ingest.reading.pages import read_page
from ingest.reading.reader import Array, Reader, Recognised

PAPER = 240


def strokes(level: int, *, rows: int = 20) -> Array:
    """A page with rows of thin upright strokes, as dark as `level` on paper of 240."""
    page = Image.new("L", (1240, 1754), PAPER)
    draw = ImageDraw.Draw(page)
    for row in range(rows):
        for left in range(120, 1120, 12):
            draw.line((left, 150 + row * 60, left, 172 + row * 60), fill=level, width=3)
    return np.asarray(page.convert("RGB"))


def grainy(page: Array, strength: float) -> Array:
    noise = np.random.default_rng(7).normal(0, strength, page.shape[:2])
    return np.clip(page + noise[..., None], 0, 255).astype(np.uint8)


def dusty() -> Array:
    page = strokes(PAPER).copy()
    places = np.random.default_rng(7).integers((0, 0), (1750, 1236), (60, 2))
    for down, across in places:
        page[down : down + 3, across : across + 3] = 90
    return page


def shaded() -> Array:
    light = np.linspace(0.65, 1.0, 1240)[None, :, None]
    return (strokes(PAPER) * light).astype(np.uint8)


@pytest.mark.parametrize("level", [160, 200, 220])
def test_print_is_seen_however_faint(level: int) -> None:
    assert not is_bare(grainy(strokes(level), 3))


def test_a_few_faint_words_are_enough() -> None:
    assert not is_bare(grainy(strokes(150, rows=1), 3))


@pytest.mark.parametrize("level", [160, 200, 220])
def test_faint_print_becomes_dark_and_its_paper_white(level: int) -> None:
    faint = grainy(strokes(level), 2)
    clear = strengthened(faint)
    assert (ink_share(faint) < NO_INK, ink_share(clear) > 0.02) == (True, True)
    assert float(np.percentile(clear, 60)) > 230


@pytest.mark.parametrize(
    "page",
    [strokes(PAPER), grainy(strokes(PAPER), 3), grainy(strokes(PAPER), 8), dusty(), shaded()],
    ids=["white", "grain", "coarse grain", "dust", "shade"],
)
def test_an_empty_page_is_bare(page: Array) -> None:
    assert (ink_share(page) < NO_INK, is_bare(page)) == (True, True)


class Fake:
    """Reads one word from every page that it is shown."""

    name = "fake"

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        return Recognised((Line("字", Box(0, 0, 10, 10)),))


def fake() -> Reader:
    return Fake()


@pytest.mark.parametrize(("level", "words"), [(150, ["字"]), (PAPER, [])])
def test_a_faint_page_is_recognised_and_an_empty_one_is_not(
    level: int, words: list[str], tmp_path: Path
) -> None:
    Image.fromarray(strokes(level)).save(tmp_path / "a.png")
    with open_original(tmp_path / "a.png") as original:
        page = read_page(original, 1, settings=ReadingSettings(), reader=fake).page
    assert [line.text for line in page.lines] == words
