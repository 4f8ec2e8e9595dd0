"""`dangan evaluate`: how well recognition does, on labelled papers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from access.customer_sheet import COLUMNS, entry_of
from access.importing import read_listing
from archive.errors import UsageError
from archive.language import show, translate
from archive.message import readable
from archive.register import RegisteredCustomer
from index.engine import Behind
from ingest.bell import Bell
from ingest.evaluation import Evaluation
from ingest.evaluation import evaluate as run
from ingest.inbox import Left
from ingest.learning import Step, learning_curve
from ingest.outcome import ScanOutcome
from ingest.scoring import Count
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.bar import Bar
from search_cli.customers import EXISTING_FILE
from search_cli.output import format_option, print_tables, write_file
from search_cli.wording import Command, argument, option


@click.command(cls=Command)
@argument("labels", type=EXISTING_FILE, help="A labels.tsv with the papers beside it (docs/evaluate.md).")
@option("--customers", type=EXISTING_FILE, help="The house's register; without it nothing is filed.")
@option("--own", multiple=True, help="The name of an own company; may be given several times.")
@option("--workers", type=click.IntRange(1, 64), help="Reading processes; otherwise one for each core.")
@option(
    "--engine",
    type=click.Choice(["openvino", "onnxruntime", "tesseract"]),
    default="openvino",
    help="What reads the pages.",
)
@option(
    "--json", "report", type=click.Path(path_type=Path, dir_okay=False), help="Write every row to this file."
)
@option("--learn", is_flag=True, help="Show what learnt forms bring while doubtful papers are settled.")
@option("--steps", type=click.IntRange(1, 100), default=4, help="With --learn: in so many steps.")
@format_option("text", "html", "xlsx", "json")
def evaluate(
    labels: Path,
    customers: Path | None,
    own: tuple[str, ...],
    workers: int | None,
    engine: str,
    report: Path | None,
    learn: bool,
    steps: int,
    form: Format,
) -> None:
    """Run labelled papers through the real pipeline in a throw-away home, and count what is right."""
    if learn and report:
        raise UsageError("With --learn there are no rows to write.", advice="Use --format json instead.")
    bell = Bell()
    with Bar(translate(" scans")) as bar, bell.rung_out_by_signals():
        how: dict[str, Any] = {
            "customers": registered(customers) if customers else (),
            "own": own,
            "engine": engine,
            "workers": workers or 0,
            "progress": ScanBar(bar),
            "stop": bell.rung_out,
        }
        if learn:
            curve = learning_curve(labels, steps=steps, **how)
        else:
            done = run(labels, **how)
    if learn:
        print_tables([_curve(curve)], form)
        return
    if report:
        write_file(report, done.as_json().encode())
    print_tables([_counts(done), _confusions(done)], form)


def registered(path: Path) -> tuple[RegisteredCustomer, ...]:
    """The customers of a register file, as they stand there."""
    entries = (entry_of(row) for row in read_listing(path.name, path.read_bytes(), COLUMNS).rows)
    return tuple(
        RegisteredCustomer(
            number=number,
            name=entry.name,
            aliases=entry.aliases,
            former_names=entry.former_names,
            code=entry.code or None,
            registration_number=entry.registration_number or None,
        )
        for number, entry in enumerate(entries, start=1)
    )


class ScanBar:
    """Shows on a bar how the work goes."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def expect(self, scans: int) -> None:
        """So many scans are there to be worked off now."""
        self._bar.expect(scans)

    def finished(self, outcome: ScanOutcome) -> None:
        """A scan has come to where it stands."""
        self._bar.step()

    def left(self, left: Left) -> None:
        """Something was not taken."""
        self._bar.write(f"! {readable(left.path.name)}  {show(left.error)}", sys.stderr)

    def lagging(self, behind: Behind) -> None:
        """The throw-away home's index; nobody will search it."""


def _counts(done: Evaluation) -> Table:
    score = done.score
    columns = (
        Column("what", translate("What")),
        Column("right", translate("Count"), "number"),
        Column("of", translate("Of"), "number"),
        Column("share", translate("Share"), "code"),
    )
    names = {
        "category": translate("first choice right: category"),
        "customer": translate("first choice right: customer"),
        "code": translate("first choice right: code"),
        "issue_date": translate("first choice right: date"),
        "valid_until": translate("first choice right: valid until"),
    }
    rows = [_count_row(names[column], count) for column, count in score.columns.items()]
    rows += [
        _count_row(translate("in review"), score.in_review),
        _count_row(translate("filed wrong, nobody told"), score.wrong_unflagged),
        _count_row(translate("sure of a wrong category"), score.decided_wrong),
        _count_row(translate("bad input ended with a reason"), score.bad_input),
    ]
    speed = translate(
        "{pages} pages in {seconds} s: {rate} pages a second; engine {engine}, {workers} worker(s)",
        pages=done.pages,
        seconds=done.seconds,
        rate=f"{done.pages / done.seconds:.2f}" if done.seconds else "—",
        engine=done.engine,
        workers=done.workers,
    )
    return Table(translate("Evaluation"), columns, tuple(rows), (speed,))


def _count_row(what: str, count: Count) -> tuple[str, int, int, str]:
    share = f"{100 * count.right / count.of:.1f} %" if count.of else "—"
    return what, count.right, count.of, share


def _curve(steps: Sequence[Step]) -> Table:
    columns = (
        Column("dates", translate("Papers from – to"), "code"),
        Column("papers", translate("Papers"), "number"),
        Column("right_by_rules", translate("Right, rules alone"), "code", "right"),
        Column("right", translate("Right, with forms"), "code", "right"),
        Column("review_by_rules", translate("In review, rules alone"), "code", "right"),
        Column("review", translate("In review, with forms"), "code", "right"),
        Column("wrong_by_rules", translate("Sure and wrong, rules alone"), "number"),
        Column("wrong", translate("Sure and wrong, with forms"), "number"),
        Column("recognised", translate("Known by a form"), "number"),
        Column("forms", translate("Forms learnt so far"), "number"),
    )
    notes = (
        translate("Each paper is counted before it is settled; the register stays as it was given."),
        translate("Papers that bear no date come last."),
    )
    return Table(translate("Learning the house's forms"), columns, tuple(map(_step, steps)), notes)


def _step(step: Step) -> tuple[Cell, ...]:
    return (
        f"{step.first} – {step.last}" if step.first else "—",
        len(step.papers),
        f"{step.share(lambda paper: paper.by_rules.right):.1%}",
        f"{step.share(lambda paper: paper.with_forms.right):.1%}",
        f"{step.share(lambda paper: paper.by_rules.waits):.1%}",
        f"{step.share(lambda paper: paper.with_forms.waits):.1%}",
        sum(paper.by_rules.wrong for paper in step.papers),
        sum(paper.with_forms.wrong for paper in step.papers),
        sum(paper.recognised for paper in step.papers),
        step.forms,
    )


def _confusions(done: Evaluation) -> Table:
    columns = (
        Column("right", translate("Labelled")),
        Column("chosen", translate("Chosen")),
        Column("count", translate("Count"), "number"),
    )
    return Table(translate("Confused categories"), columns, done.score.confusions)
