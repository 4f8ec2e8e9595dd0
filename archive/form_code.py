"""The code on a printed query form (查询单): by it the sheet is known again when it comes back signed.

The code holds plain words that anybody can read with a telephone, and no secret: the form's number and its
SHA-256. Whoever makes one up for a form of this archive has a sheet that people still look at: the code
alone signs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.page import Page

_FAMILY = "dangan-form:"
_FIRST_LINE = f"{_FAMILY}1"
_LONGEST = 300  # characters of a code that could be one
_NUMBER = re.compile(r"[^\W_]{1,8}-\d{4}-\d{4,9}")
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormCode:
    """The form that a sheet was printed of: its number and its SHA-256 at that time."""

    number: str
    sha256: str


def encode_form_code(code: FormCode) -> str:
    """The words of the QR code."""
    return f"{_FIRST_LINE}\nnumber:{code.number}\nsha256:{code.sha256}"


def decode_form_code(text: str) -> FormCode | None:
    """What a code says if it is a printed form's, else none; words it should not hold make it none."""
    if len(text) > _LONGEST:
        return None
    first, *lines = text.splitlines() or [""]
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    if first.strip() != _FIRST_LINE or len(said) != len(lines) or said.keys() != {"number", "sha256"}:
        return None
    if not _NUMBER.fullmatch(said["number"]) or not _SHA256.fullmatch(said["sha256"]):
        return None
    return FormCode(said["number"], said["sha256"])


def form_code_on(page: Page) -> str | None:
    """The words of the code that makes a page a printed form, as it stands there, also one that
    `decode_form_code` cannot take; several codes under each other. None for any other page."""
    texts = dict.fromkeys(code.text for code in page.barcodes if code.text.startswith(_FAMILY))
    return "\n\n".join(text[:_LONGEST] for text in texts) if texts else None
