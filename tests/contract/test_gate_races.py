"""Two hands at once: the audit chain shows no read after a revocation, and one approval of one form."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from access.forms import Signing
from access.standing import Authorisation
from archive import audit
from archive.errors import DanganError, Refused
from archive.people import Post
from tests.staffed import PASSWORD, Staffed

READERS = 3


def outcomes(staffed: Staffed, *acts: str) -> list[tuple[str, str]]:
    with staffed.home.catalogue.read() as tx:
        entries = [row.entry for row in audit.rows(tx)]
    return [(entry.act, entry.outcome) for entry in entries if entry.act in acts]


def no_page_after(staffed: Staffed, document: str, end: Callable[[], object], *, act: str) -> None:
    """Readers read on and on; `end` takes their right away, and the log calls it `act`."""
    shown = [Event() for _ in range(READERS)]

    def read_on(seen: Event) -> None:
        while True:
            staffed.desk.reading.show(staffed.speakers[Post.READER], document)
            seen.set()

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read_on, seen) for seen in shown]
        assert all(seen.wait(30) for seen in shown)
        end()
        errors = [type(one.exception(30)) for one in reading]
    rows = outcomes(staffed, "reading.show", act)
    ended = rows.index((act, "done"))
    assert errors == [Refused] * READERS
    assert rows[ended + 1 :] == [("reading.show", "refused")] * READERS


def test_no_page_is_shown_after_a_revocation(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    form = staffed.approve(staffed.ask())
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    signing = Signing(form.number, form.sha256, PASSWORD)
    no_page_after(
        staffed, filed.number, lambda: staffed.desk.forms.revoke(director, signing), act="forms.revoke"
    )


def test_no_page_is_shown_after_a_standing_authorisation_is_revoked(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    director, standing = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], staffed.desk.standing
    asked = Authorisation("credit", staffed.clock().date(), "日常工作", person="reader")
    number = standing.sign(director, asked, PASSWORD).number
    no_page_after(
        staffed,
        filed.number,
        lambda: standing.revoke(director, number, PASSWORD, remark="换岗"),
        act="standing.revoke",
    )


def test_two_who_hold_the_post_approve_a_form_once(staffed: Staffed) -> None:
    form = staffed.ask()
    ready = Barrier(2)
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]

    def approve() -> str:
        ready.wait(30)
        return staffed.desk.forms.approve(director, Signing(form.number, form.sha256, PASSWORD)).state

    states = at_once(approve, approve)
    assert sorted(states) == ["Conflict", "approved"]
    assert outcomes(staffed, "forms.approve") in (
        [("forms.approve", "done"), ("forms.approve", "failed")],
        [("forms.approve", "failed"), ("forms.approve", "done")],
    )
    auditor = staffed.speakers[Post.AUDITOR]
    assert len(staffed.desk.forms.show(auditor, form.number).signatures) == 1
    assert staffed.desk.audit.verify(auditor).faults == ()


def at_once(*calls: Callable[[], str]) -> list[str]:
    """What each call answered: a state, or the name of the error."""
    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(call) for call in calls]
    return [type(error).__name__ if (error := one.exception()) else one.result() for one in running]


def test_guessing_in_parallel_gains_nothing(staffed: Staffed) -> None:
    ready = Barrier(12)

    def guess() -> str:
        ready.wait(30)
        return staffed.desk.sessions.login("reader", "wrong")

    assert at_once(*[guess] * 12) == ["Refused"] * 12
    with pytest.raises(DanganError):
        staffed.desk.sessions.login("reader", PASSWORD)
    assert outcomes(staffed, "sessions.login")[-13:] == [("sessions.login", "refused")] * 13
