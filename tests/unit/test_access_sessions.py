"""Log-in, locked accounts, sessions that end, passwords changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from access.forms import Signing
from access.passwords import ATTEMPTS, LOCK_MINUTES, LONGEST
from access.speaker import Speaker
from archive import audit, schema
from archive.catalogue import notices, people
from archive.catalogue.people import Attempts
from archive.errors import BadInput, NotLoggedIn, Refused
from archive.home import Home
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import GIVEN, PASSWORD, Staffed

NEW = "a sentence to remember"
HERE, ELSEWHERE = "ledger/zhao", "ledger/qian"


def login(staffed: Staffed, password: str = PASSWORD, *, name: str = "reader") -> Speaker:
    sessions = staffed.desk.sessions
    return sessions.speaker(sessions.login(name, password))


def refused_words(staffed: Staffed, password: str, *, name: str = "reader") -> str:
    with pytest.raises(Refused) as caught:
        login(staffed, password, name=name)
    return str(caught.value)


def test_a_session_names_its_person(staffed: Staffed) -> None:
    assert login(staffed).person.posts == {Post.READER}


def test_of_a_token_only_the_digest_is_kept(staffed: Staffed) -> None:
    token = staffed.desk.sessions.login("reader", PASSWORD)
    staffed.home.catalogue.close()
    kept = b"".join(path.read_bytes() for path in staffed.home.path.glob("catalogue.db*"))
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_passwords_are_kept_as_argon2id(staffed: Staffed) -> None:
    with staffed.home.catalogue.read() as tx:
        kept = tx.execute(select(schema.persons.c.password)).scalars().all()
    assert [hashed.split("$")[1] for hashed in kept] == ["argon2id"] * len(Post)


def test_wrong_name_wrong_password_and_locked_account_are_answered_alike(staffed: Staffed) -> None:
    answers = {refused_words(staffed, "wrong"), refused_words(staffed, PASSWORD, name="nobody")}
    for _ in range(ATTEMPTS - 1):
        refused_words(staffed, "wrong")
    answers.add(refused_words(staffed, PASSWORD))
    assert len(answers) == 1


def test_an_account_is_locked_for_a_while_after_failures_in_a_row(
    staffed: Staffed, clock: StoppedClock
) -> None:
    for _ in range(ATTEMPTS):
        refused_words(staffed, "wrong")
    clock.forward(minutes=LOCK_MINUTES - 1)
    refused_words(staffed, PASSWORD)
    clock.forward(minutes=1)
    assert login(staffed).person.login == "reader"


def test_success_forgets_earlier_failures(staffed: Staffed) -> None:
    for _ in range(3):
        for _ in range(ATTEMPTS - 1):
            refused_words(staffed, "wrong")
        assert login(staffed).person.login == "reader"


def test_log_ins_and_refusals_are_recorded(staffed: Staffed) -> None:
    refused_words(staffed, "wrong")
    refused_words(staffed, "wrong", name="x" * 200)
    login(staffed)
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx)][-3:]
    number = staffed.speakers[Post.READER].person.number
    assert [(entry.outcome, entry.who, entry.person) for entry in last] == [
        ("refused", "reader", number),
        ("refused", "x" * 64, None),
        ("done", "查阅人甲 (reader)", number),
    ]


def test_log_out_ends_this_session_only(staffed: Staffed) -> None:
    sessions = staffed.desk.sessions
    first, second = (sessions.login("reader", PASSWORD) for _ in range(2))
    sessions.logout(sessions.speaker(first))
    with pytest.raises(NotLoggedIn):
        sessions.speaker(first)
    assert sessions.speaker(second).person.login == "reader"


def test_an_ended_session_is_refused_even_to_who_still_holds_the_speaker(staffed: Staffed) -> None:
    speaker = login(staffed)
    staffed.desk.sessions.logout(speaker)
    with pytest.raises(NotLoggedIn):
        staffed.desk.forms.list(speaker)


def test_a_session_lasts_as_long_as_the_setting_says(staffed: Staffed, clock: StoppedClock) -> None:
    token = staffed.desk.sessions.login("reader", PASSWORD)
    clock.forward(hours=staffed.home.settings.access.session_hours, seconds=-1)
    assert staffed.desk.sessions.speaker(token).person.login == "reader"
    clock.forward(seconds=1)
    with pytest.raises(NotLoggedIn):
        staffed.desk.sessions.speaker(token)


def test_a_changed_password_ends_the_other_sessions(staffed: Staffed) -> None:
    sessions = staffed.desk.sessions
    here, elsewhere = (sessions.login("reader", PASSWORD) for _ in range(2))
    sessions.change_password(sessions.speaker(here), PASSWORD, NEW)
    assert sessions.speaker(here).person.login == "reader"
    with pytest.raises(NotLoggedIn):
        sessions.speaker(elsewhere)
    refused_words(staffed, PASSWORD)
    assert login(staffed, NEW).person.login == "reader"


def test_changing_a_password_asks_for_the_old_one(staffed: Staffed) -> None:
    with pytest.raises(Refused):
        staffed.desk.sessions.change_password(staffed.speakers[Post.READER], "wrong", NEW)
    assert login(staffed).person.login == "reader"


@pytest.mark.parametrize("password", ["", "short", "x" * (LONGEST + 1)])
def test_a_password_is_neither_short_nor_endless(staffed: Staffed, password: str) -> None:
    with pytest.raises(BadInput):
        staffed.desk.sessions.change_password(staffed.speakers[Post.READER], PASSWORD, password)


def test_a_password_set_by_the_administrator_unlocks_and_ends_sessions(staffed: Staffed) -> None:
    token = staffed.desk.sessions.login("reader", PASSWORD)
    for _ in range(ATTEMPTS):
        refused_words(staffed, "wrong")
    staffed.desk.people.set_password(staffed.speakers[Post.ADMINISTRATOR], "reader", NEW)
    with pytest.raises(NotLoggedIn):
        staffed.desk.sessions.speaker(token)
    assert login(staffed, NEW).person.login == "reader"


def test_a_deactivated_person_cannot_log_in(staffed: Staffed) -> None:
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], "reader")
    refused_words(staffed, PASSWORD)


@contextmanager
def statements(home: Home) -> Iterator[list[str]]:
    """The SQL that runs meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(home.catalogue.engine, "before_cursor_execute", note)
    yield seen
    event.remove(home.catalogue.engine, "before_cursor_execute", note)


def table_sizes(home: Home) -> dict[str, int]:
    with home.catalogue.read() as tx:
        return {
            name: tx.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in schema.metadata.tables.items()
        }


def test_a_name_that_is_not_there_is_tried_by_the_same_statements_and_leaves_the_same_rows(
    staffed: Staffed,
) -> None:
    seen = {}
    for name in ("reader", "nobody"):
        before = table_sizes(staffed.home)
        with statements(staffed.home) as ran:
            for _ in range(ATTEMPTS + 1):  # the last one finds the name locked
                refused_words(staffed, "wrong", name=name)
        after = table_sizes(staffed.home)
        seen[name] = (ran, {table: after[table] - before[table] for table in after})
    assert seen["reader"] == seen["nobody"]
    assert seen["nobody"][1]["login_attempts"] == 1
    assert seen["nobody"][1]["audit"] == ATTEMPTS + 1


def test_attempts_of_yesterday_are_forgotten(staffed: Staffed, clock: StoppedClock) -> None:
    refused_words(staffed, "wrong", name="nobody")
    clock.forward(days=1, seconds=1)
    refused_words(staffed, "wrong", name="somebody")
    assert table_sizes(staffed.home)["login_attempts"] == 1


def test_names_tried_at_random_fill_no_disk_and_free_no_locked_account(
    staffed: Staffed, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_ATTEMPTS", 3)
    for _ in range(ATTEMPTS):
        refused_words(staffed, "wrong")
    with staffed.home.catalogue.write() as tx:
        for number in range(20):
            late = clock() + timedelta(seconds=number)
            people.count_attempt(tx, f"name{number}", Attempts(1, None), at=late)
    assert table_sizes(staffed.home)["login_attempts"] == 5  # one is new, three are kept, one is locked
    refused_words(staffed, PASSWORD)


def test_one_sees_where_else_one_is_logged_in(staffed: Staffed, clock: StoppedClock) -> None:
    sessions = staffed.desk.sessions
    clock.forward(minutes=1)
    sessions.login("reader", PASSWORD, origin=ELSEWHERE)
    clock.forward(minutes=10)
    here = sessions.speaker(sessions.login("reader", PASSWORD, origin=HERE), origin=HERE)
    clock.forward(minutes=5)
    shown = sessions.list(here)
    assert [(one.origin, one.here) for one in shown[:2]] == [(HERE, True), (ELSEWHERE, False)]
    assert [clock() - one.used_at for one in shown[:2]] == [timedelta(0), timedelta(minutes=15)]


def test_sessions_that_ended_are_not_listed(staffed: Staffed, clock: StoppedClock) -> None:
    here = login(staffed)
    staffed.desk.sessions.logout(login(staffed))
    clock.forward(hours=1)
    before = len(staffed.desk.sessions.list(here))
    clock.forward(hours=staffed.home.settings.access.session_hours - 1, seconds=-1)
    late = login(staffed)
    clock.forward(seconds=1)
    assert before > 1
    assert len(staffed.desk.sessions.list(late)) == 1


def test_one_logs_out_everywhere(staffed: Staffed) -> None:
    sessions = staffed.desk.sessions
    tokens = [sessions.login("reader", PASSWORD) for _ in range(3)]
    somebody_else = sessions.login("archivist", PASSWORD)
    sessions.logout_everywhere(sessions.speaker(tokens[0]))
    for token in tokens:
        with pytest.raises(NotLoggedIn):
            sessions.speaker(token)
    assert sessions.speaker(somebody_else)


def test_a_session_used_from_elsewhere_is_ended_recorded_and_told(staffed: Staffed) -> None:
    sessions, number = staffed.desk.sessions, staffed.speakers[Post.READER].person.number
    stolen = sessions.login("reader", PASSWORD, origin=HERE)
    speaker = sessions.speaker(stolen, origin=HERE)
    with pytest.raises(NotLoggedIn, match="opened elsewhere"):
        sessions.speaker(stolen, origin=ELSEWHERE)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
        told = [str(one.text) for one in notices.of_person(tx, number)]
    assert (last.act, last.outcome, last.person, last.origin) == (
        "sessions.login",
        "refused",
        number,
        ELSEWHERE,
    )
    assert last.details["opened_from"] == HERE
    assert [f"was used from {ELSEWHERE}" in sentence for sentence in told] == [True]
    with pytest.raises(NotLoggedIn):
        sessions.speaker(stolen, origin=HERE)
    with pytest.raises(NotLoggedIn):
        staffed.desk.forms.list(speaker)


def test_the_gate_asks_again_where_a_session_is_used_from(staffed: Staffed) -> None:
    token = staffed.desk.sessions.login("reader", PASSWORD, origin=HERE)
    speaker = staffed.desk.sessions.speaker(token, origin=HERE)
    assert staffed.desk.sessions.list(speaker)
    with pytest.raises(NotLoggedIn):
        staffed.desk.sessions.list(Speaker(speaker.person, speaker.session, ELSEWHERE))


def test_nothing_is_signed_with_a_password_that_the_administrator_gave(staffed: Staffed) -> None:
    form, name = staffed.ask(), "credit-office-director"
    staffed.desk.people.set_password(staffed.speakers[Post.ADMINISTRATOR], name, GIVEN)
    director = login(staffed, GIVEN, name=name)
    assert ["gave you this password" in str(one) for one in director.remarks] == [True]
    with pytest.raises(Refused, match="given to you by the administrator"):
        staffed.desk.forms.approve(director, Signing(form.number, form.sha256, GIVEN))
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.outcome, last.subject) == ("forms.approve", "refused", form.number)
    staffed.desk.sessions.change_password(director, GIVEN, NEW)
    assert login(staffed, NEW, name=name).remarks == ()
    assert staffed.desk.forms.approve(director, Signing(form.number, form.sha256, NEW)).state == "approved"


def test_who_gets_a_password_from_the_administrator_is_told(staffed: Staffed) -> None:
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    staffed.desk.people.set_password(administrator, "reader", GIVEN)
    with staffed.home.catalogue.read() as tx:
        told = notices.of_person(tx, staffed.speakers[Post.READER].person.number)
    assert [str(one.text) for one in told] == [
        f"The administrator {administrator.who} gave you a new password."
    ]


def test_the_new_password_is_another_one(staffed: Staffed) -> None:
    with pytest.raises(BadInput, match="is the old one"):
        staffed.desk.sessions.change_password(staffed.speakers[Post.READER], PASSWORD, PASSWORD)
