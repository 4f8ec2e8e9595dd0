"""Attacks on access: readers, careless administrators and directors who try to learn what they may not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from access.corrections import Correction
from access.desk import Desk
from access.disposal import Approval
from access.form_sheets import Attestation
from access.form_terms import Narrower
from access.forms import Request, Signing
from access.grounds import Proposal
from access.lending import Lent
from access.losses import LossReport
from access.people import Account
from access.review import Ruling
from access.speaker import Speaker
from archive.catalogue import form_sheets
from archive.errors import BadInput, Conflict, Refused
from archive.form_code import encode_form_code
from archive.people import Post
from tests.clock import StoppedClock
from tests.signed_sheet import scan_sheet
from tests.staffed import CUSTOMER, GIVEN, OTHER, PASSWORD, Staffed
from tests.waiting import FIRST, part, wait

DIRECTOR = Post.CREDIT_OFFICE_DIRECTOR


@pytest.fixture
def administrator(staffed: Staffed) -> Speaker:
    return staffed.speakers[Post.ADMINISTRATOR]


@pytest.mark.parametrize("end", ["reject", "withdraw", "revoke"])
def test_a_form_that_ends_half_signed_names_no_customer_to_its_reader(
    staffed: Staffed, desk: Desk, end: str
) -> None:
    """One approver narrowed it to a customer of the register, the other never signed."""
    form = staffed.ask("甲木", regulations=("credit", "customer"))
    narrower = Narrower(customers=("甲木",))
    desk.forms.approve(
        staffed.speakers[DIRECTOR], Signing(form.number, form.sha256, PASSWORD, narrower=narrower)
    )
    refusal = Signing(form.number, form.sha256, PASSWORD, "不符合")
    if end == "reject":
        desk.forms.reject(staffed.speakers[Post.GENERAL_MANAGER], refusal)
    elif end == "revoke":
        desk.forms.revoke(staffed.speakers[DIRECTOR], refusal)
    else:
        desk.forms.withdraw(staffed.speakers[Post.READER], form.number)
    reader = staffed.speakers[Post.READER]
    shown = (desk.forms.show(reader, form.number), desk.forms.list(reader))
    assert CUSTOMER not in repr((*shown, desk.form_sheets.print(reader, form.number)))


@pytest.mark.parametrize("gone", ["deactivated", "an auditor now"])
def test_no_paper_is_lent_to_a_reader_to_whom_no_page_is_shown(
    staffed: Staffed, desk: Desk, administrator: Speaker, tmp_path: Path, gone: str
) -> None:
    filed, form = staffed.file_paper(tmp_path), staffed.approve(staffed.ask())
    if gone == "deactivated":
        desk.people.deactivate(administrator, "reader")
    else:
        desk.people.set_posts(administrator, "reader", frozenset({Post.AUDITOR}))
    with pytest.raises(Refused, match="does not open"):
        desk.lending.lend(staffed.speakers[Post.ARCHIVIST], Lent(form.number, filed.number))


def test_a_director_learns_nothing_of_losses_among_files_of_other_regulations(
    staffed: Staffed, desk: Desk, tmp_path: Path
) -> None:
    filed = staffed.file_paper(tmp_path)
    report = LossReport(filed.number, "整理时未见")
    made = desk.losses.report(staffed.speakers[Post.ARCHIVIST], report)
    for post in (DIRECTOR, Post.CREDIT_MANAGER, Post.AUDITOR):
        assert desk.losses.list(staffed.speakers[post]) == (made,)
    assert desk.losses.list(staffed.speakers[Post.SALES_DIRECTOR]) == ()


@pytest.mark.parametrize("way", ["posts", "coming back"])
def test_two_readers_of_one_name_in_one_department_are_not_made_by_a_detour(
    desk: Desk, administrator: Speaker, way: str
) -> None:
    """Watermarks and signatures would show one for the other."""
    reader = frozenset({Post.READER})
    first = Account("wang.wei", "王伟", "YH", "SC1", reader)
    if way == "posts":
        desk.people.add(administrator, first, GIVEN)
        detour = Account("wang.2", "王伟", "YH", "SC1", frozenset({Post.AUDITOR}))
        desk.people.add(administrator, detour, GIVEN)
        with pytest.raises(Conflict, match="of that name"):
            desk.people.set_posts(administrator, "wang.2", reader)
    else:
        desk.people.add(administrator, first, GIVEN)
        desk.people.deactivate(administrator, "wang.wei")
        desk.people.add(administrator, Account("wang.2", "王伟", "YH", "SC1", reader), GIVEN)
        with pytest.raises(Conflict, match="of that name"):
            desk.people.activate(administrator, "wang.wei")


def test_an_endless_number_of_an_appointment_is_refused_in_words(staffed: Staffed, desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.deputies.end(staffed.speakers[Post.GENERAL_MANAGER], 10**30)


LAST_MINUTE = """
from datetime import UTC, datetime
from archive.clock import local_date
import search_cli.main as program
program.run = lambda words: print(local_date(datetime(2026, 3, 5, 12, 30, tzinfo=UTC))) or 0
program.main()
"""


def test_a_callers_time_zone_moves_no_last_day() -> None:
    """A form's last day is a day of the machine: `TZ=…` before a command must not make it longer."""

    def day(zone: str) -> str:
        environment = {**os.environ, "TZ": zone}
        told = subprocess.run(
            [sys.executable, "-c", LAST_MINUTE], env=environment, capture_output=True, text=True, check=True
        )
        return told.stdout

    assert day("Etc/GMT+12") == day("Etc/GMT-14")


def test_no_archivist_corrects_a_paper_into_a_file_that_his_own_form_opens(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    other = staffed.file_paper(tmp_path, customer=2, text="乙木的秘密")
    mine = staffed.file_paper(tmp_path, text="甲木的")
    until = staffed.clock().date() + timedelta(days=7)
    form = staffed.approve(desk.forms.new(archivist, Request((CUSTOMER,), ("credit",), "盘点前核对", until)))
    with pytest.raises(Refused, match="Nobody moves a paper"):
        desk.documents.correct(archivist, other.number, Correction(customer=CUSTOMER), reason="归错了客户")
    with pytest.raises(Refused, match="nothing here"):
        desk.reading.show(archivist, other.number)
    desk.documents.correct(archivist, mine.number, Correction(customer=OTHER), reason="归错了客户")
    desk.forms.give_back(archivist, form.number)
    moved = desk.documents.correct(
        archivist, other.number, Correction(customer=CUSTOMER), reason="归错了客户"
    )
    assert moved.paper.customer == CUSTOMER


def test_a_signed_query_form_in_a_pile_is_not_filed_with_the_papers_around_it(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    """Readers of the customer's file would see who else asked for what."""
    form = staffed.ask()
    code = encode_form_code(desk.form_sheets.print(archivist, form.number).code)
    scan, (first, second) = wait(staffed, tmp_path, part(1, 1, customer=FIRST), part(3, 3, customer=FIRST))
    with staffed.home.catalogue.write() as tx:
        form_sheets.add(tx, scan, 2, code, form=1, fault=None)
    with pytest.raises(Conflict, match="Page 2 is a signed query form"):
        desk.review.settle(archivist, first, Ruling(pages=(1, 3)))
    assert desk.review.settle(archivist, second, Ruling()).filed.number


def test_a_clock_is_not_walked_back_in_small_steps(
    staffed: Staffed, desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    """Each step alone is one that is forgiven, and each leaves a row."""
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(days=1))
    clock.forward(days=2)
    for _ in range(40):
        token = desk.sessions.login("reader", PASSWORD)
        clock.forward(seconds=-50)
    with pytest.raises(Refused, match="was set back"):
        desk.reading.show(desk.sessions.speaker(token), filed.number)
    auditor = desk.sessions.speaker(desk.sessions.login("auditor", PASSWORD))
    found = desk.audit.verify(auditor)
    assert found.faults == ()
    assert [remark.text for remark in found.remarks if "went back" in remark.text] != []


def test_who_vouches_for_a_sheet_is_told_what_the_form_of_its_code_asks_for(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    """The director signed other words: the reader had pasted the code of a second form on them."""
    harmless, wanted = staffed.ask(OTHER), staffed.ask(CUSTOMER)
    pasted = scan_sheet(staffed, tmp_path, wanted.number)
    on = staffed.clock().date()
    desk.form_sheets.attest(archivist, Attestation(pasted, "credit-office-director", "credit", on))
    (shown,) = desk.form_sheets.list(staffed.speakers[Post.CREDIT_MANAGER])
    assert shown.asked is not None
    assert (shown.asked.customers, shown.asked.until) == ((CUSTOMER,), wanted.until)
    assert shown.asked.customers != harmless.customers


def test_a_form_is_given_back_when_the_lent_paper_was_lost_and_disposed_of(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    """Its return can never be entered; the form would stay open to the end."""
    filed, form = staffed.file_paper(tmp_path), staffed.approve(staffed.ask())
    desk.lending.lend(archivist, Lent(form.number, filed.number))
    desk.losses.report(archivist, LossReport(filed.number, "借出未还"))
    proposed = desk.disposals.propose(archivist, Proposal(filed.number, "lost", "确认遗失"))
    desk.disposals.sign(staffed.speakers[DIRECTOR], Approval(proposed.number, proposed.sha256, PASSWORD))
    desk.disposals.carry_out(archivist, [proposed.number])
    assert desk.forms.give_back(staffed.speakers[Post.READER], form.number).state == "returned"
