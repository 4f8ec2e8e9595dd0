"""Declared reading: the approver that a regulation names reads its files, and says so first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from access.declared import Declaration
from access.self_signed import SelfSignedView
from access.speaker import Speaker
from archive import audit, schema
from archive.errors import BadInput, Refused
from archive.filing import Filed
from archive.people import Post
from tests.clock import StoppedClock
from tests.readable import is_readable
from tests.staffed import CUSTOMER, PASSWORD, Staffed

DIRECTOR = Post.CREDIT_OFFICE_DIRECTOR


@pytest.fixture
def filed(staffed: Staffed, tmp_path: Path) -> Filed:
    return staffed.file_paper(tmp_path)


def declare(
    staffed: Staffed, *customers: str, by: Post = DIRECTOR, regulation: str = "credit"
) -> SelfSignedView:
    declaration = Declaration(customers or (CUSTOMER,), (regulation,), "复核授信")
    return staffed.desk.declared.new(staffed.speakers[by], declaration, PASSWORD)


def reads(staffed: Staffed, document: str, by: Speaker | None = None) -> bool:
    return is_readable(staffed, document, by or staffed.speakers[DIRECTOR])


def log_in(staffed: Staffed, login: str) -> Speaker:
    sessions = staffed.desk.sessions
    return sessions.speaker(sessions.login(login, PASSWORD), origin="test")


def test_the_approver_reads_after_declaring_what_for(staffed: Staffed, filed: Filed) -> None:
    assert not reads(staffed, filed.number)
    declared = declare(staffed)
    assert (declared.state, declared.purpose, declared.customers) == ("open", "复核授信", (CUSTOMER,))
    assert reads(staffed, filed.number)
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx) if row.entry.act == "reading.show"][-1]
    assert last.basis == "form:1"


def test_it_opens_the_declared_customers_and_regulations_only(staffed: Staffed, tmp_path: Path) -> None:
    other = staffed.file_paper(tmp_path, customer=2)
    elsewhere = staffed.file_paper(tmp_path, kind="visit_record", text="拜访")
    declare(staffed)
    assert not reads(staffed, other.number)
    assert not reads(staffed, elsewhere.number)


def test_it_opens_nothing_to_anybody_else(staffed: Staffed, filed: Filed) -> None:
    declare(staffed)
    assert not reads(staffed, filed.number, staffed.speakers[Post.READER])


def test_it_ends_after_a_day(staffed: Staffed, filed: Filed, clock: StoppedClock) -> None:
    declare(staffed)
    clock.forward(hours=23, minutes=59)
    assert reads(staffed, filed.number, log_in(staffed, "credit-office-director"))
    clock.forward(minutes=1)
    assert not reads(staffed, filed.number, log_in(staffed, "credit-office-director"))
    (shown,) = staffed.desk.declared.list(log_in(staffed, "auditor"))
    assert shown.state == "ended"


def test_it_ends_when_the_post_is_taken_away(staffed: Staffed, filed: Filed) -> None:
    declare(staffed)
    posts = frozenset({Post.READER})
    staffed.desk.people.set_posts(staffed.speakers[Post.ADMINISTRATOR], "credit-office-director", posts)
    assert not reads(staffed, filed.number)


@pytest.mark.parametrize(
    ("by", "regulation"),
    [
        (Post.READER, "credit"),
        (Post.ARCHIVIST, "credit"),
        (Post.CREDIT_MANAGER, "credit"),
        (Post.GENERAL_MANAGER, "credit"),
        (DIRECTOR, "customer"),
        (Post.AUDITOR, "credit"),
    ],
)
def test_nobody_but_the_named_approver_declares(
    staffed: Staffed, filed: Filed, by: Post, regulation: str
) -> None:
    with pytest.raises(Refused):
        declare(staffed, by=by, regulation=regulation)


def test_declaring_asks_for_the_password_again(staffed: Staffed, filed: Filed) -> None:
    declaration = Declaration((CUSTOMER,), ("credit",), "复核授信")
    with pytest.raises(Refused, match="password"):
        staffed.desk.declared.new(staffed.speakers[DIRECTOR], declaration, "wrong")
    assert not reads(staffed, filed.number)


@pytest.mark.parametrize(
    "declaration",
    [
        Declaration((), ("credit",), "复核"),
        Declaration((CUSTOMER,), (), "复核"),
        Declaration((CUSTOMER,), ("credit",), " "),
    ],
)
def test_without_customer_regulation_or_purpose_there_is_none(
    staffed: Staffed, declaration: Declaration
) -> None:
    with pytest.raises(BadInput):
        staffed.desk.declared.new(staffed.speakers[DIRECTOR], declaration, PASSWORD)


def test_an_unknown_customer_opens_nothing_and_looks_the_same(staffed: Staffed, filed: Filed) -> None:
    known, unknown = declare(staffed), declare(staffed, "无锡虚无有限公司")
    assert (known.state, known.ends_at) == (unknown.state, unknown.ends_at)
    with staffed.home.catalogue.write() as tx:
        table = schema.forms
        tx.execute(update(table).where(table.c.number == known.number).values(state="returned"))
    assert not reads(staffed, filed.number)


@pytest.mark.parametrize("column", ["purpose", "ends_at", "kind", "reader", "customers"])
def test_one_that_was_altered_opens_nothing(
    staffed: Staffed, filed: Filed, clock: StoppedClock, column: str
) -> None:
    declare(staffed)
    clock.forward(hours=1)
    other = {"purpose": "别", "ends_at": clock(), "kind": "query", "reader": 2, "customers": '["甲木"]'}
    with staffed.home.catalogue.write() as tx:
        clock.forward(days=9) if column == "ends_at" else None
        tx.execute(update(schema.forms).values({column: other[column]}))
    assert not reads(staffed, filed.number, log_in(staffed, "credit-office-director"))
    faults = staffed.desk.audit.verify(log_in(staffed, "auditor")).faults
    assert [str(fault) for fault in faults] == ["The form 查询-2026-0001 was altered after it was handed in."]


def test_a_customer_slipped_in_opens_nothing(staffed: Staffed, tmp_path: Path) -> None:
    other = staffed.file_paper(tmp_path, customer=2)
    declare(staffed)
    with staffed.home.catalogue.write() as tx:
        tx.execute(schema.form_customers.insert().values(form=1, customer=2))
    assert not reads(staffed, other.number)


def test_the_auditor_sees_all_and_everybody_else_his_own(staffed: Staffed) -> None:
    mine = declare(staffed)
    others = declare(staffed, by=Post.GENERAL_MANAGER, regulation="customer")
    listed = {
        post: {one.number for one in staffed.desk.declared.list(staffed.speakers[post])}
        for post in (DIRECTOR, Post.GENERAL_MANAGER, Post.SALES_DIRECTOR, Post.AUDITOR)
    }
    assert listed == {
        DIRECTOR: {mine.number},
        Post.GENERAL_MANAGER: {others.number},
        Post.SALES_DIRECTOR: set(),
        Post.AUDITOR: {mine.number, others.number},
    }


def test_the_log_shows_who_declared_what_and_verifies(staffed: Staffed) -> None:
    declared = declare(staffed)
    with staffed.home.catalogue.read() as tx:
        entry = next(row.entry for row in audit.rows(tx) if row.entry.act == "declared.new")
        sha256 = tx.execute(select(schema.signatures.c.sha256)).scalar_one()
    assert (entry.subject, entry.details["customers"], entry.details["signed"]) == (
        "form:1",
        [1],
        {"credit": sha256},
    )
    assert entry.details["number"] == declared.number
    assert staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults == ()
