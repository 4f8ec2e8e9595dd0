"""Stock-taking and losses: what is looked for, what is found, who answers for what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from access.importing import RowProblems
from access.losses import LossReport
from access.stocktake_scope import Shelves
from archive import schema
from archive.catalogue import notices
from archive.errors import BadInput, Conflict, NotFound
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import Staffed, staff


@pytest.fixture
def staffed(tmp_path: Path, clock: StoppedClock) -> Iterator[Staffed]:
    """Three papers: two of customer 1, one of customer 2."""
    made = staff(tmp_path, clock)
    for customer, text in ((1, "甲"), (1, "乙乙"), (2, "丙丙丙")):
        made.file_paper(tmp_path, customer=customer, text=text)
    yield made
    made.close()


def lend(staffed: Staffed, document: int) -> None:
    """The reader has the paper original, as the register of loans has it."""
    form = staffed.ask()
    now = staffed.clock()
    with staffed.home.catalogue.write() as tx:
        known = tx.execute(select(schema.forms.c.id).where(schema.forms.c.number == form.number)).scalar_one()
        reader, archivist = (staffed.speakers[post].person.number for post in (Post.READER, Post.ARCHIVIST))
        loan = {"form": known, "document": document, "borrower": reader, "lent_by": archivist}
        tx.execute(insert(schema.loans).values(loan | {"lent_at": now, "due": (now + timedelta(7)).date()}))


def shelve(staffed: Staffed, document: int, post: Post) -> None:
    """Somebody has put the paper's file on the shelf."""
    table = schema.documents
    with staffed.home.catalogue.write() as tx:
        file = tx.execute(select(table.c.file).where(table.c.id == document)).scalar_one()
        mark = {"file": file, "room": "一号库", "shelf": "A3", "box": "7", "put_at": staffed.clock()}
        tx.execute(insert(schema.shelf_marks).values(mark | {"put_by": staffed.speakers[post].person.number}))


def number_of(staffed: Staffed, document: int) -> str:
    table = schema.documents
    with staffed.home.catalogue.read() as tx:
        return str(tx.execute(select(table.c.number).where(table.c.id == document)).scalar_one())


def test_every_paper_is_looked_for_and_each_has_its_answer(staffed: Staffed) -> None:
    desk, archivist = staffed.desk.stocktakes, staffed.speakers[Post.ARCHIVIST]
    lend(staffed, 2)
    shelve(staffed, 3, Post.CREDIT_MANAGER)
    begun = desk.begin(archivist, Shelves())
    assert (begun.stocktake.number, len(begun.items)) == ("盘点-2026-0001", 3)
    assert {"": 3} == begun.stocktake.counts

    desk.check(archivist, begun.stocktake.number, number_of(staffed, 1), "present")
    desk.check(archivist, begun.stocktake.number, "3", "missing", remark="柜门敞开")
    ended = desk.end(archivist, begun.stocktake.number)

    found = {item.number: (item.found, item.borrower, item.holder, item.place) for item in ended.items}
    assert found == {
        number_of(staffed, 1): ("present", "", "", ""),
        number_of(staffed, 2): ("lent", "查阅人甲 (reader)", "", ""),
        number_of(staffed, 3): ("missing", "", "信用管理员甲 (credit-manager)", "一号库 A3 7"),
    }
    assert ended.stocktake.counts == {"present": 1, "lent": 1, "missing": 1}


def test_a_paper_that_is_not_there_but_lent_counts_as_lent(staffed: Staffed) -> None:
    archivist = staffed.speakers[Post.ARCHIVIST]
    lend(staffed, 2)
    begun = staffed.desk.stocktakes.begin(archivist, Shelves())
    item = staffed.desk.stocktakes.check(archivist, begun.stocktake.number, "2", "missing")
    assert (item.found, item.borrower) == ("lent", "查阅人甲 (reader)")


def test_a_list_filled_in_is_taken_over_whole_or_not_at_all(staffed: Staffed) -> None:
    desk, archivist = staffed.desk.stocktakes, staffed.speakers[Post.ARCHIVIST]
    number = desk.begin(archivist, Shelves()).stocktake.number
    first, second = number_of(staffed, 1), number_of(staffed, 2)
    wrong = f"档号,盘点结果,备注\n{first},√,\n{second},也许,\nYH-无此号,在架,\n"
    with pytest.raises(RowProblems) as refused:
        desk.import_file(archivist, number, "list.csv", wrong.encode("gb18030"))
    assert [problem.row for problem in refused.value.problems] == [3, 4]
    assert {"": 3} == desk.show(archivist, number).stocktake.counts

    right = f"档号,题名,盘点结果,备注\n{first},甲,在架,\n{second},乙,错位,在A4\n3,丙,,\n"
    counts = desk.import_file(archivist, number, "list.csv", right.encode("gb18030")).stocktake.counts
    assert counts == {"present": 1, "misplaced": 1, "": 1}


def test_only_the_files_asked_for_are_looked_through(staffed: Staffed) -> None:
    desk, archivist = staffed.desk.stocktakes, staffed.speakers[Post.ARCHIVIST]
    table = schema.files
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(table).where(table.c.customer == 2).values(custody="archive_room"))
    (item,) = desk.begin(archivist, Shelves(custody="archive_room")).items
    assert item.number == number_of(staffed, 3)
    assert len(desk.begin(archivist, Shelves(company="YH", department="SC1", year=2026)).items) == 3
    with pytest.raises(Conflict, match="No paper lies there"):
        desk.begin(archivist, Shelves(year=1999))
    with pytest.raises(BadInput, match="no department of ours"):
        desk.begin(archivist, Shelves(department="没有的部门"))


def test_what_is_not_on_the_list_or_after_the_end_is_refused(staffed: Staffed, tmp_path: Path) -> None:
    desk, archivist = staffed.desk.stocktakes, staffed.speakers[Post.ARCHIVIST]
    number = desk.begin(archivist, Shelves()).stocktake.number
    later = staffed.file_paper(tmp_path, text="后来的一份")
    with pytest.raises(BadInput, match="not among the papers"):
        desk.check(archivist, number, later.number, "present")
    desk.end(archivist, number)
    with pytest.raises(Conflict, match="has ended"):
        desk.check(archivist, number, "1", "present")
    with pytest.raises(NotFound, match="no stock-taking"):
        desk.show(archivist, "盘点-2026-0009")


def test_a_loss_is_held_against_whoever_has_the_paper_and_he_is_told(staffed: Staffed) -> None:
    desk, archivist = staffed.desk.losses, staffed.speakers[Post.ARCHIVIST]
    lend(staffed, 2)
    shelve(staffed, 3, Post.CREDIT_MANAGER)
    reader = staffed.speakers[Post.READER].person.number
    borrowed = desk.report(archivist, LossReport("2", "逾期未还,称已遗失"))
    shelved = desk.report(archivist, LossReport("3", "盘点时未见"))
    unknown = desk.report(archivist, LossReport("1", "从未上架"))
    named = [one.holder for one in (borrowed, shelved, unknown)]
    assert named == ["查阅人甲 (reader)", "信用管理员甲 (credit-manager)", ""]
    with staffed.home.catalogue.read() as tx:
        told = [str(one.text) for one in notices.of_person(tx, reader)]
    assert [sentence for sentence in told if borrowed.number in sentence] != []
    with pytest.raises(Conflict, match="reported already"):
        desk.report(archivist, LossReport("2", "又一次"))


def test_a_named_holder_goes_before_the_register_and_may_have_left(staffed: Staffed) -> None:
    administrator, archivist = staffed.speakers[Post.ADMINISTRATOR], staffed.speakers[Post.ARCHIVIST]
    staffed.desk.people.deactivate(administrator, "sales-director")
    loss = staffed.desk.losses.report(archivist, LossReport("1", "离职时未交还", holder="sales-director"))
    assert loss.holder == "销售总监甲 (sales-director)"
    with pytest.raises(NotFound, match="log-in name"):
        staffed.desk.losses.report(archivist, LossReport("2", "不知去向", holder="nobody"))


def test_a_paper_found_again_closes_its_loss(staffed: Staffed) -> None:
    desk, archivist = staffed.desk.losses, staffed.speakers[Post.ARCHIVIST]
    loss = desk.report(archivist, LossReport("1", "盘点时未见"))
    closed = desk.found(archivist, loss.number, conclusion="夹在另一卷里")
    assert (closed.state, closed.conclusion, closed.closed_by) == (
        "found",
        "夹在另一卷里",
        "档案管理员甲 (archivist)",
    )
    with pytest.raises(Conflict, match="closed already"):
        desk.found(archivist, loss.number, conclusion="再一次")
    assert [one.number for one in desk.list(staffed.speakers[Post.AUDITOR])] == [loss.number]
