"""Where scans stand; trying again; not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.desk import Desk
from access.review import Ruling
from access.speaker import Speaker
from archive.catalogue import parts, scans
from archive.catalogue.settlements import Settlement, decode_settlement
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.message import message
from archive.people import Post
from tests.staffed import Staffed
from tests.waiting import FIRST, part, wait


def receive(staffed: Staffed) -> int:
    with staffed.home.catalogue.write() as tx:
        scan = scans.receive(
            tx, claim="c9", inbox="inbox", name="新到.jpg", sub_folder="", at=staffed.clock()
        )
    assert scan is not None
    return scan


def test_every_scan_stands_somewhere(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    new = receive(staffed)
    scan, (first, _) = wait(staffed, tmp_path, part(1, 1, customer=FIRST), part(2, 2))
    desk.review.settle(archivist, first, Ruling())
    status = desk.scans.status(archivist)
    assert [(one.number, one.state, one.papers, one.waiting) for one in status.scans] == [
        (new, "pending", 0, 0),
        (scan, "review", 1, 1),
    ]
    assert (status.counts["pending"], status.counts["review"], status.received, status.whole) == (
        1,
        1,
        2,
        True,
    )
    assert [one.number for one in desk.scans.status(archivist, states=("review",)).scans] == [scan]


def test_a_scan_that_is_not_ours(desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path) -> None:
    scan, (number,) = wait(staffed, tmp_path, part(1, 2))
    shown = desk.scans.dismiss(archivist, scan, reason=" 广告 ")
    assert (shown.state, shown.reason) == ("dismissed", message("Dismissed: {reason}", reason="广告"))
    with staffed.home.catalogue.read() as tx:
        row = parts.get(tx, number)
    assert (row.state, row.settled_by) == ("dismissed", archivist.person.number)
    assert decode_settlement(str(row.settlement)) == Settlement(1, 2, reason="广告")
    with pytest.raises(Conflict):
        desk.scans.dismiss(archivist, scan, reason="广告")


def test_what_is_filed_of_a_scan_stays_when_the_rest_is_dismissed(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    scan, (first, _) = wait(staffed, tmp_path, part(1, 1, customer=FIRST), part(2, 2))
    desk.review.settle(archivist, first, Ruling())
    shown = desk.scans.dismiss(archivist, scan, reason="背面广告")
    assert (shown.state, shown.papers, shown.waiting) == ("filed", 1, 0)


def test_a_reason_must_be_given(desk: Desk, archivist: Speaker) -> None:
    with pytest.raises(BadInput):
        desk.scans.dismiss(archivist, 1, reason=" ")


def test_a_quarantined_scan_is_tried_again(desk: Desk, archivist: Speaker, staffed: Staffed) -> None:
    scan = receive(staffed)
    with staffed.home.catalogue.write() as tx:
        scans.set_state(tx, scan, "quarantined", at=staffed.clock(), reason=message("The file is encrypted."))
    shown = desk.scans.retry(archivist, scan)
    assert (shown.state, shown.reason) == ("pending", None)
    with pytest.raises(Conflict):
        desk.scans.retry(archivist, scan)
    with pytest.raises(NotFound):
        desk.scans.retry(archivist, 99)


def test_a_reader_learns_nothing_of_what_came_in(desk: Desk, staffed: Staffed) -> None:
    with pytest.raises(Refused):
        desk.scans.status(staffed.speakers[Post.READER])
