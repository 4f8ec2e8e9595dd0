"""The way in and the only place where errors become text."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path
from typing import NoReturn

import click

from archive.errors import DanganError
from archive.language import show, translate
from reports.table import readable
from search_cli import commands, notices
from search_cli.wording import Group, Option, option, speak
from search_cli.workplace import Workplace

INTERRUPTED = 130  # as shells say it: 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE
UNEXPECTED = 70  # sysexits.h: EX_SOFTWARE


@click.group(
    "dangan", cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="DANGAN_HOME",
    help="The home folder of the archive; otherwise DANGAN_HOME, otherwise the platform's data folder.",
)
@click.version_option(
    package_name="dangan", message="dangan %(version)s", cls=Option, help="Show the version and exit."
)
@click.pass_context
def dangan(context: click.Context, home: Path | None) -> None:
    """档案: a company's customer credit files — read, filed, searched, and readable only after approval."""
    context.obj = Workplace(home)
    context.call_on_close(context.obj.close)


for _command in commands.ALL:
    dangan.add_command(_command)


def main() -> NoReturn:
    """Run the command line and leave with the exit code that the outcome owns (docs/exit-codes.md)."""
    os.umask(0o077)  # whatever is made is its owner's alone, files of libraries too
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a picture of our memory would hold papers
    os.environ.pop("TZ", None)  # a form's last day ends by the machine's clock, not by the caller's word
    time.tzset()
    speak()
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command; say in words what went wrong; return the exit code."""
    try:
        with dangan.make_context(
            "dangan", list(words)
        ) as context:  # click's own main makes 1 of a broken pipe
            try:
                dangan.invoke(context)
            finally:
                notices.tell(context.obj)
        sys.stdout.flush()
    except DanganError as error:
        complain(error)
        return error.exit_code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(translate("Stopped."), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more can be flushed there
        return BROKEN_PIPE
    except Exception as error:
        if os.environ.get("DANGAN_DEBUG"):
            raise
        unexpected(error)
        return UNEXPECTED
    return 0


def complain(error: DanganError) -> None:
    """Say what went wrong and what to do next."""
    click.echo(_told(translate("Error: {what}", what=show(error))), err=True)
    if error.advice:
        what = translate(error.advice, **error.values)
        click.echo(_told(translate("What to do: {what}", what=what)), err=True)


def _told(sentence: str) -> str:
    """What commands no terminal; lists keep their lines, set in so that none passes for one of ours."""
    return readable(sentence).replace("\n", "\n  ")


def unexpected(error: Exception) -> None:
    """A fault of the program: name its kind and place, never the content it held."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    click.echo(
        translate("A fault of the program: {kind} at {where}.", kind=type(error).__name__, where=where),
        err=True,
    )
    click.echo(
        translate("What to do: run `dangan verify`, and report the line above (DANGAN_DEBUG=1 shows more)."),
        err=True,
    )
