"""Originals that are PDF files, through pypdfium2."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from archive.errors import BadInput
from archive.media import PDF

POINTS = 72  # to the inch
_LONGEST = 14_400 * 2  # points; ISO 32000-1 annex C allows 14,400, drawings and long prints exceed it


class PdfFile:
    """An open PDF. Scripts in it are never run: this PDFium is built without JavaScript."""

    media_type = PDF

    def __init__(self, path: Path) -> None:
        """Open it; raise `BadInput` when it is encrypted or damaged."""
        try:
            self.document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise _closed(error.err_code) from error
        self.has_form = self.document.get_formtype() != pdfium.FORMTYPE_NONE
        if self.has_form:
            self.document.init_forms()  # or what was filled in would not be drawn

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.document.close()

    @property
    def page_count(self) -> int:
        """How many pages it has, as the file claims."""
        return len(self.document)

    def page(self, number: int) -> pypdfium2.PdfPage:
        """Page `number` (from 1); raise `BadInput` when it is damaged or of a senseless size."""
        try:
            page = self.document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise _damaged_page(number) from error
        width, height = page.get_size()
        if not (0 < width <= _LONGEST and 0 < height <= _LONGEST):
            raise _damaged_page(number)
        return page

    def image(self, number: int, *, resolution: int, megapixels: int) -> Image.Image:
        """Page `number` (from 1) at `resolution` dots per inch, coarser where that exceeds `megapixels`."""
        page = self.page(number)
        width, height = page.get_size()
        scale = min(resolution / POINTS, (megapixels * 1e6 / (width * height)) ** 0.5)
        try:
            bitmap = page.render(scale=max(scale, 1 / min(width, height)), rev_byteorder=True)
            image: Image.Image = bitmap.to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise _damaged_page(number) from error
        finally:
            page.close()
        return image


def extract_pages(path: Path, numbers: Sequence[int]) -> bytes:
    """The pages `numbers` (from 1) of a PDF as a new PDF, contents unaltered."""
    with PdfFile(path) as source:
        extract = pypdfium2.PdfDocument.new()
        extract.import_pages(source.document, [number - 1 for number in numbers])
        file = io.BytesIO()
        extract.save(file)
        extract.close()
    return file.getvalue()


def _closed(code: int | None) -> BadInput:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return BadInput(
            "The file is protected by a password.",
            advice="Ask the sender for a copy without a password.",
        )
    return BadInput(
        "The PDF is damaged and cannot be opened.",
        advice="Ask the sender for the file again, or print it to PDF anew if it opens elsewhere.",
    )


def _damaged_page(number: int) -> BadInput:
    return BadInput(
        "Page {page} of the PDF is damaged.",
        advice="Ask the sender for the file again, or print it to PDF anew if it opens elsewhere.",
        page=number,
    )
