"""What was disposed of leaves every living index, or it is said which one may still hold it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from access.disposal import Approval
from access.grounds import Proposal
from archive.errors import StorageError
from archive.people import Post
from index import indexfile
from index.expunging import STILL_HELD, expunge
from tests.clock import StoppedClock
from tests.staffed import PASSWORD, Staffed, staff

WORD, OTHER = "鹬蚌朱砂密件", "寻常文字"


@pytest.fixture
def staffed(tmp_path: Path, clock: StoppedClock) -> Iterator[Staffed]:
    made = staff(tmp_path, clock)
    made.file_paper(tmp_path, text=OTHER)
    made.file_paper(tmp_path, text=WORD)
    yield made
    made.close()


def holding(home: Path, character: str) -> set[str]:
    """The index files that hold this character anywhere."""
    files = home.glob("index-*.db*")
    return {path.name for path in files if character.encode() in path.read_bytes()}


def test_every_living_index_forgets(staffed: Staffed) -> None:
    built = staffed.engine.building.build("embedded").generation
    assert len(holding(staffed.home.path, "鹬")) == 2
    archivist, director = staffed.speakers[Post.ARCHIVIST], staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    order = Proposal("2", "court_order", "裁定删除", "(2026)苏0281民初12号")
    proposed = staffed.desk.disposals.propose(archivist, order)
    staffed.desk.disposals.sign(director, Approval(proposed.number, proposed.sha256, PASSWORD))
    (done,) = staffed.desk.disposals.carry_out(archivist, [proposed.number])
    assert done.removed[f"index {built.name}"] == "rewritten"
    assert holding(staffed.home.path, "鹬") == set()
    assert len(holding(staffed.home.path, "寻")) == 2


def test_an_index_that_still_holds_it_says_so(staffed: Staffed) -> None:
    (expunged,) = expunge(staffed.engine.followers, [2])
    assert expunged.fault == STILL_HELD


def test_an_index_that_is_being_read_is_not_called_clean(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.engine.close()
    monkeypatch.setattr(indexfile, "BUSY_SECONDS", 0)
    (file,) = staffed.home.path.glob("index-*.db")
    reader = apsw.Connection(str(file))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchall()
    (expunged,) = expunge(staffed.engine.followers, [99])
    reader.close()
    assert str(expunged.fault) == "The search index is in use by another program."


def test_a_catalogue_that_is_being_read_is_not_called_clean(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.catalogue.database.BUSY_SECONDS", 0)
    catalogue = staffed.home.catalogue
    catalogue.close()
    with catalogue.read() as tx:
        tx.exec_driver_sql("SELECT count(*) FROM documents").fetchall()
        with pytest.raises(StorageError, match="in use by another program"):
            catalogue.compact()
    catalogue.compact()
