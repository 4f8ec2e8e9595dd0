"""RapidOCR (PP-OCRv6 small) on OpenVINO or onnxruntime, with the models inside its wheel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import rapidocr
from rapidocr.ch_ppocr_det import TextDetOutput
from rapidocr.utils.process_img import get_rotate_crop_image

from archive.page import Line
from ingest.reading import seal
from ingest.reading.column import split_columns
from ingest.reading.order import Quad, in_reading_order, slope, straight_box
from ingest.reading.reader import Array, Recognised

_MODELS = Path(rapidocr.__file__).parent / "models"
_LONG_SIDE = 2000  # pixels for finding lines; they are cut out of the full picture
_SHORT_SIDE = 16  # pixels; thinner strips hold no writing and break the detector
_BLANK = 127  # the grey that the recogniser pads with
_HEIGHT = 48  # pixels; the recogniser's own line height
_STEP = 80  # pixels; line widths are rounded up to this, see docs/decisions
_SURE = 0.85  # lines below are read again without the red of a seal
_WORTHLESS = 0.3


class RapidReader:
    """Finds lines, then recognises each; slanted pages come out straight.

    OpenVINO keeps buffers for every input shape it has met, so widths are rounded to few values:
    padded with the grey the model is trained with, which changes no result.
    """

    def __init__(self, backend: Literal["openvino", "onnxruntime"]) -> None:
        self.name = f"rapidocr-{backend}"
        cv2.setNumThreads(1)
        self._engine = rapidocr.RapidOCR(params=parameters(backend))

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        if min(image.shape[:2]) < _SHORT_SIDE:
            return Recognised(())
        quads = self._find(image)
        if not quads:
            return Recognised(())
        colour = np.ascontiguousarray(image[:, :, ::-1])  # the model is trained on BGR
        texts = self._recognise([_cut(colour, quad) for quad in quads])
        texts, rereadings = self._without_seal(colour, quads, texts)
        return Recognised(_lines(image, quads, texts), rereadings)

    def _find(self, image: Array) -> list[Quad]:
        found = self._engine(image[:, :, ::-1], use_det=True, use_cls=False, use_rec=False)
        if not isinstance(found, TextDetOutput) or found.boxes is None:
            return []
        return [_quad(box) for box in found.boxes]

    def _recognise(self, cuts: Sequence[Array]) -> list[tuple[str, float]]:
        result = self._engine.recognize_txt([_bucketed(cut) for cut in cuts])
        return [
            (text.strip(), float(score))
            for text, score in zip(result.txts or (), result.scores or (), strict=True)
        ]

    def _without_seal(
        self, image: Array, quads: Sequence[Quad], texts: list[tuple[str, float]]
    ) -> tuple[list[tuple[str, float]], int]:
        """Read doubtful lines that carry red ink again with the red taken out; keep the surer one."""
        doubtful = [number for number, (_, score) in enumerate(texts) if score < _SURE]
        stamped = [(number, cut) for number in doubtful if seal.is_red(cut := _cut(image, quads[number]))]
        if not stamped:
            return texts, 0
        again = self._recognise([seal.removed(cut) for _, cut in stamped])
        better = {number: new for (number, _), new in zip(stamped, again, strict=True)}
        kept = [max(old, better.get(n, old), key=lambda text: text[1]) for n, old in enumerate(texts)]
        return kept, len(stamped)


def parameters(backend: str) -> dict[str, Any]:
    """What RapidOCR is told: one thread a process, no pinning (or all share one core), no download."""
    engine = rapidocr.EngineType(backend)
    return {
        "Global.log_level": "critical",
        "Global.use_cls": False,  # the page has been turned upright; rows upside down are rare
        "Global.text_score": 0.0,
        "Global.max_side_len": _LONG_SIDE,
        "EngineConfig.openvino.inference_num_threads": 1,
        "EngineConfig.openvino.num_streams": 1,
        "EngineConfig.openvino.enable_cpu_pinning": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
        "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
        "Rec.rec_batch_num": 1,
        "Rec.rec_img_shape": [3, _HEIGHT, _STEP],
    }


def _quad(box: Any) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth


def _cut(image: Array, quad: Quad) -> Array:
    """One line cut out straight, no higher than the recogniser reads it.

    Shrunk by area: the recogniser's own bilinear shrinking of large print drops thin strokes.
    """
    cut: Array = get_rotate_crop_image(image, np.array(quad, dtype=np.float32))
    shrink = _HEIGHT / cut.shape[0]
    if shrink >= 1:
        return cut
    size = (max(1, round(cut.shape[1] * shrink)), round(cut.shape[0] * shrink))
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _bucketed(cut: Array) -> Array:
    """The line padded on the right until its width at the recogniser's height is a whole step."""
    height, width = cut.shape[:2]
    steps = -(-width * _HEIGHT // (height * _STEP))
    missing = round(steps * _STEP * height / _HEIGHT) - width
    if missing <= 0:
        return cut
    return np.pad(cut, ((0, 0), (0, missing), (0, 0)), constant_values=_BLANK)


def _lines(image: Array, quads: Sequence[Quad], texts: Sequence[tuple[str, float]]) -> tuple[Line, ...]:
    degrees = slope(quads)
    centre = (image.shape[1] / 2, image.shape[0] / 2)
    lines = [
        Line(text, straight_box(quad, degrees=degrees, about=centre), confidence)
        for quad, (text, confidence) in zip(quads, texts, strict=True)
        if text and confidence >= _WORTHLESS
    ]
    return in_reading_order(split_columns(lines))
