"""Pages of every kind of file as upright pictures, refusals with reasons, and page ranges as PDF."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from archive.errors import BadInput
from archive.page import Page
from archive.rendering import open_original, page_image, page_png, page_range
from tests.marking import MARK

WIDE, HIGH = 120, 80


def marked(mode: str = "RGB") -> Image.Image:
    """A white page with a dark block in its top left quarter."""
    page = Image.new("RGB", (WIDE, HIGH), "white")
    page.paste((0, 0, 0), (0, 0, WIDE // 2, HIGH // 2))
    return page.convert(mode)


def read(number: int) -> Page:
    """What a reading says of a page, as far as showing it needs it."""
    return Page(number, WIDE, HIGH, 0, "test", ())


def corners(image: Image.Image) -> tuple[bool, bool, bool, bool]:
    """Which corners are dark: top left, top right, bottom right, bottom left."""
    grey = np.asarray(image.convert("L"))
    dark = grey < 128
    return bool(dark[5, 5]), bool(dark[5, -6]), bool(dark[-6, -6]), bool(dark[-6, 5])


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.jpg", "RGB"),
        ("a.jpg", "CMYK"),
        ("a.png", "P"),
        ("a.png", "LA"),
        ("a.png", "1"),
        ("a.tif", "1"),
        ("a.bmp", "RGB"),
        ("a.webp", "RGB"),
        ("a.gif", "P"),
    ],
)
def test_every_kind_of_picture_comes_out_in_rgb(name: str, mode: str, tmp_path: Path) -> None:
    marked(mode).save(tmp_path / name)
    image = page_image(tmp_path / name, 1)
    assert (image.mode, image.size, corners(image)) == ("RGB", (WIDE, HIGH), (True, False, False, False))


def test_heic_of_a_phone(tmp_path: Path) -> None:
    pillow_heif.from_pillow(marked()).save(tmp_path / "a.heic")
    assert corners(page_image(tmp_path / "a.heic", 1)) == (True, False, False, False)


def test_transparency_is_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (WIDE, HIGH), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert page_image(tmp_path / "a.png", 1).getextrema() == ((255, 255), (255, 255), (255, 255))


def test_sixteen_bits_keep_their_shades(tmp_path: Path) -> None:
    shades = np.full((HIGH, WIDE), 0x8000, dtype=np.uint16)
    Image.fromarray(shades).save(tmp_path / "a.tif")
    assert page_image(tmp_path / "a.tif", 1).getpixel((3, 3)) == (127, 127, 127)


def test_the_phones_orientation_is_obeyed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # shown after a quarter turn clockwise
    marked().save(tmp_path / "a.jpg", exif=exif)
    image = page_image(tmp_path / "a.jpg", 1)
    assert (image.size, corners(image)) == ((HIGH, WIDE), (False, True, False, False))


def test_rotation_turns_clockwise(tmp_path: Path) -> None:
    marked().save(tmp_path / "a.png")
    assert corners(page_image(tmp_path / "a.png", 1, rotation=90)) == (False, True, False, False)


def test_a_fax_in_coarse_lines_is_stretched(tmp_path: Path) -> None:
    marked("1").save(tmp_path / "a.tif", dpi=(204, 98))
    assert page_image(tmp_path / "a.tif", 1).size == (WIDE, round(HIGH * 204 / 98))


def test_only_a_tiff_has_several_pages(tmp_path: Path) -> None:
    for name in ("a.tif", "a.gif"):
        marked("P").save(tmp_path / name, save_all=True, append_images=[marked("P").rotate(180)])
    counts = []
    for name in ("a.tif", "a.gif"):
        with open_original(tmp_path / name) as original:
            counts.append(original.page_count)
    assert counts == [2, 1]
    assert corners(page_image(tmp_path / "a.tif", 2)) == (False, False, True, False)


def test_a_shown_page_is_no_longer_than_asked(tmp_path: Path) -> None:
    marked().save(tmp_path / "a.png")
    shown = Image.open(io.BytesIO(page_png(tmp_path / "a.png", read(1), MARK, max_side=60)))
    assert (shown.format, shown.size) == ("PNG", (60, 40))


def refusal(path: Path, *, megapixels: int = 1) -> str:
    with pytest.raises(BadInput) as refused, open_original(path) as original:
        original.image(1, resolution=100, megapixels=megapixels)
    assert refused.value.advice
    return refused.value.message


def test_a_picture_larger_than_allowed_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    (tmp_path / "bomb.png").write_bytes(bomb)
    assert refusal(tmp_path / "bomb.png") == (
        "The picture has {pixels} million pixels; at most {limit} million are read."
    )


def test_a_truncated_picture(tmp_path: Path) -> None:
    Image.effect_noise((500, 500), 80).save(tmp_path / "a.jpg")
    whole = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / "a.jpg") == "The picture is damaged or incomplete."


def pdf(path: Path, *, pages: int = 1, password: str = "", size: tuple[float, float] = (300, 400)) -> Path:
    lock = StandardEncryption(password, ownerPassword="owner") if password else None
    canvas = Canvas(str(path), pagesize=size, encrypt=lock)
    for number in range(1, pages + 1):
        canvas.drawString(50, 300, f"page {number}")
        canvas.showPage()
    canvas.save()
    return path


def test_a_pdf_page_is_drawn_at_the_resolution(tmp_path: Path) -> None:
    with open_original(pdf(tmp_path / "a.pdf")) as original:
        assert original.image(1, resolution=144, megapixels=1).size == (600, 800)


def test_a_huge_pdf_page_is_drawn_coarser(tmp_path: Path) -> None:
    with open_original(pdf(tmp_path / "a.pdf", size=(8400, 8400))) as original:
        assert original.image(1, resolution=300, megapixels=1).size == (1001, 1001)


def test_a_locked_pdf(tmp_path: Path) -> None:
    assert refusal(pdf(tmp_path / "a.pdf", password="1234")) == "The file is protected by a password."


def test_a_broken_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing behind it")
    assert refusal(tmp_path / "a.pdf") == "The PDF is damaged and cannot be opened."


def test_exported_pages_of_a_pdf_are_the_pages_asked_for(tmp_path: Path) -> None:
    source = pdf(tmp_path / "a.pdf", pages=5)
    (tmp_path / "b.pdf").write_bytes(page_range(source, [read(2), read(4)]))
    before = [np.asarray(page_image(source, number)) for number in (2, 4)]
    after = [np.asarray(page_image(tmp_path / "b.pdf", number)) for number in (1, 2)]
    assert [np.array_equal(*pair) for pair in zip(before, after, strict=True)] == [True, True]


def test_an_exported_page_keeps_its_words_and_its_turn(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(300, 400))
    for turn in (0, 90, 180, 270):
        canvas.setPageRotation(turn)
        canvas.drawString(50, 150, f"page {turn}")
        canvas.showPage()
    canvas.save()
    for number, turn in enumerate((0, 90, 180, 270), start=1):
        (tmp_path / "b.pdf").write_bytes(page_range(tmp_path / "a.pdf", [read(number)]))
        assert unlikeness(page_image(tmp_path / "a.pdf", number), page_image(tmp_path / "b.pdf", 1)) < 0.01
        assert f"page {turn}" == text_layer(tmp_path / "b.pdf")


def test_what_an_exported_page_does_not_show_is_not_in_it(tmp_path: Path) -> None:
    """Half a sheet that was cut out by its frame, and a page with somebody's remark on it."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 400), cropBox=(0, 0, 300, 400))
    canvas.drawString(50, 300, "mine")
    canvas.drawString(350, 300, "theirs")
    canvas.showPage()
    canvas.drawString(50, 300, "mine")
    canvas.freeTextAnnotation("theirs", "/Helv 10 Tf 0 g", Rect=[50, 50, 200, 90])
    canvas.showPage()
    canvas.drawString(50, 300, "last")
    canvas.save()
    for number in (1, 2):
        (tmp_path / "b.pdf").write_bytes(page_range(tmp_path / "a.pdf", [read(number)]))
        assert unlikeness(page_image(tmp_path / "a.pdf", number), page_image(tmp_path / "b.pdf", 1)) < 1
        assert text_layer(tmp_path / "b.pdf") == ""
        assert b"theirs" not in (tmp_path / "b.pdf").read_bytes()


def test_a_whole_pdf_is_exported_as_it_is(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 400), cropBox=(0, 0, 300, 400))
    canvas.drawString(280, 300, "over the frame")
    canvas.save()
    (tmp_path / "b.pdf").write_bytes(page_range(tmp_path / "a.pdf", [read(1)]))
    assert "over the frame" == text_layer(tmp_path / "b.pdf")


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """By how much of 255 shades the pixels of two pictures of one size differ on average."""
    return float(np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean())


def text_layer(path: Path) -> str:
    """The text layer of a PDF's first page."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        return str(document[0].get_textpage().get_text_range()).strip()


def test_exported_pictures_become_a_pdf(tmp_path: Path) -> None:
    marked("1").save(tmp_path / "a.tif", save_all=True, append_images=[marked("1"), marked("1")])
    (tmp_path / "b.pdf").write_bytes(page_range(tmp_path / "a.tif", [read(1), read(3)]))
    with open_original(tmp_path / "b.pdf") as original:
        assert original.page_count == 2
    assert corners(page_image(tmp_path / "b.pdf", 1)) == (True, False, False, False)
