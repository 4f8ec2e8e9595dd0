"""What goes wrong, and what is noted on the way, tells nothing of papers: tracebacks, logs, records."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from access.searching import Query
from archive import audit, schema
from archive.people import Post
from tests.staffed import CANARIES, CANARY_NAME, CANARY_TEXT, Staffed

PRIVATE = (CANARY_TEXT, CANARY_NAME)


def use_everything(staffed: Staffed, folder: Path) -> None:
    """File, search, look at, draw, export and settle papers full of canary words."""
    filed = staffed.file_paper(folder)
    part = staffed.keep_in_review(folder)
    staffed.approve(staffed.ask())
    reader, archivist, desk = staffed.speakers[Post.READER], staffed.speakers[Post.ARCHIVIST], staffed.desk
    desk.reading.search(reader, Query(CANARY_TEXT, facets=True))
    desk.reading.show(reader, filed.number)
    desk.reading.image(reader, filed.number)
    desk.reading.export(reader, filed.number, original=True)
    desk.review.show(archivist, part.number)
    desk.review.image(archivist, part.number, page=1)
    desk.index.build(archivist)


def test_no_library_writes_a_papers_words_into_a_log(
    staffed: Staffed, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where somebody turns logs on; only DEBUG of SQLAlchemy shows rows, and nothing of ours asks
    for that."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy")
    use_everything(staffed, tmp_path)
    assert len(caplog.records) > 100  # there is something to look through
    assert [word for word in CANARIES if word in caplog.text] == []


def test_a_faults_traceback_holds_no_value_of_a_statement(staffed: Staffed) -> None:
    """DANGAN_DEBUG shows it, and people send it on."""

    def forbidden() -> None:
        with staffed.home.catalogue.write() as tx:
            tx.execute(schema.scans.insert().values(name=CANARY_NAME, claim=CANARY_TEXT))

    with pytest.raises(DBAPIError) as caught:
        forbidden()
    told = "".join(traceback.format_exception(caught.value))
    assert "INSERT INTO scans" in told
    assert [word for word in PRIVATE if word in told] == []


@pytest.mark.parametrize("where", ["access.reading.export_pages", "access.reading.page_png"])
def test_a_fault_while_a_page_is_drawn_is_not_recorded_with_its_words(
    where: str, staffed: Staffed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading is recorded before, whatever becomes of it."""
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    monkeypatch.setattr(where, _breaking)
    reader, reading = staffed.speakers[Post.READER], staffed.desk.reading
    call: Callable[[], object] = partial(
        reading.export if "export" in where else reading.image, reader, filed.number
    )
    with pytest.raises(ValueError, match=CANARY_TEXT):
        call()
    with staffed.home.catalogue.read() as tx:
        last = [row.entry for row in audit.rows(tx)][-1]
        rows = repr(tx.execute(select(schema.audit)).all())
    assert (last.subject, last.outcome) == (f"document:{filed.document}", "done")
    assert CANARY_TEXT not in rows


def _breaking(*_: object, **__: object) -> bytes:
    raise ValueError(CANARY_TEXT)
