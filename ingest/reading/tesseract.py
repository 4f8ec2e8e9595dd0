"""Tesseract with chi_sim and eng, through pytesseract."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pytesseract
from PIL import Image

from archive.page import Box, Line
from ingest.reading.engines import LANGUAGES
from ingest.reading.order import in_reading_order
from ingest.reading.reader import Array, Recognised

_CELL_GAP = 2.5  # of the line height: another cell, a line of its own
_HAN = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")


class TesseractReader:
    """Runs the tesseract program on each page, on one core."""

    name = "tesseract"

    def __init__(self) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"

    def read(self, image: Array) -> Recognised:
        """See `Reader`."""
        table = pytesseract.image_to_data(
            Image.fromarray(image),
            lang="+".join(LANGUAGES),
            config="--psm 3",
            output_type=pytesseract.Output.DICT,
        )
        lines = (line for words in _rows(table) for line in _cells(words))
        return Recognised(in_reading_order(list(lines)))


def without_blanks(text: str) -> str:
    """The text without the blanks that Tesseract puts between Han characters."""
    return _BETWEEN_HAN.sub("", text).strip()


def _rows(table: Mapping[str, Sequence[Any]]) -> Iterator[list[Line]]:
    """The words of each line that Tesseract found."""
    keys = zip(table["block_num"], table["par_num"], table["line_num"], strict=True)
    numbered = [(key, number) for number, key in enumerate(keys) if str(table["text"][number]).strip()]
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield [_word(table, number) for _, number in group]


def _word(table: Mapping[str, Sequence[Any]], number: int) -> Line:
    left, top = float(table["left"][number]), float(table["top"][number])
    box = Box(left, top, left + float(table["width"][number]), top + float(table["height"][number]))
    return Line(str(table["text"][number]), box, max(0.0, float(table["conf"][number]) / 100))


def _cells(words: Sequence[Line]) -> Iterator[Line]:
    """A row cut at wide gaps."""
    start = 0
    for number in range(1, len(words) + 1):
        if number == len(words) or _is_gap(words[number - 1].box, words[number].box):
            yield _cell(words[start:number])
            start = number


def _is_gap(before: Box, after: Box) -> bool:
    return after.left - before.right > _CELL_GAP * max(before.height, after.height)


def _cell(words: Sequence[Line]) -> Line:
    boxes = [word.box for word in words]
    around = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    text = without_blanks(" ".join(word.text for word in words))
    return Line(text, around, sum(word.confidence for word in words) / len(words))
