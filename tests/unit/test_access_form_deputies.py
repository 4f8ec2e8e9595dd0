"""A deputy signs query forms for somebody who is away: not his own, not his principal's, not by a chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from access.deputies import Appointment
from access.form_views import FormView
from access.forms import Request, Signing
from access.people import Account
from access.speaker import Speaker
from archive.errors import Refused
from archive.people import Post
from tests.staffed import CUSTOMER, PASSWORD, Staffed

DAY = date(2026, 3, 5)  # where the stopped clock stands
DIRECTOR, READER = Post.CREDIT_OFFICE_DIRECTOR, Post.READER


def stand_in(staffed: Staffed, principal: Speaker, deputy: str) -> None:
    appointment = Appointment(deputy, DAY, DAY + timedelta(days=3), "出差")
    staffed.desk.deputies.appoint(principal, appointment, PASSWORD)


def colleague(staffed: Staffed, login: str, post: Post = READER) -> Speaker:
    return staffed.employ(Account(login, f"同事{login}", "YH", "SC1", frozenset({post})))


def asked_by(staffed: Staffed, speaker: Speaker) -> FormView:
    return staffed.desk.forms.new(speaker, Request((CUSTOMER,), ("credit",), "核对", DAY))


def sign(staffed: Staffed, speaker: Speaker, form: FormView) -> FormView:
    return staffed.desk.forms.approve(speaker, Signing(form.number, form.sha256, PASSWORD))


def test_a_deputy_signs_and_the_sheet_says_for_whom(staffed: Staffed) -> None:
    deputy = colleague(staffed, "deputy")
    form = staffed.ask()
    with pytest.raises(Refused):
        sign(staffed, deputy, form)
    stand_in(staffed, staffed.speakers[DIRECTOR], "deputy")
    assert staffed.desk.forms.show(deputy, form.number).resolved is not None
    signed = sign(staffed, deputy, form)
    (given,) = signed.signatures
    principal = staffed.speakers[DIRECTOR].person.name
    assert (given.person, given.represented, signed.state) == (
        "同事deputy (deputy)",
        f"{principal} (credit-office-director)",
        "approved",
    )
    issued = staffed.desk.forms.issue(staffed.speakers[Post.ARCHIVIST], form.number)
    assert issued.state == "issued"
    assert staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults == ()


def test_a_deputy_signs_neither_his_own_form_nor_his_principals(staffed: Staffed) -> None:
    deputy, director = colleague(staffed, "deputy"), staffed.speakers[DIRECTOR]
    stand_in(staffed, director, "deputy")
    with pytest.raises(Refused, match="his own"):
        sign(staffed, deputy, asked_by(staffed, deputy))
    principals = asked_by(staffed, director)
    assert staffed.desk.forms.show(deputy, principals.number).resolved is None
    with pytest.raises(Refused, match="A deputy does not sign"):
        sign(staffed, deputy, principals)


def test_who_appointed_a_deputy_for_somebody_else_gets_nothing_signed_by_him(staffed: Staffed) -> None:
    deputy, general = colleague(staffed, "deputy"), staffed.speakers[Post.GENERAL_MANAGER]
    appointment = Appointment("deputy", DAY, DAY, "主任病假", principal="credit-office-director")
    staffed.desk.deputies.appoint(general, appointment, PASSWORD)
    with pytest.raises(Refused, match="A deputy does not sign"):
        sign(staffed, deputy, asked_by(staffed, general))


def test_there_is_no_chain_of_two(staffed: Staffed) -> None:
    first = colleague(staffed, "first", Post.SALES_DIRECTOR)
    second = colleague(staffed, "second")
    stand_in(staffed, staffed.speakers[DIRECTOR], "first")
    stand_in(staffed, first, "second")
    with pytest.raises(Refused, match="nothing here"):
        sign(staffed, second, staffed.ask())
    assert sign(staffed, first, staffed.ask()).state == "approved"


def test_the_principal_does_not_sign_beside_his_deputy(staffed: Staffed) -> None:
    deputy, director = colleague(staffed, "deputy"), staffed.speakers[DIRECTOR]
    stand_in(staffed, director, "deputy")
    form = staffed.ask(regulations=("credit", "customer"))
    assert sign(staffed, deputy, form).state == "submitted"
    with pytest.raises(Exception, match="signed already"):
        sign(staffed, director, form)
