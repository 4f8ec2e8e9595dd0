"""Query forms: what may be asked, who sees what, who signs, and what a signature stands for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from access.form_views import FormView
from access.forms import Request, Signing
from access.people import Account
from access.resolution import Resolution
from access.speaker import Speaker
from archive import audit, schema
from archive.errors import BadInput, Conflict, DanganError, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import CUSTOMER, OTHER, PASSWORD, Staffed

DAY = date(2026, 3, 5)  # where the stopped clock stands


def request() -> Request:
    return Request((CUSTOMER,), ("credit",), "签约前了解资信", DAY)


def show(staffed: Staffed, form: FormView, post: Post) -> FormView:
    return staffed.desk.forms.show(staffed.speakers[post], form.number)


def signing(form: FormView, *, sha256: str = "", password: str = PASSWORD, remark: str = "") -> Signing:
    return Signing(form.number, sha256 or form.sha256, password, remark)


def director(staffed: Staffed) -> Speaker:
    return staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]


def test_forms_are_numbered_by_year(staffed: Staffed, clock: StoppedClock) -> None:
    first = [staffed.ask().number for _ in range(2)]
    clock.forward(days=366)
    sessions = staffed.desk.sessions
    staffed.speakers[Post.READER] = sessions.speaker(sessions.login("reader", PASSWORD))
    assert [*first, staffed.ask().number] == ["查询-2026-0001", "查询-2026-0002", "查询-2027-0001"]


def test_the_answer_does_not_tell_whether_there_is_such_a_customer(staffed: Staffed) -> None:
    known, unknown = staffed.ask(CUSTOMER), staffed.ask("无锡虚无有限公司")
    told = [replace(form, number="", customers=(), sha256="") for form in (known, unknown)]
    assert told[0] == told[1]
    assert told[0].resolved is None


def test_the_approver_sees_what_the_words_mean(staffed: Staffed) -> None:
    form = staffed.ask(CUSTOMER, "无锡虚无有限公司")
    assert show(staffed, form, Post.CREDIT_OFFICE_DIRECTOR).resolved == (
        Resolution(CUSTOMER, (CUSTOMER,)),
        Resolution("无锡虚无有限公司", ()),
    )
    assert show(staffed, form, Post.AUDITOR).resolved is None


def test_a_word_that_means_two_customers_cannot_be_approved(staffed: Staffed) -> None:
    with staffed.home.catalogue.write() as tx:
        tx.execute(schema.customer_names.insert().values(customer=2, name="甲木", kind="alias"))
    form = staffed.ask("甲木")
    shown = show(staffed, form, Post.CREDIT_OFFICE_DIRECTOR)
    assert shown.resolved == (Resolution("甲木", (CUSTOMER, OTHER)),)
    with pytest.raises(Conflict, match="甲木"):
        staffed.approve(form)


def test_two_words_for_one_customer_bind_it_once(staffed: Staffed) -> None:
    assert staffed.sign(staffed.ask("甲木", CUSTOMER)).state == "approved"


def test_words_that_mean_no_customer_cannot_be_approved(staffed: Staffed) -> None:
    form = staffed.ask(CUSTOMER, "无锡虚无有限公司")
    with pytest.raises(Conflict, match="无锡虚无有限公司"):
        staffed.approve(form)
    assert show(staffed, form, Post.READER).state == "submitted"


IMPOSSIBLE = {
    "no customer": Request((), ("credit",), "用途", DAY),
    "blanks for a customer": Request((" ",), ("credit",), "用途", DAY),
    "a customer that turns round": Request(("甲\u202e乙",), ("credit",), "用途", DAY),
    "too many customers": Request(tuple(f"客户{number}" for number in range(51)), ("credit",), "用途", DAY),
    "no regulation": Request(("甲",), (), "用途", DAY),
    "an unknown regulation": Request(("甲",), ("credits",), "用途", DAY),
    "no purpose": Request(("甲",), ("credit",), "", DAY),
    "an endless purpose": Request(("甲",), ("credit",), "长" * 501, DAY),
    "yesterday": Request(("甲",), ("credit",), "用途", DAY - timedelta(days=1)),
    "too long": Request(("甲",), ("credit",), "用途", DAY + timedelta(days=31)),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_a_form_that_cannot_be_is_refused(staffed: Staffed, what: str) -> None:
    with pytest.raises(BadInput):
        staffed.desk.forms.new(staffed.speakers[Post.READER], IMPOSSIBLE[what])


def test_regulations_can_be_named_in_chinese(staffed: Staffed) -> None:
    assert staffed.ask(regulations=("客户信用档案", "credit", "customer")).regulations == (
        "credit",
        "customer",
    )


def test_a_form_shows_to_its_reader_its_approvers_and_the_auditor(staffed: Staffed) -> None:
    form = staffed.ask(regulations=("credit",))
    seeing = {
        post
        for post, speaker in staffed.speakers.items()
        if post is not Post.ADMINISTRATOR and staffed.desk.forms.list(speaker)
    }
    assert seeing == {Post.READER, Post.ARCHIVIST, Post.CREDIT_OFFICE_DIRECTOR, Post.AUDITOR}
    assert {refusal(staffed, number) for number in (form.number, "查询-2026-0099")} == {
        "There is nothing here that you may read."
    }


def refusal(staffed: Staffed, number: str) -> str:
    with pytest.raises(Refused) as caught:
        staffed.desk.forms.show(staffed.speakers[Post.GENERAL_MANAGER], number)
    return str(caught.value)


def test_a_signature_holds_person_meaning_moment_and_digest(staffed: Staffed, clock: StoppedClock) -> None:
    form = staffed.sign(staffed.ask())
    (signature,) = form.signatures
    with staffed.home.catalogue.read() as tx:
        sha256 = tx.execute(select(schema.signatures.c.sha256)).scalar_one()
        recorded = [row.entry for row in audit.rows(tx)][-1]
    assert (signature.regulation, signature.meaning, signature.at) == ("credit", "approved", clock())
    assert signature.person == f"{Post.CREDIT_OFFICE_DIRECTOR.label}甲 (credit-office-director)"
    assert (recorded.act, recorded.details["signed"]) == ("forms.approve", {"credit": sha256})
    assert recorded.details["customers"] == [1]


@pytest.mark.parametrize("post", sorted(set(Post) - {Post.CREDIT_OFFICE_DIRECTOR, Post.ADMINISTRATOR}))
@pytest.mark.parametrize("step", ["approve", "reject", "revoke"])
def test_only_the_post_that_the_regulation_names_signs(staffed: Staffed, post: Post, step: str) -> None:
    form = staffed.ask()
    with pytest.raises(Refused):
        getattr(staffed.desk.forms, step)(staffed.speakers[post], signing(form))
    assert show(staffed, form, Post.READER).state == "submitted"


@pytest.mark.parametrize("step", ["approve", "reject", "revoke"])
def test_signing_asks_for_the_password_again(staffed: Staffed, step: str) -> None:
    form = staffed.ask()
    with pytest.raises(Refused):
        getattr(staffed.desk.forms, step)(director(staffed), signing(form, password="wrong"))
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx)][-1]
    assert (last.act, last.outcome, last.subject) == (f"forms.{step}", "refused", form.number)
    assert show(staffed, form, Post.READER).signatures == ()


@pytest.mark.parametrize("step", ["approve", "reject", "revoke"])
def test_nobody_signs_a_form_of_his_own(staffed: Staffed, step: str) -> None:
    form = staffed.desk.forms.new(director(staffed), request())
    with pytest.raises(Refused, match="his own"):
        getattr(staffed.desk.forms, step)(director(staffed), signing(form))


def test_a_reader_who_is_an_approver_is_not_told_what_his_words_mean(staffed: Staffed) -> None:
    assert staffed.desk.forms.new(director(staffed), request()).resolved is None


def test_what_is_signed_is_what_was_shown(staffed: Staffed) -> None:
    form = staffed.ask()
    with pytest.raises(Refused):
        staffed.desk.forms.approve(director(staffed), signing(form, sha256="0" * 64))


@pytest.mark.parametrize("column", ["purpose", "customers", "until"])
def test_a_form_altered_before_signing_is_not_signed(staffed: Staffed, column: str) -> None:
    form = staffed.ask()
    other = {"purpose": "别", "customers": f'["{OTHER}"]', "until": form.until + timedelta(days=9)}
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values({column: other[column]}))
    seen = show(staffed, form, Post.CREDIT_OFFICE_DIRECTOR)
    with pytest.raises(Refused):
        staffed.desk.forms.approve(director(staffed), signing(seen))
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert [str(fault) for fault in faults] == [f"The form {form.number} was altered after it was handed in."]


def test_steps_that_do_not_fit_the_state(staffed: Staffed) -> None:
    forms, approver = staffed.desk.forms, director(staffed)
    approved, rejected, revoked = (staffed.ask() for _ in range(3))
    forms.approve(approver, signing(approved))
    assert forms.reject(approver, signing(rejected, remark="用途不明")).signatures[0].remark == "用途不明"
    forms.approve(approver, signing(revoked))
    forms.revoke(approver, signing(revoked))
    for form, step in (
        (approved, "approve"),
        (approved, "reject"),
        (rejected, "approve"),
        (rejected, "revoke"),
        (revoked, "approve"),
        (revoked, "revoke"),
    ):
        with pytest.raises(Conflict):
            getattr(forms, step)(approver, signing(form))
    states = [show(staffed, form, Post.READER).state for form in (approved, rejected, revoked)]
    assert states == ["approved", "rejected", "revoked"]


def test_one_of_two_approvers_cannot_sign_twice_nor_approve_alone(staffed: Staffed) -> None:
    form = staffed.ask(regulations=("credit", "customer"))
    staffed.approve(form)
    with pytest.raises(Conflict, match="already"):
        staffed.approve(form)
    assert staffed.sign(form, Post.GENERAL_MANAGER).state == "approved"


def test_one_of_two_approvers_rejects_for_both(staffed: Staffed) -> None:
    form = staffed.ask(regulations=("credit", "customer"))
    staffed.approve(form)
    general = staffed.speakers[Post.GENERAL_MANAGER]
    assert staffed.desk.forms.reject(general, signing(form)).state == "rejected"
    with pytest.raises(Conflict):
        staffed.approve(form)


def test_who_holds_both_posts_signs_for_both_regulations(staffed: Staffed) -> None:
    both = frozenset({Post.CREDIT_OFFICE_DIRECTOR, Post.GENERAL_MANAGER})
    account = Account("both", "兼任者", "YH", None, both)
    speaker = staffed.employ(account)
    form = staffed.ask(regulations=("credit", "customer"))
    signed = staffed.desk.forms.approve(speaker, signing(form))
    assert (signed.state, [one.regulation for one in signed.signatures]) == (
        "approved",
        ["credit", "customer"],
    )


def test_a_form_that_has_run_out_is_not_approved(staffed: Staffed, clock: StoppedClock) -> None:
    form = staffed.ask(days=0)
    clock.forward(days=1)
    sessions = staffed.desk.sessions
    approver = sessions.speaker(sessions.login("credit-office-director", PASSWORD))
    with pytest.raises(Conflict, match="run out"):
        staffed.desk.forms.approve(approver, signing(form))
    assert staffed.desk.forms.show(approver, form.number).state == "lapsed"


def test_refusals_and_failures_leave_their_trace(staffed: Staffed) -> None:
    form = staffed.ask("无锡虚无有限公司")
    for post in (Post.GENERAL_MANAGER, Post.CREDIT_OFFICE_DIRECTOR):
        with pytest.raises(DanganError):
            staffed.approve(form, post)
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx) if row.entry.act == "forms.approve"]
    assert [(entry.outcome, entry.details["number"]) for entry in last] == [
        ("refused", form.number),
        ("failed", form.number),
    ]
