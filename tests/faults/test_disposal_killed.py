"""Killed at every named point, a disposal is carried out by the next try, and nothing that stays is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from access.disposal import Approval
from access.grounds import Proposal
from archive import schema
from archive.catalogue import pages
from archive.disposing import Disposing, Order
from archive.people import Post
from archive.traces import UNSAID
from archive.verification import verify
from tests.clock import StoppedClock
from tests.leaving import Made, bring_in, draw
from tests.staffed import PASSWORD, Staffed, staff

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("disposal_worker.py")
GOES, STAYS = "鹬蚌朱砂密件", "鸲鹆青黛存件"
POINTS = (
    "original copied",
    "original synced",
    "original renamed",
    "original in place",
    "disposal written",
    "disposal committed",
    "original overwritten",
    "original removed",
    "catalogue compacted",
)


@pytest.fixture
def signed(tmp_path: Path, clock: StoppedClock) -> Iterator[tuple[Staffed, str]]:
    """A scan with a paper that is to go and one that stays; the disposal's number."""
    staffed = staff(tmp_path, clock)
    goes, _ = bring_in(
        staffed, draw(tmp_path / "scan.pdf", 3), [Made(1, 2, GOES), Made(3, 3, STAYS)], pages=3
    )
    archivist, director = staffed.speakers[Post.ARCHIVIST], staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    order = Proposal(goes.number, "court_order", "裁定删除", "(2026)苏0281民初12号")
    proposed = staffed.desk.disposals.propose(archivist, order)
    staffed.desk.disposals.sign(director, Approval(proposed.number, proposed.sha256, PASSWORD))
    yield staffed, proposed.number
    staffed.close()


def worker(home: Path, number: str, die: str = "") -> int:
    words = [sys.executable, str(WORKER), str(home), number, "--die", die]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, env=surroundings, timeout=120, check=False).returncode


@pytest.mark.faults
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_is_made_good_by_the_next_try(signed: tuple[Staffed, str], point: str) -> None:
    staffed, number = signed
    home = staffed.home.path

    assert worker(home, number, point) == -signal.SIGKILL
    assert worker(home, number) == 0

    assert [str(fault.what) for fault in verify(staffed.home, staffed.engine)] == []
    files = {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert [name for name, content in files.items() if GOES.encode() in content] == []
    with staffed.home.catalogue.read() as tx:
        table = schema.documents
        kept = tx.execute(select(table.c.original).where(table.c.state == "current")).scalar_one()
        assert [page.text for page in pages.load(tx, kept)] == [f"{STAYS}第3页"]
    assert staffed.desk.disposals.show(staffed.speakers[Post.ARCHIVIST], number).state == "done"


def test_every_milestone_of_a_disposal_is_one_that_a_test_dies_at(signed: tuple[Staffed, str]) -> None:
    staffed, number = signed
    passed: list[str] = []
    disposing = Disposing(staffed.home, staffed.clock, at=passed.append)
    disposing.dispose([Order(1, number, UNSAID)], by=staffed.speakers[Post.ARCHIVIST].person)
    disposing.compact()
    assert set(passed) == set(POINTS)
