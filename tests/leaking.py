"""What others hold, to see that it leaves no trace; and what statements a call runs over how many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from archive.errors import DanganError
from tests.staffed import CANARY_TEXT, CUSTOMER, Staffed

FOREIGN_TEXT = "鸳鸯密语"
FOREIGN_NAME = "鸳鸯往来.pdf"
MINE = "甲木的资信"

Told = tuple[str, str, str]


def mine(staffed: Staffed, folder: Path) -> str:
    """Two papers of the reader's customer, under a form that is issued; the second one's archive number."""
    staffed.file_paper(folder, text=f"{CANARY_TEXT}{MINE}一")
    number = staffed.file_paper(folder, text=f"{CANARY_TEXT}{MINE}二号").number
    staffed.approve(staffed.ask(CUSTOMER))
    return number


def crowd(staffed: Staffed, folder: Path) -> None:
    """Papers of another customer and another regulation, in review and in quarantine; and others' forms."""
    for number in range(20, 23):  # texts of different lengths make different files
        text = f"{CANARY_TEXT}{FOREIGN_TEXT}{'。' * number}"
        staffed.file_paper(folder, customer=2, text=text)
        staffed.file_paper(folder, kind="visit_record", text=f"{text}拜访往来")
    staffed.keep_in_review(folder)
    staffed.keep_unread(folder, FOREIGN_NAME)


def outcome(call: Callable[[], object]) -> Told:
    """The words, advice and kind of an error, or what was answered."""
    try:
        return "", "", repr(call())
    except DanganError as error:
        return str(error), error.advice, type(error).__name__


@contextmanager
def statements(staffed: Staffed) -> Iterator[list[tuple[str, int]]]:
    """Every statement run meanwhile, and how many rows each found or changed."""
    seen: list[tuple[str, int]] = []

    def note(_: object, cursor: Any, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):  # SQLite tells how many rows there are only when all are fetched
            seen.append((statement, len(cursor.connection.execute(statement, parameters).fetchall())))
        else:
            seen.append((statement, cursor.rowcount))

    event.listen(staffed.home.catalogue.engine, "after_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(staffed.home.catalogue.engine, "after_cursor_execute", note)
