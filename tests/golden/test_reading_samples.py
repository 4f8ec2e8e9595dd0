"""The real engine on the sample scans: what was drawn on them is read from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from archive.page import Page
from archive.settings import ReadingSettings
from ingest.reading.outcome import Outcome, Reading, ReadTask, Unreadable
from ingest.reading.pool import ReadingPool

pytestmark = [pytest.mark.ocr, pytest.mark.slow]

SAMPLES = Path(__file__).parents[2] / "sample_scans"
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Sample:
    """A sample file, what its drawing script wrote on it, and what reading made of it."""

    name: str
    words: tuple[str, ...]
    outcome: Outcome

    @property
    def missed(self) -> list[str]:
        """The words that were drawn and not read."""
        text = plain("".join(page.text for page in pages(self.outcome)))
        return [word for word in self.words if plain(word) not in text]


def plain(text: str) -> str:
    return BLANKS.sub("", unicodedata.normalize("NFKC", text))


def pages(outcome: Outcome) -> tuple[Page, ...]:
    assert isinstance(outcome, Reading)
    return outcome.pages


@pytest.fixture(scope="module")
def samples() -> Iterator[dict[str, Sample]]:
    expected = {
        record["file"]: tuple(record.get("words", ()))
        for path in sorted(SAMPLES.rglob("*.expected.yaml"))
        for record in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    }
    with ReadingPool(ReadingSettings()) as pool:
        futures = {name: pool.submit(ReadTask(SAMPLES / name, name)) for name in expected}
        yield {name: Sample(name, expected[name], future.result()) for name, future in futures.items()}


def test_nearly_every_word_that_was_drawn_is_read(samples: dict[str, Sample]) -> None:
    """Two may be missed: a wide-set 电 comes out as 電 or not, as the processor's kernels happen to sum."""
    read = [sample for sample in samples.values() if isinstance(sample.outcome, Reading)]
    missed = [(sample.name, word) for sample in read for word in sample.missed]
    assert len(missed) <= 2, missed


def test_the_truncated_sample_says_so(samples: dict[str, Sample]) -> None:
    outcome = samples["scan-33.jpg"].outcome
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason.text, outcome.fault) == ("The picture is damaged or incomplete.", "file")


def test_text_layers_are_used_where_sound_only(samples: dict[str, Sample]) -> None:
    engines = {
        name: {page.engine for page in pages(sample.outcome)}
        for name, sample in samples.items()
        if name.startswith("mail-") or name == "scan-22.pdf"
    }
    assert engines == {
        "mail-11.pdf": {"pdfium"},
        "mail-17.pdf": {"pdfium"},
        "mail-31.pdf": {"pdfium"},
        "mail-34.pdf": {"pdfium"},
        "mail-37.pdf": {"pdfium"},
        "scan-22.pdf": {"rapidocr-openvino"},
    }


def test_turned_pages_are_set_upright(samples: dict[str, Sample]) -> None:
    turned = {
        name: [page.rotation for page in pages(sample.outcome)]
        for name, sample in samples.items()
        if isinstance(sample.outcome, Reading) and any(page.rotation for page in sample.outcome.pages)
    }
    assert turned == {"photo-06.jpg": [270], "scan-09.pdf": [90], "scan-26.jpg": [180]}


def test_the_code_and_name_of_a_licence_are_in_its_qr_code(samples: dict[str, Sample]) -> None:
    for name in ("photo-01.jpg", "scan-02.jpg"):
        texts = " ".join(code.text for code in pages(samples[name].outcome)[0].barcodes)
        assert [word for word in samples[name].words if word in texts] != []
