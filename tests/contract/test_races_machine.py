"""Anybody gives and ends any right in any order: each reads what is open to him then, no more and no less.

Forms, standing authorisations, urgent and declared readings, deputies and accounts, beside a plain model of
them; the steps of one form by itself are walked by `tests/property/test_form_machine.py`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from access.declared import Declaration
from access.deputies import Appointment
from access.forms import Request, Signing
from access.people import Account
from access.speaker import Speaker
from access.standing import Authorisation
from access.urgent import MOST_WAITING, Emergency
from archive.errors import Conflict, DanganError, NotLoggedIn, Refused
from archive.people import Post
from tests.clock import MORNING, StoppedClock
from tests.racing import last_row, log_in, recorded
from tests.staffed import CUSTOMER, PASSWORD, Staffed, staff

READERS = ("reader", "colleague")
DIRECTOR, DEPUTY, ADMINISTRATOR = "credit-office-director", "deputy", "administrator"
LONGEST = timedelta(days=2)
"""So long goes by at most: after three days an urgent reading must have been reviewed (tested apart)."""

readers = st.sampled_from(READERS)
signers = st.sampled_from((DIRECTOR, DEPUTY))
few_days = st.integers(0, 1)


@dataclass(slots=True)
class Right:
    """What opens the paper to one reader: by which words it is ended, and when it ends by itself."""

    reader: str
    kind: str
    number: str
    sha256: str
    last: date
    ends_at: datetime | None = None
    ended: bool = False

    def is_open(self, now: datetime) -> bool:
        in_time = now.astimezone().date() <= self.last and (self.ends_at is None or now < self.ends_at)
        return in_time and not self.ended


class RightsMachine(RuleBasedStateMachine):
    """Two readers, a director who declares readings too, and a deputy who only signs."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dangan-rights-"))
        self.clock = StoppedClock(MORNING)
        self.staffed: Staffed = staff(self.folder, self.clock)
        self.speaking: dict[str, Speaker] = {}
        self.inactive: set[str] = set()
        self.rights: list[Right] = []
        self.deputies: list[tuple[int, date]] = []
        self.asked = 0

    @initialize()
    def fill_the_house(self) -> None:
        for login, name in (("colleague", "查阅人乙"), (DEPUTY, "代理甲")):
            self.staffed.employ(Account(login, name, "YH", "SC2", frozenset({Post.READER})))
        self.document = self.staffed.file_paper(self.folder).number
        self.since = last_row(self.staffed)

    @property
    def today(self) -> date:
        return self.clock().astimezone().date()

    def may_sign(self, login: str) -> bool:
        return login == DIRECTOR or any(last >= self.today for _, last in self.deputies)

    def by(self, login: str) -> Speaker:
        """Somebody who is logged in; who cannot be any more still has the old session."""
        if login not in self.speaking:
            self.speaking[login] = log_in(self.staffed.desk, login)
        return self.speaking[login]

    def tried(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """Whether it was done, which must be whether it is allowed."""
        try:
            act()
        except (Refused, Conflict, NotLoggedIn):
            assert not allowed
            return False
        assert allowed
        return True

    @precondition(lambda self: not self.inactive)
    @rule(reader=readers, signer=signers, days=few_days)
    def lend_by_form(self, reader: str, signer: str, days: int) -> None:
        forms, last = self.staffed.desk.forms, self.today + timedelta(days=days)
        form = forms.new(self.by(reader), Request((CUSTOMER,), ("credit",), "核对", last))
        signing = Signing(form.number, form.sha256, PASSWORD)
        if self.tried(lambda: forms.approve(self.by(signer), signing), allowed=self.may_sign(signer)):
            forms.issue(self.by("archivist"), form.number)
            self.rights.append(Right(reader, "form", form.number, form.sha256, last))

    @rule(reader=readers, signer=signers, days=few_days)
    def authorise(self, reader: str, signer: str, days: int) -> None:
        last = self.today + timedelta(days=days)
        asked = Authorisation("credit", last, "日常工作", person=reader)

        def sign() -> None:
            made = self.staffed.desk.standing.sign(self.by(signer), asked, PASSWORD)
            self.rights.append(Right(reader, "standing", made.number, made.sha256, last))

        if reader not in self.inactive:
            self.tried(sign, allowed=self.may_sign(signer))

    @rule(reader=readers)
    def read_urgently(self, reader: str) -> None:
        case = Emergency(CUSTOMER, "法院今日开庭，须核对授信额度", "sales-director", ("credit",))

        def begin() -> None:
            form = self.staffed.desk.urgent.new(self.by(reader), case, PASSWORD).form
            last = form.ends_at.astimezone().date()
            self.rights.append(Right(reader, "form", form.number, form.sha256, last, form.ends_at))

        waiting = sum(right.reader == reader and right.ends_at is not None for right in self.rights)
        self.tried(begin, allowed=reader not in self.inactive and waiting < MOST_WAITING)

    @rule()
    def declare(self) -> None:
        declaration = Declaration((CUSTOMER,), ("credit",), "复核授信")
        form = self.staffed.desk.declared.new(self.by(DIRECTOR), declaration, PASSWORD)
        last = form.ends_at.astimezone().date()
        self.rights.append(Right(DIRECTOR, "declared", form.number, form.sha256, last, form.ends_at))

    @precondition(lambda self: any(right.kind != "declared" for right in self.rights))
    @rule(which=st.integers(0, 9), signer=signers)
    def revoke(self, which: int, signer: str) -> None:
        given = [right for right in self.rights if right.kind != "declared"]
        right = given[which % len(given)]
        desk, signing = self.staffed.desk, Signing(right.number, right.sha256, PASSWORD)
        if right.kind == "form":
            allowed = self.may_sign(signer) and right.is_open(self.clock())
            done = self.tried(lambda: desk.forms.revoke(self.by(signer), signing), allowed=allowed)
        else:
            allowed = self.may_sign(signer) and not right.ended
            revoke = desk.standing.revoke
            done = self.tried(
                lambda: revoke(self.by(signer), right.number, PASSWORD, remark="换岗"), allowed=allowed
            )
        right.ended = right.ended or done

    @rule(days=few_days)
    def appoint_a_deputy(self, days: int) -> None:
        last = self.today + timedelta(days=days)

        def appoint() -> None:
            appointment = Appointment(DEPUTY, self.today, last, "出差")
            made = self.staffed.desk.deputies.appoint(self.by(DIRECTOR), appointment, PASSWORD)
            self.deputies.append((made.number, last))

        self.tried(appoint, allowed=not self.may_sign(DEPUTY))

    @precondition(lambda self: self.may_sign(DEPUTY))
    @rule()
    def end_the_deputy(self) -> None:
        number, _ = self.deputies.pop()
        self.staffed.desk.deputies.end(self.by(DIRECTOR), number)

    @rule(reader=readers)
    def deactivate_or_activate(self, reader: str) -> None:
        people, administrator = self.staffed.desk.people, self.by(ADMINISTRATOR)
        if reader in self.inactive:
            people.activate(administrator, reader)
            self.inactive.remove(reader)
            del self.speaking[reader]
        else:
            self.by(reader)
            people.deactivate(administrator, reader)
            self.inactive.add(reader)

    @precondition(lambda self: self.clock() < MORNING + LONGEST)
    @rule(hours=st.sampled_from((3, 4, 24)))
    def let_time_go_by(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        self.speaking = {login: self.speaking[login] for login in self.inactive}

    @invariant()
    def each_reads_what_is_open_to_him(self) -> None:
        if not hasattr(self, "document"):
            return
        for login in (*READERS, DIRECTOR, DEPUTY):
            opened = [right for right in self.rights if right.reader == login and right.is_open(self.clock())]
            expected = bool(opened) and login not in self.inactive
            self.asked += 1
            try:
                self.staffed.desk.reading.show(self.by(login), self.document)
            except DanganError:
                assert not expected, login
            else:
                assert expected, login

    def teardown(self) -> None:
        if hasattr(self, "since"):
            assert self.asked == len(recorded(self.staffed, self.since, "reading.show"))
        auditor = log_in(self.staffed.desk, "auditor")
        assert self.staffed.desk.audit.verify(auditor).faults == ()
        self.staffed.close()
        shutil.rmtree(self.folder)


RightsMachine.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestRights = RightsMachine.TestCase
