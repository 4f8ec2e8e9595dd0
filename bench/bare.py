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
from ingest.reading.engines import model_paths

Subject = Literal["engine", "reader"]
"""`engine` is RapidOCR itself with the pipeline's models; `reader` our `RapidReader` with the same
models (smaller pages for finding lines, rounded line widths, a second look at doubtful lines)."""

_LONG_SIDE = 2000  # pixels of a page; RapidOCR's own default

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

    from ingest.reading.rapid import RapidReader

    cv2.setNumThreads(1)
    made = RapidReader(engine) if subject == "reader" else rapidocr.RapidOCR(params=_parameters(engine))
    _subject.append(made)


def _parameters(backend: str) -> dict[str, Any]:
    """RapidOCR with its own defaults, but our models, one thread a process and no pinning."""
    import rapidocr

    finds, recognises = model_paths()
    engine = rapidocr.EngineType(backend)
    return {
        "Global.log_level": "critical",
        "Global.use_cls": False,
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
        "Rec.rec_img_shape": [3, 48, 80],
    }


def _read(array: Path) -> tuple[int, int]:
    """Lines recognised, and lines recognised twice."""
    image = np.load(array)
    if hasattr(_subject[0], "read"):
        found = _subject[0].read(image)
        return len(found.lines), found.rereadings
    found = _subject[0](image[:, :, ::-1])
    return len(found.boxes) if found.boxes is not None else 0, 0
