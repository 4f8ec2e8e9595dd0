"""How fast pages are read: the engine by itself, and the memory of the reading processes over time.

    python -m bench.ingest FILE… [--workers N] [--engine E] [--pages N]

`bare` is the measure that the pipeline is held against: the same models and settings, as many
processes, the same page images already decoded and upright, nothing else done. Files are read over
and over until `--pages` pages have been read; then the memory of each process is printed.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from archive.rendering import open_original, turned
from archive.settings import ReadingSettings
from ingest.reading.orientation import compass
from ingest.reading.outcome import Reading, ReadTask
from ingest.reading.pool import ReadingPool, worker_count

_engine: list[Any] = []  # the engine of a bare process


@dataclass(frozen=True, slots=True)
class Pace:
    """Pages read and the seconds that took."""

    pages: int
    seconds: float

    @property
    def pages_a_second(self) -> float:
        return self.pages / self.seconds


def bare(images: Sequence[Path], *, workers: int, engine: str = "openvino") -> Pace:
    """Read page images (`.npy`, RGB) with the engine alone; loading the models is not counted."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(workers, initializer=_load, initargs=(engine,)) as pool:
        pool.map(_read, [images[0]] * workers * 2, chunksize=1)
        since = time.monotonic()
        pool.map(_read, images, chunksize=1)
        return Pace(len(images), time.monotonic() - since)


def page_images(paths: Sequence[Path], folder: Path, *, settings: ReadingSettings) -> list[Path]:
    """Write every page of the files as an upright array into `folder`."""
    images: list[Path] = []
    for path in paths:
        with open_original(path) as original:
            for number in range(1, original.page_count + 1):
                image = original.image(
                    number, resolution=settings.resolution, megapixels=settings.limits.megapixels
                )
                finder = compass()
                upright = turned(image, finder.rotation(np.asarray(image)) if finder else 0)
                images.append(folder / f"{len(images):05}.npy")
                np.save(images[-1], np.asarray(upright))
    return images


def memory_over_time(paths: Sequence[Path], *, settings: ReadingSettings, pages: int) -> Iterator[str]:
    """Read files again and again; after each, the pages so far and the megabytes of each process."""
    count = 0
    with ReadingPool(settings) as pool:
        for batch in itertools.repeat(paths):
            for future in [pool.submit(ReadTask(path, path.name)) for path in batch]:
                outcome = future.result()
                count += len(outcome.pages) if isinstance(outcome, Reading) else 0
                yield f"{count} " + " ".join(f"{size:.0f}" for size in pool.memory_megabytes)
                if count >= pages:
                    return


def _load(engine: str) -> None:
    import cv2
    import rapidocr

    from ingest.reading.rapid import parameters

    cv2.setNumThreads(1)
    _engine.append(rapidocr.RapidOCR(params=parameters(engine)))


def _read(image: Path) -> None:
    _engine[0](np.load(image)[:, :, ::-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--engine", choices=["openvino", "onnxruntime"], default="openvino")
    parser.add_argument("--pages", type=int, default=0, help="read so many pages and print the memory")
    given = parser.parse_args()
    settings = ReadingSettings(engine=given.engine, workers=given.workers)
    workers = worker_count(settings)
    with tempfile.TemporaryDirectory() as folder:
        images = page_images(given.files, Path(folder), settings=settings)
        pace = bare(images, workers=workers, engine=given.engine)
    print(f"bare engine: {pace.pages} pages, {workers} workers, {pace.pages_a_second:.2f} pages a second")
    if given.pages:
        print("pages read, then megabytes of each process:")
        for line in memory_over_time(given.files, settings=settings, pages=given.pages):
            print(line)


if __name__ == "__main__":
    main()
