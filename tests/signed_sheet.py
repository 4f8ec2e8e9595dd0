"""A printed query form, signed and scanned, for tests: the picture bears a real code that is really read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from archive.form_code import encode_form_code
from archive.page import Box, Line, Page
from archive.people import Post
from ingest.delivery import ingest
from ingest.outcome import ScanOutcome
from ingest.reading.barcode import barcodes
from ingest.reading.outcome import Outcome, Reading, ReadTask
from ingest.squares import squares_of
from ingest.testing import ProgressList, TextReading, made_up_workshop
from ingest.work import begin
from tests.staffed import CANARY_TEXT, Staffed

WORDS = f"档案查询单 {CANARY_TEXT} 同意"
SIDE = 800


class PictureReading(TextReading):
    """Reads the codes of a picture with the real reader; its words are made up."""

    def submit(self, task: ReadTask) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        with Image.open(task.path) as scanned:
            pages = []
            for number in range(1, getattr(scanned, "n_frames", 1) + 1):
                scanned.seek(number - 1)
                codes = tuple(barcodes(np.asarray(scanned.convert("RGB"))))
                words = WORDS if codes else f"# permit 1\n{number}"
                lines = tuple(
                    Line(text, Box(0, 20.0 * row, 300, 20.0 * row + 20))
                    for row, text in enumerate(words.splitlines())
                )
                pages.append(Page(number, SIDE, SIDE, 0, "test", lines, codes))
        future.set_result(Reading(tuple(pages), "image/tiff"))
        return future


def scan_sheet(staffed: Staffed, folder: Path, number: str) -> int:
    """Print the form of this number, sign it, scan it and let it come in; the number of its sheet."""
    code = staffed.desk.form_sheets.print(staffed.speakers[Post.ARCHIVIST], number).code
    bring(staffed, folder, [picture(encode_form_code(code))])
    return staffed.desk.form_sheets.list(staffed.speakers[Post.ARCHIVIST])[-1].number


def picture(*codes: str) -> Image.Image:
    """A page with these QR codes on it; none for a customer's paper."""
    paper = Image.new("L", (SIDE, SIDE), 235)
    for place, words in enumerate(codes):
        squares = np.where(np.array(squares_of(words)), 30, 235).astype(np.uint8)
        code = Image.fromarray(np.kron(squares, np.ones((5, 5), dtype=np.uint8)))
        paper.paste(code, (60 + 380 * place, 80))
    return paper


def bring(
    staffed: Staffed, folder: Path, pages: Sequence[Image.Image], *, name: str = "scan.tiff"
) -> ScanOutcome:
    """Let a scan of these pages come in; what became of it."""
    file = folder / name
    pages[0].save(file, save_all=True, append_images=pages[1:])
    workshop = made_up_workshop(staffed.home, engine=staffed.engine, reading=PictureReading())
    progress = ProgressList()
    with begin(replace(workshop, clock=staffed.clock)) as work:
        ingest(work, [file], progress=progress)
    return progress.outcomes[-1]
