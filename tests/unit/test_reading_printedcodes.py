"""Codes on pages with a text layer: found wherever a program may have drawn them, and in their place."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.page import Barcode
from archive.pdf import PdfFile
from ingest.reading.printedcodes import printed_codes

WORDS = "https://example.invalid/licence?id=91330212MA2AFK735U"
LEFT, BOTTOM, SIDE = 300.0, 600.0, 90.0
Draw = Callable[[Canvas], None]


def as_picture(canvas: Canvas) -> None:
    file = io.BytesIO()
    segno.make(WORDS).save(file, kind="png", scale=6, border=0)
    canvas.drawImage(ImageReader(file), LEFT, BOTTOM, SIDE, SIDE)


def as_squares(canvas: Canvas) -> None:
    rows = tuple(segno.make(WORDS).matrix)
    size = SIDE / len(rows)
    for down, row in enumerate(rows, start=1):
        for across, dark in enumerate(row):
            if dark:
                canvas.rect(LEFT + across * size, BOTTOM + SIDE - down * size, size, size, stroke=0, fill=1)


def as_one_path(canvas: Canvas) -> None:
    rows = tuple(segno.make(WORDS).matrix)
    size = SIDE / len(rows)
    path = canvas.beginPath()
    for down, row in enumerate(rows, start=1):
        for across, dark in enumerate(row):
            if dark:
                path.rect(LEFT + across * size, BOTTOM + SIDE - down * size, size, size)
    canvas.drawPath(path, stroke=0, fill=1)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("form")
    as_picture(canvas)
    canvas.endForm()
    canvas.doForm("form")


def a_table(canvas: Canvas) -> None:
    for number in range(100):
        canvas.rect(50 + number, 50, 400, 0.4, stroke=0, fill=1)
        canvas.rect(50, 300 + number, 40, 20, stroke=1, fill=0)


def codes(path: Path, draw: Draw) -> tuple[Barcode, ...]:
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(40, 800, "2024")
    draw(canvas)
    canvas.save()
    with PdfFile(path) as original:
        return printed_codes(original.page(1))


@pytest.mark.parametrize("draw", [as_picture, as_squares, as_one_path, in_a_form])
def test_a_code_is_found_where_it_stands(draw: Draw, tmp_path: Path) -> None:
    (code,) = codes(tmp_path / "a.pdf", draw)
    assert (code.symbology, code.text) == ("QRCode", WORDS)
    found = (code.box.left, code.box.top, code.box.right, code.box.bottom)
    assert found == pytest.approx((LEFT, 842 - BOTTOM - SIDE, LEFT + SIDE, 842 - BOTTOM), abs=3)


def test_a_page_of_tables_has_no_code_and_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(*_: object) -> tuple[Barcode, ...]:
        raise AssertionError("a page without any place for a code was drawn")

    monkeypatch.setattr("ingest.reading.printedcodes._read", drawn)
    assert codes(tmp_path / "a.pdf", a_table) == ()
