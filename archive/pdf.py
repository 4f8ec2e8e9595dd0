"""Originals that are PDF files, through pypdfium2."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from archive.errors import BadInput
from archive.media import PDF

POINTS = 72  # to the inch
_LONGEST = 14_400 * 2  # points; ISO 32000-1 annex C allows 14,400, drawings and long prints exceed it
PICTURED_RESOLUTION = 200  # dots per inch
PICTURED_MEGAPIXELS = 120
_WITHOUT_STREAMS = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
# What a page may name without drawing it: PDFium leaves these tables whole. One form is the page itself.
_MIGHT_BE_SHARED = re.compile(
    rb"/(?:Pattern|Shading|Properties|Type3|AF|PieceInfo|Alternates|OPI)\b|/Form\b.*/Form\b", re.DOTALL
)


class PdfFile:
    """An open PDF. Scripts in it are never run: this PDFium is built without JavaScript."""

    media_type = PDF

    def __init__(self, source: Path | bytes) -> None:
        """Open it; raise `BadInput` when it is encrypted or damaged."""
        try:
            self.document = pypdfium2.PdfDocument(source)
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
    """The pages `numbers` (from 1) of a PDF as a new PDF that brings nothing of the others along.

    All pages together are copied as they are. Of some, each keeps its text and pictures where it is sure
    that they are its own, and else becomes a picture: pages of a PDF may share tables of pictures, remarks
    and even what is drawn, of which each shows its section only. A font comes along with all its letters.
    """
    with PdfFile(path) as source, closing(pypdfium2.PdfDocument.new()) as extract:
        if sorted(set(numbers)) == list(range(1, source.page_count + 1)):
            extract.import_pages(source.document, [number - 1 for number in numbers])
        else:
            for number in numbers:
                with closing(_alone(source, number) or _pictured(source, number)) as page:
                    extract.import_pages(page)
        return _saved(extract)


def _alone(source: PdfFile, number: int) -> pypdfium2.PdfDocument | None:
    """A PDF of one page with the fonts and pictures it draws; none when more might come along."""
    alone = pypdfium2.PdfDocument.new()
    with closing(pypdfium2.PdfDocument.new()) as draft:
        draft.import_pages(source.document, [number - 1])
        page = draft[0]
        box = page.get_cropbox()
        if _has_marks(page) or not all(_is_plain(thing, box) for thing in page.get_objects(max_depth=1)):
            alone.close()
            return None
        # PDFium drops fonts and pictures that are not drawn from a page to which something was added.
        pdfium.FPDFPage_InsertObject(page, pdfium.FPDFPageObj_CreateNewPath(0, 0))
        page.gen_content()
        # Drawn on a new page, for what else hangs on the old one: threads, thumbnails, private data.
        bare = alone.new_page(*page.get_size())
        bare.insert_obj(draft.page_as_xobject(0, alone).as_pageobject())
        bare.gen_content()
    if _MIGHT_BE_SHARED.search(_WITHOUT_STREAMS.sub(b"", _saved(alone))):
        alone.close()
        return None
    return alone


def _has_marks(page: pypdfium2.PdfPage) -> bool:
    """Whether stamps, highlights or filled-in fields lie on the page; links and closed notes do not show."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        remark = pdfium.FPDFPage_GetAnnot(page, index)
        kind, drawn = pdfium.FPDFAnnot_GetSubtype(remark), pdfium.FPDFAnnot_HasKey(remark, b"AP")
        pdfium.FPDFPage_CloseAnnot(remark)
        if drawn or kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT):
            return True
    return False


def _is_plain(thing: pypdfium2.PdfObject, box: Sequence[float]) -> bool:
    """Whether it is text, a line or a picture, and nothing of it lies outside the page or is cut off."""
    left, bottom, right, top = thing.get_bounds()
    inside: bool = left > box[0] - 1 and bottom > box[1] - 1 and right < box[2] + 1 and top < box[3] + 1
    if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        clip = pdfium.FPDFPageObj_GetClipPath(thing)
        return inside and pdfium.FPDFClipPath_CountPaths(clip) <= 0
    return inside and thing.type in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH)


def _pictured(source: PdfFile, number: int) -> pypdfium2.PdfDocument:
    """A PDF of one page as a picture, of the page's size."""
    image = source.image(number, resolution=PICTURED_RESOLUTION, megapixels=PICTURED_MEGAPIXELS)
    width, _ = source.page(number).get_size()
    file = io.BytesIO()
    image.save(file, format="PDF", quality=95, resolution=image.width * POINTS / width)
    return pypdfium2.PdfDocument(file.getvalue())


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
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
