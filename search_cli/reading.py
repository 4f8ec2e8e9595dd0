"""`dangan search`, `show`, `export`: reading under one's own query forms."""

from __future__ import annotations

import re
from pathlib import Path

import click

from access.reading import Found, Query, SearchAnswer
from archive.errors import UsageError
from archive.language import translate
from index.engine import Hit
from index.highlight import Snippet
from reports.rendering import Format
from reports.table import Cell, Column, Table, one_line
from search_cli.output import format_option, print_tables, say, terminal_width, write_file
from search_cli.wording import PAGE, Command, argument, option
from search_cli.workplace import Workplace

MARGIN = 8  # cells of a line that are not the paper's words


@click.command(cls=Command)
@argument("words", nargs=-1, required=True, metavar="QUERY", help="What to look for (docs/search.md).")
@option("--limit", default=20, type=click.IntRange(1, 100), help="How many documents to show at most.")
@option("--after", help="Go on where the page before ended: what its last line named.")
@format_option("text", "json", "csv")
@click.pass_obj
def search(work: Workplace, words: tuple[str, ...], limit: int, after: str | None, form: Format) -> None:
    """Search the papers that your query forms open.

    Words are all wanted; "quoted words" stand together; OR, -not, brackets; category:, customer:, from:, to:.
    """
    answer = work.desk.reading.search(work.speaker, Query(" ".join(words), limit, _hit(after)))
    if form == "text":
        click.echo(_text(answer), nl=False)
    else:
        print_tables([_table(answer)], form)


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
    else:
        columns = (Column("line", translate("Line"), "number"), Column("text", translate("Text")))
        rows = tuple((index, line.text) for index, line in enumerate(view.lines, start=1))
        print_tables([Table(title, columns, rows)], form)


@click.command(cls=Command)
@argument("document", help="The archive number (档号), or the document's number.")
@argument("file", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.")
@option("--original", is_flag=True, help="The very file that came in, where the document is all of it.")
@click.pass_obj
def export(work: Workplace, document: str, file: Path, original: bool) -> None:
    """Write a document's pages as a PDF."""
    if file.exists():
        raise UsageError("{file} is there already.", advice="Name another file.", file=file)
    exported = work.desk.reading.export(work.speaker, document, original=original)
    write_file(file, exported.file)
    say(translate("Written: {file}", file=file))
    if exported.ending not in ("", file.suffix.lower()):
        say(translate("Give it the ending {ending}, so that programs know it.", ending=exported.ending))


def _text(answer: SearchAnswer) -> str:
    count = f"{answer.total}+" if answer.capped else str(answer.total)
    lines = [translate("{count} document(s)", count=count)]
    if answer.behind.changes:
        lines.append(translate("The index is behind by {count} change(s).", count=answer.behind.changes))
    for found in answer.found:
        lines += ["", *_entry(found)]
    if answer.next is not None:
        lines += ["", translate("There are more: add --after {place}", place=_place(answer.next))]
    return "\n".join(lines) + "\n"


def _place(hit: Hit) -> str:
    """Where an answer ended, for `--after`."""
    return f"{hit.document}.{hit.filing_sequence}" + (".s" if hit.tolerant else "")


def _hit(place: str | None) -> Hit | None:
    found = re.fullmatch(r"(\d{1,10})\.(\d{1,10})(\.s)?", place) if place else None
    if place and not found:
        raise UsageError(
            "{place} is no place to go on from.", advice="Copy what the page before named.", place=place
        )
    return Hit(int(found[1]), int(found[2]), bool(found[3])) if found else None


def _entry(found: Found) -> list[str]:
    paper = found.paper
    head = click.style(one_line(f"{paper.number}  {paper.title}"), bold=True)
    if found.tolerant:
        head += "  " + translate("(similar, not the exact words)")
    facts = [paper.kind_name, paper.customer]
    if paper.issued_on:
        facts.append(paper.issued_on.isoformat())
    if found.highlights.pages:
        pages = "、".join(str(page) for page in found.highlights.pages)
        facts.append(translate("page {pages} of {all}", pages=pages, all=paper.pages))
    return [
        head,
        "  " + one_line("  ".join(facts)),
        *(f"  │ {_marked(snippet)}" for snippet in found.highlights.snippets),
    ]


def _marked(snippet: Snippet) -> str:
    """The line with its hits emphasised, cut to what a terminal line holds around the first hit."""
    room = (terminal_width() - MARGIN) // 2  # most letters take two cells
    text = one_line(snippet.text)
    start = max(0, snippet.spans[0].start - room // 3) if snippet.spans else 0
    end = min(len(text), start + room)
    pieces, at = [], start
    for span in snippet.spans:
        upto = min(span.end, end)
        if span.start < upto:
            pieces += [text[at : span.start], click.style(text[span.start : upto], fg="red", bold=True)]
            at = upto
    return ("…" if start else "") + "".join(pieces) + text[at:end] + ("…" if end < len(text) else "")


def _table(answer: SearchAnswer) -> Table:
    columns = (
        Column("number", translate("Archive number"), "code"),
        Column("title", translate("Title")),
        Column("category", translate("Category")),
        Column("customer", translate("Customer")),
        Column("date", translate("Date"), "date"),
        Column("pages", translate("Pages with hits")),
        Column("tolerant", translate("Similar only")),
        Column("words", translate("Words")),
    )
    rows: list[tuple[Cell, ...]] = []
    for found in answer.found:
        paper = found.paper
        pages = "、".join(str(page) for page in found.highlights.pages)
        words = " … ".join(snippet.text for snippet in found.highlights.snippets)
        rows.append(
            (
                paper.number,
                paper.title,
                paper.kind_name,
                paper.customer,
                paper.issued_on,
                pages,
                found.tolerant,
                words,
            )
        )
    return Table(translate("Search results"), columns, tuple(rows))
