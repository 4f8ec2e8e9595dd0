"""What kind of file an original is, told by its bytes and never by its name."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from archive.errors import BadInput

HEAD = 4096  # bytes; a PDF header may stand anywhere in the first 1024 (ISO 32000-1, annex H.3.4.1)
TAIL = 1 << 16  # bytes; where a zip archive lists its members
PDF = "application/pdf"
DOCX = "application/x-docx"  # the registered names are longer than a column of the catalogue
XLSX = "application/x-xlsx"
OFD = "application/ofd"
MAIL = "message/rfc822"
HTML = "text/html"
TEXT = "text/plain"
CARRIERS = frozenset((DOCX, XLSX, OFD, MAIL, HTML, TEXT))
"""Kinds of files that hold text or other files instead of printed pages (`archive.carriers`)."""

# Pillow's name of each picture format that is read.
PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
}


class _Signature(NamedTuple):
    offset: int
    magic: bytes
    media_type: str


_SIGNATURES = tuple(
    _Signature(*row)
    for row in (
        (0, b"\xff\xd8\xff", "image/jpeg"),
        (0, b"\x89PNG\r\n\x1a\n", "image/png"),
        (0, b"II*\0", "image/tiff"),
        (0, b"MM\0*", "image/tiff"),
        (0, b"II+\0", "image/tiff"),
        (0, b"MM\0+", "image/tiff"),
        (0, b"GIF8", "image/gif"),
        (8, b"WEBP", "image/webp"),
        (8, b"WAVE", "audio/wav"),
        (8, b"AVI ", "video/avi"),
        (0, b"BM", "image/bmp"),
        (0, b"\0\0\0\x0cjP  ", "image/jp2"),
        (0, b"\xff\x4f\xff\x51", "image/jp2"),
        (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole"),
        (0, b"{\\rtf", "application/rtf"),
        (0, b"Rar!", "application/x-archive"),
        (0, b"7z\xbc\xaf\x27\x1c", "application/x-archive"),
        (0, b"\x1f\x8b", "application/x-archive"),
        (0, b"ID3", "audio/mpeg"),
        (0, b"\xff\xfb", "audio/mpeg"),
        (0, b"\xff\xf3", "audio/mpeg"),
        (0, b"\xff\xf2", "audio/mpeg"),
        (0, b"\xff\xf1", "audio/aac"),
        (0, b"\xff\xf9", "audio/aac"),
        (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/asf"),
        (0, b"#!SILK", "audio/silk"),
        (1, b"#!SILK", "audio/silk"),
        (0, b"FLV\x01", "video/flv"),
        (0, b".RMF", "video/realmedia"),
        (0, b"fLaC", "audio/flac"),
        (0, b"OggS", "audio/ogg"),
        (0, b"#!AMR", "audio/amr"),
        (0, b"\x1a\x45\xdf\xa3", "video/matroska"),
        (0, b"\0\0\x01\xba", "video/mpeg"),
    )
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_ZIP_MEMBERS = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"OFD.xml", OFD),
    (b"ppt/presentation.xml", "application/x-slides"),
    (b"[Content_Types].xml", "application/x-office"),
)
# Names in the directory of an old Office file (MS-CFB), which is UTF-16.
_OLE_NAMES = (
    ("EncryptedPackage", "application/x-locked-office"),
    ("WordDocument", "application/x-old-word"),
    ("Workbook", "application/x-old-excel"),
    ("Book", "application/x-old-excel"),
    ("PowerPoint Document", "application/x-slides"),
    ("__properties_version1.0", "application/x-outlook"),
)
_OLE = "application/x-ole"
_OLE_DIRECTORY = 16 << 10  # bytes of it that are looked at
_MAIL_FIELD = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16


def media_type_of(source: Path | bytes) -> str:
    """The media type by the file's first and last bytes; `application/octet-stream` when nothing fits."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - TAIL))
        found = sniff(head, file.read())
        return _old_office(file, head) if found == _OLE else found


def sniff(head: bytes, tail: bytes = b"") -> str:
    """The media type that the first bytes of a file show, and the last ones of a zip archive."""
    for offset, magic, media_type in _SIGNATURES:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _ZIP_MEMBERS if name in head + tail), "application/x-archive")
    if head[4:8] == b"ftyp":
        return _film_or_photograph(head[8:12])
    if b"%PDF-" in head[:1024]:
        return PDF
    return _kind_of_text(head) if _looks_like_text(head) else "application/octet-stream"


def _film_or_photograph(brand: bytes) -> str:
    if brand in _HEIF_BRANDS:
        return "image/heic"
    return "audio/mp4" if brand.startswith(b"M4A") else "video/mp4"


def _kind_of_text(head: bytes) -> str:
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    top = head.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    fields = {field.lower() for field in _MAIL_FIELD.findall(top)}
    return MAIL if _FIELD.match(top) and len(fields) >= 2 else TEXT


def _old_office(file: BinaryIO, head: bytes) -> str:
    """Which program wrote an old Office file, by the names in its directory."""
    (shift,), (first,) = struct.unpack_from("<H", head, 30), struct.unpack_from("<I", head, 48)
    if shift in (9, 12) and first < 1 << 24:
        file.seek((first + 1) << shift)
        names = set(_entry_names(file.read(_OLE_DIRECTORY)))
        return next((media_type for name, media_type in _OLE_NAMES if name in names), _OLE)
    return _OLE


def _entry_names(directory: bytes) -> Iterator[str]:
    """The names in the directory of an old Office file: entries of 128 bytes, the name in the first 64."""
    for start in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, start + 64)
        yield directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")


def require_readable(media_type: str) -> None:
    """Raise `BadInput` with what to do when pages of this kind of file cannot be shown or read."""
    if media_type == PDF or media_type in PICTURES or media_type in CARRIERS:
        return
    kind = media_type.split("/")[0] if media_type.startswith(("audio/", "video/")) else media_type
    raise _REFUSALS.get(kind, _nothing_known)()


def _looks_like_text(head: bytes) -> bool:
    if head.startswith(_BYTE_ORDER_MARKS):
        return True
    return bool(head) and not any(byte < 9 or 13 < byte < 27 for byte in head)


def _recording() -> BadInput:
    return BadInput(
        "This is a sound or film recording; it has no pages to read.",
        advice="Describe it by hand with `dangan scan describe`; it is kept as it is.",
    )


def _old_word() -> BadInput:
    return BadInput(
        "This is an old Word or WPS document (.doc, .wps, .rtf), which is not read.",
        advice="Open it, save it as .docx or PDF, and put that into the inbox.",
    )


def _old_excel() -> BadInput:
    return BadInput(
        "This is an old Excel or WPS table (.xls, .et), which is not read.",
        advice="Open it, save it as .xlsx, and put that into the inbox.",
    )


def _slides() -> BadInput:
    return BadInput(
        "Presentations (PowerPoint) are not read.",
        advice="Open it, save it as PDF, and put the PDF into the inbox.",
    )


def _outlook() -> BadInput:
    return BadInput(
        "This is a message saved by Outlook (.msg), which is not read.",
        advice="Open it in a mail program, save it as .eml or PDF, and put that into the inbox.",
    )


def _locked_office() -> BadInput:
    return BadInput(
        "The file is protected by a password.",
        advice="Ask the sender for a copy without a password.",
    )


def _office() -> BadInput:
    return BadInput(
        "This Office file is of a kind that is not read.",
        advice="Open it in its own program, save it as .docx, .xlsx or PDF, and put that into the inbox.",
    )


def _packed() -> BadInput:
    return BadInput(
        "This is a packed folder (zip, rar, 7z, gz).",
        advice="Unpack it and put the files that are in it into the inbox.",
    )


def _jpeg_2000() -> BadInput:
    return BadInput(
        "JPEG 2000 pictures are not read.",
        advice="Save the picture as JPEG or PNG and put that into the inbox.",
    )


def _nothing_known() -> BadInput:
    return BadInput(
        "This is no kind of file that is read (PDF, picture, Word, Excel, text, mail, OFD).",
        advice="Look where the file came from; scan the paper again, or dismiss the file.",
    )


_REFUSALS: Mapping[str, Callable[[], BadInput]] = {
    "audio": _recording,
    "video": _recording,
    "application/x-office": _office,
    "application/x-slides": _slides,
    "application/x-old-word": _old_word,
    "application/x-old-excel": _old_excel,
    "application/x-outlook": _outlook,
    "application/x-locked-office": _locked_office,
    _OLE: _office,
    "application/rtf": _old_word,
    "application/x-archive": _packed,
    "image/jp2": _jpeg_2000,
}
