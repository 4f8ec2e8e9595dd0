"""`dangan verify` and `dangan index`: the proof that nothing is missing, and the index made anew."""

from __future__ import annotations

import sys

import click
from tqdm import tqdm

from archive.catalogue.scans import state_name
from archive.errors import VerificationFailed
from archive.language import show, translate
from search_cli.output import say
from search_cli.wording import Command, Group
from search_cli.workplace import Workplace


@click.command(cls=Command)
@click.pass_obj
def verify(work: Workplace) -> None:
    """Prove that nothing recorded is missing or altered: inbox sums, originals, numbers, index, audit."""
    desk, speaker = work.desk, work.speaker
    with tqdm(unit=translate(" originals"), disable=not sys.stderr.isatty(), leave=False) as bar:

        def advance(done: int, count: int) -> None:
            bar.total = count
            bar.update(done - bar.n)

        proof = desk.proof.verify(speaker, advance=advance)
    for fault in proof.faults:
        say(f"✗ {show(fault.what)}")
        say(f"  {show(fault.advice)}")
    if proof.faults:
        raise VerificationFailed(
            "{count} thing(s) are wrong.",
            advice="Do what stands below each of them.",
            count=len(proof.faults),
        )
    counts = "  ".join(f"{state_name(state)} {count}" for state, count in proof.scans.items())
    say(translate("✓ Inbox: {all} file(s) came in: {counts}", all=sum(proof.scans.values()), counts=counts))
    say(
        translate(
            "✓ {originals} original(s) unaltered, {documents} document(s) numbered without gaps and indexed,"
            " {rows} audit rows in one unbroken chain.",
            originals=proof.originals,
            documents=proof.documents,
            rows=proof.audit_rows,
        )
    )


@click.group(cls=Group)
def index() -> None:
    """The search index."""


@index.command("rebuild")
@click.pass_obj
def rebuild(work: Workplace) -> None:
    """Make the search index anew from the catalogue; searching goes on meanwhile."""
    held = work.desk.proof.rebuild(work.speaker)
    say(translate("✓ The index was made anew: {documents} document(s).", documents=held))
