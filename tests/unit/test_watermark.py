"""Marks on what leaves the archive: seen, in the metadata, and in the way of nothing."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from archive.errors import BadInput, EngineUnavailable
from archive.page import Page
from archive.rendering import export_pages, page_png, page_range
from archive.watermark import lettered, marked
from archive.watermark_envelope import Attached, cover, enveloped
from archive.watermark_pdf import marked_pdf
from tests.marking import MARK, attached, marks_of

FIELDS = {
    "reader": "李明远 (limingyuan)",
    "basis": "form:12",
    "form": "查询-2026-0012",
    "at": MARK.at.astimezone().isoformat(),
}
A4 = (595, 842)


def quarters(image: Image.Image) -> list[float]:
    """How many of a thousand pixels of each quarter of a white page are tinted."""
    tinted = np.asarray(image.convert("L")) < 250
    high, wide = tinted.shape
    halves = [
        tinted[:half, :] if top else tinted[half:, :] for half, top in ((high // 2, True), (high // 2, False))
    ]
    return [
        float(one.mean() * 1000) for half in halves for one in (half[:, : wide // 2], half[:, wide // 2 :])
    ]


def pdf(*pages: bytes, **keys: object) -> bytes:
    """A PDF with these content streams, one a page of A4 unless `keys` of its page say otherwise."""
    with pikepdf.new() as made:
        for content in pages:
            page = made.add_blank_page(page_size=A4)
            page.obj.Contents = made.make_stream(content)
            for key, value in keys.items():
                page.obj[f"/{key}"] = value
        file = io.BytesIO()
        made.save(file)
    return file.getvalue()


def drawn(content: bytes, number: int = 1) -> Image.Image:
    with closing(pypdfium2.PdfDocument(content)) as document:
        image: Image.Image = document[number - 1].render(scale=2).to_pil().convert("RGB")
        return image


def test_the_mark_says_who_why_and_when() -> None:
    moment = MARK.at.astimezone().strftime("%Y-%m-%d %H:%M")
    assert MARK.words == f"李明远 (limingyuan)  查询-2026-0012  {moment}"
    assert MARK.plain_words == f"limingyuan  form:12  {moment}"
    assert MARK.fields == FIELDS


def test_the_mark_lies_over_every_quarter_of_a_picture_and_hides_nothing() -> None:
    page = np.full((1400, 1000, 3), 255, dtype=np.uint8)
    page[::7] = 0  # print: every seventh row of pixels
    over = np.asarray(marked(Image.fromarray(page), MARK).convert("L"))
    assert over[page[:, :, 0] == 0].max() < 40 < 170 < over[page[:, :, 0] == 255].min()
    assert min(quarters(marked(Image.new("RGB", (1000, 1400), "white"), MARK))) > 10
    assert np.asarray(marked(Image.new("RGB", (1000, 1400), "black"), MARK)).max() > 30


def test_another_readers_mark_looks_different() -> None:
    page = Image.new("RGB", (600, 800), "white")
    other = replace(MARK, reader="赵无极", login="zhaowuji")
    assert marked(page, MARK).tobytes() != marked(page, other).tobytes()


def test_a_machine_without_chinese_letters_marks_in_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise EngineUnavailable("This machine has no typeface with Chinese letters to draw the page in.")

    monkeypatch.setattr("archive.watermark.typeface", none)
    lettered.cache_clear()
    try:
        assert min(quarters(marked(Image.new("RGB", (1000, 1400), "white"), MARK))) > 10
    finally:
        lettered.cache_clear()


def test_a_shown_page_has_the_mark_in_its_metadata_and_nothing_of_the_cameras(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "CAMERA"  # ImageDescription
    Image.new("RGB", (600, 800), "white").save(tmp_path / "a.jpg", exif=exif, comment=b"CAMERA")
    shown = page_png(tmp_path / "a.jpg", Page(1, 600, 800, 0, "test", ()), MARK)
    assert marks_of(shown) == FIELDS
    assert b"CAMERA" not in shown


def test_an_exported_picture_is_marked(tmp_path: Path) -> None:
    Image.new("RGB", (1000, 1400), "white").save(tmp_path / "a.png")
    exported = export_pages(tmp_path / "a.png", [Page(1, 1000, 1400, 0, "test", ())], MARK)
    assert marks_of(exported) == FIELDS
    assert min(quarters(drawn(exported))) > 10


def test_an_exported_pdf_keeps_its_text_and_hardly_grows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for number in range(1, 31):
        canvas.drawString(50, 300, f"page {number}")
        canvas.showPage()
    canvas.save()
    pages = [Page(number, *A4, 0, "test", ()) for number in range(1, 31)]
    before, after = page_range(tmp_path / "a.pdf", pages), export_pages(tmp_path / "a.pdf", pages, MARK)
    with closing(pypdfium2.PdfDocument(after)) as document:
        texts = [page.get_textpage().get_text_range().strip() for page in document]
    assert texts == [f"page {number}" for number in range(1, 31)]
    assert len(after) - len(before) < 20_000
    assert marks_of(after) == FIELDS


def test_the_marks_metadata_stands_in_xmp_too() -> None:
    with pikepdf.open(io.BytesIO(marked_pdf(pdf(b""), MARK))) as made, made.open_metadata() as metadata:
        assert {name.rpartition("}")[2]: metadata[name] for name in metadata if "dangan" in name} == FIELDS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"q q q 0.01 0 0 0.01 0 0 cm",  # never undone
        b"Q Q Q 0 0 1 1 re W n",  # undoes what nobody did, and cuts everything off
        b"1 0 0 1 9000 9000 cm /None gs",
    ],
)
def test_nothing_that_a_page_draws_moves_or_hides_the_mark(content: bytes) -> None:
    assert min(quarters(drawn(marked_pdf(pdf(content), MARK)))) > 10


@pytest.mark.parametrize(
    "keys",
    [
        {"Rotate": 90},
        {"CropBox": pikepdf.Array([300, 400, 595, 842])},
        {"MediaBox": pikepdf.Array([-500, -500, 95, 342])},
        {"TrimBox": pikepdf.Array([0, 0, 9, 9])},
    ],
)
def test_the_mark_is_where_the_page_is_seen(keys: dict[str, object]) -> None:
    assert min(quarters(drawn(marked_pdf(pdf(b"", **keys), MARK)))) > 10


def test_a_turned_page_shows_the_mark_as_any_other() -> None:
    """The mark's letters run upwards to the right, however the paper lies."""
    upright = np.asarray(drawn(marked_pdf(pdf(b""), MARK)).crop((300, 300, 900, 900)).convert("L"), float)
    turned = np.asarray(
        drawn(marked_pdf(pdf(b"", Rotate=180), MARK)).crop((290, 484, 890, 1084)).convert("L"), float
    )
    assert abs(upright.mean() - turned.mean()) < 1
    assert slant(upright) == slant(turned) == "up"


def slant(shades: np.ndarray) -> str:
    """Whether ink lies along lines that rise to the right by 30 degrees, or fall by as much."""
    ink = 255 - shades
    right, steep = 104, 60  # pixels: tan 30°
    up = (ink[steep:, :-right] * ink[:-steep, right:]).mean()
    down = (ink[:-steep, :-right] * ink[steep:, right:]).mean()
    return "up" if up > down else "down"


def test_a_page_keeps_what_it_showed() -> None:
    content = b"1 0 0 rg 100 100 50 50 re f"
    before, after = drawn(pdf(content)), drawn(marked_pdf(pdf(content), MARK))
    box = (210, 842 * 2 - 290, 290, 842 * 2 - 210)
    assert before.getpixel((250, 842 * 2 - 250)) == (255, 0, 0)
    red = np.asarray(after.crop(box))
    assert (red[:, :, 0].min() > 190, red[:, :, 1].max() < 30) == (True, True)


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="damaged"):
        marked_pdf(b"%PDF-1.7\nnothing behind it", MARK)


def test_an_original_travels_unaltered_in_a_marked_envelope() -> None:
    content = b"ID3" + bytes(range(256)) * 50
    envelope = enveloped(
        cover(Attached("YH-SC1-X-2026-0001-001.mp3", content), MARK), Attached("a.mp3", content)
    )
    assert attached(envelope) == {"a.mp3": content}
    assert marks_of(envelope) == FIELDS
    assert min(quarters(drawn(envelope))) > 10
