"""A mark for tests of what leaves the archive, and what is in files that carry one."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
from PIL import Image

from archive.watermark import Mark

MARK = Mark("李明远", "limingyuan", "form:12", "查询-2026-0012", datetime(2026, 11, 24, 11, 40, tzinfo=UTC))


def attached(file: bytes) -> dict[str, bytes]:
    """The files attached to a PDF, by name."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}


def marks_of(file: bytes) -> dict[str, str]:
    """What the metadata of a marked picture or PDF says: reader, basis, form, at."""
    if file.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(file)) as image:
            image.load()
            return {str(name).removeprefix("dangan:"): str(value) for name, value in image.info.items()}
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return {name.removeprefix("/dangan."): str(value) for name, value in pdf.docinfo.items()}
