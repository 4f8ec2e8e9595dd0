"""What scanners, copiers, fax machines and phones do to a sheet."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Glass:
    """A flat-bed scanner's setting, and how the sheet lay: skew and turn in degrees, noise in grey steps."""

    grey: bool = True
    skew: float = 0.0
    noise: float = 2.0
    shadow: float = 0.0
    fade: float = 0.0
    turn: int = 0


def scan(image: Image.Image, glass: Glass, rng: random.Random) -> Image.Image:
    """The sheet as a scanner delivers it; `turn` is how far it lay turned clockwise."""
    pixels = np.asarray(image.convert("L" if glass.grey else "RGB"), dtype=np.float32)
    pixels = _skew(pixels, glass.skew)
    pixels = pixels * (1 - glass.fade) + 246 * glass.fade
    pixels = (cv2.GaussianBlur(pixels, (0, 0), 0.55) * _edge_shadow(pixels, glass.shadow) * 0.985).astype(
        np.float32
    )
    result = Image.fromarray(_grain(pixels, glass.noise, rng))
    return result.rotate(-glass.turn, expand=True) if glass.turn else result


def photograph(image: Image.Image, rng: random.Random, *, side: int = 1600, turn: int = 0) -> Image.Image:
    """The sheet as a phone sees it: in perspective on a table top, lit from one side."""
    page = np.asarray(image.convert("RGB"))
    height, width = page.shape[:2]
    ratio = side / max(height, width)
    canvas = (round(width * ratio), round(height * ratio))
    corners = _corners(canvas, rng)
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    flat = cv2.warpPerspective(page, matrix, canvas, flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, canvas)
    mask = cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32)[..., None] / 255
    scene = _table_top(canvas, rng) * (1 - mask * 0.999) + flat * mask
    warm = np.array([1.0, 0.985, 0.95], np.float32)
    lit = (cv2.GaussianBlur(scene, (0, 0), 0.6) * _light(canvas, rng) * warm).astype(np.float32)
    result = Image.fromarray(_grain(lit, 2.5, rng))
    return result.rotate(-turn, expand=True) if turn else result


def fax(image: Image.Image, rng: random.Random) -> Image.Image:
    """The sheet as a fax machine receives it: black and white, specks, slightly skewed."""
    pixels = _skew(np.asarray(image.convert("L"), dtype=np.float32), rng.uniform(-0.5, 0.5))
    noise = np.random.default_rng(rng.getrandbits(32))
    received = cv2.GaussianBlur(pixels, (0, 0), 0.7) + noise.normal(0, 14, pixels.shape)
    black = received < 165
    black |= noise.random(pixels.shape) < 0.0003
    return Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)


def _skew(pixels: NDArray[np.float32], degrees: float) -> NDArray[np.float32]:
    if not degrees:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250.0, 250.0, 250.0)
    )
    return turned.astype(np.float32)


def _edge_shadow(pixels: NDArray[np.float32], depth: float) -> NDArray[np.float32]:
    """The dark strip along the binding edge where the sheet rises from the glass."""
    height, width = pixels.shape[:2]
    strip = 1 - depth * np.exp(-np.arange(width, dtype=np.float32) / (width * 0.03))
    shade = np.broadcast_to(strip, (height, width)).astype(np.float32)
    return shade if pixels.ndim == 2 else shade[..., None]


def _grain(pixels: NDArray[np.float32], strength: float, rng: random.Random) -> Pixels:
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, strength, pixels.shape[:2])
    # sensor noise is blotchy after the device's own compression, and so is smaller on disk
    blotchy = cv2.GaussianBlur(noise.astype(np.float32), (0, 0), 0.8)
    grain = blotchy if pixels.ndim == 2 else blotchy[..., None]
    grained: Pixels = np.clip(pixels + grain, 0, 255).astype(np.uint8)
    return grained


def _corners(canvas: tuple[int, int], rng: random.Random) -> NDArray[np.float32]:
    width, height = canvas

    def inset(share: float) -> float:
        return share * rng.uniform(0.3, 1.0)

    left, right = inset(0.045) * width, width - inset(0.045) * width
    top, bottom = inset(0.035) * height, height - inset(0.035) * height
    pinch = inset(0.03) * width
    return np.array(
        [
            (left + pinch, top),
            (right - pinch * 0.6, top + inset(0.012) * height),
            (right, bottom),
            (left, bottom - inset(0.015) * height),
        ],
        dtype=np.float32,
    )


def _table_top(canvas: tuple[int, int], rng: random.Random) -> NDArray[np.float32]:
    width, height = canvas
    colour = np.array(rng.choice([(116, 84, 58), (92, 96, 104), (150, 128, 100)]), dtype=np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, 7, (height, 1)).astype(np.float32)
    bands = cv2.GaussianBlur(noise, (1, 9), 2.0).reshape(height, 1)
    return np.broadcast_to(colour + bands[..., None], (height, width, 3)).astype(np.float32)


def _light(canvas: tuple[int, int], rng: random.Random) -> NDArray[np.float32]:
    width, height = canvas
    across = np.linspace(rng.uniform(0.78, 0.88), rng.uniform(0.96, 1.02), width, dtype=np.float32)
    down = np.linspace(1.0, rng.uniform(0.84, 0.94), height, dtype=np.float32)
    light = across[None, :] * down[:, None]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = (rng.uniform(0.6, 0.95) * width, rng.uniform(0.7, 1.0) * height)
    distance = ((x - centre[0]) / (0.45 * width)) ** 2 + ((y - centre[1]) / (0.3 * height)) ** 2
    shaded: NDArray[np.float32] = (light * (1 - 0.22 * np.exp(-distance)))[..., None].astype(np.float32)
    return shaded
