"""Settled papers teach their forms; what they taught is listed, used, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from access.corrections import Correction
from access.naming import document_called
from access.review import Ruling
from access.settling import Settled
from access.speaker import Speaker
from archive import audit
from archive.catalogue import learnt, parts, scans
from archive.catalogue.customers import register
from archive.clock import local_date
from archive.decision import Ambiguous, Assigned, Candidate, Decision, Part, Unknown, first_choice
from archive.errors import NotFound
from archive.filing import Filing
from archive.page import Page
from archive.people import Post
from archive.register import Hints
from classify.rulebook import Rule, Rulebook, Thresholds
from classify.sorter import Sorter
from ingest.outcome import describe
from ingest.papers import put_away
from tests.printed import TALK, VISIT, filled
from tests.staffed import CUSTOMER, OTHER, Staffed
from tests.waiting import FIRST, part, wait_with_page

CANARIES = ("鹭鸶密语", "13912345678", "786,543.21", "786543", "欧阳小燕", CUSTOMER, "甲木", "2026年3月5日")
VALUES = {
    "客户名称": CUSTOMER,
    "联系电话": "13912345678",
    "沟通日期": "2026年3月5日",
    "沟通内容": "鹭鸶密语",
    "对方要求": "货款786,543.21元",
    "跟进人员": "欧阳小燕",
}
BOOK = Rulebook(
    (
        Rule(id="negotiation.title", kind="negotiation", where="title", any=("谈判纪要",), weight=9),
        Rule(id="dunning_call.words", kind="dunning_call", where="text", any=("催款电话",), weight=6),
    ),
    Thresholds(
        enough=4, margin=2, weak=2.5, customer_enough=4, customer_margin=2, new_paper=2, learnt_form=8
    ),
    "-",
)
"""Few rules, so that these tests stay as they are when the shipped ones learn more."""
DOUBT: Decision = Unknown("too little", (Candidate("visit_record", 3.0),))
SECOND: Decision = Assigned(Candidate("2", 9.0))


def settle(
    staffed: Staffed,
    folder: Path,
    page: Page,
    category: str,
    *,
    kind: Decision = DOUBT,
    customer: str = CUSTOMER,
) -> Settled:
    """Let a page wait in review and settle it."""
    number = wait_with_page(staffed, folder, page, part(1, 1, kind=kind, customer=FIRST))
    ruling = Ruling(category=category, customer=customer)
    return staffed.desk.review.settle(staffed.speakers[Post.ARCHIVIST], number, ruling)


def sorter(tx: Connection) -> Sorter:
    """A sorter as the pipeline builds it, with the rules of these tests."""
    return Sorter(BOOK, register(tx), [row.learnt for row in learnt.in_force(tx)])


def sorted_now(staffed: Staffed, page: Page) -> Part:
    """What the rules and the learnt forms make of a page now."""
    with staffed.home.catalogue.read() as tx:
        (found,) = sorter(tx).sort([page], Hints()).parts
    return found


def file_by_machine(staffed: Staffed, folder: Path, page: Page) -> str:
    """Put a page away as the pipeline does; the archive number it was filed under."""
    number = wait_with_page(staffed, folder, page, part(1, 1, kind=DOUBT, customer=FIRST))
    with staffed.home.catalogue.write() as tx:
        row = parts.get(tx, number)
        original = str(scans.get(tx, row.scan).original)
        parts.close(tx, number, "resplit")
        sorting = sorter(tx).sort([page], Hints())
        filing = Filing(staffed.home.regulations, staffed.clock)
        state, _ = put_away(
            tx, row.scan, original, sorting, filing=filing, regulations=staffed.home.regulations
        )
        assert state == "filed"
        filed = parts.of_scan(tx, row.scan)[-1].document
        found = tx.execute(text("SELECT number FROM documents WHERE id = :id"), {"id": filed})
        return str(found.scalar_one())


def test_the_next_paper_on_a_settled_form_is_recognised(staffed: Staffed, tmp_path: Path) -> None:
    other = filled(TALK, {"客户名称": OTHER, "沟通日期": "2026-04-01"})
    before = sorted_now(staffed, other)
    settled = settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    assert str(settled.learnt) == "Learnt as form 1: 10 printed labels."

    after = sorted_now(staffed, other)

    assert not isinstance(before.category, Assigned)
    assert isinstance(after.category, Assigned)
    assert after.category.best.value == "call_record"
    day = local_date(staffed.clock())
    assert [one.words for one in after.category.best.evidence if one.rule == "learnt_form.1"] == [
        f"{settled.filed.number} · 档案管理员甲 · {day} · 10/10"
    ]


def test_nothing_that_was_filled_in_is_kept(staffed: Staffed, archivist: Speaker, tmp_path: Path) -> None:
    settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    settle(staffed, tmp_path, filled(TALK, {**VALUES, "客户名称": OTHER}), "call_record", customer=OTHER)
    with staffed.home.catalogue.read() as tx:
        kept = tx.execute(text("SELECT title, labels FROM learnt_forms")).all()
    shown = staffed.desk.learnt.list(archivist)
    assert len(kept) == 1
    assert [word for word in CANARIES for row in kept if word in f"{row.title}{row.labels}"] == []
    assert [word for word in CANARIES if word in repr(shown)] == []


def test_a_second_paper_refines_the_form_it_is_on(
    staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    first = filled((TALK[0], (*TALK[1], "标段桩号", "审核")), {**VALUES, "标段桩号": "三标"})
    second = filled((TALK[0], (*TALK[1], "标段桩号", "批准")), {"客户名称": OTHER, "标段桩号": "五标"})
    settle(staffed, tmp_path, first, "call_record")
    settled = settle(staffed, tmp_path, second, "call_record", customer=OTHER)
    (shown,) = staffed.desk.learnt.list(archivist)
    assert str(settled.learnt) == "Learnt form 1 now rests on 2 papers."
    assert (shown.learnt.papers, shown.labels) == (2, (*TALK[1], "标段桩号"))


def test_of_one_customers_papers_nothing_joins(staffed: Staffed, archivist: Speaker, tmp_path: Path) -> None:
    form = (TALK[0], (*TALK[1], "标段桩号"))
    for value in ("三标", "五标"):
        settle(staffed, tmp_path, filled(form, {**VALUES, "标段桩号": value}), "call_record")
    (shown,) = staffed.desk.learnt.list(archivist)
    assert (shown.learnt.papers, shown.labels) == (2, TALK[1])


def test_a_paper_with_few_labels_teaches_nothing_and_says_so(
    staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settled = settle(staffed, tmp_path, filled(("", ("日期", "签字"))), "correspondence")
    assert str(settled.learnt) == (
        "No form is learnt from it: it bears 2 printed label(s), too few to know it again by."
    )
    assert staffed.desk.learnt.list(archivist) == ()


def test_two_categories_on_one_form_are_no_guess(staffed: Staffed, tmp_path: Path) -> None:
    settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    settle(staffed, tmp_path, filled(TALK, VALUES), "dunning_call")
    found = sorted_now(staffed, filled(TALK, {"客户名称": OTHER})).category
    assert isinstance(found, Ambiguous)
    assert {one.value for one in found.candidates} == {"call_record", "dunning_call"}


def test_another_form_of_the_house_is_not_touched(staffed: Staffed, tmp_path: Path) -> None:
    before = sorted_now(staffed, filled(VISIT, VALUES))
    settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    assert sorted_now(staffed, filled(VISIT, VALUES)) == before


def test_a_form_is_taken_back_and_what_it_filed_is_named(
    staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    number = file_by_machine(staffed, tmp_path, filled(TALK, {"客户名称": OTHER}))
    (listed,) = staffed.desk.learnt.list(archivist)
    taken = staffed.desk.learnt.take_back(archivist, 1)
    assert (listed.filed, taken.filed, taken.kind_name) == ((number,), (number,), "通话记录")
    assert staffed.desk.learnt.list(archivist) == ()
    assert not isinstance(sorted_now(staffed, filled(TALK, {"客户名称": OTHER})).category, Assigned)
    for call in (staffed.desk.learnt.take_back, staffed.desk.learnt.show):
        with pytest.raises(NotFound):
            call(archivist, 1)
    with staffed.home.catalogue.read() as tx:
        rows = [row.entry for row in audit.rows(tx) if row.entry.act == "learnt.take_back"]
    assert [(row.subject, row.outcome) for row in rows][:1] == [("learnt_form:1", "done")]


def test_whoever_watches_is_told_of_the_form(staffed: Staffed, tmp_path: Path) -> None:
    settled = settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    number = file_by_machine(staffed, tmp_path, filled(TALK, {"客户名称": OTHER}))
    with staffed.home.catalogue.read() as tx:
        document = document_called(tx, number)
        (told,) = [part for part in describe(tx, document.scan).parts if part.archive_number == number]
    day = local_date(staffed.clock())
    assert told.category_words == (
        f"same form as {settled.filed.number}, settled by 档案管理员甲 on {day}; 10 of 10 labels agree",
    )


def test_forms_of_categories_that_the_regulations_have_no_more_are_not_used(
    staffed: Staffed, tmp_path: Path
) -> None:
    settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    with staffed.home.catalogue.read() as tx:
        found = [len(learnt.usable(tx, kinds)) for kinds in (("call_record",), ("permit",))]
    assert found == [1, 0]


def test_another_category_for_a_filed_paper_replaces_what_it_taught(
    staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    settled = settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    desk = staffed.desk
    desk.documents.correct(
        archivist, settled.filed.number, Correction(category="visit_record"), reason="看错了"
    )
    (shown,) = desk.learnt.list(archivist)
    assert (shown.learnt.number, shown.learnt.kind) == (2, "visit_record")


def test_other_corrections_teach_nothing(staffed: Staffed, archivist: Speaker, tmp_path: Path) -> None:
    settled = settle(staffed, tmp_path, filled(TALK, VALUES), "call_record")
    staffed.desk.learnt.take_back(archivist, 1)
    staffed.desk.documents.correct(archivist, settled.filed.number, Correction(title="沟通"), reason="写错了")
    assert staffed.desk.learnt.list(archivist) == ()


def test_rules_that_were_sure_are_overruled_only_after_two_papers(staffed: Staffed, tmp_path: Path) -> None:
    form = ("商务谈判纪要", TALK[1])
    by_rules = sorted_now(staffed, filled(form, VALUES)).category
    assert isinstance(by_rules, Assigned)
    settle(staffed, tmp_path, filled(form, VALUES), "visit_record", kind=by_rules)
    once = sorted_now(staffed, filled(form, VALUES)).category
    settle(staffed, tmp_path, filled(form, VALUES), "visit_record", kind=once)
    twice = sorted_now(staffed, filled(form, VALUES)).category
    assert isinstance(once, Ambiguous)
    assert isinstance(twice, Assigned)
    assert (by_rules.best.value, twice.best.value) == ("negotiation", "visit_record")


def test_a_form_on_which_the_rules_were_sure_cannot_gainsay_them(staffed: Staffed, tmp_path: Path) -> None:
    form = ("", TALK[1])
    sure: Decision = Assigned(Candidate("visit_record", 7.0))
    settle(staffed, tmp_path, filled(form, VALUES), "visit_record", kind=sure)
    dunned = sorted_now(staffed, filled(form, {**VALUES, "沟通内容": "催款电话"})).category
    plain = sorted_now(staffed, filled(form, VALUES)).category
    assert (first_choice(dunned), first_choice(plain)) == ("dunning_call", "visit_record")
    assert isinstance(dunned, Assigned)
