"""Narrower than asked: what an approver leaves of a form, how it is shown, and that reading keeps to it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from access.form_terms import Narrower
from access.form_views import FormView, TermsView
from access.forms import Signing
from archive import schema
from archive.errors import BadInput, Refused
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import CUSTOMER, OTHER, PASSWORD, Staffed
from tests.unit.test_access_form_steps import log_in_again

DAY = date(2026, 3, 5)  # where the stopped clock stands


def grant(
    staffed: Staffed, form: FormView, narrower: Narrower, *, post: Post = Post.CREDIT_OFFICE_DIRECTOR
) -> FormView:
    signing = Signing(form.number, form.sha256, PASSWORD, narrower=narrower)
    return staffed.desk.forms.approve(staffed.speakers[post], signing)


def issue(staffed: Staffed, form: FormView) -> FormView:
    return staffed.desk.forms.issue(staffed.speakers[Post.ARCHIVIST], form.number)


def readable(staffed: Staffed, *documents: int) -> list[int]:
    """Those of the documents that the reader may look at now."""
    found = []
    for document in documents:
        try:
            staffed.desk.reading.show(staffed.speakers[Post.READER], str(document))
        except Refused:
            continue
        found.append(document)
    return found


def test_only_the_customer_that_was_granted_is_opened(staffed: Staffed, tmp_path: Path) -> None:
    mine = staffed.file_paper(tmp_path).document
    others = staffed.file_paper(tmp_path, customer=2, text="二").document
    form = grant(staffed, staffed.ask("甲木", OTHER), Narrower(customers=(OTHER,)))
    assert [one.terms for one in form.signatures] == [TermsView((OTHER,), None, None, None)]
    issue(staffed, form)
    assert readable(staffed, mine, others) == [others]


@pytest.mark.parametrize(
    ("narrower", "opened"),
    [
        (Narrower(first_year=2026), True),
        (Narrower(first_year=2027), False),
        (Narrower(last_year=2026), True),
        (Narrower(last_year=2025), False),
        (Narrower(first_year=2026, last_year=2026), True),
    ],
)
def test_only_files_of_the_granted_years_are_opened(
    staffed: Staffed, tmp_path: Path, narrower: Narrower, opened: bool
) -> None:
    document = staffed.file_paper(tmp_path).document
    issue(staffed, grant(staffed, staffed.ask(), narrower))
    assert readable(staffed, document) == ([document] if opened else [])


def test_an_earlier_day_ends_the_reading(staffed: Staffed, tmp_path: Path, clock: StoppedClock) -> None:
    document = staffed.file_paper(tmp_path).document
    form = issue(staffed, grant(staffed, staffed.ask(days=7), Narrower(until=DAY)))
    assert (form.until, form.last_day) == (DAY + timedelta(days=7), DAY)
    assert readable(staffed, document) == [document]
    clock.forward(days=1)
    log_in_again(staffed)
    assert readable(staffed, document) == []
    assert staffed.desk.forms.show(staffed.speakers[Post.READER], form.number).state == "expired"


def test_two_approvers_narrow_each_for_the_own_files(
    staffed: Staffed, tmp_path: Path, clock: StoppedClock
) -> None:
    credit = staffed.file_paper(tmp_path).document
    visit = staffed.file_paper(tmp_path, kind="visit_record", text="拜访").document
    form = staffed.ask(regulations=("credit", "customer"))
    grant(staffed, form, Narrower(until=DAY))
    issue(staffed, grant(staffed, form, Narrower(first_year=2026), post=Post.GENERAL_MANAGER))
    assert readable(staffed, credit, visit) == [credit, visit]
    clock.forward(days=1)
    log_in_again(staffed)
    assert readable(staffed, credit, visit) == [visit]


IMPOSSIBLE = {
    "a customer that was not asked for": Narrower(customers=(OTHER,)),
    "a customer that nobody knows": Narrower(customers=("无此客户",)),
    "a later day": Narrower(until=DAY + timedelta(days=8)),
    "a day before today": Narrower(until=DAY - timedelta(days=1)),
    "years the wrong way round": Narrower(first_year=2026, last_year=2025),
    "a year before there was paper": Narrower(first_year=26),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_nothing_but_less_than_was_asked_can_be_granted(staffed: Staffed, what: str) -> None:
    form = staffed.ask()
    with pytest.raises(BadInput):
        grant(staffed, form, IMPOSSIBLE[what])
    assert staffed.desk.forms.show(staffed.speakers[Post.READER], form.number).signatures == ()


def test_the_reader_learns_no_name_before_all_have_signed(staffed: Staffed) -> None:
    form = staffed.ask("甲木", regulations=("credit", "customer"))
    seen = grant(staffed, form, Narrower(customers=("甲木",)))
    assert [one.terms for one in seen.signatures] == [TermsView((CUSTOMER,), None, None, None)]
    readers = staffed.desk.forms.show(staffed.speakers[Post.READER], form.number)
    assert [one.terms for one in readers.signatures] == [TermsView((), None, None, None)]


def test_terms_that_were_widened_after_signing_open_nothing(staffed: Staffed, tmp_path: Path) -> None:
    document = staffed.file_paper(tmp_path).document
    issue(staffed, grant(staffed, staffed.ask(), Narrower(first_year=2026)))
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.signatures).values(terms="{}"))
    assert readable(staffed, document) == []
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert [str(fault) for fault in faults] == ["The form 查询-2026-0001 is not what was signed."]


def test_a_second_signature_with_wider_terms_widens_nothing(staffed: Staffed, tmp_path: Path) -> None:
    document = staffed.file_paper(tmp_path).document
    issue(staffed, grant(staffed, staffed.ask(), Narrower(last_year=2025)))
    with staffed.home.catalogue.write() as tx:
        row = tx.execute(schema.signatures.select()).one()._asdict()
        tx.execute(schema.signatures.insert().values({**row, "id": None, "terms": "{}", "sha256": "0" * 64}))
    assert readable(staffed, document) == []
