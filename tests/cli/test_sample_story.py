"""The demo's story on a few sample papers, through the real recognition: what became of each."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.monkeypatch import MonkeyPatch
from sqlalchemy import select

from archive import schema
from archive.home import open_home
from ingest.outcome import ScanOutcome, describe
from sample_scans import demo
from search_cli.reviewing import shown_range

# A licence with its duplicate, a fax, a PDF with a text layer, a broken file, a licence of a new company.
PAPERS = ("scan-02.jpg", "scan-32.jpg", "fax-23.tif", "mail-11.pdf", "scan-33.jpg", "scan-36.jpg")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: MonkeyPatch) -> demo.Story:
    for name in ("DANGAN_HOME", "DANGAN_PASSWORD", "DANGAN_TOKEN"):
        monkeypatch.setenv(name, "")  # the story sets them; this puts them back
    return demo.Story(tmp_path / "home")


def expected(name: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((demo.SAMPLES / f"{name}.expected.yaml").read_text("utf-8"))
    return told


def became() -> dict[str, ScanOutcome]:
    """What the catalogue says of each scan."""
    home = open_home(Path(os.environ["DANGAN_HOME"]))
    with home.catalogue.read() as tx:
        outcomes = [describe(tx, number) for number in tx.scalars(select(schema.scans.c.id))]
    home.close()
    return {outcome.name: outcome for outcome in outcomes}


def papers_of(outcome: ScanOutcome) -> list[tuple[str, str | None, str | None]]:
    return [
        (shown_range(part.first_page, part.last_page), part.category, part.customer) for part in outcome.parts
    ]


@pytest.mark.ocr
def test_every_paper_becomes_what_was_drawn(story: demo.Story, tmp_path: Path) -> None:
    delivered = tmp_path / "scans"
    delivered.mkdir()
    for name in PAPERS:
        shutil.copyfile(demo.SAMPLES / name, delivered / name)
    house = yaml.safe_load((demo.SAMPLES / "house.yaml").read_text(encoding="utf-8"))
    demo.found_house(story, house)
    demo.take_in(story, delivered)
    taken = became()
    assert {name: one.state for name, one in taken.items()} == {
        name: expected(name)["outcome"] for name in PAPERS
    }
    assert {name: papers_of(one) for name, one in taken.items() if one.parts} == {
        name: [(part["pages"], part["category"], part["customer"]) for part in expected(name)["parts"]]
        for name in PAPERS
        if expected(name)["outcome"] in ("filed", "review")
    }
    demo.settle(story)
    assert became()["scan-36.jpg"].state == "filed"
    reports = tmp_path / "reports"
    reports.mkdir()
    demo.report(story, reports)
    demo.read(story, reports)
    demo.prove(story)
    written = {path.name: path.read_bytes()[:4] for path in reports.iterdir()}
    assert written == {
        "completeness.html": b"<!DO",
        "completeness.xlsx": b"PK\x03\x04",
        "page.png": b"\x89PNG",
        "document.pdf": b"%PDF",
    }
