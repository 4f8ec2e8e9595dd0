"""How papers arrive: image files, scanned PDFs, faxes, born-digital PDFs, and broken ones."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import pillow_heif
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sample_scans.drawing.fonts import FACES, font_path
from sample_scans.drawing.paint import BASELINE, paint
from sample_scans.drawing.sample import Delivery
from sample_scans.drawing.scanner import Glass, fax, photograph, scan
from sample_scans.drawing.sheet import MM_PER_POINT, Area, Picture, Rule, Sheet, Text

# reportlab embeds TrueType outlines only, which these two have
EMBEDDABLE = ("hei", "kai")
# what a text layer without a sound character map looks like
PRIVATE_USE = 0xE000


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone's picture: longer side in pixels, turned clockwise by `turn` degrees."""

    side: int = 1600
    turn: int = 0


def image_file(kind: str, device: Glass | Phone, *, dpi: int = 150, quality: int = 62) -> Delivery:
    """One page as JPEG, PNG, WEBP or HEIF."""

    def deliver(sheets: tuple[Sheet, ...], rng: random.Random) -> bytes:
        page = _captured(sheets[0], device, dpi, rng)
        if kind == "HEIF":
            pillow_heif.register_heif_opener()
        output = io.BytesIO()
        page.save(output, kind, quality=quality, dpi=(dpi, dpi))
        return output.getvalue()

    return deliver


def two_tone_png(glass: Glass, *, dpi: int = 200) -> Delivery:
    """One page as a black-and-white PNG, as office scanners send text pages."""

    def deliver(sheets: tuple[Sheet, ...], rng: random.Random) -> bytes:
        page = (
            _captured(sheets[0], glass, dpi, rng).convert("L").point(lambda level: 255 if level > 168 else 0)
        )
        output = io.BytesIO()
        page.convert("1", dither=Image.Dither.NONE).save(output, "PNG", optimize=True, dpi=(dpi, dpi))
        return output.getvalue()

    return deliver


def fax_tiff(*, dpi: int = 200) -> Delivery:
    """All pages as one TIFF in group 4 coding."""

    def deliver(sheets: tuple[Sheet, ...], rng: random.Random) -> bytes:
        pages = [fax(paint(sheet, dpi=dpi, rng=rng), rng) for sheet in sheets]
        output = io.BytesIO()
        pages[0].save(
            output, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(dpi, dpi)
        )
        return output.getvalue()

    return deliver


def scanned_pdf(glass: Glass, *, dpi: int = 150, quality: int = 60, garbage: bool = False) -> Delivery:
    """Page images in a PDF; with `garbage`, under each lies a text layer of private-use characters."""

    def deliver(sheets: tuple[Sheet, ...], rng: random.Random) -> bytes:
        output = io.BytesIO()
        canvas = Canvas(output, invariant=True, pageCompression=1)
        for sheet in sheets:
            page = _captured(sheet, glass, dpi, rng)
            size = (page.width / dpi * 72, page.height / dpi * 72)
            canvas.setPageSize(size)
            picture = io.BytesIO()
            page.save(picture, "JPEG", quality=quality)
            canvas.drawImage(ImageReader(picture), 0, 0, *size)
            if garbage:
                _write_garbage(canvas, sheet)
            canvas.showPage()
        canvas.save()
        return output.getvalue()

    return deliver


def born_digital() -> Delivery:
    """A PDF written by an office program: real text, fonts embedded as subsets."""

    def deliver(sheets: tuple[Sheet, ...], _rng: random.Random) -> bytes:
        _register_fonts()
        output = io.BytesIO()
        canvas = Canvas(output, invariant=True, pageCompression=1)
        for sheet in sheets:
            canvas.setPageSize((sheet.width / MM_PER_POINT, sheet.height / MM_PER_POINT))
            _print(canvas, sheet)
            canvas.showPage()
        canvas.save()
        return output.getvalue()

    return deliver


def cut_short(whole: Delivery, *, share: float) -> Delivery:
    """Only the first share of the bytes: a copy that broke off."""

    def deliver(sheets: tuple[Sheet, ...], rng: random.Random) -> bytes:
        content = whole(sheets, rng)
        return content[: int(len(content) * share)]

    return deliver


def _captured(sheet: Sheet, device: Glass | Phone, dpi: int, rng: random.Random) -> Image.Image:
    page = paint(sheet, dpi=dpi, rng=rng)
    if isinstance(device, Phone):
        return photograph(page, rng, side=device.side, turn=device.turn)
    return scan(page, device, rng)


def _register_fonts() -> None:
    for face in EMBEDDABLE:
        pdfmetrics.registerFont(TTFont(face, str(font_path(face)), subfontIndex=FACES[face].index))


def _print(canvas: Canvas, sheet: Sheet) -> None:
    """Write the sheet's marks; PDF counts from the bottom, in points. Its faces must be embeddable ones."""

    def at(x: float, y: float) -> tuple[float, float]:
        return x / MM_PER_POINT, (sheet.height - y) / MM_PER_POINT

    for mark in sheet.marks:
        match mark:
            case Text():
                canvas.setFillColorRGB(*(channel / 255 for channel in mark.colour))
                canvas.setFont(mark.face, mark.size)
                canvas.drawString(*at(mark.x, mark.y + mark.size * MM_PER_POINT * BASELINE), mark.text)
            case Rule():
                canvas.setStrokeColorRGB(*(channel / 255 for channel in mark.colour))
                canvas.setLineWidth(mark.width / MM_PER_POINT)
                canvas.line(*at(mark.x1, mark.y1), *at(mark.x2, mark.y2))
            case Area():
                canvas.setFillColorRGB(*(channel / 255 for channel in mark.colour))
                size = (mark.width / MM_PER_POINT, mark.height / MM_PER_POINT)
                canvas.rect(*at(mark.x, mark.y + mark.height), *size, stroke=0, fill=1)
            case Picture():
                size = (mark.width / MM_PER_POINT, mark.height / MM_PER_POINT)
                corner = at(mark.x, mark.y + mark.height)
                canvas.drawImage(ImageReader(mark.image), *corner, *size, mask="auto")


def _write_garbage(canvas: Canvas, sheet: Sheet) -> None:
    """Invisible text at the places of the real one, every Han character swapped for a private-use one."""
    _register_fonts()
    for mark in sheet.marks:
        if isinstance(mark, Text):
            text = "".join(
                chr(PRIVATE_USE + ord(letter) % 0x1800) if ord(letter) > 0xFF else letter
                for letter in mark.text
            )
            layer = canvas.beginText(
                mark.x / MM_PER_POINT, (sheet.height - mark.y) / MM_PER_POINT - mark.size * BASELINE
            )
            layer.setFont("hei", mark.size)
            layer.setTextRenderMode(3)
            layer.textOut(text)
            canvas.drawText(layer)
