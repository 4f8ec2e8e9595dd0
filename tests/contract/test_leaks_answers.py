"""What others hold leaves no trace in any answer a reader gets.

Two houses, one with the reader's papers alone and one full of everybody else's too, answer alike; and what
is forbidden runs the same statements over the same rows as what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from access.desk import Desk
from access.forms import Request
from access.searching import Query
from access.speaker import Speaker
from archive.people import Post
from tests.clock import MORNING, StoppedClock
from tests.leaking import FOREIGN_TEXT, MINE, crowd, mine, outcome, statements
from tests.staffed import CANARY_TEXT, CUSTOMER, OTHER, Staffed, staff

Call = Callable[[Desk, Speaker, str], object]


def search(text: str, *, limit: int = 20) -> Call:
    return lambda desk, reader, _: desk.reading.search(reader, Query(text, limit=limit, facets=True))


def asking(customer: str) -> Call:
    request = Request((customer,), ("credit",), "签约前了解资信", MORNING.astimezone().date())
    return lambda desk, reader, _: desk.forms.new(reader, request)


def forbidden_and_absent(name: Callable[[Desk, Speaker, str], object]) -> Call:
    """Calls that name what the reader does not have: it is there in one house and not in the other."""
    return lambda desk, reader, _: [
        outcome(lambda: name(desk, reader, called))  # noqa: B023 - called at once
        for called in ("3", "4", "YH-SC1-X-2026-0002-001", "YH-SC1-K-2026-0001-001")
    ]


CALLS: Mapping[str, Call] = {
    "hit counts and facets": search(CANARY_TEXT),
    "snippets": search(MINE),
    "the first of more pages": search(CANARY_TEXT, limit=1),
    "the last page": lambda desk, reader, number: desk.reading.search(
        reader, Query(CANARY_TEXT, limit=1, after=number)
    ),
    "words of others' papers": search(FOREIGN_TEXT),
    "words nearly there": search(f"{CANARY_TEXT}{MINE}三号件"),
    "suggestions for a customer": search(f"customer:{OTHER[:4]}"),
    "another customer": search(f"customer:{OTHER}"),
    "everything but one's own": search(f"密语 -{MINE}"),
    "a page": lambda desk, reader, number: desk.reading.show(reader, number),
    "a picture": lambda desk, reader, number: desk.reading.image(reader, number),
    "an export": lambda desk, reader, number: replace(desk.reading.export(reader, number), file=b""),
    "forms, companies and departments": lambda desk, reader, _: (
        desk.forms.list(reader),
        desk.house.list(reader),
    ),
    "a form for a customer that others have": asking(OTHER),
    "a form for one's own customer": asking(CUSTOMER),
    "showing": forbidden_and_absent(lambda desk, reader, called: desk.reading.show(reader, called)),
    "drawing": forbidden_and_absent(lambda desk, reader, called: desk.reading.image(reader, called)),
    "exporting": forbidden_and_absent(lambda desk, reader, called: desk.reading.export(reader, called)),
    "the file itself": forbidden_and_absent(
        lambda desk, reader, called: desk.reading.export(reader, called, original=True)
    ),
    "going on from": forbidden_and_absent(
        lambda desk, reader, called: desk.reading.search(reader, Query(CANARY_TEXT, after=called))
    ),
}


def told(call: Call, staffed: Staffed, number: str) -> object:
    return outcome(lambda: call(staffed.desk, staffed.speakers[Post.READER], number))


House = tuple[Staffed, str]


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """The reader's papers alone, and among everybody else's; with one's archive number."""
    alone, crowded = (tmp_path_factory.mktemp(name) for name in ("alone", "crowded"))
    pair = tuple(staff(folder, StoppedClock(MORNING)) for folder in (alone, crowded))
    numbers = [mine(staffed, folder) for staffed, folder in zip(pair, (alone, crowded), strict=True)]
    crowd(pair[1], crowded)
    yield (pair[0], numbers[0]), (pair[1], numbers[1])
    for staffed in pair:
        staffed.close()


@pytest.mark.parametrize("what", CALLS)
def test_what_others_hold_changes_no_answer(what: str, houses: tuple[House, House]) -> None:
    answers = [told(CALLS[what], staffed, number) for staffed, number in houses]
    assert answers[0] == answers[1]


def test_the_houses_differ(houses: tuple[House, House]) -> None:
    """What is compared would show if it could be seen."""
    (alone, _), (crowded, _) = houses
    assert len(crowded.desk.scans.status(crowded.speakers[Post.ARCHIVIST]).scans) > 2
    assert len(alone.desk.scans.status(alone.speakers[Post.ARCHIVIST]).scans) == 2


NAMING: Mapping[str, Call] = {
    "show": lambda desk, reader, called: desk.reading.show(reader, called),
    "image": lambda desk, reader, called: desk.reading.image(reader, called),
    "export": lambda desk, reader, called: desk.reading.export(reader, called),
    "export of the file": lambda desk, reader, called: desk.reading.export(reader, called, original=True),
    "the next page": lambda desk, reader, called: desk.reading.search(
        reader, Query(CANARY_TEXT, after=called)
    ),
    "a search for the number": lambda desk, reader, called: desk.reading.search(reader, Query(called)),
}


@pytest.mark.parametrize("what", NAMING)
def test_forbidden_and_not_there_run_the_same_statements_over_the_same_rows(
    what: str, staffed: Staffed, tmp_path: Path
) -> None:
    mine(staffed, tmp_path)
    others = staffed.file_paper(tmp_path, customer=2, text=FOREIGN_TEXT)
    absent = f"{others.number[:-1]}9"
    runs = []
    for called in (others.number, absent, str(others.document), "99"):
        with statements(staffed) as seen:
            told(NAMING[what], staffed, called)
        runs.append(seen)
    assert len(runs[0]) > 5
    assert runs[0] == runs[1]
    assert runs[2] == runs[3]


def test_who_has_no_form_is_told_the_same_whatever_he_names(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    desk, reader = staffed.desk, staffed.speakers[Post.READER]
    words = (filed.number, f"{filed.number}9", str(filed.document), "99", "无此号", "../x", "")
    answers = {
        outcome(lambda: call(desk, reader, word))  # noqa: B023 - called at once
        for call in NAMING.values()
        for word in words
        if call is not NAMING["a search for the number"]
    }
    assert {kind for _, _, kind in answers} == {"Refused"}
    assert len(answers) == 1


def test_item_numbers_say_nothing_of_what_lies_between(staffed: Staffed, tmp_path: Path) -> None:
    """A reader may see the first and the last file of a series only."""
    first = staffed.file_paper(tmp_path, text=f"{CANARY_TEXT}首")
    staffed.file_paper(tmp_path, customer=2, text=f"{CANARY_TEXT}{FOREIGN_TEXT}")
    last = staffed.file_paper(tmp_path, kind="permit", text=f"{CANARY_TEXT}末件")
    staffed.approve(staffed.ask(CUSTOMER))
    answer = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(CANARY_TEXT, facets=True))
    assert [one.paper.number for one in answer.found] == [last.number, first.number]
    assert (answer.total, answer.next, answer.behind.changes) == (2, None, 0)
    assert answer.facets is not None
    assert sum(share.count for share in answer.facets.kinds) == 2
    assert [share.name for share in answer.facets.customers] == [CUSTOMER]
