"""Text layers of real PDF files: where the characters stand, whatever the page's own coordinates."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.page import Line
from archive.pdf import PdfFile
from archive.settings import ReadingSettings
from ingest.reading.pages import read_page
from ingest.reading.reader import Array, Reader, Recognised
from ingest.reading.soundness import is_sound
from ingest.reading.textlayer import glyphs, text_lines

WIDTH, HEIGHT = 300, 500


def write(path: Path, *, rotation: int = 0, hidden: bool = False, form: bool = False) -> Path:
    """Two rows of figures that stand upright when the page is shown."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    if rotation == 90:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    text = canvas.beginText()
    text.setTextRenderMode(3 if hidden else 0)
    for left, bottom, figures in ((40, 250, "1234567.00"), (200, 250, "88.5"), (40, 200, "2024")):
        text.setTextOrigin(left, bottom)
        text.textOut(figures)
    canvas.drawText(text)
    if form:
        canvas.acroForm.textfield(value="55", x=40, y=100, width=80, height=20)
    canvas.save()
    return path


def lines(path: Path) -> tuple[Line, ...]:
    with PdfFile(path) as original:
        return text_lines(glyphs(original.page(1)))


@pytest.mark.parametrize(("rotation", "height"), [(0, HEIGHT), (90, WIDTH)])
def test_boxes_are_on_the_page_as_it_is_shown(rotation: int, height: int, tmp_path: Path) -> None:
    found = lines(write(tmp_path / "a.pdf", rotation=rotation))
    assert [line.text for line in found] == ["1234567.00", "88.5", "2024"]
    assert [round(line.box.left) for line in found] == [40, 200, 40]
    below = [height - 250, height - 250, height - 200]
    assert [line.box.bottom for line in found] == pytest.approx(below, abs=4)


def test_hidden_characters_are_not_on_the_page(tmp_path: Path) -> None:
    assert lines(write(tmp_path / "a.pdf", hidden=True)) == ()


@pytest.mark.parametrize(
    ("stated", "text"), [("5DE5", "工"), ("2F2F", "工"), ("2ED4", "门"), ("5DE54E1A", "工业")]
)
def test_characters_stated_in_words_of_their_own_stand_where_they_are_shown(
    stated: str, text: str, tmp_path: Path
) -> None:
    """PDFium leaves the matrix of the form out of their boxes."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.beginForm("form")
    canvas.drawString(100, 1000, "2024")
    words = canvas.beginText(160, 1000)
    words.setFont("Helvetica", 20)
    words._code.append(f"/Span <</ActualText <FEFF{stated}>>> BDC")
    words.textOut("o")
    words._code.append("EMC")
    canvas.drawText(words)
    canvas.endForm()
    canvas.transform(0.5, 0, 0, 0.4, 10, 20)
    canvas.doForm("form")
    canvas.save()
    figures, found = lines(tmp_path / "a.pdf")
    assert (figures.text, found.text) == ("2024", text)
    assert (found.box.left, found.box.right) == pytest.approx((90, 90 + 10 * len(text)), abs=0.01)
    assert found.box.bottom == pytest.approx(HEIGHT - 420 + 1, abs=1)


def test_a_page_lying_on_its_side_is_not_believed(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(90)
    canvas.drawString(40, 250, "1234567.00 88.5 2024")
    canvas.save()
    with PdfFile(tmp_path / "a.pdf") as original:
        assert not is_sound(glyphs(original.page(1)), pictured=0.0)


class Stub:
    """An engine that reads one word."""

    name = "stub"

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        return Recognised(())


def stub() -> Reader:
    return Stub()


@pytest.mark.parametrize(("form", "engine"), [(False, "pdfium"), (True, "stub")])
def test_a_form_that_was_filled_in_is_recognised_as_drawn(form: bool, engine: str, tmp_path: Path) -> None:
    with PdfFile(write(tmp_path / "a.pdf", form=form)) as original:
        page = read_page(original, 1, settings=ReadingSettings(), reader=stub).page
    assert (page.engine, page.number) == (engine, 1)


def test_a_blank_page_is_not_recognised(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.showPage()
    canvas.save()
    with PdfFile(tmp_path / "a.pdf") as original:
        page = read_page(original, 1, settings=ReadingSettings(), reader=stub).page
    assert (page.ink, page.rotation, page.lines) == (0.0, 0, ())
