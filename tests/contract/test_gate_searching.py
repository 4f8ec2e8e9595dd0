"""Searching through the gate: what is counted, what happens between asking and showing, where pages go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from access.forms import Request, Signing
from access.gate import Gate
from access.searching import Query, SearchAnswer, Searching
from access.standing import Authorisation
from archive import audit, schema
from archive.errors import Conflict, EngineUnavailable, Refused
from archive.filing import Filed
from archive.grants import Scope
from archive.message import message
from archive.people import Post
from index.conditions import Conditions
from index.engine import Behind, Hit, Hits
from index.following import FollowingEngine
from index.plan import Plan
from tests.staffed import CANARY_TEXT, CUSTOMER, OTHER, PASSWORD, Staffed


class Watched(FollowingEngine):
    """An engine that lets something happen when it is asked, and says why it is behind."""

    def __init__(self, engine: FollowingEngine, meanwhile: Callable[[], None] = lambda: None) -> None:
        super().__init__(engine.followers, preferred=engine.preferred)
        self._meanwhile = meanwhile

    def pending(self) -> Behind:
        return Behind(0, None, message("The disk is full."))

    def search(self, plan: Plan, scope: Scope, *, limit: int, after: Hit | None = None) -> Hits:
        found = super().search(plan, scope, limit=limit, after=after)
        self._meanwhile()
        return found


def search(
    staffed: Staffed, query: Query, *, meanwhile: Callable[[], None] = lambda: None, post: Post = Post.READER
) -> SearchAnswer:
    gate = Gate(staffed.home.catalogue, staffed.home.regulations, staffed.clock)
    return Searching(gate, Watched(staffed.engine, meanwhile)).search(staffed.speakers[post], query)


def test_a_form_that_ends_during_a_search_leaves_no_answer(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    staffed.file_paper(tmp_path, customer=2, text="别的")
    form = staffed.approve(staffed.ask())
    staffed.approve(staffed.ask(OTHER))

    def revoke() -> None:
        director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
        staffed.desk.forms.revoke(director, Signing(form.number, form.sha256, PASSWORD))

    with pytest.raises(Conflict):
        search(staffed, Query("第1页", facets=True), meanwhile=revoke)
    with staffed.home.catalogue.read() as tx:
        asked, shown = (row.entry for row in audit.rows(tx) if row.entry.act == "reading.search")
    assert (asked.outcome, shown.outcome, shown.details["step"]) == ("done", "failed", "shown")
    assert "documents" not in shown.details
    assert [found.paper.customer for found in search(staffed, Query("第1页")).found] == [OTHER]


def test_a_file_handed_over_during_a_search_leaves_no_answer(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    asked = Authorisation("credit", staffed.clock().date(), "日常工作", person="reader")
    staffed.desk.standing.sign(director, asked, PASSWORD)

    def hand_over() -> None:
        with staffed.home.catalogue.write() as tx:
            tx.execute(update(schema.files).values(custody="credit_office"))

    with pytest.raises(Refused):
        search(staffed, Query("第1页"), meanwhile=hand_over)
    with staffed.home.catalogue.read() as tx:
        before, shown = (row.entry for row in audit.rows(tx) if row.entry.act == "reading.search")
    assert (before.outcome, shown.outcome, shown.details["step"]) == ("done", "refused", "shown")
    assert "documents" not in shown.details


def test_a_superseded_paper_is_neither_shown_nor_counted(staffed: Staffed, tmp_path: Path) -> None:
    old, new = (staffed.file_paper(tmp_path, text=CANARY_TEXT + more) for more in ("", "乙"))
    staffed.approve(staffed.ask())
    archivist = staffed.speakers[Post.ARCHIVIST]
    staffed.desk.documents.supersede(archivist, old.number, new.number, reason="换新")
    answer = search(staffed, Query(CANARY_TEXT, facets=True))
    assert answer.facets is not None
    assert ([found.paper.number for found in answer.found], answer.total) == ([new.number], 1)
    assert [share.count for share in answer.facets.kinds] == [1]


def test_what_was_counted_is_recorded(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    search(staffed, Query(facets=True, conditions=Conditions(customers=("甲木",))))
    with staffed.home.catalogue.read() as tx:
        asked, shown = (row.entry.details for row in audit.rows(tx) if row.entry.act == "reading.search")
    said = {"query": "", "conditions": {"--customer": ["甲木"]}, "forms": ["form:1"]}
    assert asked == {**said, "step": "asked"}
    assert shown == {
        **said,
        "step": "shown",
        "documents": [1],
        "facet_kinds": ["credit_report"],
        "facet_customers": [1],
        "facet_years": [1987],
    }


def move_away(staffed: Staffed, *papers: Filed) -> None:
    """Into another customer's file, behind the index's back."""
    documents = schema.documents
    with staffed.home.catalogue.write() as tx:
        numbers = [paper.document for paper in papers]
        elsewhere = tx.exec_driver_sql("SELECT id FROM files WHERE customer = 2").scalar_one()
        tx.execute(update(documents).where(documents.c.id.in_(numbers)).values(file=elsewhere))


def test_pages_whose_papers_moved_away_are_passed_over(staffed: Staffed, tmp_path: Path) -> None:
    filed = [staffed.file_paper(tmp_path, text=CANARY_TEXT + "甲" * number) for number in range(6)]
    staffed.file_paper(tmp_path, customer=2, text="别的")
    staffed.approve(staffed.ask())
    move_away(staffed, filed[5], filed[4], filed[2])
    first = search(staffed, Query(CANARY_TEXT, limit=2))
    assert [found.paper.number for found in first.found] == [filed[3].number]
    second = search(staffed, Query(CANARY_TEXT, limit=2, after=first.next))
    assert [found.paper.number for found in second.found] == [filed[1].number]
    third = search(staffed, Query(CANARY_TEXT, limit=2, after=second.next))
    assert ([found.paper.number for found in third.found], third.next) == ([filed[0].number], None)


def test_an_index_that_is_nothing_but_wrong_is_not_believed(staffed: Staffed, tmp_path: Path) -> None:
    filed = [staffed.file_paper(tmp_path, text=CANARY_TEXT + "甲" * number) for number in range(7)]
    staffed.file_paper(tmp_path, customer=2, text="别的")
    staffed.approve(staffed.ask())
    move_away(staffed, *filed[1:])
    with pytest.raises(EngineUnavailable):
        search(staffed, Query(CANARY_TEXT, limit=1))


@pytest.mark.parametrize(("post", "why"), [(Post.READER, None), (Post.ARCHIVIST, "The disk is full.")])
def test_why_the_index_is_behind_is_for_the_archivist(
    staffed: Staffed, tmp_path: Path, post: Post, why: str | None
) -> None:
    staffed.file_paper(tmp_path)
    until = staffed.clock().astimezone().date()
    request = Request((CUSTOMER,), ("credit",), "核对", until)
    staffed.approve(staffed.desk.forms.new(staffed.speakers[post], request))
    fault = search(staffed, Query(CANARY_TEXT), post=post).behind.fault
    assert (fault and str(fault)) == why


def test_an_explanation_looks_at_nothing(staffed: Staffed, tmp_path: Path) -> None:
    reader = staffed.speakers[Post.READER]
    before = staffed.desk.reading.explain(reader, Query(f"customer:{CUSTOMER} {CANARY_TEXT}"))
    staffed.file_paper(tmp_path)
    assert staffed.desk.reading.explain(reader, Query(f"customer:{CUSTOMER} {CANARY_TEXT}")) == before


def test_a_customer_is_found_by_its_credit_code(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    customers = schema.customers
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(customers).where(customers.c.id == 1).values(code="91320281MA1XABCDE2"))
    found = {
        part: [one.paper.number for one in search(staffed, Query(f"customer:{part}")).found]
        for part in ("91320281", "91320281ma1xabcde2", "1XABC", "91320282")
    }
    mine = [filed.number]
    assert found == {"91320281": mine, "91320281ma1xabcde2": mine, "1XABC": [], "91320282": []}
