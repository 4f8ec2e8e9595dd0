"""What learnt forms bring: papers on the forms of a made-up house, in order of date, settled as they wait.

    python -m bench.learning [--papers N] [--steps N] [--seed N]

The house calls its forms by names of its own, so that the rules are in doubt of most. Every paper is filled
in, scanned, faxed or photographed anew, read by the real engine and counted before it is settled.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from archive.register import RegisteredCustomer
from bench.machine import machine
from index.engine import Behind
from ingest.inbox import Left
from ingest.learning import Learner, Step, learning_curve
from ingest.outcome import ScanOutcome
from sample_scans.drawing.house_forms import CUSTOMERS, FORMS, OWN, deliver


class Silent:
    """Progress that nobody watches."""

    def expect(self, scans: int) -> None:
        """Nothing is shown."""

    def finished(self, outcome: ScanOutcome) -> None:
        """Nothing is shown."""

    def left(self, left: Left) -> None:
        """A paper that was just drawn must be taken."""
        raise SystemExit(str(left.error))

    def lagging(self, behind: Behind) -> None:
        """Nobody will search."""


def draw(folder: Path, *, papers: int, rng: random.Random) -> Path:
    """Papers of two years on all forms in turn, and their labels."""
    rows = ["file\tcategory\tcustomer\tissue_date"]
    for number in range(papers):
        form, customer = FORMS[rng.randrange(len(FORMS))], rng.choice(CUSTOMERS)
        day = (date(2024, 1, 2) + timedelta(days=700 * number // papers)).isoformat()
        deliver(form, customer, day, rng).save(folder / f"paper{number:03}.png")
        rows.append(f"paper{number:03}.png\t{form.kind}\t{customer}\t{day}")
    labels = folder / "labels.tsv"
    labels.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return labels


def table(steps: Sequence[Step]) -> str:
    """The curve as a table of Markdown."""
    heads = (
        "papers",
        "right, rules alone",
        "with forms",
        "in review, rules alone",
        "with forms",
        "sure and wrong, rules alone",
        "with forms",
        "forms known",
    )
    lines = (f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *map(_row, steps))
    return "\n".join(lines)


def _row(step: Step) -> str:
    def count(papers: Sequence[bool]) -> str:
        return f"{sum(papers)}/{len(papers)}"

    def judged(paper: Learner) -> tuple[bool, ...]:
        alone, forms = paper.by_rules, paper.with_forms
        return alone.right, forms.right, alone.waits, forms.waits, alone.wrong, forms.wrong

    columns = zip(*map(judged, step.papers), strict=True)
    return f"| {len(step.papers)} | " + " | ".join(map(count, columns)) + f" | {step.forms} |"


def main() -> None:
    """Draw, run, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=80)
    options.add_argument("--steps", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dangan-forms-") as folder:
        labels = draw(Path(folder), papers=given.papers, rng=random.Random(given.seed))
        steps = learning_curve(
            labels,
            customers=[RegisteredCustomer(0, name) for name in CUSTOMERS],
            own=(OWN,),
            engine="openvino",
            workers=0,
            steps=given.steps,
            progress=Silent(),
        )
    print(table(steps))
    print(f"{given.papers} papers on {len(FORMS)} forms; {machine()}")


if __name__ == "__main__":
    main()
