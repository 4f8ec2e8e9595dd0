"""`dangan index`: the search indexes, how they stand, making them anew, moving between engines."""

from __future__ import annotations

import click

from archive.errors import Conflict, VerificationFailed
from archive.language import show, translate
from index.building import Check, Switch
from index.engine import Fault
from index.generations import EngineName, GenerationState
from index.standing import Standing
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.bar import Bar
from search_cli.output import format_option, print_tables, say
from search_cli.wording import NUMBER, Group, argument, option
from search_cli.workplace import Workplace

ENGINE = click.Choice(["embedded", "elastic"])
FAULTS_SHOWN = 20

keep_option = option(
    "--keep", is_flag=True, help="Keep the former index up to date beside the new one, to go back at once."
)


@click.group(cls=Group)
def index() -> None:
    """The search indexes: how they stand, making them anew, moving to another engine."""


@index.command("status")
@format_option("text", "json", "csv")
@click.pass_obj
def status(work: Workplace, form: Format) -> None:
    """Show every index: engine, state, size, how far it is filled and behind, what is wrong with it."""
    columns = (
        Column("number", translate("Index"), "number"),
        Column("engine", translate("Engine"), "code"),
        Column("name", translate("Name"), "code"),
        Column("state", translate("State")),
        Column("documents", translate("Documents"), "number"),
        Column("megabytes", translate("MB"), "number"),
        Column("filled", translate("Filled, %"), "number"),
        Column("behind", translate("Changes behind"), "number"),
        Column("since", translate("Behind since"), "date"),
        Column("fault", translate("What is wrong")),
    )
    stand = work.desk.index.status(work.speaker)
    rows = tuple(_row(one, form) for one in stand)
    notes = () if rows else (translate("No index was made yet: the first search or paper makes it."),)
    print_tables([Table(translate("Search indexes"), columns, rows, notes)], form)


@index.command("build")
@option("--on", "engine", type=ENGINE, help="The engine; otherwise that of the index that answers now.")
@click.pass_obj
def build(work: Workplace, engine: EngineName | None) -> None:
    """Fill a new index beside the one that answers, and compare it with the catalogue.

    Interrupted, the same command goes on where it was. `dangan index switch` then lets it answer.
    """
    check = _build(work, engine)
    say(
        translate(
            "Index {number} is complete. Let it answer with `dangan index switch`.",
            number=check.generation.id,
        )
    )


@index.command("verify")
@option("--thoroughly", is_flag=True, help="Compare all that is indexed of each document; reads every page.")
@click.pass_obj
def verify(work: Workplace, thoroughly: bool) -> None:
    """Compare the indexes with the catalogue, and mend what is missing, stale or left over.

    Exit code 11 when something is wrong that could not be mended.
    """
    with _bar(translate("comparing")) as bar:
        inspection = work.desk.index.verify(work.speaker, thoroughly=thoroughly, advance=bar.advance)
    for check in inspection.checks:
        _tell(check)
    for undone in inspection.undone:
        say(translate("! Not tidied up yet: {why}", why=show(undone)))
    left = sum(len(check.left) for check in inspection.checks)
    if left:
        raise VerificationFailed(
            "{count} fault(s) of the search index could not be mended.",
            advice="Make it anew from the catalogue: `dangan index rebuild`.",
            count=left,
        )


@index.command("switch")
@argument("number", type=NUMBER, required=False, metavar="[INDEX]")
@keep_option
@click.pass_obj
def switch(work: Workplace, number: int | None, keep: bool) -> None:
    """Let the complete index answer from now on, and delete the former one."""
    _told(work.desk.index.switch(work.speaker, number, keep=keep))


@index.command("move")
@option("--to", "engine", type=ENGINE, required=True, help="The engine that shall answer.")
@keep_option
@click.pass_obj
def move(work: Workplace, engine: EngineName, keep: bool) -> None:
    """Move to another engine: build an index there, compare it, let it answer; searching goes on."""
    stand = work.desk.index.status(work.speaker)
    if any(one.generation.state == "serving" and one.generation.engine == engine for one in stand):
        raise Conflict(
            "The index that answers is on {engine} already.",
            advice="`dangan index rebuild` makes it anew.",
            engine=engine,
        )
    _told(work.desk.index.switch(work.speaker, _build(work, engine).generation.id, keep=keep))


@index.command("rebuild")
@click.pass_obj
def rebuild(work: Workplace) -> None:
    """Make the index anew on the same engine and let it answer; searching goes on meanwhile."""
    _told(work.desk.index.switch(work.speaker, _build(work, None).generation.id))


@index.command("abandon")
@argument("number", type=NUMBER, metavar="INDEX")
@option(
    "--forget", is_flag=True, help="Do not delete it, only forget it: for a cluster that is lost for good."
)
@click.pass_obj
def abandon(work: Workplace, number: int, forget: bool) -> None:
    """Delete an index that does not answer: one that was begun in vain, or kept and is no longer wanted."""
    work.desk.index.abandon(work.speaker, number, forget=forget)
    say(translate("Index {number} is gone.", number=number))


def _build(work: Workplace, engine: EngineName | None) -> Check:
    with _bar(translate("filling")) as filling, _bar(translate("comparing")) as checking:
        check = work.desk.index.build(
            work.speaker, engine, filling=filling.advance, checking=checking.advance
        )
    _tell(check)
    return check


def _bar(what: str) -> Bar:
    return Bar(translate(" documents"), what=what)


def _tell(check: Check) -> None:
    """What was found, what of it could be mended, and what the comparison came to."""
    number, engine = check.generation.id, check.generation.engine
    if check.found:
        say(
            translate(
                "Index {number} ({engine}): {count} fault(s)",
                number=number,
                engine=engine,
                count=len(check.found),
            )
        )
        _list(check.found)
        say(translate("  mended: {count}", count=max(0, len(check.found) - len(check.left))))
    if check.left:
        say(translate("  not mended: {count}", count=len(check.left)))
        _list(check.left)
    elif check.comparison:
        ours, theirs = check.comparison.catalogue, check.comparison.index
        say(translate("✓ Index {number} ({engine}) is as the catalogue says:", number=number, engine=engine))
        for whose, tally in ((translate("catalogue"), ours), (translate("index"), theirs)):
            say(
                translate(
                    "  {whose}: {documents} document(s), checksum {checksum}",
                    whose=whose,
                    documents=tally.documents,
                    checksum=tally.checksum,
                )
            )


def _list(faults: tuple[Fault, ...]) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        where = translate("document {number}: ", number=fault.document) if fault.document else ""
        say(f"  ✗ {where}{show(fault.what)}")
    if len(faults) > FAULTS_SHOWN:
        say(translate("  … and {count} more", count=len(faults) - FAULTS_SHOWN))


def _told(switched: Switch) -> None:
    serving, kept = switched.serving, switched.kept
    say(translate("✓ Index {number} ({engine}) answers now.", number=serving.id, engine=serving.engine))
    if kept:
        say(
            translate(
                "Index {number} follows on: `dangan index switch {number}` goes back to it.", number=kept.id
            )
        )
    for undone in switched.undone:
        say(translate("! Not tidied up yet: {why}", why=show(undone)))


def _row(one: Standing, form: Format) -> tuple[Cell, ...]:
    generation, size = one.generation, one.size
    return (
        generation.id,
        generation.engine,
        generation.name,
        generation.state if form == "json" else _state(generation.state),
        size.documents if size else None,
        round(size.bytes / 1e6) if size else None,
        round(100 * one.share),
        one.behind.changes,
        one.behind.since,
        show(one.behind.fault) if one.behind.fault else None,
    )


def _state(state: GenerationState) -> str:
    names: dict[GenerationState, str] = {
        "building": translate("being filled"),
        "complete": translate("complete, follows"),
        "serving": translate("answers"),
        "retired": translate("to be deleted"),
    }
    return names[state]
