"""What kind of file an original is, told by its first bytes and never by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from archive.errors import BadInput

HEAD = 4096  # bytes; a PDF header may stand anywhere in the first 1024 (ISO 32000-1, annex H.3.4.1)
PDF = "application/pdf"

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
        (0, b"fLaC", "audio/flac"),
        (0, b"OggS", "audio/ogg"),
        (0, b"#!AMR", "audio/amr"),
        (0, b"\x1a\x45\xdf\xa3", "video/matroska"),
        (0, b"\0\0\x01\xba", "video/mpeg"),
    )
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_ZIP_MEMBERS = (
    (b"word/", "application/x-office"),
    (b"xl/", "application/x-office"),
    (b"ppt/", "application/x-office"),
    (b"[Content_Types]", "application/x-office"),
    (b"OFD.xml", "application/ofd"),
)


def media_type_of(path: Path) -> str:
    """The media type by the file's first bytes; `application/octet-stream` when nothing fits."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return sniff(head)


def sniff(head: bytes) -> str:
    """The media type that the first bytes of a file show."""
    for offset, magic, media_type in _SIGNATURES:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _ZIP_MEMBERS if name in head), "application/x-archive")
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIF_BRANDS else "video/mp4"
    if b"%PDF-" in head[:1024]:
        return PDF
    return "text/plain" if _looks_like_text(head) else "application/octet-stream"


def require_readable(media_type: str) -> None:
    """Raise `BadInput` with what to do when pages of this kind of file cannot be shown or read."""
    if media_type == PDF or media_type in PICTURES:
        return
    kind = media_type.split("/")[0] if media_type.startswith(("audio/", "video/")) else media_type
    raise _REFUSALS.get(kind, _nothing_known)()


def _looks_like_text(head: bytes) -> bool:
    return bool(head) and not any(byte < 9 or 13 < byte < 27 for byte in head)


def _recording() -> BadInput:
    return BadInput(
        "This is a sound or film recording; it has no pages to read.",
        advice="Describe it by hand; it is kept as it is.",
    )


def _office() -> BadInput:
    return BadInput(
        "Office files (Word, Excel, PowerPoint) are not read.",
        advice="Print it to PDF and put the PDF into the inbox.",
    )


def _ofd() -> BadInput:
    return BadInput(
        "OFD files are not read.",
        advice="Open it in an OFD reader, print it to PDF and put the PDF into the inbox.",
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


def _plain_text() -> BadInput:
    return BadInput(
        "This is a plain text file, neither a PDF nor a picture.",
        advice="Print it to PDF and put the PDF into the inbox.",
    )


def _nothing_known() -> BadInput:
    return BadInput(
        "This is neither a PDF nor a picture.",
        advice="Look where the file came from; scan the paper again, or dismiss the file.",
    )


_REFUSALS: Mapping[str, Callable[[], BadInput]] = {
    "audio": _recording,
    "video": _recording,
    "application/x-office": _office,
    "application/x-ole": _office,
    "application/rtf": _office,
    "application/ofd": _ofd,
    "application/x-archive": _packed,
    "image/jp2": _jpeg_2000,
    "text/plain": _plain_text,
}
