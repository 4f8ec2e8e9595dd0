"""The borrowing register, paper originals that go out and come back, and the shelves they stand on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from access.borrowings import Borrowing
from access.forms import Request, Signing
from access.lending import Lent
from access.people import Account
from access.speaker import Speaker
from archive import schema
from archive.catalogue import losses
from archive.catalogue.shelf_marks import Place
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import OTHER, PASSWORD, Staffed


@pytest.fixture
def number(staffed: Staffed, tmp_path: Path) -> str:
    """A filed paper that the reader's form opens; its 档号."""
    return staffed.file_paper(tmp_path).number


@pytest.fixture
def form(staffed: Staffed, number: str) -> str:
    return staffed.approve(staffed.ask()).number


def today(staffed: Staffed) -> date:
    return staffed.clock().astimezone().date()


def lend(staffed: Staffed, form: str, number: str, due: date | None = None) -> Borrowing:
    return staffed.desk.lending.lend(staffed.speakers[Post.ARCHIVIST], Lent(form, number, due, "三页,完好"))


def register(staffed: Staffed, post: Post = Post.ARCHIVIST) -> list[tuple[str, str]]:
    return [(line.document, line.standing) for line in staffed.desk.lending.list(staffed.speakers[post])]


def on_another_day(staffed: Staffed) -> Staffed:
    desk = staffed.desk
    speakers: dict[Post, Speaker] = {
        post: desk.sessions.speaker(desk.sessions.login(one.person.login, PASSWORD), origin="test")
        for post, one in staffed.speakers.items()
    }
    return replace(staffed, speakers=speakers)


def test_a_paper_goes_out_to_the_forms_reader_and_comes_back(
    staffed: Staffed, form: str, number: str
) -> None:
    line = lend(staffed, form, number)
    assert ("查阅人甲 (reader)", today(staffed) + timedelta(days=7), "out", "三页,完好") == (
        line.borrower,
        line.due,
        line.standing,
        line.remark,
    )
    assert [(number, "out"), ("", "out")] == register(staffed)
    back = staffed.desk.lending.take_back(staffed.speakers[Post.ARCHIVIST], number)
    assert ("returned", "档案管理员甲 (archivist)") == (back.standing, back.received_by)
    assert {(number, "returned"), ("", "out")} == set(register(staffed))


def test_a_form_is_not_given_back_while_its_paper_is_out(staffed: Staffed, form: str, number: str) -> None:
    lend(staffed, form, number)
    archivist, reader = staffed.speakers[Post.ARCHIVIST], staffed.speakers[Post.READER]
    with pytest.raises(Conflict, match="still out"):
        staffed.desk.forms.give_back(reader, form)
    with pytest.raises(Conflict, match="still out"):
        staffed.desk.forms.take_back(archivist, form)
    staffed.desk.lending.take_back(archivist, number)
    assert "returned" == staffed.desk.forms.give_back(reader, form).state
    assert {("", "returned"), (number, "returned")} == set(register(staffed))


def test_what_is_overdue_stands_first(
    staffed: Staffed, form: str, number: str, tmp_path: Path, clock: StoppedClock
) -> None:
    other = staffed.file_paper(tmp_path, kind="permit", text="别的").number
    lend(staffed, form, other)
    lend(staffed, form, number, today(staffed) + timedelta(days=1))
    clock.forward(days=2)
    staffed = on_another_day(staffed)
    assert [(number, "overdue"), (other, "out"), ("", "out")] == register(staffed)
    clock.forward(days=30)
    staffed = on_another_day(staffed)
    assert [(number, "overdue"), (other, "overdue"), ("", "ended")] == register(staffed)


def test_a_paper_is_due_at_once_when_its_form_is_revoked(staffed: Staffed, form: str, number: str) -> None:
    lend(staffed, form, number)
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    shown = staffed.desk.forms.show(director, form)
    staffed.desk.forms.revoke(director, Signing(form, shown.sha256, PASSWORD, "收回"))
    assert [(number, "overdue"), ("", "ended")] == register(staffed)


def test_a_reader_sees_his_own_borrowings_only(staffed: Staffed, form: str, number: str) -> None:
    lend(staffed, form, number)
    assert 2 == len(register(staffed, Post.READER)) == len(register(staffed, Post.AUDITOR))
    assert [] == register(staffed, Post.SALES_DIRECTOR)


def test_papers_go_out_only_under_an_issued_form_that_opens_them(
    staffed: Staffed, number: str, tmp_path: Path
) -> None:
    asked = staffed.ask()
    with pytest.raises(Conflict, match="is not"):
        lend(staffed, asked.number, number)
    staffed.sign(asked)
    with pytest.raises(Conflict, match="is not"):
        lend(staffed, asked.number, number)
    staffed.desk.forms.issue(staffed.speakers[Post.ARCHIVIST], asked.number)
    strange = staffed.file_paper(tmp_path, kind="permit", customer=2, text="别的").number
    with pytest.raises(Refused, match="does not open"):
        lend(staffed, asked.number, strange)
    with pytest.raises(NotFound):
        lend(staffed, asked.number, "YH-SC1-X-2026-0001-099")
    with pytest.raises(Refused, match="nothing here"):
        lend(staffed, "查询-2026-0099", number)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.form_customers).values(customer=2))
    with pytest.raises(Refused, match="does not open"):  # a form that was altered opens nothing
        lend(staffed, asked.number, strange)


def test_a_paper_that_is_out_or_missing_is_not_lent(staffed: Staffed, form: str, number: str) -> None:
    lend(staffed, form, number)
    with pytest.raises(Conflict, match="is lent to"):
        lend(staffed, form, number)
    archivist = staffed.speakers[Post.ARCHIVIST]
    staffed.desk.lending.take_back(archivist, number)
    with pytest.raises(Conflict, match="not lent"):
        staffed.desk.lending.take_back(archivist, number)
    with staffed.home.catalogue.write() as tx:
        losses.report(tx, 1, holder=None, circumstances="盘点未见", by=2, at=staffed.clock())
    with pytest.raises(Conflict, match="reported missing"):
        lend(staffed, form, number)


@pytest.mark.parametrize("days", [-1, 8])
def test_a_paper_is_due_within_the_forms_time(staffed: Staffed, form: str, number: str, days: int) -> None:
    with pytest.raises(BadInput, match="last day of the form"):
        lend(staffed, form, number, today(staffed) + timedelta(days=days))


def test_nobody_lends_papers_to_himself_nor_takes_his_own_back(staffed: Staffed, number: str) -> None:
    archivist = staffed.speakers[Post.ARCHIVIST]
    account = Account("second", "档案管理员乙", "YH", "SC1", frozenset({Post.ARCHIVIST}))
    second = staffed.employ(account)
    asked = staffed.desk.forms.new(
        archivist, Request(("甲木",), ("credit",), "核对案卷", today(staffed) + timedelta(days=3))
    )
    staffed.sign(asked)
    staffed.desk.forms.issue(second, asked.number)
    with pytest.raises(Refused, match="to himself"):
        lend(staffed, asked.number, number)
    staffed.desk.lending.lend(second, Lent(asked.number, number))
    with pytest.raises(Refused, match="borrowed himself"):
        staffed.desk.lending.take_back(archivist, number)


def test_the_shelf_of_a_file_and_what_is_out_of_it(staffed: Staffed, form: str, number: str) -> None:
    archivist, file = staffed.speakers[Post.ARCHIVIST], number.rsplit("-", 1)[0]
    assert [None] == [line.place for line in staffed.desk.shelves.list(archivist)]
    staffed.desk.shelves.put(archivist, file, Place("一库", "3-2"))
    line = staffed.desk.shelves.put(archivist, file, Place(" 二库 ", "4-1", "12"))
    assert (Place("二库", "4-1", "12"), "档案管理员甲 (archivist)") == (line.place, line.put_by)
    lend(staffed, form, number)
    (line,) = staffed.desk.shelves.list(archivist)
    assert [(number, "查阅人甲 (reader)")] == [(one.number, one.borrower) for one in line.out]
    with pytest.raises(NotFound):
        staffed.desk.shelves.put(archivist, "YH-SC9-X-2026-0001", Place("一库", "1"))
    with pytest.raises(BadInput):
        staffed.desk.shelves.put(archivist, file, Place("一库", " "))


def test_a_form_for_another_customer_lends_nothing_of_this_one(staffed: Staffed, number: str) -> None:
    other = staffed.approve(staffed.ask(OTHER))
    with pytest.raises(Refused, match="does not open"):
        lend(staffed, other.number, number)
