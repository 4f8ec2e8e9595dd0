"""Urgent reading: open at once for four hours, told to others, and answered for within three days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from access.deputies import Appointment
from access.searching import Query
from access.speaker import Speaker
from access.urgent import Emergency, Review
from access.urgent_reviews import UrgentView
from archive import audit, schema
from archive.errors import BadInput, Conflict, DanganError, NotFound, Refused
from archive.filing import Filed
from archive.people import Post
from tests.clock import StoppedClock
from tests.readable import is_readable
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD, Staffed

DIRECTOR = Post.CREDIT_OFFICE_DIRECTOR
CASE = Emergency(CUSTOMER, "法院今日开庭，须核对授信额度", "sales-director")


@pytest.fixture
def filed(staffed: Staffed, tmp_path: Path) -> Filed:
    return staffed.file_paper(tmp_path)


def speaker(staffed: Staffed, post: Post) -> Speaker:
    """Somebody, logged in anew, for sessions end while the clock goes on."""
    sessions = staffed.desk.sessions
    login = staffed.speakers[post].person.login
    return sessions.speaker(sessions.login(login, PASSWORD), origin="test")


def begin(staffed: Staffed, case: Emergency = CASE, by: Post = Post.READER) -> UrgentView:
    return staffed.desk.urgent.new(speaker(staffed, by), case, PASSWORD)


def review(staffed: Staffed, begun: UrgentView, by: Post = DIRECTOR) -> UrgentView:
    signing = Review(begun.form.number, begun.form.sha256, "情况属实")
    return staffed.desk.urgent.review(speaker(staffed, by), signing, PASSWORD)


def reads(staffed: Staffed, document: str, by: Post = Post.READER) -> bool:
    return is_readable(staffed, document, speaker(staffed, by))


def shown(staffed: Staffed, by: Post) -> list[UrgentView]:
    return list(staffed.desk.urgent.list(speaker(staffed, by)))


def test_it_opens_the_files_at_once_for_four_hours(
    staffed: Staffed, filed: Filed, clock: StoppedClock
) -> None:
    assert not reads(staffed, filed.number)
    begun = begin(staffed)
    assert (begun.form.state, begun.form.ends_at - begun.form.begun_at) == ("open", timedelta(hours=4))
    clock.forward(hours=3, minutes=59)
    assert reads(staffed, filed.number)
    assert not reads(staffed, filed.number, Post.SALES_DIRECTOR)
    clock.forward(minutes=1)
    assert not reads(staffed, filed.number)
    assert shown(staffed, Post.READER)[0].form.state == "ended"


def test_it_may_run_over_midnight(staffed: Staffed, filed: Filed, clock: StoppedClock) -> None:
    while clock().astimezone().hour != 23:
        clock.forward(hours=1)
    begin(staffed)
    clock.forward(hours=3)
    assert reads(staffed, filed.number)
    clock.forward(hours=1)
    assert not reads(staffed, filed.number)


def test_the_customer_that_was_named_is_opened_and_no_other(staffed: Staffed, tmp_path: Path) -> None:
    other = staffed.file_paper(tmp_path, customer=2)
    begin(staffed)
    assert not reads(staffed, other.number)


def test_named_regulations_narrow_it(staffed: Staffed, filed: Filed) -> None:
    begin(staffed, replace(CASE, regulations=("contract",)))
    assert not reads(staffed, filed.number)


def test_an_unknown_customer_opens_nothing_and_looks_the_same(staffed: Staffed, filed: Filed) -> None:
    known, unknown = begin(staffed), begin(staffed, replace(CASE, customer="无锡虚无有限公司"))
    told = [
        replace(one, form=replace(one.form, number="", customers=(), sha256="")) for one in (known, unknown)
    ]
    assert told[0] == told[1]
    with staffed.home.catalogue.write() as tx:
        table = schema.forms
        tx.execute(update(table).where(table.c.number == known.form.number).values(state="returned"))
    assert not reads(staffed, filed.number)


IMPOSSIBLE: dict[str, tuple[type[DanganError], Emergency]] = {
    "no customer": (BadInput, replace(CASE, customer=" ")),
    "no reason": (BadInput, replace(CASE, reason=" ")),
    "oneself": (BadInput, replace(CASE, second="reader")),
    "a stranger": (NotFound, replace(CASE, second="nobody")),
    "an unknown regulation": (BadInput, replace(CASE, regulations=("credits",))),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_one_that_cannot_be_opens_nothing(staffed: Staffed, filed: Filed, what: str) -> None:
    error, case = IMPOSSIBLE[what]
    with pytest.raises(error):
        begin(staffed, case)
    assert not reads(staffed, filed.number)


def test_a_second_person_who_left_is_none(staffed: Staffed) -> None:
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], "sales-director")
    with pytest.raises(NotFound):
        begin(staffed)


def test_the_password_is_asked_for_again(staffed: Staffed, filed: Filed) -> None:
    with pytest.raises(Refused, match="password"):
        staffed.desk.urgent.new(staffed.speakers[Post.READER], CASE, "wrong")
    assert not reads(staffed, filed.number)


def test_an_approver_declares_instead(staffed: Staffed, tmp_path: Path) -> None:
    mine = staffed.file_paper(tmp_path)
    others = staffed.file_paper(tmp_path, kind="visit_record", text="拜访")
    with pytest.raises(Refused, match="approver"):
        begin(staffed, replace(CASE, regulations=("credit",)), by=DIRECTOR)
    assert begin(staffed, by=DIRECTOR).form.regulations == ("customer",)
    assert (reads(staffed, mine.number, DIRECTOR), reads(staffed, others.number, DIRECTOR)) == (False, True)


def test_second_person_approvers_and_auditors_are_told_at_once(staffed: Staffed) -> None:
    begin(staffed)
    told = {
        post: [str(one.text) for one in staffed.desk.notices.unseen(speaker)]
        for post, speaker in staffed.speakers.items()
    }
    assert {post for post, texts in told.items() if texts} == {
        Post.SALES_DIRECTOR,
        DIRECTOR,
        Post.GENERAL_MANAGER,
        Post.AUDITOR,
    }
    assert all(CASE.reason in text for texts in told.values() for text in texts)
    assert "second person" in told[Post.SALES_DIRECTOR][0]


def test_it_waits_for_the_review_of_every_approver(staffed: Staffed) -> None:
    begun = begin(staffed)
    assert begun.waiting_for == begun.form.regulations == ("credit", "customer", "contract")
    half = review(staffed, begun)
    assert half.waiting_for == ("customer",)
    whole = review(staffed, begun, Post.GENERAL_MANAGER)
    assert [(one.regulation, one.remark) for one in whole.reviews] == [
        ("credit", "情况属实"),
        ("contract", "情况属实"),
        ("customer", "情况属实"),
    ]
    with pytest.raises(Conflict):
        review(staffed, begun)
    assert staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults == ()


def test_the_reader_learns_of_the_review(staffed: Staffed) -> None:
    review(staffed, begin(staffed))
    (told,) = staffed.desk.notices.unseen(staffed.speakers[Post.READER])
    assert "情况属实" in str(told.text)


def test_a_deputy_is_told_and_reviews_and_says_for_whom(staffed: Staffed) -> None:
    today = staffed.clock().astimezone().date()
    appointment = Appointment("credit-manager", today, today, "出差")
    staffed.desk.deputies.appoint(staffed.speakers[DIRECTOR], appointment, PASSWORD)
    begun = begin(staffed)
    told = [str(one.text) for one in staffed.desk.notices.unseen(staffed.speakers[Post.CREDIT_MANAGER])]
    assert CASE.reason in told[-1]
    (given, _) = review(staffed, begun, Post.CREDIT_MANAGER).reviews
    assert ("credit-manager" in given.person, "credit-office-director" in given.represented) == (True, True)


def test_a_deputy_does_not_review_what_was_read_by_who_appointed_him(staffed: Staffed) -> None:
    today = staffed.clock().astimezone().date()
    begun = begin(staffed, by=Post.GENERAL_MANAGER)
    appointment = Appointment("credit-manager", today, today, "出差", "credit-office-director")
    staffed.desk.deputies.appoint(staffed.speakers[Post.GENERAL_MANAGER], appointment, PASSWORD)
    with pytest.raises(Refused):
        review(staffed, begun, Post.CREDIT_MANAGER)


def test_while_a_review_is_overdue_the_next_one_is_refused(
    staffed: Staffed, filed: Filed, clock: StoppedClock
) -> None:
    begun = begin(staffed, replace(CASE, regulations=("credit",)))
    staffed.desk.notices.see(speaker(staffed, Post.SALES_DIRECTOR))
    clock.forward(days=3)
    second = begin(staffed, replace(CASE, regulations=("credit",)))
    staffed.desk.notices.see(speaker(staffed, Post.SALES_DIRECTOR))
    clock.forward(hours=5)
    assert shown(staffed, DIRECTOR)[-1].overdue
    with pytest.raises(Refused, match=begun.form.number):
        begin(staffed)
    assert not reads(staffed, filed.number)
    assert begin(staffed, replace(CASE, second="reader"), by=Post.ARCHIVIST).form.state == "open"
    review(staffed, begun)
    assert begin(staffed).form.number != second.form.number


def test_a_third_reading_waits_for_the_review_of_an_earlier_one(staffed: Staffed) -> None:
    begun, _ = begin(staffed), begin(staffed)
    with pytest.raises(Refused, match="2 of your urgent readings"):
        begin(staffed)
    review(staffed, begun)
    review(staffed, begun, Post.GENERAL_MANAGER)
    assert begin(staffed).form.state == "open"


def test_who_reviews_it_is_not_its_second_person(staffed: Staffed) -> None:
    with pytest.raises(BadInput, match="second person"):
        begin(staffed, replace(CASE, second="credit-office-director"))


def test_a_second_person_who_came_to_the_post_does_not_review(staffed: Staffed) -> None:
    begun = begin(staffed)
    posts = frozenset({Post.SALES_DIRECTOR, DIRECTOR})
    staffed.desk.people.set_posts(staffed.speakers[Post.ADMINISTRATOR], "sales-director", posts)
    with pytest.raises(Refused, match="second person"):
        review(staffed, begun, Post.SALES_DIRECTOR)


def test_a_second_person_who_looks_at_nothing_is_none(staffed: Staffed, clock: StoppedClock) -> None:
    review(staffed, begin(staffed, replace(CASE, regulations=("credit",))))
    clock.forward(days=3, minutes=1)
    with pytest.raises(Refused, match="not looked"):
        begin(staffed)
    staffed.desk.notices.see(speaker(staffed, Post.SALES_DIRECTOR))
    assert begin(staffed).form.state == "open"


@pytest.mark.parametrize("by", [Post.READER, Post.ARCHIVIST, Post.SALES_DIRECTOR, Post.AUDITOR])
def test_nobody_but_an_approver_reviews(staffed: Staffed, by: Post) -> None:
    begun = begin(staffed)
    with pytest.raises(Refused):
        review(staffed, begun, by)
    assert shown(staffed, Post.AUDITOR)[0].reviews == ()


def test_a_reader_who_became_the_approver_does_not_review_himself(staffed: Staffed) -> None:
    begun = begin(staffed)
    posts = frozenset({Post.READER, DIRECTOR})
    staffed.desk.people.set_posts(staffed.speakers[Post.ADMINISTRATOR], "reader", posts)
    with pytest.raises(Refused, match="his own"):
        review(staffed, begun, Post.READER)


def test_reviewing_asks_for_password_and_remark_and_for_what_was_shown(staffed: Staffed) -> None:
    begun = begin(staffed)
    right, director = Review(begun.form.number, begun.form.sha256, "属实"), staffed.speakers[DIRECTOR]
    attempts: list[tuple[type[DanganError], Callable[[], object]]] = [
        (Refused, lambda: staffed.desk.urgent.review(director, right, "wrong")),
        (BadInput, lambda: staffed.desk.urgent.review(director, replace(right, remark=" "), PASSWORD)),
        (Refused, lambda: staffed.desk.urgent.review(director, replace(right, sha256="0" * 64), PASSWORD)),
        (Refused, lambda: staffed.desk.urgent.review(director, replace(right, number="查询-1"), PASSWORD)),
    ]
    for error, attempt in attempts:
        with pytest.raises(error):
            attempt()
    assert shown(staffed, DIRECTOR)[0].reviews == ()


def test_a_review_that_was_altered_does_not_count(staffed: Staffed) -> None:
    begun = begin(staffed, replace(CASE, regulations=("credit",)))
    review(staffed, begun)
    with staffed.home.catalogue.write() as tx:
        table = schema.signatures
        reader = staffed.speakers[Post.READER].person.number
        tx.execute(update(table).where(table.c.meaning == "reviewed").values(person=reader))
    assert shown(staffed, DIRECTOR)[0].waiting_for == ("credit",)


@pytest.mark.parametrize("column", ["purpose", "ends_at", "witness", "kind"])
def test_one_that_was_altered_opens_nothing(
    staffed: Staffed, filed: Filed, clock: StoppedClock, column: str
) -> None:
    begin(staffed)
    other = {"purpose": "别", "ends_at": clock() + timedelta(days=9), "witness": 2, "kind": "declared"}
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values({column: other[column], "until": begin_day(clock)}))
    assert not reads(staffed, filed.number)


def begin_day(clock: StoppedClock) -> object:
    return clock().astimezone().date()


def test_whom_it_concerns_sees_it_and_reviewers_what_it_meant(staffed: Staffed) -> None:
    begin(staffed)
    seeing = {
        post: [one.meant for one in shown(staffed, post)] for post in sorted(set(Post) - {Post.ADMINISTRATOR})
    }
    assert {post: meant for post, meant in seeing.items() if meant} == {
        Post.READER: [None],
        Post.SALES_DIRECTOR: [None],
        Post.AUDITOR: [None],
        DIRECTOR: [(CUSTOMER,)],
        Post.GENERAL_MANAGER: [(CUSTOMER,)],
    }


def test_reviewers_see_what_was_read_of_their_own_files(
    staffed: Staffed, filed: Filed, tmp_path: Path
) -> None:
    elsewhere = staffed.file_paper(tmp_path, kind="visit_record", text="拜访")
    begun = begin(staffed)
    staffed.desk.reading.search(speaker(staffed, Post.READER), Query(CANARY_TEXT))
    assert reads(staffed, filed.number)
    assert reads(staffed, elsewhere.number)
    for post, read in (
        (DIRECTOR, [("reading.search", filed.number, None), ("reading.show", filed.number, 1)]),
        (Post.GENERAL_MANAGER, [("reading.show", elsewhere.number, 1)]),
    ):
        rows = staffed.desk.urgent.reads(speaker(staffed, post), begun.form.number)
        assert [(row.act, row.document, row.page) for row in rows] == read
    for post in (Post.SALES_DIRECTOR, Post.READER):
        with pytest.raises(Refused):
            staffed.desk.urgent.reads(speaker(staffed, post), begun.form.number)


def test_the_log_says_who_read_why_and_who_was_named(staffed: Staffed) -> None:
    begin(staffed)
    with staffed.home.catalogue.read() as tx:
        entry = next(row.entry for row in audit.rows(tx) if row.entry.act == "urgent.new")
    second = staffed.speakers[Post.SALES_DIRECTOR].person.number
    assert (entry.outcome, entry.details["second"], entry.details["customers"]) == ("done", second, [1])
