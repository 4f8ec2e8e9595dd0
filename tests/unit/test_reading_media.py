"""Kinds of files by their first bytes, and what a clerk is told of those that are not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.media import require_readable, sniff
from archive.settings import ReadingSettings
from ingest.reading.outcome import ReadTask, Unreadable
from ingest.reading.pool import ReadingPool


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"junk before it\n%PDF-1.7\n", "application/pdf"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4"),
        (b"PK\x03\x04....word/document.xml", "application/x-docx"),
        (b"PK\x03\x04....xl/workbook.xml", "application/x-xlsx"),
        (b"PK\x03\x04....ppt/presentation.xml", "application/x-slides"),
        (b"PK\x03\x04....OFD.xml", "application/ofd"),
        (b"PK\x03\x04....scan.jpg", "application/x-archive"),
        ("合同说明".encode(), "text/plain"),
        ("合同说明".encode("utf-16"), "text/plain"),
        (b"  <!DOCTYPE html><html>", "text/html"),
        (b"Received: from a\r\nFrom: b@c\r\nSubject: d\r\n\r\ne", "message/rfc822"),
        ("事由: 说明\nFrom: 上海\n\n".encode(), "text/plain"),
        (b"\x02#!SILK_V3....", "audio/silk"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_first_bytes_tell(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type


@pytest.mark.parametrize("media_type", ["application/pdf", "image/jpeg", "image/heic", "application/ofd"])
def test_pdf_pictures_and_carriers_are_read(media_type: str) -> None:
    require_readable(media_type)


@pytest.mark.parametrize(
    ("media_type", "reason"),
    [
        ("video/mp4", "This is a sound or film recording; it has no pages to read."),
        ("application/x-slides", "Presentations (PowerPoint) are not read."),
        ("application/x-old-excel", "This is an old Excel or WPS table (.xls, .et), which is not read."),
        ("application/rtf", "This is an old Word or WPS document (.doc, .wps, .rtf), which is not read."),
        ("application/x-archive", "This is a packed folder (zip, rar, 7z, gz)."),
        (
            "application/octet-stream",
            "This is no kind of file that is read (PDF, picture, Word, Excel, text, mail, OFD).",
        ),
    ],
)
def test_others_are_refused_with_advice(media_type: str, reason: str) -> None:
    with pytest.raises(BadInput) as refusal:
        require_readable(media_type)
    assert (refusal.value.message, bool(refusal.value.advice)) == (reason, True)


@pytest.mark.parametrize(
    ("name", "content", "reason", "fault"),
    [
        ("empty.pdf", b"", "The file is empty.", "file"),
        ("~$合同.docx", b"x", "This is no document: a program left it behind while it had one open.", "file"),
        ("合同.pdf", b"PK\3\4....scan.jpg", "This is a packed folder (zip, rar, 7z, gz).", "file"),
        ("big.pdf", b"%PDF-" + bytes(2 << 20), "The file has {size} MB; at most {limit} are read.", "file"),
        ("gone.pdf", None, "The file cannot be opened: {problem}.", "machine"),
    ],
)
def test_what_can_be_said_without_opening_a_file(
    name: str, content: bytes | None, reason: str, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    settings = ReadingSettings.model_validate({"workers": 1, "limits": {"megabytes": 1}})
    with ReadingPool(settings) as pool:
        outcome = pool.read(ReadTask(path, name))
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason.text, outcome.fault) == (reason, fault)
