"""`dangan ingest`, `watch`, `status`, `retry`, `dismiss`: the way of a scan into the archive."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

import click
from tqdm import tqdm

from archive.clock import utc_now
from archive.errors import UnfinishedWork
from archive.language import show, translate
from ingest.bell import Bell
from ingest.delivery import ingest as bring_in
from ingest.inbox import Left
from ingest.opening import open_workshop
from ingest.outcome import PartOutcome, ScanOutcome
from ingest.watch import watch as keep_watch
from ingest.work import begin
from reports.rendering import Format
from reports.table import Cell, Column, Table
from reports.text import pad
from search_cli.output import format_option, print_tables
from search_cli.reviewing import shown_range
from search_cli.verifying import scan_state
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace

SIGNS = {
    "filed": "✓",
    "duplicate": "=",
    "review": "?",
    "quarantined": "✗",
    "dismissed": "-",
    "pending": "…",
    "disposed": "-",
}
DECISIVE = 4  # words that decided, shown for a paper


@click.command(cls=Command)
@argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH…",
    help="Files, or folders with all that lies below them.",
)
@option("--move", is_flag=True, help="Remove each file from where it lies once it is safe in the archive.")
@option("--workers", type=click.IntRange(1, 64), help="Reading processes; otherwise what the settings say.")
@click.pass_obj
def ingest(work: Workplace, paths: tuple[Path, ...], move: bool, workers: int | None) -> None:
    """Take files into the archive once: read, assign, file.

    Exit code 12 when some wait in review or are quarantined.
    """
    work.desk.scans.admit(work.speaker)
    teller = Teller(work, sys.stdout, progress=sys.stderr.isatty())
    with (
        open_workshop(work.home, clock=utc_now, workers=workers or 0) as workshop,
        begin(workshop) as at_work,
        teller,
    ):
        bell = Bell()
        with bell.rung_out_by_signals():
            bring_in(at_work, paths, progress=teller, move=move, stop=bell.rung_out)
    teller.sum_up()


@click.command(cls=Command)
@option("--workers", type=click.IntRange(1, 64), help="Reading processes; otherwise what the settings say.")
@click.pass_obj
def watch(work: Workplace, workers: int | None) -> None:
    """Take in whatever comes to rest in the inboxes, until stopped (Ctrl-C or SIGTERM).

    Runs as a service of the home's owner: names of papers are not written to its output.
    """
    teller = Teller(work, sys.stdout, progress=False, discreet=True)
    bell = Bell()
    with (
        open_workshop(work.home, clock=utc_now, workers=workers or 0) as workshop,
        begin(workshop) as at_work,
        teller,
    ):
        folders = "、".join(str(folder) for folder in work.home.settings.inbox.folders)
        click.echo(translate("Watching {folders}", folders=folders))
        with bell.rung_out_by_signals():
            keep_watch(at_work, progress=teller, bell=bell)
    click.echo(translate("Stopped; nothing is left half done."))


class Teller:
    """Tells how the work goes: a line or more for each scan, and a bar on a terminal."""

    def __init__(self, work: Workplace, stream: TextIO, *, progress: bool, discreet: bool = False) -> None:
        self._regulations = work.home.regulations
        self._stream = stream
        self._discreet = discreet
        self._bar: tqdm[NoReturn] = tqdm(unit=translate(" scans"), disable=not progress, leave=False)
        self._counts: dict[str, int] = {}
        self._left = 0

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def expect(self, scans: int) -> None:
        """So many scans are there to be worked off now."""
        self._bar.reset(total=scans)

    def finished(self, outcome: ScanOutcome) -> None:
        """A scan has come to where it stands."""
        self._counts[outcome.state] = self._counts.get(outcome.state, 0) + 1
        self._bar.update()
        self._say(self._discreetly(outcome) if self._discreet else self._fully(outcome))

    def left(self, left: Left) -> None:
        """Something was not taken, and stays where it lies."""
        self._left += 1
        self._say([f"! {left.path.name}  {show(left.error)}"])

    def sum_up(self) -> None:
        """The counts; raises `UnfinishedWork` when something wants a person."""
        counts = "  ".join(f"{scan_state(state)} {count}" for state, count in sorted(self._counts.items()))
        click.echo(translate("{all} file(s): {counts}", all=sum(self._counts.values()), counts=counts or "0"))
        unfinished = (
            sum(self._counts.get(state, 0) for state in ("review", "quarantined", "pending")) + self._left
        )
        if unfinished:
            raise UnfinishedWork(
                "{count} file(s) want a person.",
                advice="See `dangan review list` and `dangan status`.",
                count=unfinished,
            )

    def _say(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._bar.write(line, file=self._stream)
        self._stream.flush()

    def _discreetly(self, outcome: ScanOutcome) -> list[str]:
        return [f"{SIGNS[outcome.state]} {outcome.scan} {scan_state(outcome.state)}"]

    def _fully(self, outcome: ScanOutcome) -> list[str]:
        name = "/".join(filter(None, (outcome.sub_folder, outcome.name)))
        head = f"{SIGNS[outcome.state]} {pad(name, 30)}  {scan_state(outcome.state)}"
        if outcome.dropped:
            head += "  " + translate("({count} blank page(s) dropped)", count=outcome.dropped)
        lines = [head]
        if outcome.reason and not outcome.parts:
            lines.append(f"    {show(outcome.reason)}")
        if outcome.advice and not outcome.parts:
            lines.append(f"    → {show(outcome.advice)}")
        return lines + [line for part in outcome.parts for line in self._part(part)]

    def _part(self, part: PartOutcome) -> list[str]:
        pages = translate("p. {pages}", pages=shown_range(part.first_page, part.last_page))
        category = self._regulations.kind_name(part.category) if part.category else "—"
        lines = [f"    {pages}  {category}  {part.customer or '—'}  {part.archive_number or ''}".rstrip()]
        if part.reason:
            lines.append(f"        ? {show(part.reason)}")
        if part.words:
            lines.append(
                "        " + translate("decided by: {words}", words="、".join(part.words[:DECISIVE]))
            )
        return lines


@click.command(cls=Command)
@option("--all", "everything", is_flag=True, help="Also scans that are filed, duplicates or dismissed.")
@format_option()
@click.pass_obj
def status(work: Workplace, everything: bool, form: Format) -> None:
    """Where every inbox file is, and why."""
    stand = work.desk.scans.status(work.speaker)
    settled = {"filed", "duplicate", "dismissed", "disposed"}
    columns = (
        Column("scan", translate("Scan"), "number"),
        Column("name", translate("Name")),
        Column("state", translate("State")),
        Column("received_at", translate("Came in"), "date"),
        Column("attempts", translate("Attempts"), "number"),
        Column("reason", translate("Why")),
        Column("advice", translate("What to do")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            scan.number,
            "/".join(filter(None, (scan.sub_folder, scan.name))),
            scan_state(scan.state),
            scan.received_at,
            scan.attempts,
            show(scan.reason) if scan.reason else None,
            show(scan.advice) if scan.advice else None,
        )
        for scan in stand.scans
        if everything or scan.state not in settled
    ]
    counts = "  ".join(f"{scan_state(state)} {count}" for state, count in stand.counts.items())
    notes = (translate("{all} file(s) came in: {counts}", all=sum(stand.counts.values()), counts=counts),)
    print_tables([Table(translate("Scans"), columns, tuple(rows), notes)], form)


@click.command(cls=Command)
@argument("scan", type=int, help="The scan's number in `dangan status`.")
@click.pass_obj
def retry(work: Workplace, scan: int) -> None:
    """Try a quarantined scan again at the next `ingest` or `watch`."""
    work.desk.scans.retry(work.speaker, scan)
    click.echo(translate("Scan {scan} will be tried again.", scan=scan))


@click.command(cls=Command)
@argument("scan", type=int, help="The scan's number in `dangan status`.")
@option("--reason", required=True, help="Why it is not ours; kept with the scan.")
@click.pass_obj
def dismiss(work: Workplace, scan: int, reason: str) -> None:
    """Say that a scan is not ours: it is kept, with the reason, and waits no longer."""
    work.desk.scans.dismiss(work.speaker, scan, reason=reason)
    click.echo(translate("Scan {scan} was dismissed.", scan=scan))
