"""RapidOCR (PP-OCRv6 small) on OpenVINO or onnxruntime, with the models inside its wheel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import cv2
import numpy as np
import rapidocr
from rapidocr.ch_ppocr_det import TextDetOutput

from archive.page import Line
from ingest.reading import seal
from ingest.reading.column import split_columns
from ingest.reading.engines import model_paths
from ingest.reading.order import Quad, in_reading_order, slope, straight_box
from ingest.reading.reader import Array, Recognised
from ingest.reading.secondlook import with_code
from ingest.reading.strip import HEIGHT, Strip, cut_out

_LONG_SIDE = 2000  # pixels for finding lines; they are cut out of the full picture
_SHORT_SIDE = 16  # pixels; thinner strips hold no writing and break the detector
_BLANK = 127  # the grey that the recogniser pads with
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
        colour = np.ascontiguousarray(image[:, :, ::-1])  # the models are trained on BGR
        quads = self._find(colour)
        if not quads:
            return Recognised(())
        texts = self._recognise([cut_out(colour, quad) for quad in quads])
        strips = [Strip(quad, *text) for quad, text in zip(quads, texts, strict=True)]
        strips, under_seal = self._without_seal(colour, strips)
        strips, for_code = with_code(colour, strips, find=self._find, recognise=self._recognise)
        return Recognised(_lines(image, strips), under_seal + for_code)

    def _find(self, image: Array) -> list[Quad]:
        found = self._engine(image, use_det=True, use_cls=False, use_rec=False)
        if not isinstance(found, TextDetOutput) or found.boxes is None:
            return []
        return [_quad(box) for box in found.boxes]

    def _recognise(self, cuts: Sequence[Array]) -> list[tuple[str, float]]:
        if not cuts:
            return []
        result = self._engine.recognize_txt([_bucketed(cut) for cut in cuts])
        return [
            (text.strip(), float(score))
            for text, score in zip(result.txts or (), result.scores or (), strict=True)
        ]

    def _without_seal(self, image: Array, strips: Sequence[Strip]) -> tuple[list[Strip], int]:
        """Read doubtful lines that carry red ink again with the red taken out; keep the surer one."""
        doubtful = [number for number, strip in enumerate(strips) if strip.confidence < _SURE]
        cuts = {number: cut_out(image, strips[number].quad) for number in doubtful}
        stamped = {number: seal.removed(cut) for number, cut in cuts.items() if seal.is_red(cut)}
        again = self._recognise(list(stamped.values()))
        kept = list(strips)
        for number, text in zip(stamped, again, strict=True):
            kept[number] = max(kept[number], Strip(strips[number].quad, *text), key=_confidence)
        return kept, len(stamped)


def parameters(backend: str) -> dict[str, Any]:
    """What RapidOCR is told: one thread a process, no pinning (or all share one core), no download."""
    engine = rapidocr.EngineType(backend)
    finds, recognises = model_paths()
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
        "Det.model_path": str(finds),
        "Rec.model_path": str(recognises),
        "Rec.rec_batch_num": 1,
        "Rec.rec_img_shape": [3, HEIGHT, _STEP],
    }


def _quad(box: Any) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth


def _confidence(strip: Strip) -> float:
    return strip.confidence


def _bucketed(cut: Array) -> Array:
    """The line padded on the right until its width at the recogniser's height is a whole step."""
    height, width = cut.shape[:2]
    steps = -(-width * HEIGHT // (height * _STEP))
    missing = round(steps * _STEP * height / HEIGHT) - width
    if missing <= 0:
        return cut
    return np.pad(cut, ((0, 0), (0, missing), (0, 0)), constant_values=_BLANK)


def _lines(image: Array, strips: Sequence[Strip]) -> tuple[Line, ...]:
    degrees = slope([strip.quad for strip in strips])
    centre = (image.shape[1] / 2, image.shape[0] / 2)
    lines = [
        Line(strip.text, straight_box(strip.quad, degrees=degrees, about=centre), strip.confidence)
        for strip in strips
        if strip.text and strip.confidence >= _WORTHLESS
    ]
    return in_reading_order(split_columns(lines))
