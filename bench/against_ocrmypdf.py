"""The pipeline beside OCRmyPDF: the same page pictures, the same cores, one after the other in one run.

    python -m bench.against_ocrmypdf LABELS.tsv [--category ID] [--workers N] [--options="--rotate-pages …"]

Every labelled page with a name or a code becomes a picture. Both read all of them; a name or code
counts as found when the text of the paper's pages contains it, width, case, blanks and the kind of
brackets apart. Ours is the text as read, without what codes (QR) on the page say, and without correction.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.settings import ReadingSettings
from bench import ocrmypdf
from bench.machine import machine
from bench.pages import PageImage, marked, page_images
from bench.pipeline import House, Pace, running_pipeline
from ingest.labels import Label, load_labels
from ingest.reading.pool import worker_count
from ingest.scoring import fold_name


@dataclass(frozen=True, slots=True)
class Result:
    """What one program made of the pages: its pace, and each picture's text by the picture's name."""

    program: str
    pace: Pace
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Papers to look for and the pictures of their pages."""

    labels: Sequence[Label]
    pages: Sequence[PageImage]
    folder: Path

    def row(self, result: Result) -> str:
        """A table row: pages a minute, processor seconds a page, names and codes found."""
        names = self._found(result, {label: label.customer for label in self.labels if label.customer})
        codes = self._found(result, {label: label.code for label in self.labels if label.code})
        pace = result.pace
        speed = f"{60 * pace.pages_a_second:.1f} | {pace.processor_seconds_a_page:.2f}"
        return f"| {result.program} | {speed} | {names} | {codes} |"

    def _found(self, result: Result, wanted: Mapping[Label, str]) -> str:
        found = sum(fold_name(words) in self._text(result, label) for label, words in wanted.items())
        return f"{found}/{len(wanted)}"

    def _text(self, result: Result, label: Label) -> str:
        pages = [page for page in self.pages if is_on(page, label, self.folder)]
        return fold_name("".join(result.texts.get(page.picture.name, "") for page in pages))


def compare(comparison: Comparison, folder: Path, *, workers: int, options: Sequence[str]) -> list[Result]:
    """Run both. Ours has its models loaded by a first page that is not counted."""
    pages = comparison.pages
    files = marked(pages, folder / "ours", mark="ours")
    with running_pipeline(House(), engine="openvino", workers=workers) as pipeline:
        pipeline.round(marked(pages[: 2 * workers], folder / "first", mark="first"))
        pace, readings = pipeline.round(files)
    ours = {name: "\n".join(page.text for page in reading.pages) for name, reading in readings.items()}
    target = folder / "theirs"
    target.mkdir()
    theirs, texts = ocrmypdf.read([page.picture for page in pages], target, options=options, workers=workers)
    return [Result("dangan", pace, ours), Result("OCRmyPDF", theirs, texts)]


def select_labels(path: Path, *, category: str) -> list[Label]:
    """Papers with a name or a code; with `category` only those of that category."""
    labels = [label for label in load_labels(path) if label.customer or label.code]
    papers = [label for label in labels if not label.is_bad_input]
    return [label for label in papers if not category or category in label.categories]


def is_on(page: PageImage, label: Label, folder: Path) -> bool:
    """Whether a page belongs to a labelled paper; `folder` is the labels' own."""
    first = label.first_page or 1
    return page.file == folder / label.file and first <= page.number <= (label.last_page or page.number)


def main() -> None:
    """Read the options, run both and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("labels", type=Path)
    options.add_argument("--category", default="", help="only papers of this category")
    options.add_argument("--workers", type=int, default=0, help="one for each core if not given")
    options.add_argument("--options", default="", help="further options of ocrmypdf")
    given = options.parse_args()
    programs = ocrmypdf.version()
    settings = ReadingSettings(workers=given.workers)
    labels = select_labels(given.labels, category=given.category)
    files = dict.fromkeys(given.labels.parent / label.file for label in labels)
    with tempfile.TemporaryDirectory() as name:
        folder, workers = Path(name), worker_count(settings)
        drawn = page_images(list(files), folder, settings=settings)
        comparison = Comparison(labels, drawn, given.labels.parent)
        print(f"{len(drawn)} pages, {len(labels)} papers, {workers} workers; {programs}; {machine()}\n")
        print("| program | pages a minute | processor s a page | names found | codes found |")
        print("|---|---|---|---|---|")
        for result in compare(comparison, folder, workers=workers, options=given.options.split()):
            print(comparison.row(result), flush=True)
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
