"""The QR code of a separator sheet."""

from __future__ import annotations

from archive.separator import Separator, encode_separator
from ingest.squares import squares_of


def code_squares(separator: Separator) -> tuple[tuple[bool, ...], ...]:
    """The rows of squares of the code, dark ones true, without the white round it."""
    return squares_of(encode_separator(separator))
