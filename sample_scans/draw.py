"""Draw the sample scans: papers of made-up companies, with what the archive should make of each.

Run as ``python sample_scans/draw.py``; writes beside itself. The same seed draws the same papers.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sample_scans.drawing.expectation import write_expectation, write_labels, write_overview  # noqa: E402
from sample_scans.drawing.fonts import MissingFont  # noqa: E402
from sample_scans.drawing.house import write_house  # noqa: E402
from sample_scans.drawing.samples import DUPLICATES, all_samples  # noqa: E402

SEED = 20260301


def draw_all(folder: Path, *, only: str = "") -> int:
    """Draw every sample whose name contains `only` into the folder; returns how many. Raises MissingFont."""
    samples = all_samples()
    drawn = 0
    for sample in samples:
        if only not in sample.file:
            continue
        target = folder / sample.file
        target.parent.mkdir(parents=True, exist_ok=True)
        # a copy has its original's name as seed, and so the same bytes
        seed = f"{SEED}/{DUPLICATES.get(sample.file, sample.file)}"
        target.write_bytes(sample.delivery(sample.sheets, random.Random(seed)))
        write_expectation(target, sample)
        print(f"{sample.file}  {target.stat().st_size / 1000:.0f} kB")
        drawn += 1
    write_labels(folder / "labels.tsv", samples)
    write_overview(folder / "samples.md", samples)
    write_house(folder)
    return drawn


def main() -> int:
    """Draw; returns the exit code."""
    parser = argparse.ArgumentParser(description="Draw the sample scans.")
    parser.add_argument(
        "--folder", type=Path, default=HERE, help="where to write (default: beside this script)"
    )
    parser.add_argument("--only", default="", help="draw only files whose name contains this")
    arguments = parser.parse_args()
    try:
        print(f"{draw_all(arguments.folder, only=arguments.only)} files drawn")
    except MissingFont as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
