"""OCRmyPDF, as anybody would install it today, run on page images: for comparison only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2

from bench.pipeline import Pace, Stopwatch

PROGRAM = "ocrmypdf"
HOW_TO_GET_IT = (
    "ocrmypdf is not on the PATH. It is needed for this comparison only: install it in an environment of "
    "its own (python -m venv ocr; ocr/bin/pip install ocrmypdf) and put that on the PATH, with "
    "tesseract-ocr, tesseract-ocr-chi-sim and ghostscript of the system; or install the system's own package."
)


def version() -> str:
    """OCRmyPDF's and Tesseract's version. Raise `SystemExit` with what to do when it is missing."""
    if shutil.which(PROGRAM) is None:
        raise SystemExit(HOW_TO_GET_IT)
    theirs, tesseract = _output([PROGRAM, "--version"]), _output(["tesseract", "--version"])
    return f"OCRmyPDF {theirs}, {tesseract}"


def read(
    pictures: Sequence[Path], folder: Path, *, options: Sequence[str], workers: int
) -> tuple[Pace, dict[str, str]]:
    """Read pictures, `workers` side by side and each with one job; the pace, and the texts by name.

    A text is what the searchable PDF holds. A picture that OCRmyPDF gives up has none.
    """
    watch = Stopwatch()
    with ThreadPoolExecutor(workers) as threads:
        texts = list(threads.map(lambda picture: _read(picture, folder, options), pictures))
    seconds = watch.read()
    lines = sum(len(text.splitlines()) for text in texts)
    named = {picture.name: text for picture, text in zip(pictures, texts, strict=True)}
    return Pace(len(pictures), *seconds, lines, 0), named


def _read(picture: Path, folder: Path, options: Sequence[str]) -> str:
    target = folder / f"{picture.stem}.pdf"
    command = [PROGRAM, "-l", "chi_sim", "--jobs", "1", "--quiet", *options, str(picture), str(target)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not target.is_file():
        print(f"given up: {picture.name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return ""
    with pypdfium2.PdfDocument(target) as document:
        return str(document[0].get_textpage().get_text_bounded())


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
