"""Reading through the gate: forms open papers, expiry and revocation close them on the next page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import Connection, select, update

from access.corrections import Correction
from access.forms import Signing
from access.searching import Query
from archive import audit, schema
from archive.audit import Entry
from archive.errors import BadInput, DanganError, NotFound, NotLoggedIn, Refused, StorageError
from archive.filing import Filed
from archive.people import Post
from tests.clock import StoppedClock
from tests.leaking import statements
from tests.staffed import CANARY_TEXT, CUSTOMER, OTHER, PASSWORD, Staffed


@pytest.fixture
def filed(staffed: Staffed, tmp_path: Path) -> Filed:
    return staffed.file_paper(tmp_path)


def read(staffed: Staffed, document: str, page: int = 1) -> str:
    view = staffed.desk.reading.show(staffed.speakers[Post.READER], document, page=page)
    return "".join(line.text for line in view.lines)


def search(staffed: Staffed, text: str = CANARY_TEXT) -> list[str]:
    answer = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(text))
    return [found.paper.number for found in answer.found]


def refusal(call: Callable[[], object]) -> tuple[type[DanganError], str, str]:
    with pytest.raises(DanganError) as caught:
        call()
    return type(caught.value), str(caught.value), caught.value.advice


def audited(staffed: Staffed, act: str) -> list[Entry]:
    with staffed.home.catalogue.read() as tx:
        return [row.entry for row in audit.rows(tx) if row.entry.act == act]


def test_nothing_is_found_or_read_before_a_form_is_approved(staffed: Staffed, filed: Filed) -> None:
    staffed.ask()
    assert refusal(lambda: search(staffed))[0] is Refused
    assert refusal(lambda: read(staffed, filed.number))[0] is Refused


def test_an_approved_form_opens_search_page_image_and_export(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    reader, reading = staffed.speakers[Post.READER], staffed.desk.reading
    assert search(staffed) == [filed.number]
    assert read(staffed, filed.number, page=2) == f"第2页{CANARY_TEXT}"
    assert reading.image(reader, filed.number, page=2).png.startswith(b"\x89PNG")
    assert reading.export(reader, filed.number).file.startswith(b"%PDF")


def test_a_hit_shows_the_pages_and_words_within_the_document(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    answer = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(CANARY_TEXT))
    highlights = answer.found[0].highlights
    shown = [
        (snippet.page, snippet.text[span.start : span.end])
        for snippet in highlights.snippets
        for span in snippet.spans
    ]
    assert (answer.total, answer.capped, answer.next, highlights.pages) == (1, False, None, (1, 2))
    assert shown == [(1, CANARY_TEXT), (2, CANARY_TEXT)]


def test_a_form_opens_its_customers_and_regulations_only(staffed: Staffed, tmp_path: Path) -> None:
    mine = staffed.file_paper(tmp_path)
    others = staffed.file_paper(tmp_path, customer=2, text=f"{CANARY_TEXT}二")
    elsewhere = staffed.file_paper(tmp_path, kind="visit_record", text=f"{CANARY_TEXT}之三")
    staffed.approve(staffed.ask(CUSTOMER))
    assert search(staffed) == [mine.number]
    for document in (others, elsewhere):
        assert refusal(partial(read, staffed, document.number))[0] is Refused


def test_two_regulations_need_both_signatures(staffed: Staffed, filed: Filed) -> None:
    form = staffed.ask(regulations=("credit", "customer"))
    half = staffed.approve(form)
    assert (half.state, half.waiting_for) == ("submitted", ("customer",))
    assert refusal(lambda: read(staffed, filed.number))[0] is Refused
    assert staffed.approve(form, Post.GENERAL_MANAGER).state == "issued"
    assert read(staffed, filed.number) == f"第1页{CANARY_TEXT}"


def test_forbidden_and_not_there_are_the_same(staffed: Staffed, tmp_path: Path) -> None:
    staffed.file_paper(tmp_path)
    forbidden = staffed.file_paper(tmp_path, customer=2, text=f"{CANARY_TEXT}二")
    staffed.approve(staffed.ask(CUSTOMER))
    answers = {
        refusal(partial(read, staffed, word))
        for word in (forbidden.number, "YH-SC1-X-2026-0099-001", str(forbidden.document), "99", "无此号")
    }
    assert len(answers) == 1


def test_forbidden_and_not_there_run_the_same_statements(staffed: Staffed, tmp_path: Path) -> None:
    forbidden = staffed.file_paper(tmp_path, customer=2)
    staffed.file_paper(tmp_path, text=f"{CANARY_TEXT}一")
    staffed.approve(staffed.ask(CUSTOMER))
    runs = []
    for word in (str(forbidden.document), "99"):
        with statements(staffed) as run:
            refusal(partial(read, staffed, word))
        runs.append(run)
    assert len(runs[0]) > 5
    assert runs[0] == runs[1]


def test_a_form_runs_out_at_the_end_of_its_last_day(
    staffed: Staffed, filed: Filed, clock: StoppedClock
) -> None:
    staffed.approve(staffed.ask(days=0))
    assert read(staffed, filed.number)
    clock.forward(days=1)
    again(staffed)
    assert refusal(lambda: read(staffed, filed.number, page=2))[0] is Refused
    assert refusal(lambda: search(staffed))[0] is Refused


def again(staffed: Staffed) -> None:
    """The reader logs in anew: sessions end sooner than forms."""
    sessions = staffed.desk.sessions
    staffed.speakers[Post.READER] = sessions.speaker(sessions.login("reader", PASSWORD))


def test_revocation_acts_on_the_next_page(staffed: Staffed, filed: Filed) -> None:
    form = staffed.approve(staffed.ask())
    assert read(staffed, filed.number)
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    assert staffed.desk.forms.revoke(director, Signing(form.number, form.sha256, PASSWORD)).state == "revoked"
    assert refusal(lambda: read(staffed, filed.number, page=2))[0] is Refused


def test_a_revoked_form_that_says_it_is_approved_opens_nothing(staffed: Staffed, filed: Filed) -> None:
    form = staffed.approve(staffed.ask())
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    staffed.desk.forms.revoke(director, Signing(form.number, form.sha256, PASSWORD))
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(state="approved", closed_at=None))
    assert refusal(lambda: read(staffed, filed.number))[0] is Refused
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert [str(fault) for fault in faults] == [f"The form {form.number} is not what was signed."]


def test_deactivation_acts_on_the_next_page(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    assert read(staffed, filed.number)
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], "reader")
    assert refusal(lambda: read(staffed, filed.number, page=2))[0] is NotLoggedIn
    staffed.desk.people.activate(staffed.speakers[Post.ADMINISTRATOR], "reader")
    assert refusal(lambda: read(staffed, filed.number, page=2))[0] is NotLoggedIn


def test_a_session_runs_out_between_two_pages(staffed: Staffed, filed: Filed, clock: StoppedClock) -> None:
    staffed.approve(staffed.ask())
    clock.forward(hours=staffed.home.settings.access.session_hours)
    assert refusal(lambda: read(staffed, filed.number))[0] is NotLoggedIn


def test_somebody_elses_form_opens_nothing(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    archivist = staffed.speakers[Post.ARCHIVIST]
    assert refusal(lambda: staffed.desk.reading.show(archivist, filed.number))[0] is Refused


@pytest.mark.parametrize(
    "column", ["purpose", "customers", "regulations", "until", "bound", "signature", "signer"]
)
def test_a_form_altered_after_signing_opens_nothing_and_is_found(
    staffed: Staffed, filed: Filed, column: str
) -> None:
    staffed.approve(staffed.ask())
    with staffed.home.catalogue.write() as tx:
        alter(tx, column)
    assert refusal(lambda: read(staffed, filed.number))[0] is Refused
    assert audited(staffed, "reading.show")[-1].details["altered_forms"] == ["查询-2026-0001"]
    assert len(staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults) == 1


def alter(tx: Connection, column: str) -> None:
    forms, signatures = schema.forms, schema.signatures
    match column:
        case "bound":
            tx.execute(schema.form_customers.insert().values(form=1, customer=2))
        case "signature":
            tx.execute(signatures.delete())
        case "signer":
            tx.execute(update(signatures).values(person=select(forms.c.reader).scalar_subquery()))
        case "until":
            tx.exec_driver_sql("UPDATE forms SET until = '2026-12-31'")
        case _:
            other = {
                "purpose": "另有他用",
                "customers": f'["{OTHER}"]',
                "regulations": '["credit", "customer"]',
            }
            tx.execute(update(forms).values({column: other[column]}))


def test_no_record_no_content(staffed: Staffed, filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed.approve(staffed.ask())
    reader, reading = staffed.speakers[Post.READER], staffed.desk.reading
    opened: list[str] = []
    for name in ("load", "store"):
        monkeypatch.setattr(f"archive.catalogue.pages.{name}", lambda *_, **__: opened.append("pages"))
    for name in ("page_png", "export_pages"):
        monkeypatch.setattr(f"access.reading.{name}", lambda *_, **__: opened.append("original"))
    monkeypatch.setattr(audit, "append", full_disk)
    for call in (
        lambda: reading.show(reader, filed.number),
        lambda: reading.image(reader, filed.number),
        lambda: reading.export(reader, filed.number),
        lambda: reading.search(reader, Query(CANARY_TEXT)),
    ):
        assert refusal(call)[0] is StorageError
    assert opened == []


def full_disk(*_args: object, **_values: object) -> int:
    raise StorageError("The disk with the catalogue is full.")


def test_what_was_asked_stays_recorded_when_showing_cannot_be(
    staffed: Staffed, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.approve(staffed.ask())
    written = audit.append

    def only_asked(tx: Connection, entry: Entry, *, at: datetime) -> int:
        return full_disk() if entry.details.get("step") == "shown" else written(tx, entry, at=at)

    monkeypatch.setattr(audit, "append", only_asked)
    assert refusal(lambda: search(staffed))[0] is StorageError
    assert [entry.details["step"] for entry in audited(staffed, "reading.search")] == ["asked"]


def test_a_stale_index_shows_nothing_that_moved_away(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    with staffed.home.catalogue.write() as tx:  # behind the index's back
        file = tx.execute(select(schema.files)).one()._asdict()
        moved = {**file, "id": None, "customer": 2, "serial": 9, "number": "YH-SC1-X-2026-0009"}
        key = tx.execute(schema.files.insert().values(moved).returning(schema.files.c.id)).scalar_one()
        tx.execute(update(schema.documents).where(schema.documents.c.id == filed.document).values(file=key))
    answer = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(CANARY_TEXT))
    assert (answer.found, answer.total) == ((), 0)


def test_every_read_and_refusal_is_recorded(staffed: Staffed, filed: Filed) -> None:
    refusal(lambda: read(staffed, filed.number))
    staffed.approve(staffed.ask())
    search(staffed)
    read(staffed, filed.number)
    refused, shown = audited(staffed, "reading.show")
    asked, found = audited(staffed, "reading.search")
    assert (refused.outcome, refused.subject, refused.details["asked"]) == ("refused", "", filed.number)
    assert (shown.outcome, shown.basis, shown.subject) == ("done", "form:1", f"document:{filed.document}")
    assert (shown.who, shown.origin) == ("查阅人甲 (reader)", "test")
    assert asked.details == {"step": "asked", "query": CANARY_TEXT, "forms": ["form:1"]}
    assert found.details["documents"] == [filed.document]


def test_a_page_that_the_document_does_not_have_is_a_plain_error(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    assert refusal(lambda: read(staffed, filed.number, page=3))[0] is NotFound
    assert refusal(lambda: search(staffed, "((("))[0] is BadInput


def test_pages_of_an_answer_follow_each_other(staffed: Staffed, tmp_path: Path) -> None:
    filed = [staffed.file_paper(tmp_path, text=CANARY_TEXT + "甲" * number).number for number in range(5)]
    staffed.approve(staffed.ask())
    reader, after, seen = staffed.speakers[Post.READER], None, list[str]()
    for _ in range(3):
        answer = staffed.desk.reading.search(reader, Query(CANARY_TEXT, limit=2, after=after))
        seen += [found.paper.number for found in answer.found]
        after = answer.next
    assert (seen, after) == (filed[::-1], None)


def test_a_document_shows_its_own_pages_of_a_shared_scan_only(staffed: Staffed, tmp_path: Path) -> None:
    second = staffed.file_paper(tmp_path, pages=(2, 2))
    staffed.approve(staffed.ask())
    reader, reading = staffed.speakers[Post.READER], staffed.desk.reading
    (found,) = reading.search(reader, Query(CANARY_TEXT)).found
    assert (found.paper.pages, found.highlights.pages) == (1, (1,))
    assert [snippet.text for snippet in found.highlights.snippets] == [f"第2页{CANARY_TEXT}"]
    assert read(staffed, second.number) == f"第2页{CANARY_TEXT}"
    assert refusal(lambda: read(staffed, second.number, page=2))[0] is NotFound
    assert len(PdfDocument(reading.export(reader, second.number).file)) == 1


def test_a_left_behind_number_still_leads_to_its_document(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    archivist = staffed.speakers[Post.ARCHIVIST]
    moved = staffed.desk.documents.correct(
        archivist, filed.number, Correction(category="permit", year=2025), reason="年份有误"
    )
    view = staffed.desk.reading.show(staffed.speakers[Post.READER], filed.number)
    assert view.paper.number == moved.paper.number != filed.number


def test_a_paper_that_moved_to_another_customer_is_out_of_reach(staffed: Staffed, filed: Filed) -> None:
    staffed.approve(staffed.ask())
    archivist = staffed.speakers[Post.ARCHIVIST]
    staffed.desk.documents.correct(archivist, filed.number, Correction(customer=OTHER), reason="认错了客户")
    assert refusal(lambda: read(staffed, filed.number))[0] is Refused
    assert search(staffed) == []


@pytest.mark.parametrize("query", [f"customer:{OTHER}", f"{CANARY_TEXT}二", f"{CANARY_TEXT} OR 乙木"])
def test_other_customers_leave_no_trace_in_an_answer(staffed: Staffed, tmp_path: Path, query: str) -> None:
    staffed.file_paper(tmp_path, kind="permit", text="别的")
    staffed.approve(staffed.ask())
    before = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(query))
    staffed.file_paper(tmp_path, customer=2, text=f"{CANARY_TEXT}二乙木")
    assert staffed.desk.reading.search(staffed.speakers[Post.READER], Query(query)) == before
