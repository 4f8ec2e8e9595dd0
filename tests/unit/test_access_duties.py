"""Duties are bound to a task that is open: with the task, what they show ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from access.describing import Description
from access.desk import Desk
from access.review import Ruling
from access.speaker import Speaker
from archive import audit
from archive.errors import Conflict, Refused
from tests.staffed import Staffed

PAGES_OF_A_PART: dict[str, Callable[[Desk, Speaker, int], object]] = {
    "review.show": lambda desk, speaker, part: desk.review.show(speaker, part),
    "review.image": lambda desk, speaker, part: desk.review.image(speaker, part, page=1),
    "rulings.explain_part": lambda desk, speaker, part: desk.rulings.explain_part(speaker, part),
    "rulings.case_of_part": lambda desk, speaker, part: desk.rulings.case_of_part(
        speaker, part, category="permit"
    ),
}


@pytest.mark.parametrize("call", PAGES_OF_A_PART)
def test_a_part_is_shown_until_it_is_settled(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path, call: str
) -> None:
    part = staffed.keep_in_review(tmp_path).number
    assert PAGES_OF_A_PART[call](desk, archivist, part)
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx)][-1]
    assert (last.act, last.basis) == (call, f"duty:settle:{part}")
    desk.review.settle(archivist, part, Ruling("permit", "1"))
    with pytest.raises(Refused, match="nothing here"):
        PAGES_OF_A_PART[call](desk, archivist, part)


def test_a_file_is_given_out_until_it_is_described(
    staffed: Staffed, desk: Desk, archivist: Speaker, tmp_path: Path
) -> None:
    scan = staffed.keep_unread(tmp_path)
    assert desk.scans.fetch(archivist, scan)
    desk.scans.describe(archivist, scan, Description("business_licence", "1", title="录音"))
    with pytest.raises(Conflict):
        desk.scans.fetch(archivist, scan)
