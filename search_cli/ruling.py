"""`dangan rules`: checked, explained on a paper, and kept true by cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from access.numbers import number_in
from archive.errors import ConfigurationError, NotFound, UsageError
from archive.home import CASES
from archive.language import translate
from classify.cases import Tried, load_cases, try_case
from classify.rulebook import load_rulebook
from ingest.glance import read_file
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.case_file import keep_case
from search_cli.explaining import explained, kind_name
from search_cli.output import format_option, print_tables, say
from search_cli.wording import NUMBER, PAGE, Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def rules() -> None:
    """The rules that say what a paper is."""


@rules.command("check")
@argument(
    "where",
    metavar="[FILE|FOLDER]",
    required=False,
    type=click.Path(exists=True, path_type=Path),
    help="Rules to lay over the shipped ones instead of the home's own.",
)
@click.pass_obj
def check(work: Workplace, where: Path | None) -> None:
    """Check the shipped rules and the house's own, and try the cases."""
    shipped, own = work.home.rules
    overlay = where or own
    kinds = work.home.regulations.kinds
    book = load_rulebook(shipped, overlay=overlay, kinds=kinds)
    folder = (overlay if overlay.is_dir() else overlay.parent) / CASES
    tried = [try_case(path, case, book) for path, case in load_cases(folder, kinds=kinds)]
    say(translate("{count} rules are in force.", count=len(book.rules)))
    failing = [one for one in tried if not one.passes]
    if failing:
        print_tables([_failing(work, failing)], "text")
        raise ConfigurationError(
            "{count} of {all} rule cases fail.",
            advice="Change the rules until all pass, or the cases where they are wrong.",
            count=len(failing),
            all=len(tried),
        )
    if tried:
        say(translate("{count} rule cases pass.", count=len(tried)))


@rules.command("explain")
@argument(
    "file",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A scan outside the archive: it is read now and not kept.",
)
@option("--part", type=NUMBER, help="A paper in review by its part number.")
@option("--document", help="A filed document by archive number (档号), with a query form.")
@option("--page", type=PAGE, help="Only the paper that this page belongs to.")
@format_option("text", "html", "xlsx", "json")
@click.pass_obj
def explain(
    work: Workplace, file: Path | None, part: int | None, document: str | None, page: int | None, form: Format
) -> None:
    """Tell why a paper is put where it is: every rule and learnt form that spoke, for and against."""
    if (file is not None) + (part is not None) + (document is not None) != 1:
        raise UsageError("Name one paper.", advice="Give a file, or --part NUMBER, or --document NUMBER.")
    desk, speaker = work.desk.rulings, work.speaker
    if part is not None:
        found = desk.explain_part(speaker, part)
    elif document is not None:
        found = desk.explain_document(speaker, document)
    else:
        assert file is not None  # noqa: S101 - one of the three is there
        found = desk.explain_pages(speaker, read_file(work.home, file), name=file.name)
    tables = explained(found, work.home.regulations, page=page)
    if not tables:
        raise NotFound("Nothing is there to be explained.", advice="Name a page that the paper has.")
    print_tables(tables, form)


@rules.command("case")
@argument("which", metavar="PART|DOCUMENT", help="A part number in review, or an archive number (档号).")
@option("--category", default="", help="Of a part: what it is, by id or Chinese name, or unknown.")
@click.pass_obj
def case(work: Workplace, which: str, category: str) -> None:
    """Keep a paper as a case that `dangan rules check` tries the rules on, with its values masked."""
    part = number_in(which)
    if part is not None and not category:
        raise UsageError("What the part is must be said.", advice="Add --category.")
    if part is not None:
        kept = work.desk.rulings.case_of_part(work.speaker, part, category=category)
    else:
        kept = work.desk.rulings.case_of_document(work.speaker, which)
    file = keep_case(work, kept)
    say(translate("Written: {file}", file=file))
    say(translate("It may hold words of the paper that could not be masked: it is for your eyes only."))


def _failing(work: Workplace, failing: Sequence[Tried]) -> Table:
    columns = (
        Column("file", translate("File")),
        Column("paper", translate("Paper")),
        Column("should", translate("Should be")),
        Column("is", translate("Is told as")),
        Column("rules", translate("Rules that did otherwise")),
    )
    rows = tuple(
        (
            one.file.name,
            one.case.paper,
            kind_name(work.home.regulations, one.case.kind),
            kind_name(work.home.regulations, one.chosen),
            "、".join((*one.mute, *one.loud)),
        )
        for one in failing
    )
    return Table(translate("Rule cases that fail"), columns, rows)
