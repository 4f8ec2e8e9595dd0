"""Any steps in any order by anybody: a paper opens under an issued form and under nothing else."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from access.forms import Request, Signing
from archive.errors import Conflict, Refused
from archive.people import Post
from tests.clock import MORNING, StoppedClock
from tests.staffed import CUSTOMER, PASSWORD, Staffed, staff
from tests.unit.test_access_form_steps import log_in_again

MOST_FORMS = 3
WHO = {
    "submit": Post.READER,
    "withdraw": Post.READER,
    "give_back": Post.READER,
    "approve": Post.CREDIT_OFFICE_DIRECTOR,
    "reject": Post.CREDIT_OFFICE_DIRECTOR,
    "revoke": Post.CREDIT_OFFICE_DIRECTOR,
    "issue": Post.ARCHIVIST,
    "take_back": Post.ARCHIVIST,
}
LEADS_TO = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "rejected",
    ("submitted", "revoke"): "revoked",
    ("approved", "withdraw"): "withdrawn",
    ("approved", "issue"): "issued",
    ("approved", "revoke"): "revoked",
    ("issued", "revoke"): "revoked",
    ("issued", "give_back"): "returned",
    ("issued", "take_back"): "returned",
    ("expired", "give_back"): "returned",
    ("expired", "take_back"): "returned",
}


@dataclass(slots=True)
class Expected:
    """A form as it should stand."""

    number: str
    state: str
    last: date

    def at(self, today: date) -> str:
        over = {"submitted": "lapsed", "approved": "lapsed", "issued": "expired"}
        return over.get(self.state, self.state) if self.last < today else self.state


class FormMachine(RuleBasedStateMachine):
    """One reader's forms for one paper, beside a plain model of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dangan-forms-"))
        self.clock = StoppedClock(MORNING)
        self.staffed: Staffed = staff(self.folder, self.clock)
        self.forms: list[Expected] = []

    @initialize()
    def file_a_paper(self) -> None:
        self.document = self.staffed.file_paper(self.folder).number

    @property
    def today(self) -> date:
        return self.clock().astimezone().date()

    @precondition(lambda self: len(self.forms) < MOST_FORMS)
    @rule(draft=st.booleans(), days=st.integers(0, 1))
    def ask(self, draft: bool, days: int) -> None:
        last = self.today + timedelta(days=days)
        request = Request((CUSTOMER,), ("credit",), "核对", last)
        made = self.staffed.desk.forms.new(self.staffed.speakers[Post.READER], request, draft=draft)
        self.forms.append(Expected(made.number, "draft" if draft else "submitted", last))

    @precondition(lambda self: self.forms)
    @rule(which=st.integers(0, MOST_FORMS - 1), step=st.sampled_from(sorted(WHO)))
    def step(self, which: int, step: str) -> None:
        form = self.forms[which % len(self.forms)]
        state = form.at(self.today)
        if (state, step) == ("draft", "submit") and form.last < self.today:
            return
        then = LEADS_TO.get((state, step))
        try:
            self.take(step, form.number)
        except (Conflict, Refused):
            assert then is None, (state, step)
        else:
            assert then is not None, (state, step)
            form.state = then

    @precondition(lambda self: self.forms)
    @rule()
    def let_a_day_go_by(self) -> None:
        self.clock.forward(days=1)
        log_in_again(self.staffed)

    @invariant()
    def a_paper_is_open_under_an_issued_form_only(self) -> None:
        if not hasattr(self, "document"):
            return
        reader = self.staffed.speakers[Post.READER]
        expected = any(form.at(self.today) == "issued" for form in self.forms)
        try:
            self.staffed.desk.reading.show(reader, self.document)
        except Refused:
            assert not expected
        else:
            assert expected

    def take(self, step: str, number: str) -> None:
        forms, speaker = self.staffed.desk.forms, self.staffed.speakers[WHO[step]]
        if step in ("approve", "reject", "revoke"):
            sha256 = forms.show(speaker, number).sha256
            getattr(forms, step)(speaker, Signing(number, sha256, PASSWORD))
        else:
            getattr(forms, step)(speaker, number)

    def teardown(self) -> None:
        reader = self.staffed.speakers[Post.READER]
        shown = {form.number: form.state for form in self.staffed.desk.forms.list(reader)}
        assert shown == {form.number: form.at(self.today) for form in self.forms}
        assert self.staffed.desk.audit.verify(self.staffed.speakers[Post.AUDITOR]).faults == ()
        self.staffed.close()
        shutil.rmtree(self.folder)


FormMachine.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestForms = FormMachine.TestCase
