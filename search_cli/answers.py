"""The answer to a search, for people (lines of a terminal), for scripts (JSON) and for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import click

from access.facets import FacetView, Share
from access.searching import Found, SearchAnswer
from archive.language import show, translate
from archive.message import Message, message
from index.engine import FACET_CAP, Behind
from index.highlight import Span
from reports.table import Cell, Column, Table, one_line, shown
from reports.text import display_width, pad, table_text, wrap
from search_cli.excerpt import excerpt
from search_cli.output import clipped

MOST_SHARES = 10  # of customers, kinds and years each, for people
MOST_PAGES = 12  # runs of pages that are listed of one document

PARTS: Mapping[str, Message] = {
    "title": message("title"),
    "author": message("author"),
    "number": message("archive number"),
}


def answer_text(answer: SearchAnswer, *, width: int) -> str:
    """The answer as lines of at most `width` cells."""
    count = f"{answer.total}+" if answer.capped else str(answer.total)
    lines = [translate("{count} document(s)", count=count), *_behind(answer.behind)]
    if any(found.tolerant for found in answer.found):
        lines.append(translate("Similar ones are shown behind the exact ones and not counted."))
    if not answer.found and not answer.total:
        lines.append(translate("--explain shows how the query is understood."))
    if answer.facets:
        lines += _facets(answer.facets, width)
    for found in answer.found:
        lines += ["", *_entry(found, width)]
    if answer.next is not None:
        lines += ["", translate("There are more: add --after {place}", place=answer.next)]
    return "\n".join(lines) + "\n"


def answer_record(answer: SearchAnswer) -> dict[str, object]:
    """The answer as JSON; `docs/search.md` promises its keys."""
    behind = answer.behind
    return {
        "total": answer.total,
        "capped": answer.capped,
        "next": answer.next,
        "behind": {
            "changes": behind.changes,
            "since": behind.since and behind.since.isoformat(),
            "why": behind.fault and show(behind.fault),
        },
        "facets": answer.facets and _facets_record(answer.facets),
        "hits": [_hit(found) for found in answer.found],
    }


def answer_table(answer: SearchAnswer) -> Table:
    """One row a document."""
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
    return Table(translate("Search results"), columns, tuple(map(_row, answer.found)))


def _row(found: Found) -> tuple[Cell, ...]:
    paper = found.paper
    words = " … ".join(snippet.text for snippet in found.highlights.snippets)
    pages = _pages(found.highlights.pages)
    facts = (paper.number, paper.title, paper.kind_name, paper.customer, paper.issued_on)
    return (*facts, pages, found.tolerant, words)


def _hit(found: Found) -> dict[str, object]:
    paper, highlights = found.paper, found.highlights
    return {
        "number": paper.number,
        "title": paper.title,
        "category": paper.kind,
        "category_name": paper.kind_name,
        "customer": paper.customer,
        "date": paper.issued_on and paper.issued_on.isoformat(),
        "tolerant": found.tolerant,
        "pages_in_all": paper.pages,
        "pages": list(highlights.pages),
        "lines": [
            {"page": one.page, "line": one.line + 1, "text": one.text, "spans": _spans(one.spans)}
            for one in highlights.snippets
        ],
        "head": [{"part": one.part, "text": one.text, "spans": _spans(one.spans)} for one in highlights.head],
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _facets_record(facets: FacetView) -> dict[str, object]:
    def shares(of: Sequence[Share]) -> list[dict[str, object]]:
        return [{"value": share.value, "name": share.name, "count": share.count} for share in of]

    return {
        "categories": shares(facets.kinds),
        "customers": shares(facets.customers),
        "years": shares(facets.years),
        "more_customers": facets.more_customers,
        "capped": facets.capped,
    }


def _behind(behind: Behind) -> Iterator[str]:
    if not behind.changes:
        return
    yield translate(
        "The index is behind by {count} change(s), since {since}: they are not found yet.",
        count=behind.changes,
        since=shown(behind.since),
    )
    if behind.fault:
        yield translate("Why: {reason}", reason=one_line(show(behind.fault)))


def _facets(facets: FacetView, width: int) -> Iterator[str]:
    undated = translate("without a date")
    groups = (
        (translate("Category"), facets.kinds, 0),
        (translate("Customer"), facets.customers, facets.more_customers),
        (translate("Year"), facets.years, 0),
    )
    for header, shares, more in groups if facets.kinds else ():
        rows = tuple((share.name or undated, share.count) for share in shares[:MOST_SHARES])
        left = len(shares) - len(rows) + more
        notes = (translate("and {count} more", count=left),) if left else ()
        columns = (Column("name", header), Column("count", translate("Documents"), "number"))
        yield from ("", *table_text(Table("", columns, rows), width=width).splitlines(), *notes)
    if facets.capped:
        yield ""
        yield translate("Only the newest {count} documents are counted here.", count=f"{FACET_CAP:,}")


def _entry(found: Found, width: int) -> Iterator[str]:
    paper, highlights = found.paper, found.highlights
    similar = "  " + translate("(similar, not the exact words)") if found.tolerant else ""
    head = clipped(one_line(f"{paper.number}  {paper.title}"), width - display_width(similar))
    yield click.style(head, bold=True) + similar
    facts = [paper.kind_name, paper.customer]
    if paper.issued_on:
        facts.append(paper.issued_on.isoformat())
    if highlights.pages:
        facts.append(translate("page {pages} of {all}", pages=_pages(highlights.pages), all=paper.pages))
    elif highlights.head:
        facts.append(translate("not on its pages"))
    yield from ("  " + line for line in wrap(one_line("  ".join(facts)), width - 2))
    yield from _lines(found, width)


def _lines(found: Found, width: int) -> Iterator[str]:
    """The lines with hits, each behind its page or behind what of the head it is."""
    highlights = found.highlights
    said = [(show(PARTS[one.part]), one.text, one.spans) for one in highlights.head]
    said += [(str(one.page), one.text, one.spans) for one in highlights.snippets]
    margin = max((display_width(label) for label, _, _ in said), default=0)
    for label, text, spans in said:
        label = pad(label, margin, "right")
        yield f"  {label} │ {excerpt(text, spans, width=width - margin - 5)}"


def _pages(pages: Sequence[int]) -> str:
    """1–3、7: runs of pages, the first of them where there are many."""
    runs = [[page for _, page in run] for _, run in groupby(enumerate(pages), lambda one: one[1] - one[0])]
    listed = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:MOST_PAGES]]
    return "、".join(listed) + ("…" if len(runs) > MOST_PAGES else "")
