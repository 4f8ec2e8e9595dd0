"""The way of a query form: every step from every state, drafts, issuing and giving back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from access.form_steps import OPEN_FROM, ShownState, Step
from access.form_views import FormView
from access.forms import Changes, Request, Signing
from access.people import Account
from access.speaker import Speaker
from archive import audit, schema
from archive.errors import BadInput, Conflict, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import CUSTOMER, PASSWORD, Staffed

READER, ARCHIVIST, DIRECTOR = Post.READER, Post.ARCHIVIST, Post.CREDIT_OFFICE_DIRECTOR


def draft(staffed: Staffed, *, customers: tuple[str, ...] = (CUSTOMER,), days: int = 7) -> FormView:
    until = staffed.clock().astimezone().date() + timedelta(days=days)
    request = Request(customers, ("credit",), "签约前了解资信", until)
    return staffed.desk.forms.new(staffed.speakers[READER], request, draft=True)


def take(staffed: Staffed, step: str, form: FormView) -> FormView:
    """One step by whoever takes it."""
    forms, speakers = staffed.desk.forms, staffed.speakers
    signing = Signing(form.number, form.sha256, PASSWORD)
    steps: dict[str, Callable[[], FormView]] = {
        "change": lambda: forms.change(speakers[READER], form.number, Changes(purpose="核对")),
        "submit": lambda: forms.submit(speakers[READER], form.number),
        "withdraw": lambda: forms.withdraw(speakers[READER], form.number),
        "approve": lambda: forms.approve(speakers[DIRECTOR], signing),
        "reject": lambda: forms.reject(speakers[DIRECTOR], signing),
        "revoke": lambda: forms.revoke(speakers[DIRECTOR], signing),
        "issue": lambda: forms.issue(speakers[ARCHIVIST], form.number),
        "return": lambda: forms.give_back(speakers[READER], form.number),
        "take back": lambda: forms.take_back(speakers[ARCHIVIST], form.number),
    }
    return steps[step]()


def show(staffed: Staffed, form: FormView) -> FormView:
    return staffed.desk.forms.show(staffed.speakers[READER], form.number)


WAYS: dict[ShownState, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "approved": ("submit", "approve"),
    "issued": ("submit", "approve", "issue"),
    "returned": ("submit", "approve", "issue", "return"),
    "rejected": ("submit", "reject"),
    "withdrawn": ("submit", "withdraw"),
    "revoked": ("submit", "approve", "issue", "revoke"),
    "lapsed": ("submit", "approve"),
    "expired": ("submit", "approve", "issue"),
}
"""The steps that bring a draft to each state; to the last two also a day goes by."""


def bring(staffed: Staffed, clock: StoppedClock, state: ShownState) -> FormView:
    form = draft(staffed, days=0)
    for step in WAYS[state]:
        form = take(staffed, step, form)
    if state in ("lapsed", "expired"):
        clock.forward(days=1)
        log_in_again(staffed)
    return show(staffed, form)


def log_in_again(staffed: Staffed) -> None:
    sessions = staffed.desk.sessions
    for post, speaker in staffed.speakers.items():
        token = sessions.login(speaker.person.login, PASSWORD)
        staffed.speakers[post] = sessions.speaker(token, origin="test")


@pytest.mark.parametrize("state", WAYS)
def test_a_step_that_the_state_does_not_allow_is_refused_and_changes_nothing(
    staffed: Staffed, clock: StoppedClock, state: ShownState
) -> None:
    form = bring(staffed, clock, state)
    assert form.state == state
    closed = [step for step in (*OPEN_FROM, "take back") if state not in OPEN_FROM[kind_of(step)]]
    for step in ["return"] if state == "draft" else closed:  # a draft is seen by its reader alone
        with pytest.raises(Conflict) as refusal:
            take(staffed, step, form)
        assert refusal.value.advice
    assert show(staffed, form) == form


def kind_of(step: str) -> Step:
    return "return" if step == "take back" else next(name for name in OPEN_FROM if name == step)


OPEN: list[tuple[ShownState, str, ShownState]] = [
    ("draft", "change", "draft"),
    ("draft", "submit", "submitted"),
    ("draft", "withdraw", "withdrawn"),
    ("submitted", "withdraw", "withdrawn"),
    ("submitted", "approve", "approved"),
    ("submitted", "reject", "rejected"),
    ("submitted", "revoke", "revoked"),
    ("approved", "withdraw", "withdrawn"),
    ("approved", "revoke", "revoked"),
    ("approved", "issue", "issued"),
    ("issued", "revoke", "revoked"),
    ("issued", "return", "returned"),
    ("issued", "take back", "returned"),
    ("expired", "return", "returned"),
    ("expired", "take back", "returned"),
]


def test_the_steps_above_are_all_there_are() -> None:
    assert {(state, kind_of(step)) for state, step, _ in OPEN} == {
        (state, step) for step, states in OPEN_FROM.items() for state in states
    }


@pytest.mark.parametrize(("state", "step", "then"), OPEN)
def test_a_step_leads_on_and_the_log_agrees(
    staffed: Staffed, clock: StoppedClock, state: ShownState, step: str, then: ShownState
) -> None:
    assert take(staffed, step, bring(staffed, clock, state)).state == then
    log_in_again(staffed)
    assert staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults == ()


def test_a_draft_has_no_digest_and_is_its_readers_alone(staffed: Staffed) -> None:
    form = draft(staffed)
    assert (form.state, form.sha256, form.waiting_for) == ("draft", "", ())
    for post in (ARCHIVIST, DIRECTOR, Post.AUDITOR):
        assert staffed.desk.forms.list(staffed.speakers[post]) == ()
        with pytest.raises(Refused, match="nothing here"):
            staffed.desk.forms.show(staffed.speakers[post], form.number)
    taken_back = staffed.desk.forms.withdraw(staffed.speakers[READER], form.number)
    assert (taken_back.state, taken_back.sha256) == ("withdrawn", "")
    assert staffed.desk.forms.list(staffed.speakers[Post.AUDITOR]) == ()


def test_a_draft_becomes_what_it_was_changed_to(staffed: Staffed, clock: StoppedClock) -> None:
    form = draft(staffed, customers=("没有这家",))
    forms, reader = staffed.desk.forms, staffed.speakers[READER]
    forms.change(reader, form.number, Changes(customers=(CUSTOMER,), regulations=("customer",)))
    clock.forward(minutes=5)
    handed_in = forms.submit(reader, form.number)
    assert (handed_in.customers, handed_in.regulations) == ((CUSTOMER,), ("customer",))
    assert (handed_in.purpose, handed_in.created_at) == (form.purpose, clock())
    assert staffed.sign(handed_in, Post.GENERAL_MANAGER).state == "approved"


def test_a_draft_that_ran_out_is_handed_in_with_another_day(staffed: Staffed, clock: StoppedClock) -> None:
    form = draft(staffed, days=0)
    clock.forward(days=1)
    log_in_again(staffed)
    forms, reader = staffed.desk.forms, staffed.speakers[READER]
    with pytest.raises(BadInput):
        forms.submit(reader, form.number)
    forms.change(reader, form.number, Changes(until=form.until + timedelta(days=2)))
    assert forms.submit(reader, form.number).state == "submitted"


def test_an_answer_tells_nothing_of_the_customer_at_any_step_of_the_reader(staffed: Staffed) -> None:
    told = []
    for name in (CUSTOMER, "无锡虚无有限公司"):
        form = draft(staffed, customers=(name,))
        steps = [take(staffed, step, form) for step in ("change", "submit", "withdraw")]
        told.append([replace(one, number="", customers=(), sha256="") for one in steps])
    assert told[0] == told[1]


def test_only_the_reader_hands_in_withdraws_and_gives_back(staffed: Staffed) -> None:
    form, forms = staffed.ask(), staffed.desk.forms
    for call in (forms.submit, forms.withdraw, forms.give_back):
        for post in (ARCHIVIST, DIRECTOR):
            with pytest.raises(Refused, match="Only the reader"):
                call(staffed.speakers[post], form.number)
        with pytest.raises(Refused, match="nothing here"):
            call(staffed.speakers[Post.SALES_DIRECTOR], form.number)
    assert show(staffed, form).state == "submitted"


def test_issuing_and_giving_back_are_dated_and_name_the_archivist(
    staffed: Staffed, clock: StoppedClock
) -> None:
    issued = staffed.approve(staffed.ask())
    assert (issued.issued_at, issued.issued_by) == (clock(), "档案管理员甲 (archivist)")
    clock.forward(minutes=9)
    back = staffed.desk.forms.take_back(staffed.speakers[ARCHIVIST], issued.number)
    assert (back.returned_at, back.returned_to) == (clock(), "档案管理员甲 (archivist)")
    with staffed.home.catalogue.read() as tx:
        acts = [row.entry.act for row in audit.rows(tx)][-2:]
        assert tx.execute(schema.forms.select()).one().closed_at == clock()
    assert acts == ["forms.issue", "forms.take_back"]


def test_the_only_archivists_own_form_is_issued_by_the_credit_manager_and_no_other(staffed: Staffed) -> None:
    forms, manager = staffed.desk.forms, staffed.speakers[Post.CREDIT_MANAGER]
    own = staffed.sign(forms.new(staffed.speakers[ARCHIVIST], request_of(staffed)))
    readers = staffed.sign(staffed.ask())
    with pytest.raises(Refused, match="of his own"):
        forms.issue(staffed.speakers[ARCHIVIST], own.number)
    with pytest.raises(Refused, match="nothing here"):
        forms.issue(manager, readers.number)
    assert forms.issue(manager, own.number).state == "issued"
    second = staffed.employ(Account("second", "另一档案员", "YH", "SC1", frozenset({ARCHIVIST})))
    other = staffed.sign(forms.new(staffed.speakers[ARCHIVIST], request_of(staffed)))
    with pytest.raises(Refused):
        forms.issue(manager, other.number)
    assert forms.issue(second, other.number).state == "issued"
    with pytest.raises(Refused, match="of his own"):
        forms.take_back(staffed.speakers[ARCHIVIST], other.number)


def request_of(staffed: Staffed) -> Request:
    return Request((CUSTOMER,), ("credit",), "核对", staffed.clock().astimezone().date())


def test_an_approver_who_keeps_no_archive_does_not_issue(staffed: Staffed) -> None:
    form = staffed.sign(staffed.ask())
    speaker: Speaker = staffed.speakers[DIRECTOR]
    with pytest.raises(Refused):
        staffed.desk.forms.issue(speaker, form.number)
    assert show(staffed, form).state == "approved"
