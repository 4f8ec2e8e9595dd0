"""`dangan backup` and `dangan restore`: the archive in one encrypted file, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import click

from access.restoring import restore_home
from archive.backup_inspection import inspect_backup
from archive.backup_keys import Lock, Opener, Passphrase, Recipients, SecretKey, new_key
from archive.backup_record import BackupRecord
from archive.backup_seal import needs_passphrase
from archive.consistency import Fault
from archive.durable import durable_file
from archive.errors import BadInput, UsageError, VerificationFailed
from archive.language import show, translate
from archive.verification import Advance
from search_cli.bar import Bar
from search_cli.output import say
from search_cli.secret import read_password
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace, origin

FILE = click.Path(path_type=Path, dir_okay=False)
MEGABYTE = 1_000_000
VARIABLE, OPTION = "DANGAN_PASSPHRASE", "--passphrase-file"

passphrase_option = option(
    OPTION,
    "passphrase_file",
    type=click.File("r", encoding="utf-8"),
    help="Read the passphrase from the first line of a file (- for standard input). Otherwise"
    " DANGAN_PASSPHRASE, otherwise a prompt.",
)
key_option = option("--key", "key_file", type=FILE, help="The file with the secret key that opens it.")


@click.command(cls=Command)
@argument("file", type=FILE, required=False, help="The file of the backup.")
@option("--verify", "look", is_flag=True, help="Look through a backup: whether it opens and is whole.")
@option(
    "--recipient",
    "recipients",
    multiple=True,
    help="Lock it for this public key (age1…) instead of a passphrase; may be given several times.",
)
@option("--new-key", "key_to", type=FILE, help="Make a pair of keys, and write the secret one to this file.")
@passphrase_option
@key_option
@click.pass_obj
def backup(
    work: Workplace,
    file: Path | None,
    look: bool,
    recipients: tuple[str, ...],
    key_to: Path | None,
    passphrase_file: IO[str] | None,
    key_file: Path | None,
) -> None:
    """Write the whole archive to one encrypted file, while it is at work (administrator).

    Exit code 11 when something is wrong with the archive: the backup is made all the same.
    """
    if key_to is not None:
        _make_key(key_to)
    elif file is None:
        raise UsageError("No file is named.", advice="`dangan backup FILE`.")
    elif look:
        _look_through(file, passphrase_file, key_file)
    else:
        _make(work, file, recipients, passphrase_file)


@click.command(cls=Command)
@argument("file", type=FILE, help="The file of the backup.")
@option(
    "--home",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to restore into: empty, or not there yet. Otherwise the home that commands work with.",
)
@passphrase_option
@key_option
@click.pass_obj
def restore(
    work: Workplace,
    file: Path,
    target: Path | None,
    passphrase_file: IO[str] | None,
    key_file: Path | None,
) -> None:
    """Make a home of a backup, verify all of it, and make its index anew (owner of the machine).

    Where that fails nothing is left. Exit code 11 when the archive was damaged when it was backed up.
    """
    folder = target or work.home_folder
    with _reading(file) as sealed:
        opener = _opener(sealed, passphrase_file, key_file)
        with Bar(translate(" MB")) as bar, Bar(translate(" originals")) as checked:
            returned = restore_home(
                sealed,
                opener,
                folder,
                origin=origin(),
                unpacking=_in_megabytes(bar),
                verifying=checked.advance,
            )
    say(translate("The home was restored: {home}", home=folder))
    _tell(returned.restored.record)
    if returned.index_fault is None:
        say(translate("The search index was made anew: {count} document(s).", count=returned.indexed))
    else:
        say(translate("! The search index is not made yet: {why}", why=show(returned.index_fault)))
    say(translate("All sessions were ended: log in again."))
    say(
        translate(
            "The audit log goes on from there. Say so, and why: `dangan audit checkpoint --restored REASON`."
        )
    )
    _complain(returned.faults)


def _make(work: Workplace, file: Path, recipients: tuple[str, ...], passphrase_file: IO[str] | None) -> None:
    desk, speaker = work.desk, work.speaker
    if file.absolute().resolve().is_relative_to(work.home.path.resolve()):
        raise BadInput(
            "A backup in the home itself is none.", advice="Name a file on another disk or machine."
        )
    lock = _lock(work, recipients, passphrase_file)
    with durable_file(file) as sink, Bar(translate(" MB")) as bar:
        made = desk.backups.make(speaker, sink, lock, name=file.name, advance=_in_megabytes(bar))
    say(translate("Written: {file}", file=file))
    _tell(made.record)
    say(translate("SHA-256 of the file: {digest}", digest=made.sealed.sha256))
    _complain(made.faults)


def _look_through(file: Path, passphrase_file: IO[str] | None, key_file: Path | None) -> None:
    with _reading(file) as sealed:
        opener = _opener(sealed, passphrase_file, key_file)
        with Bar(translate(" MB")) as bar:
            found = inspect_backup(sealed, opener, advance=_in_megabytes(bar))
    say(translate("✓ {file} opens and is whole.", file=file))
    _tell(found.record)
    say(translate("SHA-256 of the file: {digest}", digest=found.sha256))
    _complain(found.faults)


def _make_key(file: Path) -> None:
    made = new_key()
    with durable_file(file) as safe:
        safe.write(made.text.encode())
    say(
        translate(
            "The secret key was written to {file}: put it where this machine cannot reach it.", file=file
        )
    )
    say(translate("The public key, for --recipient or [backup] in settings.toml:"))
    say(made.public)


def _lock(work: Workplace, recipients: tuple[str, ...], passphrase_file: IO[str] | None) -> Lock | None:
    if recipients:
        return Recipients(recipients)
    if work.home.settings.backup.recipients and passphrase_file is None:
        return None
    return Passphrase(
        read_password(
            passphrase_file,
            prompt=translate("Passphrase of the backup"),
            variable=VARIABLE,
            given_by=OPTION,
            new=True,
        )
    )


def _opener(sealed: BinaryIO, passphrase_file: IO[str] | None, key_file: Path | None) -> Opener:
    if key_file is not None:
        return SecretKey(_text(key_file))
    if not needs_passphrase(sealed):
        raise BadInput(
            "This backup is locked for a key, not with a passphrase.",
            advice="Name the file with the secret key: --key FILE.",
        )
    prompt = translate("Passphrase of the backup")
    return Passphrase(read_password(passphrase_file, prompt=prompt, variable=VARIABLE, given_by=OPTION))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    try:
        stream = file.open("rb")
    except OSError as error:
        raise _unreadable(file, error) from error
    with stream:
        yield stream


def _unreadable(file: Path, error: Exception) -> BadInput:
    why = error.strerror if isinstance(error, OSError) else error
    return BadInput("{file} cannot be read: {error}", advice="Check the path.", file=file, error=why)


def _in_megabytes(bar: Bar) -> Advance:
    return lambda done, count: bar.advance(done // MEGABYTE, count // MEGABYTE)


def _tell(record: BackupRecord) -> None:
    say(
        translate(
            "The archive as of {moment}: {documents} document(s), {originals} original(s) of {megabytes} MB,"
            " {rows} audit rows.",
            moment=record.taken_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            documents=record.documents,
            originals=record.originals,
            megabytes=-(-record.size // MEGABYTE),
            rows=record.rows,
        )
    )


def _complain(faults: Iterable[Fault]) -> None:
    told = tuple(faults)
    for fault in told:
        say(f"✗ {show(fault.what)}")
        say(f"  {show(fault.advice)}")
    if told:
        raise VerificationFailed(
            "{count} thing(s) are wrong with the archive itself.",
            advice="Do what stands below each of them; the backup holds the archive as it is.",
            count=len(told),
        )
