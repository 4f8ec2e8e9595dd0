"""Where a line of Chinese text may end."""

from __future__ import annotations

from sample_scans.drawing.fonts import text_width

# what must not begin a line in Chinese setting
NO_START = "，。；：、！？）》」』”%％"


def wrap(text: str, width: float, face: str, size: float) -> list[str]:
    """Break text into lines of at most `width` mm, keeping numbers and Latin words whole."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and text_width(line + piece, face=face, size=size) > width and piece not in NO_START:
                lines.append(line)
                line = piece
            else:
                line += piece
        lines.append(line)
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        if pieces and character.isascii() and not character.isspace() and pieces[-1][-1].isascii():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
