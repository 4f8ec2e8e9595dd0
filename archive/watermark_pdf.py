"""The mark of `archive.watermark` on the pages of a PDF, and in its metadata.

What a page draws becomes one form of the new page, with the mark drawn over it: so nothing that stands in
the page can move or hide the mark, and its text, fonts and pictures stay what they are.
"""

from __future__ import annotations

import io
import math

import pikepdf
from PIL import Image

from archive.errors import BadInput
from archive.watermark import COLOUR, SLANT, STRENGTH, Mark, letter_height, lettered, places

_NAMESPACE = "https://dangan.invalid/mark/1/"
_LETTER = 40  # pixels that the label's letters are high: 240 dots per inch at 12 points


def marked_pdf(content: bytes, mark: Mark) -> bytes:
    """The same PDF with the mark over each page and in its metadata. Raises `BadInput` where the pages are
    too damaged for it."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _marked(pdf, mark)
    except pikepdf.PdfError as error:
        raise BadInput(
            "The pages of this document are damaged and cannot be marked.",
            advice="Look at them as pictures: `dangan show --image`.",
        ) from error


def _marked(pdf: pikepdf.Pdf, mark: Mark) -> bytes:
    label = lettered(mark, _LETTER)
    drawn = _Label(pdf, label)
    for page in pdf.pages:
        drawn.put_over(page)
    _note(pdf, mark)
    file = io.BytesIO()
    pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


class _Label:
    """The mark's line as a mask that all pages share, and what paints it over a page."""

    def __init__(self, pdf: pikepdf.Pdf, label: Image.Image) -> None:
        self._pdf = pdf
        self._length, self._height = label.size
        ink = self._picture(label.point([round(shade * STRENGTH) for shade in range(256)]))
        self._stamp = self._picture(Image.new("RGB", (1, 1), COLOUR))
        self._stamp.SMask = ink

    def put_over(self, page: pikepdf.Page) -> None:
        """Draw what the page draws, then the mark."""
        page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Page=self._drawn(page), Mark=self._stamp)
        )
        page.obj.Contents = self._pdf.make_stream(b"/Page Do\n" + self._strokes(page))

    def _picture(self, image: Image.Image) -> pikepdf.Stream:
        return self._pdf.make_stream(
            image.tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )

    def _drawn(self, page: pikepdf.Page) -> pikepdf.Stream:
        """What the page draws, as a form: its bytes as they are packed, and all its box."""
        page.contents_coalesce()
        contents = page.obj.get("/Contents")
        packed = contents.read_raw_bytes() if contents is not None else b""
        drawn = self._pdf.make_stream(
            packed,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=page.mediabox,
            Resources=page.resources,
        )
        for source, names in ((contents, ("/Filter", "/DecodeParms")), (page.obj, ("/Group",))):
            for name in names:
                if source is not None and name in source:
                    drawn[name] = source[name]
        return drawn

    def _strokes(self, page: pikepdf.Page) -> bytes:
        left, bottom, right, top = map(float, page.cropbox.as_list())
        width, height = abs(right - left), abs(top - bottom)
        size = letter_height(width, height)
        slant = SLANT + int(page.obj.get("/Rotate", 0))
        long, high = (size * pixels / _LETTER for pixels in (self._length, self._height))
        cosine, sine = math.cos(math.radians(slant)), math.sin(math.radians(slant))
        turned = (long * cosine, long * sine, -high * sine, high * cosine)
        strokes = []
        for x, y in places(width, height, length=long, size=size, slant=slant):
            corner = (
                min(left, right) + x - (turned[0] + turned[2]) / 2,
                min(bottom, top) + y - (turned[1] + turned[3]) / 2,
            )
            strokes.append(
                "q " + " ".join(f"{number:.2f}" for number in (*turned, *corner)) + " cm /Mark Do Q"
            )
        return "\n".join(strokes).encode()


def _note(pdf: pikepdf.Pdf, mark: Mark) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata.register_xml_namespace(_NAMESPACE, "dangan")
        for name, value in mark.fields.items():
            metadata[f"{{{_NAMESPACE}}}{name}"] = value
    for name, value in mark.fields.items():
        pdf.docinfo[f"/dangan.{name}"] = value
