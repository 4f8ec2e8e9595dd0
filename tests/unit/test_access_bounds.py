"""What is too large to be meant: numbers beyond any register, spreadsheets that would never end."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from access.numbers import LARGEST, bounded, number_in
from access.sheets import MOST_ROWS, MOST_TAGS, read_sheets
from archive import audit
from archive.clock import Clock
from archive.errors import BadInput, HomeError
from archive.home import Home, open_home


@pytest.mark.parametrize(
    ("word", "number"),
    [("12", 12), (" １２ ", 12), (str(LARGEST), LARGEST), (str(LARGEST + 1), None), ("9" * 5000, None)],
)
def test_a_word_of_digits_is_a_number_up_to_a_bound(word: str, number: int | None) -> None:
    assert number == number_in(word)


@pytest.mark.parametrize("word", ["", "-1", "1.5", "²", "十二", "0x1"])
def test_other_words_are_none(word: str) -> None:
    assert number_in(word) is None


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1, 10**30])
def test_nothing_has_an_impossible_number(number: int) -> None:
    with pytest.raises(BadInput):
        bounded(number)


def workbook(rows: bytes) -> bytes:
    """A workbook whose one sheet holds these rows (XML)."""
    book, plain = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = head + rows + b"</sheetData></worksheet>"
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else before.read(name))
    return book.getvalue()


ENDLESS = {
    "cells in one row": b"<row>" + b"<c/>" * MOST_TAGS + b"</row>",
    "rows": b"<row/>" * (MOST_ROWS + 1),
    "a cell far down": b'<row r="%d"><c><v>1</v></c></row>' % (MOST_ROWS + 1),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_a_small_file_with_too_much_in_it_is_refused(what: str) -> None:
    content = workbook(ENDLESS[what])
    assert len(content) < 100_000
    with pytest.raises(BadInput, match="too large"):
        read_sheets("登记.xlsx", content)


def test_no_letter_keeps_an_audit_row_from_being_written(home: Home, clock: Clock) -> None:
    entry = audit.Entry("reading.show", "failed", "dangan", details={"asked": "\udcb2"})
    with home.catalogue.write() as tx:
        audit.append(tx, entry, at=clock())
        assert () == audit.verify_chain(tx)
        assert [{"asked": "?"}] == [dict(row.entry.details) for row in audit.rows(tx)]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o750, 0o701])
def test_a_home_that_others_can_enter_is_refused_until_it_is_closed_to_them(home: Home, mode: int) -> None:
    home.path.chmod(mode)
    with pytest.raises(HomeError) as caught:
        open_home(home.path)
    assert "chmod 700" in caught.value.advice
    home.path.chmod(0o700)
    open_home(home.path).close()
