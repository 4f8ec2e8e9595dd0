"""What the archive should make of each sample, from what was drawn, never from reading it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from sample_scans.drawing.sample import Part, Sample

COLUMNS = (
    "file",
    "pages",
    "category",
    "customer",
    "code",
    "issue_date",
    "valid_until",
    "ground_truth",
    "notes",
    "source_repository",
    "source_path",
)


def write_expectation(target: Path, sample: Sample) -> None:
    """Write `<name>.expected.yaml` beside a drawn file; the schema is in README.md."""
    record: dict[str, Any] = {
        "file": sample.file,
        "outcome": sample.outcome,
        "parts": [_part(part) for part in sample.parts],
        "words": list(sample.words),
        "notes": sample.notes,
    }
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=100)
    target.with_name(target.name + ".expected.yaml").write_text(text, encoding="utf-8")


def write_labels(target: Path, samples: tuple[Sample, ...]) -> None:
    """Write the table that `dangan evaluate` reads: a line for each paper."""
    with target.open("w", encoding="utf-8", newline="") as output:
        table = csv.writer(output, delimiter="\t", lineterminator="\n")
        table.writerow(COLUMNS)
        for sample in samples:
            if sample.outcome == "quarantined":
                table.writerow([sample.file, "", "bad_input", *[""] * 5, sample.notes, "", ""])
            for part in sample.parts:
                pages = part.pages if len(sample.parts) > 1 else ""
                table.writerow(
                    [
                        sample.file,
                        pages,
                        part.category,
                        part.customer,
                        part.code,
                        part.issue_date,
                        part.valid_until,
                        "",
                        sample.notes,
                        "",
                        "",
                    ]
                )


def write_overview(target: Path, samples: tuple[Sample, ...]) -> None:
    """Write the list of samples that people read."""
    lines = ["# The samples", "", "Written by `draw.py`.", ""]
    lines += [
        "| file | paper | customer | outcome | how it was made, what is tricky |",
        "|---|---|---|---|---|",
    ]
    for sample in samples:
        papers = "<br>".join(part.category for part in sample.parts) or "—"
        customer = next((part.customer for part in sample.parts), "") or "—"
        lines.append(f"| {sample.file} | {papers} | {customer} | {sample.outcome} | {sample.notes} |")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _part(part: Part) -> dict[str, str]:
    """The part's fields that the paper states, in a fixed order."""
    always = {"pages": part.pages, "category": part.category, "customer": part.customer}
    stated = {
        "code": part.code,
        "issue_date": part.issue_date,
        "valid_until": part.valid_until,
        "title": part.title,
        "contract": part.contract,
    }
    return always | {name: value for name, value in stated.items() if value}
