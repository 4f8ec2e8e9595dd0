"""Engines by themselves: page images in, lines out, in as many processes as the pipeline has."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bench.pages import PageImage
from bench.pipeline import Pace, Stopwatch

Subject = Literal["engine", "reader"]
"""`engine` is RapidOCR itself with the pipeline's models and settings; `reader` our `RapidReader` around it
(cuts lines out itself, rounds their widths, reads lines under a red seal twice)."""

_subject: list[Any] = []  # what a bare process measures


@dataclass(frozen=True, slots=True)
class BarePool:
    """Processes that have their models loaded."""

    pool: Pool
    workers: int

    def round(self, pages: Sequence[PageImage]) -> Pace:
        """Read all pages once."""
        watch = Stopwatch()
        counts = self.pool.map(_read, [page.array for page in pages], chunksize=1)
        seconds = watch.read()
        return Pace(
            len(pages), *seconds, sum(lines for lines, _ in counts), sum(twice for _, twice in counts)
        )


@contextmanager
def bare_pool(subject: Subject, *, engine: str, workers: int) -> Iterator[BarePool]:
    """Start the processes, one thread each as in the pipeline."""
    os.environ["OMP_NUM_THREADS"] = "1"
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(workers, initializer=_load, initargs=(subject, engine)) as pool:
        yield BarePool(pool, workers)


def _load(subject: Subject, engine: Literal["openvino", "onnxruntime"]) -> None:
    import cv2
    import rapidocr

    from ingest.reading.rapid import RapidReader, parameters

    cv2.setNumThreads(1)
    made = RapidReader(engine) if subject == "reader" else rapidocr.RapidOCR(params=parameters(engine))
    _subject.append(made)


def _read(array: Path) -> tuple[int, int]:
    """Lines recognised, and lines recognised twice."""
    image = np.load(array)
    if hasattr(_subject[0], "read"):
        found = _subject[0].read(image)
        return len(found.lines), found.rereadings
    found = _subject[0](image[:, :, ::-1])
    return len(found.boxes) if found.boxes is not None else 0, 0
