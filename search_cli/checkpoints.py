"""`dangan audit checkpoint` and `dangan audit key`: what proves later that the log was not written anew."""

from __future__ import annotations

from pathlib import Path

import click

from archive.checkpoint import Checkpoint, encode, fingerprint
from archive.checkpoint_sheet import mail, sheet
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables, say, write, write_file
from search_cli.wording import Command, Group, option
from search_cli.workplace import Workplace

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("checkpoint", cls=Command)
@option("--paper", is_flag=True, help="Print the sheet to sign and lock away, for `| lp`.")
@option("--to", "file", type=FILE, help="Also write the checkpoint to this file.")
@option("--mail", "letter", type=FILE, help="Also write it as a mail (.eml).")
@option("--restored", default="", help="Why the home was put back from a copy, if it was.")
@click.pass_obj
def make_checkpoint(
    work: Workplace, paper: bool, file: Path | None, letter: Path | None, restored: str
) -> None:
    """Sign what the log is now, and carry it to the second places of the settings."""
    made = work.desk.checkpoints.make(work.speaker, restored=restored)
    if file is not None:
        write_file(file, encode(made))
    if letter is not None:
        settings = work.home.settings.audit
        write_file(letter, mail(made, sender=settings.mail_from, receiver=settings.mail_to))
    if paper:
        write(sheet(made).encode(), "text", output=None)
    else:
        _tell(work, made)


@click.group("key", cls=Group)
def key() -> None:
    """The key that signs checkpoints."""


@key.command("show")
@format_option()
@click.pass_obj
def show_keys(work: Workplace, form: Format) -> None:
    """List all keys so far; write down the fingerprint of the last."""
    whys = {
        "first": translate("the first"),
        "rotated": translate("signed by the one before"),
        "lost": translate("the one before was lost"),
    }
    columns = (
        Column("fingerprint", translate("Fingerprint"), "code"),
        Column("since", translate("Since"), "date"),
        Column("why", translate("How it came")),
        Column("reason", translate("Reason")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (fingerprint(each.key), each.since, whys[each.why], each.reason)
        for each in work.desk.checkpoints.keys(work.speaker)
    )
    print_tables([Table(translate("Keys of checkpoints"), columns, rows)], form)


@key.command("rotate")
@click.pass_obj
def rotate_key(work: Workplace) -> None:
    """Put in a new key, signed by the present one (administrator)."""
    _tell(work, work.desk.checkpoints.rotate_key(work.speaker))


@key.command("replace")
@option("--reason", required=True, help="How the key was lost; every checkpoint will say it.")
@click.pass_obj
def replace_key(work: Workplace, reason: str) -> None:
    """Put in a new key for one that was lost (administrator)."""
    _tell(work, work.desk.checkpoints.replace_key(work.speaker, reason=reason))


def _tell(work: Workplace, made: Checkpoint) -> None:
    say(translate("✓ Checkpoint {number} of {rows} audit rows.", number=made.number, rows=made.rows))
    say(translate("The key that signs now: {fingerprint}", fingerprint=fingerprint(made.key)))
    if not work.home.settings.audit.folders:
        say(
            translate(
                "! It lies in the home only, where whoever changes the log can change it too. Name a second"
                " place in settings.toml, [audit] folders, or print it with --paper."
            )
        )
