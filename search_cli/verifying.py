"""`dangan verify`: the proof that nothing is missing."""

from __future__ import annotations

import click

from archive.catalogue.scans import state_name
from archive.errors import VerificationFailed
from archive.language import show, translate
from search_cli.bar import Bar
from search_cli.output import say
from search_cli.wording import Command
from search_cli.workplace import Workplace


@click.command(cls=Command)
@click.pass_obj
def verify(work: Workplace) -> None:
    """Prove that nothing recorded is missing or altered: inbox sums, originals, numbers, index, audit."""
    desk, speaker = work.desk, work.speaker
    with Bar(translate(" originals")) as bar:
        proof = desk.proof.verify(speaker, advance=bar.advance)
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
