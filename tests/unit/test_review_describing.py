"""Recordings, blank pages and damaged files, filed as a person describes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from access.describing import Description
from access.desk import Desk
from access.searching import Query
from access.speaker import Speaker
from archive.catalogue import scans
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.message import message
from archive.people import Post
from archive.verification import verify
from tests.marking import attached
from tests.staffed import CUSTOMER, Staffed
from tests.waiting import part, wait

RECORDING = b"ID3 a telephone call"
CALL = Description("dunning_call", CUSTOMER, title="催款电话录音", date="2026年2月3日")


def test_a_recording_is_filed_found_and_given_out_as_the_file_it_is(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan = staffed.keep_unread(tmp_path, "催款0203.MP3", RECORDING)
    assert desk.scans.fetch(archivist, scan) == RECORDING
    filed = desk.scans.describe(archivist, scan, CALL)
    staffed.approve(staffed.ask())
    reader = staffed.speakers[Post.READER]
    paper = desk.reading.show(reader, filed.number).paper
    assert (paper.title, paper.kind, paper.issued_on, paper.pages) == (
        f"{CUSTOMER}催款电话录音",
        "dunning_call",
        date(2026, 2, 3),
        1,
    )
    found = desk.reading.search(reader, Query("电话录音")).found
    assert [one.paper.number for one in found] == [filed.number]
    exported = desk.reading.export(reader, filed.number, original=True)
    assert exported.attached == f"{filed.number}.mp3"
    assert attached(exported.file) == {exported.attached: RECORDING}
    for call in (desk.reading.image, desk.reading.export):
        with pytest.raises(BadInput) as refused:
            call(reader, filed.number)
        assert refused.value.advice == "`dangan export --original` gives the file itself."


def test_the_very_file_is_given_only_of_a_document_that_is_all_of_it(
    desk: Desk, staffed: Staffed, tmp_path: Path
) -> None:
    whole = staffed.file_paper(tmp_path)
    half = staffed.file_paper(tmp_path, text="另一份", pages=(2, 2))
    staffed.approve(staffed.ask())
    reader = staffed.speakers[Post.READER]
    exported = desk.reading.export(reader, whole.number, original=True)
    assert exported.attached == f"{whole.number}.png"  # the ending is the sender's
    assert [file[:4] for file in attached(exported.file).values()] == [b"II*\0"]
    with pytest.raises(BadInput) as refused:
        desk.reading.export(reader, half.number, original=True)
    assert refused.value.message == "This document is not the whole of the file it came in."


def test_what_was_described_stands_and_verifies(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan = staffed.keep_unread(tmp_path)
    before = verify(staffed.home, staffed.engine)
    filed = desk.scans.describe(archivist, scan, CALL)
    status = desk.scans.status(archivist)
    assert [(one.state, one.papers, one.waiting) for one in status.scans if one.number == scan] == [
        ("filed", 1, 0)
    ]
    assert verify(staffed.home, staffed.engine) == before
    shown = desk.documents.show(archivist, filed.number)
    assert (shown.settlement and shown.settlement.kind, shown.history[0].person) == (
        "dunning_call",
        archivist.person.name,
    )


def test_blank_pages_are_filed_with_all_their_pages(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, _ = wait(staffed, tmp_path)
    with staffed.home.catalogue.write() as tx:
        scans.note(tx, scan, message("There is nothing on its pages."))
    filed = desk.scans.describe(archivist, scan, Description("honour", "1"))
    shown = desk.documents.show(archivist, filed.number)
    assert (shown.first_page, shown.last_page, shown.paper.title) == (1, 1, f"{CUSTOMER}荣誉证书")


def test_a_scan_with_papers_is_settled_in_review_instead(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, _ = wait(staffed, tmp_path, part(1, 1))
    for call in (
        lambda: desk.scans.fetch(archivist, scan),
        lambda: desk.scans.describe(archivist, scan, CALL),
    ):
        with pytest.raises(Conflict) as refused:
            call()
        assert refused.value.message == "Scan {number} is not one to be described by hand."


def test_a_described_scan_is_given_out_and_described_no_more(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan = staffed.keep_unread(tmp_path)
    desk.scans.describe(archivist, scan, CALL)
    with pytest.raises(Conflict):
        desk.scans.fetch(archivist, scan)
    with pytest.raises(Conflict):
        desk.scans.describe(archivist, scan, CALL)


def test_a_file_that_never_came_in_cannot_be_described(
    desk: Desk, archivist: Speaker, staffed: Staffed
) -> None:
    with staffed.home.catalogue.write() as tx:
        scan = scans.receive(tx, claim="c", inbox="i", name="大.mp4", sub_folder="", at=staffed.clock())
        scans.set_state(tx, scan, "quarantined", at=staffed.clock(), reason=message("The file is too large."))
    with pytest.raises(Conflict) as refused:
        desk.scans.describe(archivist, scan, CALL)
    assert refused.value.message == "The file of scan {number} is not in the archive."


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        (Description("no such kind", CUSTOMER), BadInput),
        (Description("honour", "没有的公司"), NotFound),
        (Description("honour", CUSTOMER, date="三月里"), BadInput),
        (Description("honour", CUSTOMER, title="题名" * 200), BadInput),
        (Description("contract_text", CUSTOMER, contract="HT-没有"), NotFound),
    ],
)
def test_nothing_is_filed_of_a_description_that_cannot_be_understood(
    description: Description,
    kind: type[Exception],
    desk: Desk,
    archivist: Speaker,
    staffed: Staffed,
    tmp_path: Path,
) -> None:
    scan = staffed.keep_unread(tmp_path)
    with pytest.raises(kind):
        desk.scans.describe(archivist, scan, description)
    assert [one.state for one in desk.scans.status(archivist).scans if one.number == scan] == ["quarantined"]


def test_a_reader_gets_nothing_of_what_waits(desk: Desk, staffed: Staffed, tmp_path: Path) -> None:
    scan = staffed.keep_unread(tmp_path)
    with pytest.raises(Refused):
        desk.scans.fetch(staffed.speakers[Post.READER], scan)
