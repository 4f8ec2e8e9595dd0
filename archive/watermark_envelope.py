"""A marked PDF that carries an original as it is: unaltered bytes cannot be marked, their envelope can."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageDraw

from archive.language import show
from archive.media import media_type_of
from archive.message import message
from archive.watermark import Mark, letters
from archive.watermark_pdf import marked_pdf

_A4 = (1240, 1754)  # pixels at 150 dots per inch
_RESOLUTION = 150
_MARGIN, _SIZE, _LEADING = 120, 28, 56
_ATTACHED = message("The file itself is attached to this sheet:")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to attach: the name it gets, never the one it came in under, and its bytes."""

    name: str
    content: bytes


def cover(attached: Attached, mark: Mark) -> bytes:
    """A PDF of one marked sheet that says what is attached: name, size and SHA-256."""
    sheet = Image.new("RGB", _A4, "white")
    pen = ImageDraw.Draw(sheet)
    digest = hashlib.sha256(attached.content).hexdigest()
    facts = (attached.name, f"{len(attached.content):,} B", "SHA-256", digest[:32], digest[32:])
    said = [(show(_ATTACHED), _ATTACHED.text)]
    said += [(fact, fact.encode("ascii", "replace").decode()) for fact in facts]
    for number, (words, plain) in enumerate(said):
        font, line = letters(words, plain, _SIZE)
        pen.text((_MARGIN, _MARGIN + number * _LEADING), line, fill="black", font=font)
    file = io.BytesIO()
    sheet.save(file, format="PDF", resolution=_RESOLUTION)
    return marked_pdf(file.getvalue(), mark)


def enveloped(pdf: bytes, attached: Attached) -> bytes:
    """The PDF with the file attached to it (ISO 32000-1, 7.11.4), byte for byte."""
    with pikepdf.open(io.BytesIO(pdf)) as envelope:
        envelope.attachments[attached.name] = pikepdf.AttachedFileSpec(
            envelope,
            attached.content,
            filename=attached.name,
            mime_type=media_type_of(attached.content),
            relationship=pikepdf.Name.Source,
        )
        file = io.BytesIO()
        envelope.save(file)
    return file.getvalue()
