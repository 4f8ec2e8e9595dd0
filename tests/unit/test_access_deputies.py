"""Deputies: appointed by whom, for which days, and what they may sign for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from access.deputies import Appointment, DeputyView
from access.deputising import standing_in
from access.people import Account
from access.speaker import Speaker
from archive import audit, schema
from archive.catalogue import notices, people
from archive.errors import BadInput, Conflict, DanganError, NotFound, Refused
from archive.people import Post
from tests.clock import MORNING
from tests.staffed import PASSWORD, Staffed

TODAY = MORNING.date()
LAST = TODAY + timedelta(days=6)
AWAY = Appointment("credit-manager", TODAY, LAST, "出差")
DIRECTOR, GENERAL = Post.CREDIT_OFFICE_DIRECTOR, Post.GENERAL_MANAGER


def appoint(staffed: Staffed, appointment: Appointment = AWAY, *, by: Post = DIRECTOR) -> DeputyView:
    return staffed.desk.deputies.appoint(staffed.speakers[by], appointment, PASSWORD)


def signs_for(
    staffed: Staffed, post: Post = Post.CREDIT_MANAGER, *, today: date = TODAY, asked_by: int | None = None
) -> dict[Post, str]:
    """The posts that somebody stands in for, with the log-in name of whom."""
    with staffed.home.catalogue.read() as tx:
        person = people.find(tx, number(staffed, post))
        assert person is not None
        found = standing_in(tx, person, today=today, asked_by=asked_by)
    return {post: principal.login for post, principal in found.items()}


def number(staffed: Staffed, post: Post) -> int:
    return staffed.speakers[post].person.number


def hire(staffed: Staffed, login: str, *posts: Post) -> Speaker:
    return staffed.employ(Account(login, f"{login}某", "YH", None, frozenset(posts)))


def test_a_deputy_signs_for_the_principal_from_the_first_day_to_the_last(staffed: Staffed) -> None:
    made = appoint(staffed, replace(AWAY, first_day=TODAY + timedelta(days=1)))
    days = {day: signs_for(staffed, today=TODAY + timedelta(days=day)) for day in (0, 1, 6, 7)}
    for_director = {DIRECTOR: "credit-office-director"}
    assert days == {0: {}, 1: for_director, 6: for_director, 7: {}}
    assert (made.state, made.deputy, made.principal, made.posts) == (
        "to_come",
        "信用管理员甲 (credit-manager)",
        "信用管理领导小组办公室主任甲 (credit-office-director)",
        (DIRECTOR,),
    )


def test_a_deputy_passes_nothing_on(staffed: Staffed) -> None:
    appoint(staffed, replace(AWAY, deputy="archivist"))
    assert signs_for(staffed, Post.ARCHIVIST) == {DIRECTOR: "credit-office-director"}
    with pytest.raises(Refused, match="holds no post that signs"):
        appoint(staffed, replace(AWAY, deputy="reader"), by=Post.ARCHIVIST)


def test_a_deputy_who_signs_by_a_post_of_his_own_lends_only_that(staffed: Staffed) -> None:
    appoint(staffed)
    appoint(staffed, replace(AWAY, deputy="archivist"), by=Post.CREDIT_MANAGER)
    assert signs_for(staffed, Post.ARCHIVIST) == {Post.CREDIT_MANAGER: "credit-manager"}


@pytest.mark.parametrize("asker", [DIRECTOR, Post.CREDIT_MANAGER])
def test_nothing_is_signed_for_who_asked_nor_by_who_asked(staffed: Staffed, asker: Post) -> None:
    appoint(staffed)
    assert signs_for(staffed, asked_by=number(staffed, Post.READER)) != {}
    assert signs_for(staffed, asked_by=number(staffed, asker)) == {}


def test_nothing_is_signed_by_a_deputy_whom_the_asker_appointed(staffed: Staffed) -> None:
    appoint(staffed, replace(AWAY, principal="credit-office-director"), by=GENERAL)
    assert signs_for(staffed) == {DIRECTOR: "credit-office-director"}
    assert signs_for(staffed, asked_by=number(staffed, GENERAL)) == {}


@pytest.mark.parametrize("leaving", ["credit-office-director", "credit-manager"])
def test_who_left_is_neither_stood_in_for_nor_stands_in(staffed: Staffed, leaving: str) -> None:
    appoint(staffed)
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], leaving)
    assert signs_for(staffed) == {}


@pytest.mark.parametrize("alone", [Post.ADMINISTRATOR, Post.AUDITOR])
def test_who_comes_to_administer_or_audit_signs_for_nobody(staffed: Staffed, alone: Post) -> None:
    appoint(staffed)
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    staffed.desk.people.set_posts(administrator, "credit-manager", frozenset({alone}))
    assert signs_for(staffed) == {}


def test_a_post_that_the_principal_lost_is_lent_no_longer(staffed: Staffed) -> None:
    appoint(staffed)
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    staffed.desk.people.set_posts(administrator, "credit-office-director", frozenset({Post.READER}))
    assert signs_for(staffed) == {}


def test_the_general_manager_appoints_for_another_director_who_is_told(staffed: Staffed) -> None:
    made = appoint(staffed, replace(AWAY, principal="credit-office-director"), by=GENERAL)
    assert made.appointed_by == "总经理甲 (general-manager)"
    with staffed.home.catalogue.read() as tx:
        told = {
            post: [str(one.text) for one in notices.of_person(tx, number(staffed, post))]
            for post in (DIRECTOR, Post.CREDIT_MANAGER, GENERAL)
        }
    sentence = (
        "信用管理员甲 (credit-manager) signs for 信用管理领导小组办公室主任甲 (credit-office-director)"
        f" from {TODAY} to {LAST}: 出差"
    )
    assert told == {DIRECTOR: [sentence], Post.CREDIT_MANAGER: [sentence], GENERAL: []}


def test_nobody_else_appoints_for_a_director(staffed: Staffed) -> None:
    with pytest.raises(Refused, match="Only the general manager"):
        appoint(staffed, replace(AWAY, principal="general-manager"))


WRONG: dict[str, tuple[Appointment, type[DanganError]]] = {
    "oneself": (replace(AWAY, deputy="credit-office-director"), BadInput),
    "nobody there": (replace(AWAY, deputy="nobody"), NotFound),
    "an auditor": (replace(AWAY, deputy="auditor"), BadInput),
    "an administrator": (replace(AWAY, deputy="administrator"), BadInput),
    "yesterday": (replace(AWAY, first_day=TODAY - timedelta(days=1)), BadInput),
    "an end before the beginning": (replace(AWAY, last_day=TODAY - timedelta(days=1)), BadInput),
    "longer than the setting": (replace(AWAY, last_day=TODAY + timedelta(days=60)), BadInput),
    "no reason": (replace(AWAY, reason=" "), BadInput),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_appointment_that_cannot_be_is_refused_and_recorded(staffed: Staffed, what: str) -> None:
    appointment, error = WRONG[what]
    with pytest.raises(error):
        appoint(staffed, appointment)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.outcome) == ("deputies.appoint", "failed")
    assert staffed.desk.deputies.list(staffed.speakers[Post.READER]) == ()


def test_the_general_manager_does_not_make_himself_the_deputy(staffed: Staffed) -> None:
    with pytest.raises(BadInput, match="Nobody makes himself a deputy"):
        appoint(staffed, Appointment("general-manager", TODAY, LAST, "出差", "credit-manager"), by=GENERAL)


def test_an_appointment_takes_the_password(staffed: Staffed) -> None:
    with pytest.raises(Refused):
        staffed.desk.deputies.appoint(staffed.speakers[DIRECTOR], AWAY, "wrong")
    assert signs_for(staffed) == {}


def test_one_deputy_at_a_time(staffed: Staffed) -> None:
    appoint(staffed)
    with pytest.raises(Conflict, match="has a deputy from"):
        appoint(staffed, replace(AWAY, deputy="sales-director", first_day=LAST, last_day=LAST))
    later = replace(AWAY, deputy="sales-director", first_day=LAST + timedelta(days=1))
    assert appoint(staffed, replace(later, last_day=LAST + timedelta(days=2))).state == "to_come"


@pytest.mark.parametrize("post", [DIRECTOR, Post.CREDIT_MANAGER, GENERAL])
def test_an_appointment_is_ended_early_by_those_concerned(staffed: Staffed, post: Post) -> None:
    made = appoint(staffed)
    ended = staffed.desk.deputies.end(staffed.speakers[post], made.number)
    assert (ended.state, ended.ended_by) == ("ended", staffed.speakers[post].who)
    assert signs_for(staffed) == {}
    with pytest.raises(Conflict):
        staffed.desk.deputies.end(staffed.speakers[post], made.number)


def test_nobody_else_ends_an_appointment(staffed: Staffed) -> None:
    made = appoint(staffed)
    with pytest.raises(Refused):
        staffed.desk.deputies.end(staffed.speakers[Post.SALES_DIRECTOR], made.number)
    with pytest.raises(NotFound):
        staffed.desk.deputies.end(staffed.speakers[GENERAL], made.number + 1)
    assert signs_for(staffed) != {}


def test_who_signs_for_two_is_shown_each(staffed: Staffed) -> None:
    appoint(staffed)
    appoint(staffed, by=GENERAL)
    assert signs_for(staffed) == {DIRECTOR: "credit-office-director", GENERAL: "general-manager"}


def test_the_gate_lets_a_deputy_in_to_what_is_signed_and_to_nothing_else(
    staffed: Staffed,
) -> None:
    made = appoint(staffed, replace(AWAY, deputy="reader"))
    reader = staffed.speakers[Post.READER]
    with pytest.raises(Refused, match="nothing here"):  # let in, and told of no standing authorisation
        staffed.desk.standing.revoke(reader, "常设-2026-0001", PASSWORD, remark="x")
    with pytest.raises(Refused, match="Your posts"):
        staffed.desk.holdings.read(reader)
    staffed.desk.deputies.end(reader, made.number)
    with pytest.raises(Refused, match="Your posts"):
        staffed.desk.standing.revoke(reader, "常设-2026-0001", PASSWORD, remark="x")


def test_a_deputy_for_somebody_else_does_not_appoint_by_the_lent_post(staffed: Staffed) -> None:
    appoint(staffed, replace(AWAY, deputy="reader"))
    with pytest.raises(Refused, match="holds no post that signs"):
        appoint(staffed, replace(AWAY, deputy="archivist"), by=Post.READER)


def test_a_deputy_is_told_at_login_whom_he_signs_for(staffed: Staffed) -> None:
    appoint(staffed)
    sessions = staffed.desk.sessions
    speaker = sessions.speaker(sessions.login("credit-manager", PASSWORD))
    assert [str(one) for one in speaker.remarks] == [
        f"You sign for 信用管理领导小组办公室主任甲 (credit-office-director) until {LAST}."
    ]


def test_an_inactive_archivists_lent_post_counts_all_the_same(staffed: Staffed) -> None:
    """A qualification is asked for keeping papers, not for signing."""
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.qualifications).values(withdrawn_at=staffed.clock()))
    appoint(staffed, replace(AWAY, deputy="archivist"))
    assert signs_for(staffed, Post.ARCHIVIST) == {DIRECTOR: "credit-office-director"}
