"""What is filed can be put right: new numbers, void lines, history; and superseded by a newer paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from access.contract_sheet import ContractEntry
from access.corrections import Correction
from access.desk import Desk
from access.review import Ruling
from access.speaker import Speaker
from archive.catalogue.settlements import Settlement
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.filing import Filed
from archive.people import Post
from tests.staffed import CANARY_TEXT, CANARY_TITLE, CUSTOMER, OTHER, Staffed
from tests.waiting import FIRST, LICENCE, part, wait

TITLE = f"{CUSTOMER}{CANARY_TITLE}"


@pytest.fixture
def filed(staffed: Staffed, tmp_path: Path) -> Filed:
    return staffed.file_paper(tmp_path)


def test_texts_and_dates_are_put_right_in_place(desk: Desk, archivist: Speaker, filed: Filed) -> None:
    correction = Correction(
        title="资信调查报告", author="某资信公司", issued_on="2026年1月5日", valid_until="长期", copy="正本"
    )
    shown = desk.documents.correct(archivist, filed.number, correction, reason="看错了")
    paper = shown.paper
    assert (paper.number, paper.title, paper.author, paper.copy) == (
        filed.number,
        "资信调查报告",
        "某资信公司",
        "正本",
    )
    assert (paper.issued_on, paper.valid_until, paper.long_term) == (date(2026, 1, 5), None, True)
    last = shown.history[-1]
    assert (shown.revision, last.revision, last.person, last.reason) == (2, 2, "档案管理员甲", "看错了")
    assert last.what["title"] == (TITLE, "资信调查报告")


def test_another_customer_gives_a_new_number_and_the_old_one_still_finds_it(
    desk: Desk, archivist: Speaker, staffed: Staffed, filed: Filed
) -> None:
    shown = desk.documents.correct(archivist, filed.number, Correction(customer=OTHER), reason="看错了")
    assert (shown.paper.customer, shown.paper.number) == (OTHER, "YH-SC1-X-2026-0002-001")
    assert shown.numbers == (filed.number,)
    assert desk.documents.show(archivist, filed.number).paper == shown.paper
    assert staffed.engine.pending().changes == 0


def test_a_contracts_paper_stays_in_its_file_when_its_kind_changes(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    desk.contracts.add(archivist, ContractEntry("XS-7", CUSTOMER, signed_on="2024-02-03"))
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    ruling = Ruling(category="contract_text", contract="XS-7")
    first = desk.review.settle(archivist, number, ruling).filed
    shown = desk.documents.correct(
        archivist, first.number, Correction(category="amendment"), reason="是补充协议"
    )
    assert (shown.paper.kind, shown.paper.number) == ("amendment", first.number)


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (Correction(title=""), "{text} cannot be a title or an author."),
        (Correction(issued_on="去年"), "{text} is not a date."),
        (Correction(secrecy="绝密"), "{word} is not a known word here{hint}."),
        (Correction(retention="20年"), "{word} is not a known word here{hint}."),
        (Correction(copy="影印"), "{word} is not a known word here{hint}."),
        (Correction(category="信件"), "There is no category {word}{hint}."),
        (Correction(year=26), "{year} is not a year of a file."),
    ],
)
def test_what_cannot_be_recorded(
    desk: Desk, archivist: Speaker, filed: Filed, correction: Correction, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        desk.documents.correct(archivist, filed.number, correction, reason="看错了")
    assert caught.value.message == said
    assert desk.documents.show(archivist, filed.number).revision == 1


def test_a_correction_needs_a_reason_and_a_change(desk: Desk, archivist: Speaker, filed: Filed) -> None:
    with pytest.raises(BadInput):
        desk.documents.correct(archivist, filed.number, Correction(title="新题名"), reason=" ")
    with pytest.raises(Conflict):
        desk.documents.correct(archivist, filed.number, Correction(title=TITLE), reason="看错了")
    with pytest.raises(Conflict):
        desk.documents.correct(archivist, filed.number, Correction(), reason="看错了")


def test_a_newer_paper_takes_the_place_of_an_older(
    desk: Desk, archivist: Speaker, staffed: Staffed, filed: Filed, tmp_path: Path
) -> None:
    newer = staffed.file_paper(tmp_path, text=f"{CANARY_TEXT}二")
    desk.documents.supersede(archivist, filed.number, newer.number, reason="换发新证")
    shown = desk.documents.show(archivist, filed.number)
    assert (shown.paper.state, shown.superseded_by) == ("superseded", newer.number)
    with pytest.raises(Conflict):
        desk.documents.supersede(archivist, newer.number, filed.number, reason="绕圈")
    with pytest.raises(Conflict):
        desk.documents.supersede(archivist, newer.number, newer.number, reason="自己")


def test_papers_of_two_customers_do_not_supersede_each_other(
    desk: Desk, archivist: Speaker, staffed: Staffed, filed: Filed, tmp_path: Path
) -> None:
    other = staffed.file_paper(tmp_path, customer=2, text=f"{CANARY_TEXT}二")
    with pytest.raises(Conflict):
        desk.documents.supersede(archivist, filed.number, other.number, reason="看错了")


def test_the_machines_word_is_shown_beside_the_persons(
    desk: Desk, archivist: Speaker, staffed: Staffed, tmp_path: Path
) -> None:
    _, (number,) = wait(staffed, tmp_path, part(1, 1, customer=FIRST))
    settled = desk.review.settle(archivist, number, Ruling(category="permit", customer=OTHER)).filed
    shown = desk.documents.show(archivist, settled.number)
    assert shown.machine is not None
    assert (shown.machine.category, shown.settlement) == (LICENCE, Settlement(1, 1, "permit", 2))


def test_what_is_not_there(desk: Desk, archivist: Speaker) -> None:
    with pytest.raises(NotFound):
        desk.documents.show(archivist, "YH-SC1-X-2026-0009-001")


@pytest.mark.parametrize("post", sorted(set(Post) - {Post.ARCHIVIST}))
def test_only_the_archivist_puts_right_what_is_filed(
    desk: Desk, staffed: Staffed, filed: Filed, post: Post
) -> None:
    speaker = staffed.speakers[post]
    for word in (filed.number, "YH-SC1-X-2026-0009-001"):
        with pytest.raises(Refused):
            desk.documents.show(speaker, word)
        with pytest.raises(Refused):
            desk.documents.correct(speaker, word, Correction(title="新题名"), reason="看错了")
        with pytest.raises(Refused):
            desk.documents.supersede(speaker, word, word, reason="看错了")
