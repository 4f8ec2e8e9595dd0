"""PP-OCRv6 small, with the models inside RapidOCR's wheel, on OpenVINO or onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np

from archive.page import Line
from classify.gutter import sides
from ingest.reading import seal
from ingest.reading.column import split_columns
from ingest.reading.engines import model_paths
from ingest.reading.finder import LineFinder
from ingest.reading.handwriting import written_by_hand
from ingest.reading.net import NETS
from ingest.reading.order import Quad, in_reading_order, slope, straight_box
from ingest.reading.reader import Array, Recognised
from ingest.reading.recogniser import LineRecogniser
from ingest.reading.secondlook import with_code
from ingest.reading.strip import Strip, cut_out, is_under

_SHORT_SIDE = 16  # pixels; thinner strips hold no writing
_SURE = 0.85  # lines below are read again without the red of a seal
_WORTHLESS = 0.3


class RapidReader:
    """Finds lines, then recognises each; slanted pages come out straight."""

    def __init__(self, backend: Literal["openvino", "onnxruntime"], *, second_looks: bool = True) -> None:
        """`second_looks` is for measuring what they are worth."""
        self.name = f"rapidocr-{backend}"
        cv2.setNumThreads(1)
        finds, recognises = model_paths()
        self._find = LineFinder(NETS[backend](finds))
        self._recognise = LineRecogniser(NETS[backend](recognises))
        self._second_looks = second_looks

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        if min(image.shape[:2]) < _SHORT_SIDE:
            return Recognised(())
        colour = np.ascontiguousarray(image[:, :, ::-1])  # the models are trained on BGR
        quads = self._find(colour)
        if self._second_looks:
            quads += self._beneath_seals(colour, quads)
        if not quads:
            return Recognised(())
        texts = self._recognise([cut_out(colour, quad) for quad in quads])
        strips = [Strip(quad, *text) for quad, text in zip(quads, texts, strict=True)]
        if not self._second_looks:
            return Recognised(_lines(colour, strips))
        strips, under_seal = self._without_seal(colour, strips)
        strips, for_code = with_code(colour, strips, find=self._find, recognise=self._recognise)
        return Recognised(_lines(colour, strips), under_seal + for_code)

    def _beneath_seals(self, image: Array, known: Sequence[Quad]) -> list[Quad]:
        """Lines that come to light when red ink is taken out of a page that bears a seal."""
        if not seal.is_stamped(image):
            return []
        fresh = [
            quad
            for quad in self._find(seal.removed(image))
            if not any(is_under(quad, one) or is_under(one, quad) for one in known)
        ]
        return [quad for quad in fresh if seal.is_red(cut_out(image, quad))]

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


def _confidence(strip: Strip) -> float:
    return strip.confidence


def _lines(image: Array, strips: Sequence[Strip]) -> tuple[Line, ...]:
    """What was read, in reading order, set straight and marked where it was written by hand."""
    height, width = image.shape[:2]
    degrees = slope([strip.quad for strip in strips])
    centre = (width / 2, height / 2)
    lines = [
        Line(strip.text, straight_box(strip.quad, degrees=degrees, about=centre), strip.confidence, by_hand)
        for strip, by_hand in zip(strips, written_by_hand(image, strips), strict=True)
        if strip.text and strip.confidence >= _WORTHLESS
    ]
    pages = sides(split_columns(lines), width=width, height=height)
    return tuple(line for page in pages for line in in_reading_order(page))
