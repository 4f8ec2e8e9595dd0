"""Stand-ins for the pipeline's neighbours, fast and without any recognition: for tests.

A made-up scan is a text file. A form feed ends a page; a page that begins `# kind customer` starts a
paper of that kind for the customer of that number (`?` where the rules shall not know); a page
without such a head belongs to the paper before it; an empty page is dropped. A file that begins
`!file` or `!machine` cannot be read, by the fault of either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from archive import schema
from archive.content import Content, Milestone, unwatched
from archive.decision import Assigned, Candidate, Decision, Dropped, Evidence, Part, Sorting, Unknown
from archive.filing import Filing
from archive.home import Home
from archive.message import message
from archive.page import Box, Line, Page
from archive.register import Hints
from index.engine import Behind, SearchEngine
from ingest.inbox import Left
from ingest.outcome import ScanOutcome
from ingest.reading.outcome import Outcome, Reading, ReadTask, Unreadable
from ingest.workshop import Workshop

MEDIA_TYPE = "text/plain"
RULES_DIGEST = hashlib.sha256(b"made up").hexdigest()
HEIGHT = 20.0


class TickingClock:
    """A clock that goes one second forward each time it is read."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class TextReading:
    """Reads made-up scans at once; keeps the names it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, task: ReadTask) -> Future[Outcome]:
        self.asked.append(task.name)
        future: Future[Outcome] = Future()
        future.set_result(read_text(task))
        return future


def read_text(task: ReadTask) -> Outcome:
    """The outcome of reading a made-up scan."""
    text = task.path.read_text(encoding="utf-8")
    for fault in ("file", "machine"):
        if text.startswith(f"!{fault}"):
            reason, advice = message("It is made up to fail."), message("Nothing helps.")
            return Unreadable(reason, advice, MEDIA_TYPE, "file" if fault == "file" else "machine")
    pages = [made_up_page(number, page) for number, page in enumerate(text.split("\f"), start=1)]
    return Reading(tuple(pages), MEDIA_TYPE)


def made_up_page(number: int, text: str) -> Page:
    """A page of printed lines, one below the other."""
    lines = tuple(
        Line(line, Box(0, HEIGHT * row, 10.0 * len(line), HEIGHT * (row + 1)))
        for row, line in enumerate(text.splitlines())
    )
    return Page(number, 1000, 1400, 0, "made-up", lines, ink=1.0 if lines else 0.0)


class HeadSorter:
    """Sorts made-up scans by the heads of their pages."""

    def sort(self, pages: Sequence[Page], hints: Hints) -> Sorting:
        del hints
        papers: list[list[Page]] = []
        dropped = tuple(Dropped(page.number, "blank") for page in pages if not page.lines)
        for page in pages:
            if page.lines and (page.text.startswith("#") or not papers):
                papers.append([page])
            elif page.lines:
                papers[-1].append(page)
        return Sorting(tuple(_part(paper) for paper in papers), dropped, RULES_DIGEST)


def _part(pages: Sequence[Page]) -> Part:
    head = pages[0].lines[0].text if pages[0].text.startswith("#") else "# ? ?"
    _, kind, customer = head.split()
    return Part(
        first_page=pages[0].number,
        last_page=pages[-1].number,
        category=_decision(kind, pages[0].number),
        customer=_decision(customer, pages[0].number),
        fields=(),
    )


def _decision(value: str, page: int) -> Decision:
    if value == "?":
        return Unknown("made up")
    return Assigned(Candidate(value, 1.0, (Evidence("made.up", value, page, None, 1.0),)))


class ProgressList:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.expected: list[int] = []
        self.outcomes: list[ScanOutcome] = []
        self.troubles: list[Left] = []
        self.lags: list[Behind] = []

    def expect(self, scans: int) -> None:
        self.expected.append(scans)

    def finished(self, outcome: ScanOutcome) -> None:
        self.outcomes.append(outcome)

    def left(self, left: Left) -> None:
        self.troubles.append(left)

    def lagging(self, behind: Behind) -> None:
        self.lags.append(behind)


def furnish(home: Home, *, customers: Sequence[str]) -> None:
    """Give a new home one company with one department, and these customers, numbered from 1."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with home.catalogue.write() as tx:
        tx.execute(insert(schema.companies).values(id=1, short="HX", name="恒兴集团有限公司"))
        tx.execute(insert(schema.departments).values(id=1, company=1, short="SC1", name="市场一部"))
        for name in customers:
            values = {"name": name, "kind": "customer", "company": 1, "department": 1, "created_at": at}
            tx.execute(insert(schema.customers).values(values))


def made_up_workshop(
    home: Home, *, engine: SearchEngine, reading: TextReading | None = None, at: Milestone = unwatched
) -> Workshop:
    """A workshop that reads and sorts made-up scans."""
    clock = TickingClock()
    return Workshop(
        home=home,
        content=Content(home.originals, at=at),
        reading=reading or TextReading(),
        workers=1,
        sorter=HeadSorter,
        filing=Filing(home.regulations, clock),
        engine=engine,
        clock=clock,
    )
