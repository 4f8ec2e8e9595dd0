"""The archivists' qualification: without it the post carries nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from access.people import Account
from access.qualifications import Proofs
from access.speaker import Speaker
from archive import audit
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.people import Post
from tests.clock import MORNING
from tests.staffed import GIVEN, QUALIFIED, Staffed

NEW = Account("qian", "钱二", "YH", None, frozenset({Post.ARCHIVIST}))
TODAY = MORNING.date()


def log_in(staffed: Staffed, account: Account = NEW) -> Speaker:
    staffed.desk.people.add(staffed.speakers[Post.ADMINISTRATOR], account, GIVEN)
    sessions = staffed.desk.sessions
    return sessions.speaker(sessions.login(account.login, GIVEN))


def test_an_archivist_does_nothing_before_the_qualification_is_on_record(staffed: Staffed) -> None:
    archivist = log_in(staffed)
    with pytest.raises(Refused, match="your qualification is not on record"):
        staffed.desk.scans.status(archivist)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.outcome, last.person) == ("scans.status", "refused", archivist.person.number)
    staffed.desk.qualifications.record(staffed.speakers[Post.ADMINISTRATOR], "qian", QUALIFIED)
    assert staffed.desk.scans.status(archivist) is not None


def test_the_own_affairs_stay_open_until_then(staffed: Staffed) -> None:
    archivist = log_in(staffed)
    assert len(staffed.desk.sessions.list(archivist)) == 1
    staffed.desk.sessions.change_password(archivist, GIVEN, f"{GIVEN}!")
    staffed.desk.sessions.logout(archivist)


def test_other_posts_count_all_the_same(staffed: Staffed) -> None:
    both = log_in(staffed, replace(NEW, posts=frozenset({Post.ARCHIVIST, Post.CREDIT_MANAGER})))
    assert staffed.desk.scans.status(both) is not None  # credit managers may, too
    with pytest.raises(Refused, match="your qualification is not on record"):
        staffed.desk.scans.retry(both, 1)


def test_a_withdrawn_qualification_ends_the_post_on_the_next_call(staffed: Staffed) -> None:
    archivist, administrator = staffed.speakers[Post.ARCHIVIST], staffed.speakers[Post.ADMINISTRATOR]
    assert staffed.desk.scans.status(archivist) is not None
    staffed.desk.qualifications.withdraw(administrator, "archivist", reason="离岗")
    with pytest.raises(Refused, match="your qualification is not on record"):
        staffed.desk.scans.status(archivist)
    record = staffed.desk.qualifications.list(administrator)[0]
    assert (record.person, record.withdrawn_at) == ("档案管理员甲 (archivist)", staffed.clock())


def test_a_record_is_shown_as_it_was_made(staffed: Staffed) -> None:
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    log_in(staffed)
    made = staffed.desk.qualifications.record(administrator, "qian", QUALIFIED)
    assert staffed.desk.qualifications.list(staffed.speakers[Post.AUDITOR])[0] == made
    assert (made.person, made.degree, made.skill, made.training, made.examined_on, made.recorded_by) == (
        "钱二 (qian)",
        QUALIFIED.degree,
        QUALIFIED.skill,
        QUALIFIED.training,
        date(2020, 6, 30),
        administrator.who,
    )


@pytest.mark.parametrize(
    "proofs",
    [
        replace(QUALIFIED, degree=""),
        replace(QUALIFIED, skill=" "),
        replace(QUALIFIED, training="\u202e"),
        replace(QUALIFIED, degree="大" * 201),
        replace(QUALIFIED, examined_on=date(TODAY.year, TODAY.month, TODAY.day + 1)),
    ],
)
def test_a_record_with_something_missing_does_not_count(staffed: Staffed, proofs: Proofs) -> None:
    archivist, administrator = log_in(staffed), staffed.speakers[Post.ADMINISTRATOR]
    with pytest.raises(BadInput):
        staffed.desk.qualifications.record(administrator, "qian", proofs)
    with pytest.raises(Refused):
        staffed.desk.scans.status(archivist)


def test_a_qualification_is_recorded_once_and_withdrawn_once(staffed: Staffed) -> None:
    administrator, records = staffed.speakers[Post.ADMINISTRATOR], staffed.desk.qualifications
    with pytest.raises(Conflict):
        records.record(administrator, "archivist", QUALIFIED)
    records.withdraw(administrator, "archivist", reason="离岗")
    with pytest.raises(Conflict):
        records.withdraw(administrator, "archivist", reason="离岗")
    assert records.record(administrator, "archivist", QUALIFIED).withdrawn_at is None
    with pytest.raises(NotFound):
        records.record(administrator, "nobody", QUALIFIED)


def test_a_withdrawal_takes_a_reason(staffed: Staffed) -> None:
    with pytest.raises(BadInput):
        staffed.desk.qualifications.withdraw(staffed.speakers[Post.ADMINISTRATOR], "archivist", reason="")
    assert staffed.desk.scans.status(staffed.speakers[Post.ARCHIVIST]) is not None
