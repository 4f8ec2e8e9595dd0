"""Red seals, stamps and emblems, as images with an alpha channel."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from sample_scans.drawing.fonts import font
from sample_scans.drawing.sheet import Colour

VERMILION: Colour = (205, 38, 38)
# seals are drawn larger and scaled down when laid on the sheet, which smooths them
SIDE = 480


def round_seal(name: str, *, purpose: str = "", colour: Colour = VERMILION, angle: float = 0) -> Image.Image:
    """A round company seal: the name along the rim, a star, the purpose below it; angle in degrees."""
    image = Image.new("RGBA", (SIDE, SIDE), (*colour, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, SIDE - 8, SIDE - 8), outline=(*colour, 225), width=12)
    _star(draw, SIDE / 2, SIDE / 2, 68, colour)
    _rim_text(image, name, colour)
    if purpose:
        draw.text(
            (SIDE / 2, SIDE * 0.76), purpose, font=font("song-bold", 42), fill=(*colour, 225), anchor="mm"
        )
    return image.rotate(angle, Image.Resampling.BICUBIC)


def name_seal(name: str, *, colour: Colour = VERMILION, angle: float = 0) -> Image.Image:
    """A person's square name seal, read in columns from the right."""
    letters = (name + "印印")[:4] if len(name) < 4 else name[:4]
    image = Image.new("RGBA", (200, 200), (*colour, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 6, 194, 194), outline=(*colour, 225), width=8)
    for letter, spot in zip(letters, ((140, 58), (140, 142), (60, 58), (60, 142)), strict=True):
        draw.text(spot, letter, font=font("song-bold", 78), fill=(*colour, 225), anchor="mm")
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True)


def stamp(lines: tuple[str, ...], *, colour: Colour = VERMILION, angle: float = 0) -> Image.Image:
    """A rectangular rubber stamp."""
    width = max(int(font("hei-bold", 60).getlength(line)) for line in lines) + 60
    height = 84 * len(lines) + 36
    image = Image.new("RGBA", (width, height), (*colour, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 5, width - 6, height - 6), outline=(*colour, 215), width=7)
    for number, line in enumerate(lines):
        draw.text(
            (width / 2, 60 + 84 * number), line, font=font("hei-bold", 60), fill=(*colour, 215), anchor="mm"
        )
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True)


def emblem() -> Image.Image:
    """A red disc with one large and four small stars in a golden ring: an invented emblem for licences."""
    gold: Colour = (214, 170, 52)
    image = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, SIDE - 4, SIDE - 4), fill=(*gold, 255))
    draw.ellipse((44, 44, SIDE - 44, SIDE - 44), fill=(196, 30, 32, 255))
    _star(draw, SIDE / 2, SIDE * 0.36, 62, gold)
    for step in range(4):
        turn = math.radians(150 - 40 * step)
        _star(draw, SIDE / 2 + 118 * math.cos(turn), SIDE * 0.5 + 110 * math.sin(turn), 26, gold)
    return image


def _rim_text(image: Image.Image, name: str, colour: Colour) -> None:
    size = 62 if len(name) <= 13 else 54
    step = min(22.0, 250 / len(name))
    radius = SIDE / 2 - 58
    for index, letter in enumerate(name):
        angle = (index - (len(name) - 1) / 2) * step
        tile = Image.new("RGBA", (size * 2, size * 2), (*colour, 0))
        ImageDraw.Draw(tile).text(
            (size, size), letter, font=font("song-bold", size), fill=(*colour, 230), anchor="mm"
        )
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC)
        x = SIDE / 2 + radius * math.sin(math.radians(angle))
        y = SIDE / 2 - radius * math.cos(math.radians(angle))
        image.alpha_composite(tile, (max(0, int(x - size)), max(0, int(y - size))))


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        turn = math.radians(36 * corner - 90)
        points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    draw.polygon(points, fill=(*colour, 225))
