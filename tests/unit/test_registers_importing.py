"""Spreadsheets read as registers: encodings, delimiters, headings, cells that Excel spoiled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from access.importing import (
    Column,
    Listing,
    SheetRow,
    cell_amount,
    cell_code,
    cell_date,
    cell_text,
    cell_words,
    read_listing,
)
from access.sheets import Cell, Formula, read_sheets
from archive.errors import BadInput

COLUMNS = (
    Column("name", ("客户名称", "name"), required=True),
    Column("code", ("统一社会信用代码", "信用代码", "code")),
)
TEXT = "客户名称,信用代码\n江城示范贸易有限公司,91110000MA0000001X\n"


def workbook(rows: Sequence[Sequence[object]], *, title: str = "客户") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def cells(listing: Listing) -> list[dict[str, Cell]]:
    return [dict(row.cells) for row in listing.rows]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        workbook([["客户名称", "信用代码"], ["江城示范贸易有限公司", "91110000MA0000001X"]]),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "tab", "semicolon", "crlf", "xlsx"],
)
def test_every_carrier_reads_alike(content: bytes) -> None:
    assert read_listing("客户.dat", content, COLUMNS) == Listing(
        rows=(SheetRow(2, {"name": "江城示范贸易有限公司", "code": "91110000MA0000001X"}),), ignored=()
    )


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers() -> None:
    content = workbook(
        [
            ["2026 年客户名册"],
            ["序号", " 客户名称（必填）", "信用 代码*"],
            [1, "甲公司", None],
            [""],
            [2, "乙公司", "X"],
        ]
    )
    listing = read_listing("a.xlsx", content, COLUMNS)
    assert [(row.number, dict(row.cells)) for row in listing.rows] == [
        (3, {"name": "甲公司", "code": None}),
        (5, {"name": "乙公司", "code": "X"}),
    ]
    assert listing.ignored == ("序号",)


def test_the_sheet_with_the_headings_is_taken() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["说明"], ["请勿修改"]], title="说明")))
    book.create_sheet("名册").append(["name"])
    book["名册"].append(["甲公司"])
    packed = io.BytesIO()
    book.save(packed)
    assert cells(read_listing("a.xlsx", packed.getvalue(), COLUMNS)) == [{"name": "甲公司"}]


def test_missing_heading_is_told_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        read_listing("a.csv", "客户名,代码\n甲,1\n".encode(), COLUMNS)
    assert caught.value.values == {
        "required": "客户名称",
        "hint": " (did you mean 客户名?)",
        "known": "客户名称、统一社会信用代码",
    }


def test_two_headings_of_one_meaning_are_refused() -> None:
    with pytest.raises(BadInput) as caught:
        read_listing("a.csv", "客户名称,code,信用代码\n甲,1,2\n".encode(), COLUMNS)
    assert caught.value.values == {"first": "code", "second": "信用代码"}


def test_a_formula_without_its_value_is_not_run_and_not_lost() -> None:
    listing = read_listing("a.xlsx", workbook([["name"], ['=CONCATENATE("甲","公司")']]), COLUMNS)
    assert cells(listing) == [{"name": Formula()}]
    with pytest.raises(BadInput):
        cell_text(listing.rows[0].cells["name"])


def test_marks_against_excel_are_taken_off() -> None:
    listing = read_listing("a.csv", 'name,code\n甲,"=""0123"""\n乙,\'0456\n'.encode(), COLUMNS)
    assert [row["code"] for row in cells(listing)] == ["0123", "0456"]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a book",
        b"\xd0\xcf\x11\xe0 not a book",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"name\n\xff\n",
    ],
    ids=["xlsx", "xls", "picture", "no encoding"],
)
def test_what_is_no_spreadsheet_is_told_so(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_sheets("a", content)


def test_a_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * 300_000_000)
    with pytest.raises(BadInput) as caught:
        read_sheets("bomb.xlsx", packed.getvalue())
    assert caught.value.message == "{file} is too large for a register."


def test_entities_in_a_workbook_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([["name"]]))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;">]>'
    parts["xl/workbook.xml"] = bomb + parts["xl/workbook.xml"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    with pytest.raises(BadInput):
        read_sheets("a.xlsx", packed.getvalue())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("９１１１０１０８MA0000001x", "91110108MA0000001X"), (110108012345678, "110108012345678"), (None, "")],
)
def test_codes_are_spelled_one_way(cell: Cell, expected: str) -> None:
    assert cell_code(cell) == expected


@pytest.mark.parametrize("cell", [9.11101081234567e17, 911101081234567890, "9.11101E+17"])
def test_codes_that_excel_turned_into_numbers_are_found(cell: Cell) -> None:
    with pytest.raises(BadInput) as caught:
        cell_code(cell)
    assert caught.value.message == "Excel turned the code into the number {text}; its last digits are lost."


def test_names_in_one_cell_are_set_apart() -> None:
    assert cell_words("甲；乙、丙;甲| Foo Co., Ltd ") == ("甲", "乙", "丙", "Foo Co., Ltd")


@pytest.mark.parametrize(
    "cell",
    [
        date(2024, 3, 5),
        "2024-03-05",
        "2024/3/5",
        "2024.3.5",
        "20240305",
        "2024年3月5日",
        "２０２４年３月５日",
    ],
)
def test_dates_in_every_spelling(cell: Cell) -> None:
    assert cell_date(cell) == date(2024, 3, 5)


@pytest.mark.parametrize("cell", ["2024-13-05", "2024年3月", "三月五日", 45356, "2024-03-05 约"])
def test_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(BadInput):
        cell_date(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,250,000.00", Decimal("1250000.00")),
        ("￥1250000元", Decimal(1250000)),
        ("人民币125.5万元", Decimal(1255000)),
        (1250000, Decimal(1250000)),
        (0.1 + 0.2, Decimal("0.30")),
        ("", None),
    ],
)
def test_amounts_in_every_spelling(cell: Cell, expected: Decimal | None) -> None:
    assert cell_amount(cell) == expected


@pytest.mark.parametrize("cell", ["-5", "面议", "NaN", "Infinity"])
def test_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(BadInput):
        cell_amount(cell)
