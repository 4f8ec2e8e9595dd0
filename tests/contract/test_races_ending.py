"""What ends somebody's right, ends it at once: two processes go on and on beside the one that ends it.

Nothing that began after the ending had returned is answered; every answer has its row in the audit log, and
the rows stand in the order in which things happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import pytest

from access.declared import Declaration
from access.deputies import Appointment
from access.forms import Signing
from access.people import Account
from access.searching import Query
from access.standing import Authorisation
from access.urgent import Emergency
from archive.people import Post
from tests.clock import MORNING, StoppedClock
from tests.racing import (
    Act,
    Colleague,
    begin,
    call_once,
    colleagues,
    last_row,
    log_in,
    recorded,
    require_recorded,
)
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD, Staffed, staff

DIRECTOR, READER, ADMINISTRATOR = "credit-office-director", "reader", "administrator"
SEEN = 3
"""So many answers are given before the ending begins."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is called on and on, and what ends it."""

    going_on: tuple[Act, ...]
    ending: Act


@dataclass(frozen=True, slots=True)
class Office:
    """A house, and the processes of two who go on; we are the one that ends it."""

    staffed: Staffed
    going_on: Sequence[Colleague]

    @property
    def today(self) -> date:
        return self.staffed.clock().astimezone().date()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    staffed = staff(folder, StoppedClock(MORNING))
    staffed.file_paper(folder)
    staffed.employ(Account("deputy", "代理甲", "YH", "SC2", frozenset({Post.READER})))
    with colleagues(staffed.home.path, "first", "second") as going_on:
        yield Office(staffed, going_on)
    staffed.close()


@pytest.fixture(autouse=True)
def as_in_the_morning(office: Office) -> None:
    """Everybody is active, in the old post and logged in; the reader has nothing to read under."""
    staffed, desk = office.staffed, office.staffed.desk
    administrator = log_in(desk, ADMINISTRATOR)
    desk.people.activate(administrator, READER)
    for post in (Post.READER, Post.CREDIT_OFFICE_DIRECTOR):
        desk.people.set_posts(administrator, staffed.speakers[post].person.login, frozenset({post}))
    for post, speaker in staffed.speakers.items():
        staffed.speakers[post] = log_in(desk, speaker.person.login)
    for form in desk.forms.list(staffed.speakers[Post.READER]):
        if form.state == "issued":
            desk.forms.give_back(staffed.speakers[Post.READER], form.number)


def read(login: str = READER) -> tuple[Act, ...]:
    """One page again and again, and a search again and again."""
    shown = Act(login, "reading.show", ("1",), again=True)
    return shown, Act(login, "reading.search", (Query(CANARY_TEXT),), again=True)


def lent(office: Office) -> Signing:
    form = office.staffed.approve(office.staffed.ask())
    return Signing(form.number, form.sha256, PASSWORD)


def revoked(office: Office) -> Way:
    return Way(read(), Act(DIRECTOR, "forms.revoke", (lent(office),)))


def given_back(office: Office) -> Way:
    return Way(read(), Act(READER, "forms.give_back", (lent(office).number,)))


def taken_back(office: Office) -> Way:
    return Way(read(), Act("archivist", "forms.take_back", (lent(office).number,)))


def deactivated(office: Office) -> Way:
    lent(office)
    return Way(read(), Act(ADMINISTRATOR, "people.deactivate", (READER,)))


def given_a_password(office: Office) -> Way:
    lent(office)
    return Way(read(), Act(ADMINISTRATOR, "people.set_password", (READER, PASSWORD)))


def given_another_post(office: Office) -> Way:
    lent(office)
    return Way(read(), Act(ADMINISTRATOR, "people.set_posts", (READER, frozenset({Post.AUDITOR}))))


def logged_out_everywhere(office: Office) -> Way:
    lent(office)
    return Way(read(), Act(READER, "sessions.logout_everywhere"))


def standing_revoked(office: Office) -> Way:
    asked = Authorisation("credit", office.today, "日常工作", person=READER)
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    number = office.staffed.desk.standing.sign(director, asked, PASSWORD).number
    return Way(read(), Act(DIRECTOR, "standing.revoke", (number, PASSWORD), {"remark": "换岗"}))


def urgent_revoked(office: Office) -> Way:
    reader = log_in(office.staffed.desk, "deputy")
    case = Emergency(CUSTOMER, "法院今日开庭，须核对授信额度", "sales-director", ("credit",))
    form = office.staffed.desk.urgent.new(reader, case, PASSWORD).form
    signing = Signing(form.number, form.sha256, PASSWORD)
    return Way(read("deputy"), Act(DIRECTOR, "forms.revoke", (signing,)))


def declared_and_out_of_office(office: Office) -> Way:
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    declaration = Declaration((CUSTOMER,), ("credit",), "复核授信")
    office.staffed.desk.declared.new(director, declaration, PASSWORD)
    posts = frozenset({Post.GENERAL_MANAGER})
    return Way(read(DIRECTOR), Act(ADMINISTRATOR, "people.set_posts", (DIRECTOR, posts)))


def deputy_ended(office: Office) -> Way:
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    appointment = Appointment("deputy", office.today, office.today, "出差")
    number = office.staffed.desk.deputies.appoint(director, appointment, PASSWORD).number
    asked = Authorisation("credit", office.today, "日常工作", person="sales-director")
    signed = Act("deputy", "standing.sign", (asked, PASSWORD), again=True)
    return Way((signed, replace(signed)), Act(DIRECTOR, "deputies.end", (number,)))


WAYS = (
    revoked,
    given_back,
    taken_back,
    deactivated,
    given_a_password,
    given_another_post,
    logged_out_everywhere,
    standing_revoked,
    urgent_revoked,
    declared_and_out_of_office,
    deputy_ended,
)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_answered_that_began_after_the_ending_had_returned(
    office: Office, way: Callable[[Office], Way]
) -> None:
    chosen = way(office)
    since = last_row(office.staffed)
    desk, ending = office.staffed.desk, chosen.ending
    for one, act in zip(office.going_on, chosen.going_on, strict=True):
        one.prepare(act)
    speaker = log_in(desk, ending.login, "ending")
    begin(office.going_on)
    reports = [one.reports() for one in office.going_on]
    first = [done for each in reports for done in islice(each, SEEN)]
    ended = call_once(desk, speaker, ending)
    went_on = [*first, *(done for each in reports for done in each)]

    assert [done.error for done in (*first, ended)] == [""] * (len(reports) * SEEN + 1)
    assert [done for done in went_on if not done.error and done.began > ended.ended] == []
    assert [done for done in went_on if done.error and done.ended < ended.began] == []
    assert {done.error for done in went_on} - {"", "Refused", "NotLoggedIn", "Conflict"} == set()
    calls = {act.call for act in (*chosen.going_on, ending)}
    rows = recorded(office.staffed, since, *calls)
    require_recorded(rows, [*went_on, ended])
    (end,) = [row.sequence for row in rows if row.entry.origin == "ending"]
    assert "done" not in {row.entry.outcome for row in rows if row.sequence > end}
    assert desk.audit.verify(log_in(desk, "auditor")).faults == ()
