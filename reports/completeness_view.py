"""The completeness report for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator

from archive.language import translate
from reports.completeness import Assessment, CompletenessReport, CustomerReport, Section
from reports.completeness_record import completeness_json
from reports.exchange import table_csv
from reports.printout import printout
from reports.rendering import Format
from reports.standing import State
from reports.table import Cell, Column, Imprint, Table, one_line
from reports.text import pad, table_text, wrap
from reports.wording import (
    SIGNS,
    by_group,
    customer_kind,
    files_line,
    leftovers,
    legend,
    need_words,
    nothing_line,
    paper_facts,
    paper_line,
    remarks,
    section_title,
    state_words,
    tally,
)
from reports.workbook import tables_workbook

OVERDUE = (State.EXPIRED, State.TOO_OLD, State.COPY_ONLY)
COLOURS = {
    State.PRESENT: "1B6E3C",
    State.EXPIRING: "8A5A00",
    State.WAITING: "234F9D",
    State.MISSING: "A31621",
    **dict.fromkeys(OVERDUE, "A31621"),
}


def render_completeness(
    report: CompletenessReport, form: Format, *, width: int = 100, imprint: Imprint | None = None
) -> bytes:
    """The report in one format, UTF-8 where it is text.

    The workbook has an overview and a sheet with every requirement; CSV is that second sheet.
    """
    match form:
        case "text":
            return completeness_text(report, width=width).encode()
        case "html":
            return _html(report, imprint).encode()
        case "xlsx":
            colours = {_state_cell(state): colour for state, colour in COLOURS.items()}
            return tables_workbook([overview(report), requirements(report)], imprint=imprint, colours=colours)
        case "csv":
            return table_csv(requirements(report)).encode()
        case "json":
            return completeness_json(report).encode()


def overview(report: CompletenessReport) -> Table:
    """One row a customer: how much of what is required is there."""
    columns = (
        Column("customer", translate("Customer")),
        Column("kind", translate("Kind"), "code"),
        Column("department", translate("Department"), "code"),
        Column("present", translate("Present"), "number"),
        Column("required", translate("Required"), "number"),
        Column("missing", translate("Missing"), "number"),
        Column("expired", translate("Does not count"), "number"),
        Column("waiting", translate("In review"), "number"),
        Column("expiring", translate("Expiring soon"), "number"),
    )
    rows = tuple(_overview_row(one) for one in report.customers)
    title = translate("Completeness of the customer files, {day}", day=report.today)
    return Table(title, columns, rows, tuple(_notes(report)))


def _overview_row(one: CustomerReport) -> tuple[Cell, ...]:
    return (
        one.customer.name,
        customer_kind(one.customer.kind),
        one.customer.department,
        one.present,
        one.required,
        one.count(State.MISSING),
        one.count(*OVERDUE),
        one.count(State.WAITING),
        one.count(State.EXPIRING),
    )


def _notes(report: CompletenessReport) -> Iterator[str]:
    if report.unassigned:
        yield translate(
            "{count} paper(s) wait in review whose customer cannot be told yet.", count=len(report.unassigned)
        )


def requirements(report: CompletenessReport) -> Table:
    """One row a requirement, of every customer."""
    columns = (
        Column("customer", translate("Customer")),
        Column("regulation", translate("Regulation")),
        Column("contract", translate("Contract"), "code"),
        Column("group", translate("Group")),
        Column("category", translate("Category")),
        Column("clause", translate("Clause"), "code"),
        Column("need", translate("Needed")),
        Column("state", translate("State"), "code"),
        Column("papers", translate("Papers")),
        Column("last_day", translate("Counts until"), "date"),
        Column("remarks", translate("Remarks")),
    )
    rows = [
        _requirement_row(one, section, assessment)
        for one in report.customers
        for section in one.sections
        for assessment in section.assessments
    ]
    return Table(translate("Requirements"), columns, tuple(rows))


def _requirement_row(one: CustomerReport, section: Section, assessment: Assessment) -> tuple[Cell, ...]:
    last_days = [paper.last_day for paper in assessment.papers]
    unlimited = None in last_days
    return (
        one.customer.name,
        section.regulation.name,
        section.files[0].contract if section.regulation.unit == "contract" else None,
        assessment.group.name,
        assessment.category.name,
        assessment.category.clause,
        need_words(assessment),
        _state_cell(assessment.state),
        "\n".join(map(paper_line, assessment.papers)),
        None if unlimited else max((day for day in last_days if day is not None), default=None),
        "\n".join(remarks(assessment)),
    )


def _state_cell(state: State) -> str:
    return f"{SIGNS[state]} {state_words(state)}"


def completeness_text(report: CompletenessReport, *, width: int) -> str:
    """For a terminal: the overview, then each customer with what is there and what is not."""
    parts = [table_text(overview(report), width=width)]
    for one in report.customers:
        heading = translate(
            "{customer}: {present} of {required} required papers are there",
            customer=one.customer.name,
            present=one.present,
            required=one.required,
        )
        lines = ["", one_line(heading), "━" * min(width, 60)]
        for section in one.sections:
            lines += _section_text(section, width)
        lines += [line for text in leftovers(one) for line in wrap(one_line(text), width)]
        parts.append("\n".join(lines) + "\n")
    signs = "   ".join(f"{sign} {words}" for _, sign, words in legend())
    return "".join(parts) + "\n" + "\n".join(wrap(signs, width)) + "\n"


def _section_text(section: Section, width: int) -> list[str]:
    lines = ["", one_line(f"{section_title(section)}  {tally(section)}  ({files_line(section)})")]
    for _, assessments in by_group(section):
        for assessment in assessments:
            name = pad(assessment.category.name, 28)
            lines.append(f"  {SIGNS[assessment.state]} {name}  {state_words(assessment.state)}")
            for text in (*map(paper_line, assessment.papers), *remarks(assessment)):
                lines += [" " * 6 + line for line in wrap(one_line(text), width - 6)]
    nothing = nothing_line(section)
    if nothing:
        first, *more = wrap(nothing, width - 4)
        lines += [f"  {SIGNS[State.NONE]} {first}", *(" " * 4 + line for line in more)]
    return lines


def _html(report: CompletenessReport, imprint: Imprint | None) -> str:
    return printout(
        "completeness.html",
        imprint=imprint,
        report=report,
        overview=overview(report),
        headers=[translate("Category"), translate("State"), translate("Papers and remarks")],
        legend=legend(),
        signs=SIGNS,
        state_words=state_words,
        need_words=need_words,
        section_title=section_title,
        customer_kind=customer_kind,
        files_line=files_line,
        tally=tally,
        paper_facts=paper_facts,
        remarks=remarks,
        leftovers=leftovers,
        by_group=by_group,
        nothing_line=nothing_line,
    )
