"""Attacks at the desk: what is asked with odd words, in a hurry by two, or through the back of a paper."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from access.corrections import Correction
from access.desk import Desk
from access.forms import Signing
from access.registers import CustomerEntry
from access.review import Ruling
from access.searching import Query
from access.speaker import Speaker
from archive import audit, schema
from archive.catalogue import scans
from archive.errors import BadInput, Conflict, DanganError, Refused
from archive.filing import Filing, Paper
from archive.pdf import extract_pages
from archive.people import Post
from archive.verification import verify
from index.engine import Behind
from search_cli.workplace import origin
from tests.staffed import CANARY_NAME, CANARY_TEXT, OTHER, PASSWORD, Staffed
from tests.waiting import FIRST, part, wait

HUGE = 10**30


ODD_CALLS: dict[str, Callable[[Desk, Speaker], object]] = {
    "documents.show number": lambda desk, who: desk.documents.show(who, str(HUGE)),
    "documents.show digits": lambda desk, who: desk.documents.show(who, "9" * 5000),
    "documents.show surrogate": lambda desk, who: desk.documents.show(who, "\udcb2"),
    "customers.show digits": lambda desk, who: desk.customers.show(who, "9" * 5000),
    "review.show": lambda desk, who: desk.review.show(who, HUGE),
    "scans.separator": lambda desk, who: desk.scans.separator(who, customer=str(HUGE)),
    "scans.separator surrogate": lambda desk, who: desk.scans.separator(who, category="\udcb2"),
    "scans.retry": lambda desk, who: desk.scans.retry(who, HUGE),
    "scans.dismiss": lambda desk, who: desk.scans.dismiss(who, HUGE, reason="x"),
    "scans.dismiss surrogate": lambda desk, who: desk.scans.dismiss(who, 1, reason="\udcb2"),
    "waivers.withdraw": lambda desk, who: desk.waivers.withdraw(who, HUGE),
}


@pytest.mark.parametrize("what", ODD_CALLS)
def test_odd_words_are_answered_in_words_and_recorded(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path, what: str
) -> None:
    wait(staffed, tmp_path, part(1, 1))
    with pytest.raises(DanganError):
        ODD_CALLS[what](desk, archivist)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.person) == (what.split(" ")[0], archivist.person.number)
    assert last.outcome in ("failed", "refused")


def test_a_forged_place_to_go_on_from_finds_nothing_or_is_refused(
    staffed: Staffed, desk: Desk, tmp_path: Path
) -> None:
    mine, others = staffed.file_paper(tmp_path), staffed.file_paper(tmp_path, customer=2, text="别的")
    staffed.approve(staffed.ask())
    reader = staffed.speakers[Post.READER]
    refused = set()
    absent = ("YH-SC1-X-2026-9999-001", "1", "", "~", "\udcb2", "9" * 5000)
    for place in (others.number, f"{others.number}~", *absent):
        with pytest.raises(BadInput) as refusal:
            desk.reading.search(reader, Query(CANARY_TEXT, after=place))
        refused.add((refusal.value.message, refusal.value.advice))
    assert len(refused) == 1  # whether it is forbidden or not there
    assert desk.reading.search(reader, Query(CANARY_TEXT, after=f"{mine.number}~")).found == ()


def test_even_a_fault_of_the_program_leaves_its_trace(
    staffed: Staffed, desk: Desk, archivist: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can make a call break down must not be able to try it unseen."""

    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(scans, "set_state", break_down)
    with pytest.raises(ZeroDivisionError):
        desk.scans.retry(archivist, 1)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.outcome) == ("scans.retry", "failed")


def test_what_waits_for_the_index_in_other_files_is_not_counted(
    staffed: Staffed, desk: Desk, tmp_path: Path
) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    with staffed.home.catalogue.write() as tx:
        documents = schema.documents
        row = tx.execute(select(documents).where(documents.c.id == filed.document)).one()
        paper = Paper(row.scan, row.original, 1, 1, "credit_report", 2, year=2026)
        Filing(staffed.home.regulations, staffed.clock).file_paper(tx, paper, by=None)
    answer = desk.reading.search(staffed.speakers[Post.READER], Query("无此字样"))
    assert Behind(0, None) == answer.behind


def test_another_category_in_the_same_file_takes_its_references_along(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    """A licence serves the contract file; a tax registration, kept in the same file, does not."""
    staffed.file_paper(tmp_path, kind="contract_text", text="合同正文")
    licence = staffed.file_paper(tmp_path, kind="business_licence", text="营业执照甲")
    references = schema.document_references
    of_it = select(references.c.category).where(references.c.document == licence.document)
    with staffed.home.catalogue.read() as tx:
        assert ["counterparty_licence"] == list(tx.execute(of_it).scalars())
    desk.documents.correct(
        archivist, licence.number, Correction(category="tax_registration"), reason="认错了"
    )
    with staffed.home.catalogue.read() as tx:
        assert [] == list(tx.execute(of_it).scalars())


def test_a_correction_that_changes_nothing_is_none(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    filed = staffed.file_paper(tmp_path)
    with pytest.raises(Conflict):
        desk.documents.correct(archivist, filed.number, Correction(year=2026), reason="再看")


def test_what_is_signed_means_what_it_meant_when_it_was_shown(staffed: Staffed, desk: Desk) -> None:
    """The approver saw that 丙木 is nobody; a keeper makes somebody answer to it before he signs."""
    form = staffed.ask("丙木")
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    shown = desk.forms.show(director, form.number)
    keeper = staffed.speakers[Post.CREDIT_MANAGER]
    desk.customers.update(keeper, OTHER, CustomerEntry("", aliases=("丙木",)))
    with pytest.raises(DanganError):
        desk.forms.approve(director, Signing(form.number, shown.sha256, PASSWORD))


def test_two_archivists_settle_one_part_once(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    _, (number, _) = wait(staffed, tmp_path, part(1, 1, customer=FIRST), part(2, 2))
    ready = Barrier(4)

    def settle() -> str:
        ready.wait(30)
        try:
            return desk.review.settle(archivist, number, Ruling()).filed.number
        except Refused:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        found = sorted(one.result() for one in [pool.submit(settle) for _ in range(4)])
    assert ["YH-SC1-X-2026-0001-001", "refused", "refused", "refused"] == found


def test_numbers_given_by_many_hands_at_once_have_no_gaps(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    _, numbers = wait(staffed, tmp_path, *(part(page, page, customer=FIRST) for page in range(1, 13)))
    customers = ("1", OTHER)
    with ThreadPoolExecutor(4) as pool:
        filed = list(
            pool.map(
                lambda number: (
                    desk.review.settle(archivist, number, Ruling(customer=customers[number % 2])).filed.number
                ),
                numbers,
            )
        )
    assert sorted(filed) == [f"YH-SC1-X-2026-000{file}-00{item}" for file in (1, 2) for item in range(1, 7)]
    said = [str(fault.what) for fault in verify(staffed.home, staffed.engine)]
    assert [] == [line for line in said if "arrived" not in line]  # the scan was made without an arrival


def test_the_audit_names_the_system_account_and_not_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true = origin()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "director\x1b[2K\r")
    assert true == origin()


def test_verify_names_no_file_to_who_may_read_none(staffed: Staffed, desk: Desk) -> None:
    """The administrator and the auditor run verify; what a file is called is content."""
    with staffed.home.catalogue.write() as tx:
        scans.receive(tx, claim="c1", inbox="gone", name=CANARY_NAME, sub_folder="甲木", at=staffed.clock())
    findings = desk.proof.verify(staffed.speakers[Post.ADMINISTRATOR])
    said = " ".join(str(fault.what) for fault in findings.faults)
    assert CANARY_NAME not in said


def test_a_moved_paper_is_not_read_through_the_number_it_left_behind(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    reader = staffed.speakers[Post.READER]
    assert desk.reading.show(reader, filed.number).page == 1
    desk.documents.correct(archivist, filed.number, Correction(customer=OTHER), reason="认错了客户")
    for word in (filed.number, str(filed.document)):
        with pytest.raises(Refused):
            desk.reading.show(reader, word)
        with pytest.raises(Refused):
            desk.reading.export(reader, word)
    assert desk.reading.search(reader, Query(CANARY_TEXT)).found == ()


def test_a_paper_referred_to_is_read_with_the_form_of_its_own_file_only(
    staffed: Staffed, desk: Desk, tmp_path: Path
) -> None:
    staffed.file_paper(tmp_path, kind="contract_text", text="合同正文")
    licence = staffed.file_paper(tmp_path, kind="business_licence", text="营业执照甲")
    staffed.approve(staffed.ask(regulations=("contract",)))
    reader = staffed.speakers[Post.READER]
    with pytest.raises(Refused):
        desk.reading.show(reader, licence.number)
    assert desk.reading.search(reader, Query("营业执照甲")).found == ()


def test_an_exported_page_brings_nothing_of_the_other_pages_along(tmp_path: Path) -> None:
    """Scanning programs let all pages share one table of pictures; another customer's may be in it."""
    source = tmp_path / "pile.pdf"
    source.write_bytes(pile_with_shared_pictures())
    exported = unpacked(extract_pages(source, [1]))
    assert b"FIRST" in exported
    assert b"SECOND" not in exported
    assert b"REMARK" not in exported


def pile_with_shared_pictures() -> bytes:
    """A PDF of two pages whose pictures stand in one table that both inherit."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/Resources<</XObject<</A 7 0 R/B 8 0 R>>>>>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Annots[9 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 6 0 R>>",
        stream(b"", b"q 90 0 0 90 0 0 cm /A Do Q"),
        stream(b"", b"q 90 0 0 90 0 0 cm /B Do Q"),
        picture(b"FIRST"),
        picture(b"SECOND"),
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(first)/IRT 10 0 R>>",
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(REMARK)/P 4 0 R>>",
    )
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return file + end % (count, table, count, len(file))


def stream(head: bytes, body: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (head, len(body), body)


def picture(word: bytes) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width 30/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    return stream(head, (word * 30)[:30])


def unpacked(pdf: bytes) -> bytes:
    """The file and, behind it, its compressed streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


def test_nobody_reads_on_another_ones_session(staffed: Staffed, desk: Desk, tmp_path: Path) -> None:
    """A speaker made by hand of one person and another's session is nobody."""
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    reader, auditor = staffed.speakers[Post.READER], staffed.speakers[Post.AUDITOR]
    forged = Speaker(reader.person, auditor.session, "test")
    with pytest.raises(DanganError):
        desk.reading.show(forged, filed.number)
    assert os.environ.get("DANGAN_TOKEN") is None
