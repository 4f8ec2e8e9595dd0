"""Whoever alters accounts, deputies or qualifications behind the desk is found by `audit verify`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from access.deputies import Appointment
from archive.people import Post
from tests.clock import MORNING
from tests.staffed import PASSWORD, QUALIFIED, Staffed

TODAY = MORNING.date()
ARCHIVIST = "(SELECT id FROM persons WHERE login = 'archivist')"
GHOST = (
    "INSERT INTO persons (login, name, company, password, active, created_at)"
    " VALUES ('ghost', '无名', 1, '-', 1, '2026-03-05T08:30:00.000000Z')"
)
NEVER_SIGNED = (
    "INSERT INTO deputies (principal, deputy, first_day, last_day, reason, appointed_by, at)"
    " SELECT principal, deputy, first_day, last_day, reason, appointed_by, at FROM deputies WHERE id = 1"
)


@pytest.fixture
def worked(staffed: Staffed) -> Staffed:
    """A house where all that is recorded was done: posts set, people let go and back, deputies, one ended."""
    administrator, desk = staffed.speakers[Post.ADMINISTRATOR], staffed.desk
    desk.people.set_posts(administrator, "sales-director", frozenset({Post.SALES_DIRECTOR, Post.READER}))
    desk.people.deactivate(administrator, "credit-manager")
    desk.people.activate(administrator, "credit-manager")
    desk.people.deactivate(administrator, "sales-director")
    desk.qualifications.record(administrator, "reader", QUALIFIED)
    desk.qualifications.withdraw(administrator, "reader", reason="登记有误")
    for post, first in ((Post.CREDIT_OFFICE_DIRECTOR, 0), (Post.GENERAL_MANAGER, 9)):
        day = TODAY + timedelta(days=first)
        made = desk.deputies.appoint(
            staffed.speakers[post], Appointment("reader", day, day, "出差"), PASSWORD
        )
    desk.deputies.end(staffed.speakers[Post.GENERAL_MANAGER], made.number)
    return staffed


def faults(staffed: Staffed) -> list[str]:
    return [str(fault) for fault in staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults]


def test_what_was_done_at_the_desk_is_sound(worked: Staffed) -> None:
    assert faults(worked) == []


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        (
            "INSERT INTO person_posts SELECT id, 'archivist' FROM persons WHERE login = 'reader'",
            "The account reader is not what the administrator made of it.",
        ),
        (
            "DELETE FROM person_posts WHERE post = 'archivist'",
            "The account archivist is not what the administrator made of it.",
        ),
        (
            "UPDATE persons SET active = 1 WHERE login = 'sales-director'",
            "The account sales-director is not what the administrator made of it.",
        ),
        (
            GHOST,
            "The account ghost is not what the administrator made of it.",
        ),
        (
            f"UPDATE deputies SET deputy = {ARCHIVIST} WHERE id = 1",
            "The appointment of a deputy 1 is not what was signed.",
        ),
        (
            "UPDATE deputies SET last_day = '2027-01-01' WHERE id = 1",
            "The appointment of a deputy 1 is not what was signed.",
        ),
        (
            "UPDATE deputies SET ended_at = NULL WHERE id = 2",
            "The appointment of a deputy 2 is not what was signed.",
        ),
        ("DELETE FROM deputies WHERE id = 1", "The appointment of a deputy 1 is missing."),
        (
            NEVER_SIGNED,
            "The appointment of a deputy 3 is not what was signed.",
        ),
        (
            "UPDATE qualifications SET withdrawn_at = NULL",
            "The qualification of reader is not what was recorded.",
        ),
        (
            f"UPDATE qualifications SET degree = '博士' WHERE person = {ARCHIVIST}",
            "The qualification of archivist is not what was recorded.",
        ),
    ],
)
def test_what_was_altered_behind_the_desk_is_named(worked: Staffed, tampering: str, expected: str) -> None:
    with worked.home.catalogue.write() as tx:
        tx.execute(text(tampering))
    assert faults(worked) == [expected]
