"""A clock that was set back: forms that ran out would open papers again."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.speaker import Speaker
from archive import audit
from archive.audit import CLOCK_WENT_BACK, Entry
from archive.clock import encode_moment
from archive.errors import BadInput, Conflict, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import PASSWORD, Staffed


def last_rows(staffed: Staffed, count: int = 1) -> list[Entry]:
    with staffed.home.catalogue.read() as tx:
        return [row.entry for row in audit.rows(tx)][-count:]


def read(staffed: Staffed) -> bool:
    """Whether the reader reads a page."""
    return bool(staffed.desk.reading.show(log_in(staffed), "1").lines)


def log_in(staffed: Staffed) -> Speaker:
    sessions = staffed.desk.sessions
    return sessions.speaker(sessions.login("reader", PASSWORD))


@pytest.fixture
def lent(staffed: Staffed, tmp_path: Path) -> Staffed:
    """A house with a paper, and a form that opens it today and tomorrow."""
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(days=1))
    return staffed


def test_a_form_that_ran_out_opens_nothing_on_a_clock_that_was_set_back(
    lent: Staffed, clock: StoppedClock
) -> None:
    assert read(lent)
    clock.forward(days=2)
    latest = encode_moment(clock())
    with pytest.raises(Refused, match="nothing here"):
        read(lent)
    clock.forward(days=-2)
    for _ in range(2):  # what the refusal itself records is no later time to go by
        with pytest.raises(Refused, match="was set back"):
            read(lent)
        entry = last_rows(lent)[0]
        assert (entry.act, entry.outcome, entry.details[CLOCK_WENT_BACK]) == (
            "reading.show",
            "refused",
            latest,
        )


def test_rows_that_the_pipeline_writes_meanwhile_do_not_open_the_gate(
    lent: Staffed, clock: StoppedClock
) -> None:
    clock.forward(days=2)
    log_in(lent)
    clock.forward(days=-2)
    with lent.home.catalogue.write() as tx:
        for _ in range(3):
            audit.append(tx, Entry("scan.receive", "done", "dangan"), at=clock())
    with pytest.raises(Refused, match="was set back"):
        read(lent)


def test_a_few_minutes_are_forgiven(lent: Staffed, clock: StoppedClock) -> None:
    log_in(lent)
    clock.forward(minutes=-5)
    assert read(lent)


def test_the_office_can_look_into_it(lent: Staffed, clock: StoppedClock) -> None:
    clock.forward(days=2)
    log_in(lent)
    clock.forward(days=-2)
    found = lent.desk.audit.verify(lent.speakers[Post.AUDITOR])
    assert found.faults == ()


def test_when_the_clock_has_caught_up_it_counts_again(lent: Staffed, clock: StoppedClock) -> None:
    clock.forward(hours=2)
    log_in(lent)
    clock.forward(hours=-2)
    with pytest.raises(Refused, match="was set back"):
        read(lent)
    clock.forward(hours=2)
    assert read(lent)


def test_a_clock_that_was_wrong_before_is_accepted_with_password_and_reason(
    lent: Staffed, clock: StoppedClock
) -> None:
    clock.forward(days=365)
    latest = encode_moment(clock())
    log_in(lent)
    clock.forward(days=-365)
    administrator, timekeeping = lent.speakers[Post.ADMINISTRATOR], lent.desk.timekeeping
    with pytest.raises(Refused):
        timekeeping.accept(administrator, "wrong", reason="电池没电")
    with pytest.raises(BadInput):
        timekeeping.accept(administrator, PASSWORD, reason="")
    with pytest.raises(Refused, match="was set back"):
        read(lent)
    timekeeping.accept(administrator, PASSWORD, reason="电池没电")
    assert last_rows(lent)[0].details == {
        "reason": "电池没电",
        "latest": latest,
        CLOCK_WENT_BACK: latest,
    }
    assert read(lent)
    assert CLOCK_WENT_BACK not in last_rows(lent)[0].details


def test_an_attempt_to_accept_the_clock_that_failed_changes_nothing(
    lent: Staffed, clock: StoppedClock
) -> None:
    clock.forward(days=2)
    log_in(lent)
    clock.forward(days=-2)
    with pytest.raises(Refused):
        lent.desk.timekeeping.accept(lent.speakers[Post.READER], PASSWORD, reason="电池没电")
    assert last_rows(lent)[0].act == "clock.accept"
    with pytest.raises(Refused, match="was set back"):
        read(lent)


def test_a_clock_that_is_right_needs_nobody(lent: Staffed) -> None:
    with pytest.raises(Conflict):
        lent.desk.timekeeping.accept(lent.speakers[Post.ADMINISTRATOR], PASSWORD, reason="电池没电")
