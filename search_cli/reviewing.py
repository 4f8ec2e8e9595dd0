"""`dangan review`: papers that the rules could not file without doubt."""

from __future__ import annotations

import re
from pathlib import Path

import click

from access.review import Choice, Ruling, Waiting
from archive.errors import UsageError
from archive.facts import is_doubtful
from archive.language import show as shown
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table, readable
from search_cli.case_file import keep_case
from search_cli.output import format_option, print_tables, say, write_file
from search_cli.terms import evidence_words, field_name
from search_cli.wording import NUMBER, PAGE, Group, argument, option
from search_cli.workplace import Workplace


@click.group(cls=Group)
def review() -> None:
    """Papers that wait for a person's decision."""


@review.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List the papers that wait, with the rules' first choice and why they wait."""
    columns = (
        Column("part", translate("Part"), "number"),
        Column("scan", translate("Scan")),
        Column("pages", translate("Pages"), "code"),
        Column("category", translate("Category?")),
        Column("customer", translate("Customer?")),
        Column("reason", translate("Why it waits")),
        Column("since", translate("Since"), "date"),
    )
    rows = tuple(map(_row, work.desk.review.list(work.speaker)))
    notes = (translate("Settle one with `dangan review settle PART`."),) if rows else ()
    print_tables([Table(translate("In review"), columns, rows, notes)], form)


@review.command("show")
@argument("part", type=NUMBER, help="The part's number in the list.")
@option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write its first page as a picture (PNG).",
)
@option("--page", type=PAGE, help="With --image: another page of the scan.")
@format_option()
@click.pass_obj
def show(work: Workplace, part: int, image: Path | None, page: int | None, form: Format) -> None:
    """Show one paper: its text, what was read off it, and what spoke for which answer."""
    opened = work.desk.review.show(work.speaker, part)
    if image is not None:
        png = work.desk.review.image(work.speaker, part, page=page or opened.waiting.first_page)
        write_file(image, png)
        say(translate("Written: {file}", file=image))
        return
    fields = Table(
        translate("Read off the paper"),
        (
            Column("field", translate("Field")),
            Column("value", translate("Value")),
            Column("words", translate("As printed")),
            Column("doubtful", translate("Doubtful")),
        ),
        tuple(
            (
                field.name if form == "json" else field_name(field.name),
                str(field.value),
                field.words,
                translate("yes") if is_doubtful(field) else None,
            )
            for field in opened.fields
        ),
    )
    text = Table(
        translate("Text"),
        (Column("page", translate("Page"), "number"), Column("text", translate("Text"))),
        tuple((one.number, readable(line.text)) for one in opened.pages for line in one.lines),
        (shown(opened.mark.sentence),),
    )
    waiting = opened.waiting
    choices = _choices(translate("What the rules weighed"), (*waiting.kinds, *waiting.customers))
    tables = [choices, fields, text]
    print_tables([choices] if form == "csv" else tables, form)


@review.command("settle")
@argument("part", type=NUMBER, help="The part's number in the list.")
@option(
    "--category", default="", help="The category, by id or Chinese name; otherwise the rules' first choice."
)
@option(
    "--customer",
    default="",
    help="The customer: number, name, alias or code; otherwise the rules' first choice.",
)
@option("--pages", help="Other pages of the scan than the part's own: 3 or 2-5. Cuts or joins parts.")
@option("--contract", default="", help="The contract it belongs to, by number.")
@option("--case", is_flag=True, help="Also keep the paper as a rule case (see `dangan rules case`).")
@click.pass_obj
def settle(
    work: Workplace,
    part: int,
    category: str,
    customer: str,
    pages: str | None,
    contract: str,
    case: bool,
) -> None:
    """File a paper as you decide; the rules' word is kept beside yours."""
    if case and not category:
        raise UsageError("With --case the category must be said.", advice="Add --category.")
    ruling = Ruling(category, customer, page_range(pages), contract)
    kept = work.desk.rulings.case_of_part(work.speaker, part, category=category) if case else None
    settled = work.desk.review.settle(work.speaker, part, ruling)
    say(translate("Filed as {number}.", number=settled.filed.number))
    if settled.waiting:
        left = "、".join(map(str, settled.waiting))
        say(translate("The pages left over wait as part {parts}.", parts=left))
    if settled.learnt:
        say(shown(settled.learnt))
    if kept is not None:
        say(translate("Written: {file}", file=keep_case(work, kept)))
    if settled.alias:
        say(translate("{name} is proposed as an alias: see `dangan customer aliases`.", name=settled.alias))


def page_range(words: str | None) -> tuple[int, int] | None:
    """`3` or `2-5` as first and last page."""
    if words is None:
        return None
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", words.strip())
    if not found:
        raise UsageError("{words} is not a page range.", advice="Write 3 or 2-5.", words=words)
    return int(found[1]), int(found[2] or found[1])


def shown_range(first: int, last: int) -> str:
    """A page range as people write it."""
    return str(first) if first == last else f"{first}-{last}"


def _row(waiting: Waiting) -> tuple[Cell, ...]:
    customer = _first(waiting.customers)
    if customer is None and waiting.proposed:
        customer = translate("{name} (not registered)", name=waiting.proposed)
    return (
        waiting.part,
        "/".join(filter(None, (waiting.sub_folder, waiting.scan_name))),
        shown_range(waiting.first_page, waiting.last_page),
        _first(waiting.kinds),
        customer,
        shown(waiting.reason) if waiting.reason else None,
        waiting.received_at,
    )


def _first(choices: tuple[Choice, ...]) -> str | None:
    return choices[0].name if choices else None


def _choices(title: str, choices: tuple[Choice, ...]) -> Table:
    columns = (
        Column("answer", translate("Answer")),
        Column("score", translate("Score"), "code"),
        Column("evidence", translate("What spoke for and against it")),
    )
    rows = tuple(
        (
            choice.name,
            f"{choice.score:.2f}",
            "；".join(f"{evidence_words(one)} ({one.weight:+.1f})" for one in choice.evidence),
        )
        for choice in choices
    )
    return Table(title, columns, rows)
