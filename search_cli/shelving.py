"""`dangan shelf`: where the paper originals of each file stand."""

from __future__ import annotations

from pathlib import Path

import click

from access.shelf import ShelfLine
from archive.catalogue.shelf_marks import Place
from archive.clock import utc_now
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Imprint, Table
from search_cli.output import format_option, output_option, print_tables, say
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def shelf() -> None:
    """Shelves (架位): where the paper originals of each file stand, and who has what."""


@shelf.command("put")
@argument("file", help="The file's number (案卷号).")
@option("--room", required=True, help="The room.")
@option("--shelf", "place", required=True, help="The shelf in it.")
@option("--box", default="", help="The box on it, where there are boxes.")
@click.pass_obj
def put(work: Workplace, file: str, room: str, place: str, box: str) -> None:
    """Say where the paper originals of a file stand."""
    line = work.desk.shelves.put(work.speaker, file, Place(room, place, box))
    say(translate("{file} stands in {place}.", file=line.file, place=_place(line)))


@shelf.command("list")
@format_option()
@output_option
@click.pass_obj
def show_all(work: Workplace, form: Format, output: Path | None) -> None:
    """Every file with its place, who put it there, and what is out of it."""
    columns = (
        Column("file", translate("File number"), "code"),
        Column("room", translate("Room")),
        Column("shelf", translate("Shelf")),
        Column("box", translate("Box")),
        Column("put_by", translate("Put there by")),
        Column("put_at", translate("Since"), "date"),
        Column("out", translate("Out of it")),
    )
    rows = tuple(_row(line) for line in work.desk.shelves.list(work.speaker))
    imprint = Imprint(work.speaker.person.name, utc_now())
    print_tables([Table(translate("Shelves"), columns, rows)], form, output=output, imprint=imprint)


def _row(line: ShelfLine) -> tuple[Cell, ...]:
    place = line.place
    return (
        line.file,
        place.room if place else None,
        place.shelf if place else None,
        (place.box or None) if place else None,
        line.put_by or None,
        line.put_at,
        "；".join(
            translate(
                "{number}: {borrower}, due {due}", number=one.number, borrower=one.borrower, due=one.due
            )
            for one in line.out
        )
        or None,
    )


def _place(line: ShelfLine) -> str:
    place = line.place
    return " ".join(filter(None, (place.room, place.shelf, place.box))) if place else ""
