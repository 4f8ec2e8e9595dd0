"""What second looks cost and gain: every page read with and without them, one after the other.

    python -m bench.secondlook LABELS.tsv [--category ID]

A second look reads doubtful lines under red ink again, and lines that should hold a code where a page has
none. Counted is whether the code (name) of each labelled paper stands in the text of its pages: no QR code,
no correction by checksum or register.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from archive.settings import ReadingSettings
from bench.against_ocrmypdf import is_on, select_labels
from bench.machine import machine
from bench.pages import PageImage, page_images
from bench.pipeline import Stopwatch
from ingest.labels import Label
from ingest.reading.rapid import RapidReader
from ingest.scoring import fold_name


@dataclass(slots=True)
class Tally:
    """What one way of reading found, and what it took: processor seconds, lines read a second time."""

    texts: dict[PageImage, str] = field(default_factory=dict)
    seconds: float = 0.0
    rereadings: int = 0

    def read(self, reader: RapidReader, page: PageImage) -> None:
        """Read one page."""
        image = np.load(page.array)
        watch = Stopwatch()
        found = reader.read(image)
        self.seconds += watch.read()[1]
        self.rereadings += found.rereadings
        self.texts[page] = fold_name("".join(line.text for line in found.lines))

    def found(self, wanted: Mapping[Label, str], folder: Path) -> str:
        """How many of the words stand in the text of their papers."""
        texts = {label: "".join(self.texts[page] for page in self.texts if is_on(page, label, folder))
                 for label in wanted}  # fmt: skip
        return f"{sum(fold_name(words) in texts[label] for label, words in wanted.items())}/{len(wanted)}"


def main() -> None:
    """Read the options, measure and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("labels", type=Path)
    options.add_argument("--category", default="", help="only papers of this category")
    given = options.parse_args()
    labels = select_labels(given.labels, category=given.category)
    names = {label: label.customer for label in labels if label.customer}
    codes = {label: label.code for label in labels if label.code}
    files = dict.fromkeys(given.labels.parent / label.file for label in labels)
    readers = {way: RapidReader("openvino", second_looks=way == "with") for way in ("without", "with")}
    tallies = {way: Tally() for way in readers}
    with tempfile.TemporaryDirectory() as folder:
        pages = page_images(list(files), Path(folder), settings=ReadingSettings())
        for page in pages:
            for way, reader in readers.items():
                tallies[way].read(reader, page)
    print(f"{len(pages)} pages; {machine()}\n")
    print("| second looks | names found | codes found | lines read again | processor s a page |")
    print("|---|---|---|---|---|")
    for way, tally in tallies.items():
        found = [tally.found(wanted, given.labels.parent) for wanted in (names, codes)]
        print(f"| {way} | {' | '.join(found)} | {tally.rereadings} | {tally.seconds / len(pages):.2f} |")


if __name__ == "__main__":
    main()
