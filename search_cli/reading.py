"""`dangan show`, `export`: reading under one's own query forms."""

from __future__ import annotations

from pathlib import Path

import click

from access.reading import PageView
from archive.errors import UsageError
from archive.language import show as shown
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say, write_file
from search_cli.wording import PAGE, Command, argument, option
from search_cli.workplace import Workplace


@click.command(cls=Command)
@argument("document", help="The archive number (档号), or the document's number.")
@option("--page", default=1, type=PAGE, help="Which page of the document.")
@option("--image", type=click.Path(path_type=Path, dir_okay=False), help="Write the page as a picture (PNG).")
@format_option("text", "json")
@click.pass_obj
def show(work: Workplace, document: str, page: int, image: Path | None, form: Format) -> None:
    """Read one page of a document, as text or as a picture."""
    if image is not None:
        picture = work.desk.reading.image(work.speaker, document, page=page)
        write_file(image, picture.png)
        say(translate("Written: {file}", file=image))
        return
    view = work.desk.reading.show(work.speaker, document, page=page)
    title = translate(
        "{number}  {title}  page {page} of {pages}",
        number=view.paper.number,
        title=view.paper.title,
        page=view.page,
        pages=view.paper.pages,
    )
    if form == "text":
        say(title, bold=True)
        for line in view.lines:
            say(line.text)
        say(shown(view.mark.sentence))
    else:
        print_tables([_lines(title, view)], form)


@click.command(cls=Command)
@argument("document", help="The archive number (档号), or the document's number.")
@argument("file", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.")
@option(
    "--original",
    is_flag=True,
    help="Attach the very file that came in to the PDF, where the document is all of it.",
)
@click.pass_obj
def export(work: Workplace, document: str, file: Path, original: bool) -> None:
    """Write a document's pages as a PDF, marked with your name, the query form and the time."""
    if file.exists():
        raise UsageError("{file} is there already.", advice="Name another file.", file=file)
    exported = work.desk.reading.export(work.speaker, document, original=original)
    write_file(file, exported.file)
    say(translate("Written: {file}", file=file))
    if exported.attached:
        say(translate("The file that came in is attached to it as {name}.", name=exported.attached))


def _lines(title: str, view: PageView) -> Table:
    """The lines of a page for scripts, each with the page's mark."""
    fields = view.mark.fields
    columns = (
        Column("line", translate("Line"), "number"),
        Column("text", translate("Text")),
        Column("reader", translate("Reader")),
        Column("form", translate("Form")),
        Column("at", translate("When")),
    )
    told = (fields["reader"], fields["form"], view.mark.at)
    rows = tuple((index, line.text, *told) for index, line in enumerate(view.lines, start=1))
    return Table(title, columns, rows, (shown(view.mark.sentence),))
