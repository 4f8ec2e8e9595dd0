"""Query forms on paper: printed, signed by hand, scanned, attested, counter-checked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, update

from access.deputies import Appointment
from access.describing import Description
from access.form_sheets import Attestation, Checking
from access.form_views import FormView
from access.forms import Request, Signing
from access.people import Account
from access.sheet_sight import SheetShown
from archive import schema
from archive.catalogue import pages, parts, scans
from archive.disposing import Disposing, Order
from archive.errors import BadInput, Conflict, DanganError, Refused
from archive.form_code import FormCode, encode_form_code
from archive.message import Message
from archive.people import Post
from archive.traces import UNSAID
from archive.verification import verify
from tests.clock import StoppedClock
from tests.signed_sheet import bring, picture, scan_sheet
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD, Staffed

DIRECTOR = "credit-office-director"


def today(staffed: Staffed) -> date:
    return staffed.clock().astimezone().date()


def attest(
    staffed: Staffed, sheet: int, signed_by: str = DIRECTOR, regulation: str = "credit", **said: date
) -> SheetShown:
    attestation = Attestation(sheet, signed_by, regulation, said.get("on", today(staffed)))
    return staffed.desk.form_sheets.attest(staffed.speakers[Post.ARCHIVIST], attestation)


def check(staffed: Staffed, sheet: SheetShown, post: Post = Post.CREDIT_MANAGER) -> SheetShown:
    checking = Checking(sheet.number, sheet.sha256, PASSWORD)
    return staffed.desk.form_sheets.check(staffed.speakers[post], checking)


def state(staffed: Staffed, form: FormView) -> str:
    return staffed.desk.forms.show(staffed.speakers[Post.READER], form.number).state


def no_faults(staffed: Staffed) -> bool:
    return verify(staffed.home, staffed.engine) == ()


def test_a_signed_sheet_becomes_the_directors_signature(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    form = staffed.ask()
    sheet = scan_sheet(staffed, tmp_path, form.number)
    attested = attest(staffed, sheet)
    assert ("attested", form.number, "submitted") == (attested.state, attested.form, state(staffed, form))
    assert "checked" == check(staffed, attested).state
    approved = staffed.desk.forms.show(staffed.speakers[Post.READER], form.number)
    (signature,) = approved.signatures
    assert ("approved", "信用管理领导小组办公室主任甲 (credit-office-director)", True) == (
        approved.state,
        signature.person,
        signature.by_hand,
    )
    staffed.desk.forms.issue(staffed.speakers[Post.ARCHIVIST], form.number)
    shown = staffed.desk.reading.show(staffed.speakers[Post.READER], "1")
    assert CANARY_TEXT in shown.lines[0].text


def test_the_scan_ends_as_filed_and_is_no_customers_paper(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    sheet = scan_sheet(staffed, tmp_path, form.number)
    (status,) = staffed.desk.scans.status(staffed.speakers[Post.ARCHIVIST]).scans
    told = Message("A query form that was signed by hand waits to be attested.")
    assert ("review", told, 0, 0) == (status.state, status.reason, status.papers, status.waiting)
    assert no_faults(staffed)
    check(staffed, attest(staffed, sheet))
    with staffed.home.catalogue.read() as tx:
        scan = scans.get(tx, status.number)
        assert ("filed", ()) == (scan.state, parts.of_scan(tx, scan.number))
        assert [""] == [page.text for page in pages.load(tx, str(scan.original))]
    assert no_faults(staffed)


def test_in_a_pile_the_sheet_parts_the_papers_and_waits_by_itself(staffed: Staffed, tmp_path: Path) -> None:
    code = encode_form_code(FormCode("查询-2026-0001", staffed.ask().sha256))
    outcome = bring(staffed, tmp_path, [picture(), picture(code), picture()])
    assert [(1, 1, "filed"), (3, 3, "filed")] == [
        (part.first_page, part.last_page, part.state) for part in outcome.parts
    ]
    assert "review" == outcome.state
    (sheet,) = staffed.desk.form_sheets.list(staffed.speakers[Post.ARCHIVIST])
    assert (2, "waiting") == (sheet.page, sheet.state)
    check(staffed, attest(staffed, sheet.number))
    assert 1 == staffed.desk.scans.status(staffed.speakers[Post.ARCHIVIST]).counts["filed"]
    assert no_faults(staffed)


def test_the_director_is_told_that_a_signature_was_recorded(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    check(staffed, attest(staffed, scan_sheet(staffed, tmp_path, form.number)))
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    (notice,) = staffed.desk.notices.unseen(director)
    assert form.number == notice.text.values["number"]
    staffed.desk.forms.revoke(director, Signing(form.number, form.sha256, PASSWORD, "不是我签的"))
    assert "revoked" == state(staffed, form)


def test_who_sees_the_form_sees_its_sheet_and_nobody_else(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    sheet = scan_sheet(staffed, tmp_path, form.number)
    reader, other = staffed.speakers[Post.READER], staffed.employ(_account("third", Post.READER))
    for called in (form.number, str(sheet)):  # before it stands with its form, a reader sees nothing of it
        with pytest.raises(Refused, match="nothing here"):
            staffed.desk.form_sheets.image(reader, called)
    assert staffed.desk.form_sheets.image(staffed.speakers[Post.CREDIT_MANAGER], str(sheet))
    check(staffed, attest(staffed, sheet))
    with Image.open(io.BytesIO(staffed.desk.form_sheets.image(reader, form.number))) as image:
        assert "duty:sheet:1" in image.text.values()  # type: ignore[attr-defined]  # PNG pictures have it
    for called in (form.number, str(sheet), "查询-2026-0009", "9"):
        with pytest.raises(Refused, match="nothing here"):
            staffed.desk.form_sheets.image(other, called)


def _account(login: str, *posts: Post) -> Account:
    return Account(login, f"丙{login}", "YH", "SC1", frozenset(posts))


REFUSED = {
    "There is no query form {number}: the sheet was changed, or belongs to another archive.": (
        "dangan-form:1\nnumber:查询-2026-0009\nsha256:SHA"
    ),
    "The sheet is not the query form {number} as it was handed in: one of the two was changed, or the sheet "
    "belongs to another archive.": "dangan-form:1\nnumber:NUMBER\nsha256:" + "0" * 64,
    "The sheet's code is none that this program prints.": "dangan-form:2\nnumber:NUMBER\nsha256:SHA",
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_sheet_with_another_code_is_refused_in_words(staffed: Staffed, tmp_path: Path, reason: str) -> None:
    form = staffed.ask()
    code = REFUSED[reason].replace("NUMBER", form.number).replace("SHA", form.sha256)
    assert "review" == bring(staffed, tmp_path, [picture(code)]).state
    _refused(staffed, reason)


def test_a_sheet_with_two_forms_codes_is_refused(staffed: Staffed, tmp_path: Path) -> None:
    codes = [encode_form_code(FormCode(form.number, form.sha256)) for form in (staffed.ask(), staffed.ask())]
    bring(staffed, tmp_path, [picture(*codes)])
    _refused(staffed, "The page bears the codes of several query forms.")


def _refused(staffed: Staffed, reason: str) -> None:
    """The one sheet is refused for this reason, cannot be attested, and is put aside by the archivist."""
    archivist = staffed.speakers[Post.ARCHIVIST]
    (sheet,) = staffed.desk.form_sheets.list(archivist)
    assert sheet.fault is not None
    assert ("refused", reason) == (sheet.state, sheet.fault.text)
    (scan,) = staffed.desk.scans.status(archivist).scans
    assert scan.reason == sheet.fault
    assert no_faults(staffed)
    with pytest.raises(Conflict) as told:
        attest(staffed, sheet.number)
    assert reason == told.value.message
    staffed.desk.scans.dismiss(archivist, scan.number, reason="无效")
    assert () == staffed.desk.form_sheets.list(archivist)
    assert no_faults(staffed)


def test_a_sheet_of_a_form_that_is_closed_is_refused(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    code = encode_form_code(FormCode(form.number, form.sha256))
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    staffed.desk.forms.reject(director, Signing(form.number, form.sha256, PASSWORD, "不同意"))
    bring(staffed, tmp_path, [picture(code)])
    _refused(staffed, "The query form {number} is closed: nobody can sign it any more.")


def test_a_sheet_of_a_form_that_is_signed_already_is_refused(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    staffed.approve(form)
    bring(staffed, tmp_path, [picture(encode_form_code(FormCode(form.number, form.sha256)))])
    _refused(staffed, "The query form {number} has all its signatures.")


def test_a_form_that_was_altered_after_printing_takes_no_sheet(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    sheet = attest(staffed, scan_sheet(staffed, tmp_path, form.number))
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(purpose="别的用途"))
    with pytest.raises(Conflict, match="one of the two was changed"):
        attest(staffed, sheet.number)
    with pytest.raises(Conflict, match="one of the two was changed"):
        check(staffed, sheet)
    assert "submitted" == state(staffed, form)


def test_a_form_that_ran_out_meanwhile_takes_no_sheet(
    staffed: Staffed, tmp_path: Path, clock: StoppedClock
) -> None:
    form = staffed.ask(days=2)
    sheet = attest(staffed, scan_sheet(staffed, tmp_path, form.number))
    clock.forward(days=3)
    staffed = logged_in_again(staffed)
    with pytest.raises(Conflict, match="has run out"):
        check(staffed, sheet)


def logged_in_again(staffed: Staffed) -> Staffed:
    """The same house on another day."""
    desk = staffed.desk
    speakers = {
        post: desk.sessions.speaker(desk.sessions.login(one.person.login, PASSWORD), origin="test")
        for post, one in staffed.speakers.items()
    }
    return replace(staffed, speakers=speakers)


def test_what_cannot_be_attested(staffed: Staffed, tmp_path: Path) -> None:
    sheet = scan_sheet(staffed, tmp_path, staffed.ask().number)
    day = today(staffed)
    for signed_by, error in (
        ("reader", Refused),  # nobody signs a form of his own
        ("general-manager", Refused),  # not the post that this regulation names
        ("archivist", Refused),
        ("nobody", DanganError),
    ):
        with pytest.raises(error):
            attest(staffed, sheet, signed_by)
    for on in (day - timedelta(days=1), day + timedelta(days=1)):
        with pytest.raises(BadInput, match="cannot have been signed"):
            attest(staffed, sheet, on=on)
    with pytest.raises(BadInput, match="does not ask for these files"):
        attest(staffed, sheet, regulation="contract")
    assert ["waiting"] == [
        one.state for one in staffed.desk.form_sheets.list(staffed.speakers[Post.ARCHIVIST])
    ]


def test_whoever_attested_asked_or_signed_does_not_counter_check(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    sheet = attest(staffed, scan_sheet(staffed, tmp_path, form.number))
    for post in (Post.ARCHIVIST, Post.CREDIT_OFFICE_DIRECTOR):
        with pytest.raises(Refused, match="does not vouch for it"):
            check(staffed, sheet, post)
    with pytest.raises(Refused):
        check(staffed, sheet, Post.READER)
    with pytest.raises(Refused, match="password"):
        staffed.desk.form_sheets.check(
            staffed.speakers[Post.CREDIT_MANAGER], Checking(sheet.number, sheet.sha256, "wrong")
        )
    assert "submitted" == state(staffed, form)


def test_an_archivist_does_not_attest_the_sheet_of_a_form_of_his_own(
    staffed: Staffed, tmp_path: Path
) -> None:
    archivist = staffed.speakers[Post.ARCHIVIST]
    request = Request((CUSTOMER,), ("credit",), "核对案卷", today(staffed))
    form = staffed.desk.forms.new(archivist, request)
    sheet = scan_sheet(staffed, tmp_path, form.number)
    with pytest.raises(Refused, match="does not vouch for it"):
        attest(staffed, sheet)


def test_only_what_was_shown_is_counter_checked(
    staffed: Staffed, tmp_path: Path, clock: StoppedClock
) -> None:
    form = staffed.ask()
    clock.forward(hours=24)
    staffed = logged_in_again(staffed)
    shown = attest(staffed, scan_sheet(staffed, tmp_path, form.number))
    attest(staffed, shown.number, on=today(staffed) - timedelta(days=1))
    with pytest.raises(Refused, match="not attested as it was shown"):
        check(staffed, shown)


def test_a_form_rejected_between_attesting_and_checking_stays_rejected(
    staffed: Staffed, tmp_path: Path
) -> None:
    form = staffed.ask()
    sheet = attest(staffed, scan_sheet(staffed, tmp_path, form.number))
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    staffed.desk.forms.reject(director, Signing(form.number, form.sha256, PASSWORD, "不同意"))
    with pytest.raises(Conflict, match="is closed"):
        check(staffed, sheet)
    assert "rejected" == state(staffed, form)


def test_one_sheet_bears_the_signatures_for_two_regulations(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask(CUSTOMER, regulations=("credit", "customer"))
    number = scan_sheet(staffed, tmp_path, form.number)
    attest(staffed, number)
    sheet = attest(staffed, number, "general-manager", "客户档案")
    check(staffed, sheet)
    assert "approved" == state(staffed, form)


def test_a_deputy_signs_by_hand_for_the_director_who_is_away(staffed: Staffed, tmp_path: Path) -> None:
    director, day = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], today(staffed)
    staffed.employ(_account("stand-in", Post.READER))
    staffed.desk.deputies.appoint(director, Appointment("stand-in", day, day, "出差"), PASSWORD)
    form = staffed.ask()
    sheet = attest(staffed, scan_sheet(staffed, tmp_path, form.number), "stand-in")
    assert director.person.who == sheet.signatures[0].represented
    check(staffed, sheet)
    (signature,) = staffed.desk.forms.show(staffed.speakers[Post.READER], form.number).signatures
    assert director.person.who == signature.represented
    assert 1 == len(staffed.desk.notices.unseen(director))


def test_a_signature_that_lost_its_sheet_opens_nothing(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    form = staffed.ask()
    check(staffed, attest(staffed, scan_sheet(staffed, tmp_path, form.number)))
    staffed.desk.forms.issue(staffed.speakers[Post.ARCHIVIST], form.number)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.signatures).values(sheet=None))
        tx.execute(delete(schema.form_sheets))
    with pytest.raises(Refused):
        staffed.desk.reading.show(staffed.speakers[Post.READER], "1")


def test_a_signed_sheet_is_not_described_by_hand_as_a_customers_paper(
    staffed: Staffed, tmp_path: Path
) -> None:
    scan_sheet(staffed, tmp_path, staffed.ask().number)
    (scan,) = staffed.desk.scans.status(staffed.speakers[Post.ARCHIVIST]).scans
    with pytest.raises(Conflict):
        staffed.desk.scans.describe(
            staffed.speakers[Post.ARCHIVIST], scan.number, Description("permit", CUSTOMER, title="许可证")
        )


def test_a_sheet_stays_when_a_paper_of_the_same_scan_is_disposed_of(staffed: Staffed, tmp_path: Path) -> None:
    form = staffed.ask()
    bring(staffed, tmp_path, [picture(), picture(encode_form_code(FormCode(form.number, form.sha256)))])
    check(staffed, attest(staffed, 1))
    before = staffed.desk.form_sheets.image(staffed.speakers[Post.READER], form.number)
    archivist = staffed.speakers[Post.ARCHIVIST].person
    Disposing(staffed.home, staffed.clock).dispose([Order(1, "销毁-2026-0001", UNSAID)], by=archivist)
    assert before == staffed.desk.form_sheets.image(staffed.speakers[Post.READER], form.number)
    (sheet,) = staffed.desk.form_sheets.list(staffed.speakers[Post.ARCHIVIST], everything=True)
    assert 1 == sheet.page


def test_a_draft_is_not_printed(staffed: Staffed) -> None:
    form = staffed.ask()
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(sha256="", state="draft"))
    with pytest.raises(Conflict, match="not handed in yet"):
        staffed.desk.form_sheets.print(staffed.speakers[Post.READER], form.number)
