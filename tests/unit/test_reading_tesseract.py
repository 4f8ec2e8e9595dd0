"""Tesseract's answer is made into lines like those of the other engine."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.reading.engines import ENGINES
from ingest.reading.tesseract import without_blanks


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("营 业 执 照", "营业执照"),
        ("有 限 公司 ABC Trading Co", "有限公司 ABC Trading Co"),
        ("金额 ： 120 万 元 ", "金额： 120 万元"),
        ("2024 年 3 月", "2024 年 3 月"),
    ],
)
def test_blanks_between_han_are_dropped_and_others_kept(given: str, expected: str) -> None:
    assert without_blanks(given) == expected


@pytest.mark.tesseract
def test_rows_and_cells_come_out_apart_and_in_order() -> None:
    page = Image.new("RGB", (1200, 400), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(40)
    for place, text in [
        ((60, 60), "Amount"),
        ((800, 60), "2024"),
        ((60, 200), "Customer"),
        ((800, 200), "7788"),
    ]:
        pen.text(place, text, fill="black", font=font)
    found = ENGINES["tesseract"]().read(np.asarray(page))
    assert [line.text for line in found.lines] == ["Amount", "2024", "Customer", "7788"]
    assert found.lines[1].box.left == pytest.approx(800, abs=8)
