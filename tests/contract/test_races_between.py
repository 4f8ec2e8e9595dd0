"""What somebody else does between two steps of one call: the later step finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection

from access.desk import open_desk
from access.disposal import Approval, Disposals
from access.forms import Signing
from access.gate import Gate
from access.grounds import Proposal
from access.losses import LossReport
from access.passwords import Passwords
from access.reading import ReadingRoom
from archive import audit
from archive.catalogue.database import Catalogue
from archive.content import Content
from archive.disposing import Disposing
from archive.errors import Conflict, DanganError, NotLoggedIn, Refused
from archive.people import Post
from archive.verification import verify
from tests.leaving import Made, bring_in, draw
from tests.staffed import CANARY_TEXT, GIVEN, PASSWORD, QUICK, Staffed

NEW = "another correct horse"
COURT = ("court_order", "裁定删除", "(2026)苏0281民初12号")


class SlowHasher(PasswordHasher):
    """Takes so long over a password that somebody else does something before it knows."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self._meanwhile = meanwhile

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name there
        right = super().verify(hash, password)
        self._meanwhile()
        return right


class SlowCatalogue(Catalogue):
    """Somebody else does something before what was recorded is read."""

    def __init__(self, path: Path, meanwhile: Callable[[], object]) -> None:
        super().__init__(path)
        self._meanwhile = meanwhile

    @contextmanager
    def read(self) -> Iterator[Connection]:
        self._meanwhile()
        with super().read() as tx:
            yield tx


class SlowDisposing(Disposing):
    """Somebody else does something before anything is taken away."""

    meanwhile: Callable[[], object]

    def dispose(self, *args: Any, **named: Any) -> None:
        self.meanwhile()
        super().dispose(*args, **named)


def slow_desk_login(staffed: Staffed, meanwhile: Callable[[], object]) -> str:
    slow = open_desk(staffed.home, staffed.engine, clock=staffed.clock, hasher=SlowHasher(meanwhile))
    return slow.sessions.login("reader", PASSWORD)


def changed_by_its_owner(staffed: Staffed) -> None:
    staffed.desk.sessions.change_password(staffed.speakers[Post.READER], PASSWORD, NEW)


def given_by_the_administrator(staffed: Staffed) -> None:
    staffed.desk.people.set_password(staffed.speakers[Post.ADMINISTRATOR], "reader", GIVEN)


def deactivated(staffed: Staffed) -> None:
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], "reader")


@pytest.mark.parametrize("meanwhile", [changed_by_its_owner, given_by_the_administrator, deactivated])
def test_no_session_begins_with_a_password_that_was_ended_while_it_was_checked(
    staffed: Staffed, meanwhile: Callable[[Staffed], None]
) -> None:
    with pytest.raises(Refused, match="name or the password is wrong"):
        slow_desk_login(staffed, lambda: meanwhile(staffed))
    with staffed.home.catalogue.read() as tx:
        (*_, last) = audit.rows(tx)
    assert ("sessions.login", "refused") == (last.entry.act, last.entry.outcome)


def test_nothing_is_signed_with_a_password_that_was_ended_while_it_was_checked(staffed: Staffed) -> None:
    form, director = staffed.ask(), "credit-office-director"
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    slow = open_desk(
        staffed.home,
        staffed.engine,
        clock=staffed.clock,
        hasher=SlowHasher(lambda: staffed.desk.people.set_password(administrator, director, GIVEN)),
    )
    with pytest.raises((Refused, NotLoggedIn)):
        slow.forms.approve(
            staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], Signing(form.number, form.sha256, PASSWORD)
        )
    assert "submitted" == staffed.desk.forms.show(staffed.speakers[Post.READER], form.number).state


@pytest.fixture
def document(staffed: Staffed, tmp_path: Path) -> str:
    (filed,) = bring_in(staffed, draw(tmp_path / "scan.tiff", 2), [Made(1, 2, CANARY_TEXT)], pages=2)
    return filed.number


def signed(staffed: Staffed, document: str, ground: Any = COURT[0]) -> str:
    """A disposal that the approver signed; its number."""
    proposal = Proposal(document, ground, *COURT[1:])
    proposed = staffed.desk.disposals.propose(staffed.speakers[Post.ARCHIVIST], proposal)
    approval = Approval(proposed.number, proposed.sha256, PASSWORD)
    staffed.desk.disposals.sign(staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], approval)
    return proposed.number


def carry_out_slowly(staffed: Staffed, number: str, meanwhile: Callable[[], object]) -> None:
    gate = Gate(staffed.home.catalogue, staffed.home.regulations, staffed.clock)
    passwords = Passwords(staffed.home.catalogue, staffed.clock, staffed.home.settings.access, hasher=QUICK)
    disposing = SlowDisposing(staffed.home, staffed.clock)
    disposing.meanwhile = meanwhile
    disposals = Disposals(gate, passwords, disposing, staffed.engine)
    disposals.carry_out(staffed.speakers[Post.ARCHIVIST], [number])


def test_a_disposal_that_is_withdrawn_meanwhile_takes_nothing_away(staffed: Staffed, document: str) -> None:
    archivist, number = staffed.speakers[Post.ARCHIVIST], signed(staffed, document)
    with pytest.raises(Conflict, match="was withdrawn"):
        carry_out_slowly(staffed, number, lambda: staffed.desk.disposals.withdraw(archivist, number))
    require_there(staffed, document)
    with staffed.home.catalogue.read() as tx:
        ends = [row.entry.outcome for row in audit.rows(tx) if row.entry.act == "disposals.carry_out"]
    assert ["done", "failed"] == ends


def test_a_paper_that_is_found_again_meanwhile_is_not_disposed_of_as_lost(
    staffed: Staffed, document: str
) -> None:
    archivist = staffed.speakers[Post.ARCHIVIST]
    lost = staffed.desk.losses.report(archivist, LossReport(document, "盘点时不在架上"))
    number = signed(staffed, document, "lost")
    with pytest.raises(Conflict, match="No loss of"):
        carry_out_slowly(
            staffed,
            number,
            lambda: staffed.desk.losses.found(archivist, lost.number, conclusion="在另一盒中找到"),
        )
    require_there(staffed, document)


def test_a_disposal_that_another_carried_out_meanwhile_is_not_carried_out_again(
    staffed: Staffed, document: str
) -> None:
    archivist, number = staffed.speakers[Post.ARCHIVIST], signed(staffed, document)
    with pytest.raises(Conflict, match="is done"):
        carry_out_slowly(staffed, number, lambda: staffed.desk.disposals.carry_out(archivist, [number]))
    assert verify(staffed.home, staffed.engine) == ()


def require_there(staffed: Staffed, document: str) -> None:
    """It is read as before, and nothing is wrong."""
    staffed.approve(staffed.ask())
    shown = staffed.desk.reading.show(staffed.speakers[Post.READER], document)
    assert CANARY_TEXT in shown.lines[0].text
    assert verify(staffed.home, staffed.engine) == ()


@pytest.mark.parametrize("call", ["show", "image", "export"])
def test_a_paper_that_is_disposed_of_before_it_is_fetched_is_not_there(
    staffed: Staffed, document: str, call: str
) -> None:
    staffed.approve(staffed.ask())
    archivist, number = staffed.speakers[Post.ARCHIVIST], signed(staffed, document)
    slow = SlowCatalogue(
        staffed.home.catalogue.path, lambda: staffed.desk.disposals.carry_out(archivist, [number])
    )
    gate = Gate(slow, staffed.home.regulations, staffed.clock)
    room = ReadingRoom(gate, staffed.engine, Content(staffed.home.originals))
    with pytest.raises(DanganError, match="nothing here"):
        getattr(room, call)(staffed.speakers[Post.READER], document)
    slow.close()
