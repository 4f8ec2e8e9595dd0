"""Sheets as images: what lies on the scanner's glass."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

from sample_scans.drawing.fonts import font
from sample_scans.drawing.sheet import INK, MM_PER_POINT, Area, Picture, Rule, Sheet, Text

MM_PER_INCH = 25.4
# the baseline of Chinese fonts lies this share of the letters' square below its top
BASELINE = 0.88


def paint(sheet: Sheet, *, dpi: int, rng: random.Random) -> Image.Image:
    """The sheet in colour. Writing by hand (in INK) is a little uneven, by `rng`."""
    scale = dpi / MM_PER_INCH
    image = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), sheet.paper)
    draw = ImageDraw.Draw(image)
    for mark in sheet.marks:
        match mark:
            case Text():
                _write(draw, mark, scale, rng)
            case Rule():
                ends = (mark.x1 * scale, mark.y1 * scale, mark.x2 * scale, mark.y2 * scale)
                draw.line(ends, fill=mark.colour, width=max(1, round(mark.width * scale)))
            case Area():
                right, bottom = mark.x + mark.width, mark.y + mark.height
                corners = (mark.x * scale, mark.y * scale, right * scale, bottom * scale)
                draw.rectangle(corners, fill=mark.colour)
            case Picture():
                _lay(image, mark, scale)
    return image


def _write(draw: ImageDraw.ImageDraw, run: Text, scale: float, rng: random.Random) -> None:
    square = run.size * MM_PER_POINT * scale
    x, y = run.x * scale, run.y * scale + square * BASELINE
    letters = font(run.face, round(square))
    if run.colour != INK:
        draw.text((x, y), run.text, font=letters, fill=run.colour, anchor="ls")
        return
    for character in run.text:
        wander = rng.uniform(-0.05, 0.05) * square
        draw.text((x, y + wander), character, font=letters, fill=run.colour, anchor="ls")
        x += letters.getlength(character) * rng.uniform(0.97, 1.02)


def _lay(image: Image.Image, picture: Picture, scale: float) -> None:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    overlay = picture.image.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    image.paste(overlay, (round(picture.x * scale), round(picture.y * scale)), overlay)
