"""`dangan search`: the papers that one's own query forms open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from access.searching import Query
from archive.errors import UsageError
from archive.language import show, translate
from index.conditions import Conditions
from index.describing import Said
from reports.exchange import json_text
from reports.rendering import Format
from search_cli.answers import answer_record, answer_table, answer_text
from search_cli.output import format_option, print_tables, say, terminal_width
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace


@click.command(cls=Command)
@argument("words", nargs=-1, metavar="[QUERY]", help="What to look for (docs/search.md).")
@option("--category", "categories", multiple=True, help="A kind of paper: its name, or a part of it.")
@option("--customer", "customers", multiple=True, help="A customer: a part of a name, or of the credit code.")
@option("--since", metavar="DATE", help="Papers dated from this day, month or year on.")
@option("--until", metavar="DATE", help="Papers dated up to this day, month or year.")
@option("--code", "codes", multiple=True, help="A code or number on the paper, or a part of it.")
@option("--amount", metavar="RANGE", help="An amount on the paper, in yuan: 100000..200000, ..50000.")
@option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="What was read off the paper.")
@option("--facets", is_flag=True, help="Count the hits by category, customer and year.")
@option("--explain", is_flag=True, help="Show how the query is understood, and search nothing.")
@option("--limit", default=20, type=click.IntRange(1, 100), help="How many documents to show at most.")
@option("--after", help="Go on where the page before ended: what its last line named.")
@format_option("text", "json", "csv")
@click.pass_obj
def search(
    work: Workplace,
    /,
    words: tuple[str, ...],
    limit: int,
    after: str | None,
    facets: bool,
    explain: bool,
    form: Format,
    **conditions: Any,
) -> None:
    """Search the papers that your query forms open.

    Words are all wanted; "quoted words" stand together; OR, -not, brackets; category:, customer:, code:,
    field:, from:, to:, amount:. Options and words may be used together, or options alone.
    """
    query = Query(" ".join(words), limit, after, Conditions(**conditions), facets)
    if form == "csv" and (facets or explain):
        raise UsageError(
            "CSV has room for the hits alone.", advice="Add --format json, or leave --format away."
        )
    if explain:
        _explain(work.desk.reading.explain(work.speaker, query), form)
        return
    answer = work.desk.reading.search(work.speaker, query)
    if form == "text":
        click.echo(answer_text(answer, width=terminal_width()), nl=False)
    elif form == "json":
        click.echo(json_text(answer_record(answer)), nl=False)
    else:
        print_tables([answer_table(answer)], form)


def _explain(understood: Sequence[Said], form: Format) -> None:
    if form == "json":
        lines = [{"depth": said.depth, "words": show(said.words)} for said in understood]
        click.echo(json_text({"understood": lines}), nl=False)
        return
    say(translate("The query is understood as follows; a document is found when it has:"))
    for said in understood:
        say("  " * (said.depth + 1) + show(said.words))
