"""`dangan ingest`, `watch`, `status`, `retry`, `dismiss`: the way of a scan into the archive."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.catalogue.scans import state_name
from archive.checkpoint_duty import CheckpointDuty
from archive.clock import utc_now
from archive.language import show, translate
from ingest.bell import Bell
from ingest.delivery import ingest as bring_in
from ingest.opening import open_workshop
from ingest.watch import watch as keep_watch
from ingest.work import begin
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.telling import Teller
from search_cli.terms import nameless
from search_cli.wording import NUMBER, Command, argument, option
from search_cli.workplace import Workplace


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
    _look_after(CheckpointDuty(work.home, utc_now))
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
        bell.rung_out_by_signals(),
        open_workshop(work.home, clock=utc_now, workers=workers or 0) as workshop,
        begin(workshop) as at_work,
        teller,
    ):
        folders = "、".join(str(folder) for folder in work.home.settings.inbox.folders)
        say(translate("Watching {folders}", folders=folders))
        duty = CheckpointDuty(work.home, utc_now)
        keep_watch(at_work, progress=teller, bell=bell, beside=lambda: _look_after(duty))
    say(translate("Stopped; nothing is left half done."))


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
            scan.state if form == "json" else state_name(scan.state),
            scan.received_at,
            scan.attempts,
            show(scan.reason) if scan.reason else None,
            show(scan.advice) if scan.advice else None,
        )
        for scan in stand.scans
        if everything or scan.state not in settled
    ]
    counts = "  ".join(f"{state_name(state)} {count}" for state, count in stand.counts.items())
    notes = (translate("{all} file(s) came in: {counts}", all=sum(stand.counts.values()), counts=counts),)
    print_tables([Table(translate("Scans"), columns, tuple(rows), notes)], form)


@click.command(cls=Command)
@argument("scan", type=NUMBER, help="The scan's number in `dangan status`.")
@click.pass_obj
def retry(work: Workplace, scan: int) -> None:
    """Try a quarantined scan again at the next `ingest` or `watch`."""
    work.desk.scans.retry(work.speaker, scan)
    say(translate("Scan {scan} will be tried again.", scan=scan))


@click.command(cls=Command)
@argument("scan", type=NUMBER, help="The scan's number in `dangan status`.")
@option("--reason", required=True, help="Why it is not ours; kept with the scan.")
@click.pass_obj
def dismiss(work: Workplace, scan: int, reason: str) -> None:
    """Say that a scan is not ours: it is kept, with the reason, and waits no longer."""
    work.desk.scans.dismiss(work.speaker, scan, reason=reason)
    say(translate("Scan {scan} was dismissed.", scan=scan))


def _look_after(duty: CheckpointDuty) -> None:
    """Make the checkpoint of the audit log that is due; what keeps it from being made stops nothing else."""
    trouble = duty.look()
    if trouble is not None:
        say(translate("! No checkpoint of the audit log: {why}", why=nameless(trouble.message)), err=True)
