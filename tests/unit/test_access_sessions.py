"""Log-in, locked accounts, sessions that end, passwords changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from access.passwords import ATTEMPTS, LOCK_MINUTES, LONGEST
from access.speaker import Speaker
from archive import audit, schema
from archive.errors import BadInput, NotLoggedIn, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import PASSWORD, Staffed

NEW = "a sentence to remember"


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
