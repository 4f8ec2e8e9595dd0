"""`dangan learnt`: the house's printed forms as settled papers taught them (表单记忆)."""

from __future__ import annotations

import json

import click

from access.learning import FormShown
from archive.language import translate
from reports.rendering import Format
from reports.table import Cell, Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.wording import NUMBER, Group, argument
from search_cli.workplace import Workplace


@click.group(cls=Group)
def learnt() -> None:
    """Learnt forms: printed forms of the house that papers are recognised by."""


@learnt.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List the learnt forms; as CSV or JSON with their labels, to keep or to pass on."""
    whole = form in ("csv", "json")
    columns = (
        Column("number", translate("No."), "number"),
        Column("category", translate("Category")),
        Column("title", translate("Headline")),
        Column("labels", translate("Labels"), "text" if whole else "number"),
        Column("papers", translate("Papers"), "number"),
        Column("document", translate("First paper"), "code"),
        Column("person", translate("Settled by")),
        Column("day", translate("When"), "date"),
        Column("filed", translate("Filed on its word"), "text" if whole else "number"),
    )
    rows = tuple(_row(one, whole=whole, codes=form == "json") for one in work.desk.learnt.list(work.speaker))
    print_tables([Table(translate("Learnt forms"), columns, rows)], form)


@learnt.command("show")
@argument("number", type=NUMBER, help="The learnt form's number in the list.")
@format_option()
@click.pass_obj
def show(work: Workplace, number: int, form: Format) -> None:
    """Show the labels of a learnt form, and what was filed on its word."""
    one = work.desk.learnt.show(work.speaker, number)
    labels = Table(
        translate("Labels of learnt form {number}", number=number),
        (
            Column("label", translate("Label")),
            Column("across", translate("From the left"), "code"),
            Column("down", translate("From the top"), "code"),
            Column("seen", translate("Papers"), "number"),
        ),
        tuple(
            (label.text, f"{label.x:.0%}", f"{label.y:.0%}", label.seen) for label in one.learnt.form.labels
        ),
        (translate("Category: {category}; headline: {title}", category=one.kind_name, title=_title(one)),),
    )
    print_tables([labels] if form == "csv" else [labels, _filed(one)], form)


@learnt.command("forget")
@argument("number", type=NUMBER, help="The learnt form's number in the list.")
@click.pass_obj
def forget(work: Workplace, number: int) -> None:
    """Take a learnt form back; lists what was filed on its word, so that you can look again."""
    one = work.desk.learnt.take_back(work.speaker, number)
    say(translate("Learnt form {number} counts no longer.", number=number))
    if one.filed:
        print_tables([_filed(one)], "text")


def _row(one: FormShown, *, whole: bool, codes: bool) -> tuple[Cell, ...]:
    """One form; `whole` with its labels and papers, `codes` with the category's id."""
    known = one.learnt
    places = [[label.text, label.x, label.y, label.seen] for label in known.form.labels]
    return (
        known.number,
        known.kind if codes else one.kind_name,
        _title(one),
        json.dumps(places, ensure_ascii=False) if whole else len(one.labels),
        known.papers,
        known.document,
        known.person,
        known.day,
        "、".join(one.filed) if whole else len(one.filed),
    )


def _title(one: FormShown) -> str:
    return one.learnt.form.title or "—"


def _filed(one: FormShown) -> Table:
    rows = tuple((number,) for number in one.filed)
    return Table(
        translate("Filed on its word"), (Column("document", translate("Archive number"), "code"),), rows
    )
