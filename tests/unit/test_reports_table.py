"""Tables in every format: what a person sees is aligned, what a program reads back is what was put in."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.rendering import Format, render
from reports.table import FORMULA_STARTS, Column, Imprint, Table
from reports.text import display_width, pad, table_text, wrap

COLUMNS = (
    Column("number", "档号", "code"),
    Column("title", "题名"),
    Column("pages", "页数", "number"),
    Column("amount", "Amount", "number"),
    Column("day", "日期", "date"),
)
ROWS = (
    ("YH-X-2026-0001-001", "关于授予信用额度的通知函", 3, Decimal("1250000.50"), date(2026, 3, 5)),
    ("YH-X-2026-0001-002", "Credit report", 12, None, None),
)
TABLE = Table("卷内目录", COLUMNS, ROWS, ("共二件。",))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_LANG", "en")


def sheet(content: bytes, name: str) -> Worksheet:
    found = load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


def test_columns_align_by_display_width() -> None:
    assert table_text(TABLE, width=200) == (
        "卷内目录\n"
        "\n"
        "档号                题名                      页数        Amount  日期\n"
        "──────────────────  ────────────────────────  ────  ────────────  ──────────\n"
        "YH-X-2026-0001-001  关于授予信用额度的通知函     3  1,250,000.50  2026-03-05\n"
        "YH-X-2026-0001-002  Credit report               12\n"
        "\n"
        "共二件。\n"
    )


def test_long_text_is_continued_below() -> None:
    assert table_text(replace(TABLE, notes=()), width=62) == (
        "卷内目录\n"
        "\n"
        "档号                题名        页数        Amount  日期\n"
        "──────────────────  ──────────  ────  ────────────  ──────────\n"
        "YH-X-2026-0001-001  关于授予信     3  1,250,000.50  2026-03-05\n"
        "                    用额度的通\n"
        "                    知函\n"
        "YH-X-2026-0001-002  Credit        12\n"
        "                    report\n"
    )


@pytest.mark.parametrize("width", [60, 70, 75, 77, 80])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    assert [] == [line for line in table_text(TABLE, width=width).splitlines() if display_width(line) > width]


def test_headers_of_numbers_are_broken_before_text_is() -> None:
    table = Table("", (Column("n", "does not count", "number"), Column("t", "题名")), ((1, "长长长长长长"),))

    lines = table_text(table, width=22).splitlines()

    assert ["does not  题名", "   count", "────────  ────────────"] == [line.rstrip() for line in lines[:3]]


def test_codes_numbers_and_dates_are_never_broken() -> None:
    text = table_text(TABLE, width=20)

    assert [] == [word for word in ("YH-X-2026-0001-001", "1,250,000.50", "2026-03-05") if word not in text]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("江阴甲木工业有限公司", 8, ["江阴甲木", "工业有限", "公司"]),
        ("江阴甲木工业有限公司", 9, ["江阴甲木", "工业有限", "公司"]),
        ("two words here", 9, ["two words", "here"]),
        ("Unbreakable", 4, ["Unbr", "eaka", "ble"]),
        ("甲木，乙木", 4, ["甲", "木，", "乙木"]),
        ("一\n二", 10, ["一", "二"]),
        ("甲 b 乙", 10, ["甲 b 乙"]),
    ],
)
def test_wrapping(text: str, width: int, expected: list[str]) -> None:
    assert expected == wrap(text, width)


@pytest.mark.parametrize(
    ("align", "expected"), [("left", "甲木  "), ("right", "  甲木"), ("centre", " 甲木 ")]
)
def test_padding(align: str, expected: str) -> None:
    assert expected == pad("甲木", 6, align)  # type: ignore[arg-type] # parametrised over the literals


def test_a_papers_words_cannot_steer_the_terminal() -> None:
    table = Table("", (Column("title", "题名"),), (("\x1b[2J\x07标题\x9b",),))

    assert [] == [letter for letter in table_text(table, width=80) if letter in "\x1b\x07\x9b"]


def test_csv_opens_in_excel_and_reads_back() -> None:
    content = render([TABLE], "csv")

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert [
        ["档号", "题名", "页数", "Amount", "日期"],
        ["YH-X-2026-0001-001", "关于授予信用额度的通知函", "3", "1250000.50", "2026-03-05"],
        ["YH-X-2026-0001-002", "Credit report", "12", "", ""],
    ] == rows


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_is_no_formula_in_csv(start: str) -> None:
    table = Table("", (Column("title", "题名"),), ((f"{start}1+1",),))

    [_, row] = csv.reader(io.StringIO(render([table], "csv").decode("utf-8-sig"), newline=""))

    shown = start.translate({ord("\t"): " ", ord("\r"): " "})  # which could overwrite a terminal's line
    assert [f"'{shown}1+1"] == row


@pytest.mark.parametrize("form", ["text", "html", "csv", "json"])
def test_no_format_commands_a_terminal(form: Format) -> None:
    trick = "\x1b[2J\u202e\x9b31m\udcb2"
    table = Table(f"题{trick}", (Column("a", f"栏{trick}"),), ((f"格{trick}",),), (f"注{trick}",))

    shown = render([table], form).decode()

    assert set() == set(shown) & set(trick) - set("[2J31m")


def test_json_keeps_what_it_escapes() -> None:
    table = Table("题", (Column("a", "栏"),), (("\x1b格\u202e\U000e0001\u3000",),))

    shown = render([table], "json").decode()

    assert "格" in shown
    assert "\x1b格\u202e\U000e0001\u3000" == json.loads(shown)["rows"][0]["a"]


def test_a_line_break_in_a_title_forges_no_line_of_text() -> None:
    table = Table("题\n✓ 已入库", (Column("a", "栏\n二"),), (), ("注\n三",))

    assert ["题 ✓ 已入库", "", "栏 二", "─────", "", "注 三"] == table_text(table, width=40).splitlines()


def test_a_negative_amount_stays_a_number_in_csv() -> None:
    table = Table("", (Column("amount", "金额", "number"),), ((Decimal("-5.00"),),))

    assert "-5.00" in render([table], "csv").decode().splitlines()


def test_csv_takes_tables_of_one_shape_only() -> None:
    with pytest.raises(ValueError, match="unlike columns"):
        render([TABLE, Table("", COLUMNS[:1], ())], "csv")


def test_json_has_ids_for_keys_and_iso_dates() -> None:
    assert {
        "title": "卷内目录",
        "rows": [
            {
                "number": "YH-X-2026-0001-001",
                "title": "关于授予信用额度的通知函",
                "pages": 3,
                "amount": "1250000.50",
                "day": "2026-03-05",
            },
            {
                "number": "YH-X-2026-0001-002",
                "title": "Credit report",
                "pages": 12,
                "amount": None,
                "day": None,
            },
        ],
        "notes": ["共二件。"],
    } == json.loads(render([TABLE], "json"))


def test_a_workbook_reads_back_with_dates_and_numbers_as_such() -> None:
    page = sheet(render([TABLE], "xlsx"), "卷内目录")

    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3, max_row=5)]

    assert [
        ["档号", "题名", "页数", "Amount", "日期"],
        ["YH-X-2026-0001-001", "关于授予信用额度的通知函", 3, 1250000.5, datetime(2026, 3, 5)],  # noqa: DTZ001
        ["YH-X-2026-0001-002", "Credit report", 12, None, None],
    ] == rows
    assert ("yyyy-mm-dd", "#,##0.00") == (page["E4"].number_format, page["D4"].number_format)
    assert ("B4", "A3:E5", "共二件。") == (page.freeze_panes, page.auto_filter.ref, page["A7"].value)


@pytest.mark.parametrize("start", FORMULA_STARTS[:4])
def test_text_is_no_formula_in_a_workbook(start: str) -> None:
    text = f'{start}HYPERLINK("x")'
    table = Table("t", (Column("title", "题名"),), ((text,),))

    cell = sheet(render([table], "xlsx"), "t")["A4"]

    assert (text, "s", True) == (cell.value, cell.data_type, cell.quotePrefix)


def test_a_workbook_takes_control_characters_and_very_long_text() -> None:
    table = Table("t", (Column("title", "题名"),), (("\x00\x0b标题",), ("长" * 40_000,)))

    page = sheet(render([table], "xlsx"), "t")

    assert ("  标题", 32_767) == (page["A4"].value, len(str(page["A5"].value)))


def test_sheets_get_names_that_excel_allows() -> None:
    tables = [Table(title, COLUMNS[:1], ()) for title in ("A/B: [x]*?", "A/B: [x]*?", "长" * 40, "")]

    names = load_workbook(io.BytesIO(render(tables, "xlsx"))).sheetnames

    assert ["A B   x", "A B   x 2", "长" * 31, "1"] == [name.rstrip() for name in names]


class Tags(HTMLParser):
    """Collects what a browser would load, and the text of the cells."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loaded += [str(value) for name, value in attrs if name in ("src", "href")]
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data.strip()


def test_html_is_one_page_that_loads_nothing() -> None:
    content = render([TABLE], "html", imprint=Imprint("周敏", datetime(2026, 3, 5, 8, tzinfo=UTC))).decode()

    tags = Tags(content)

    assert ([], set()) == (tags.loaded, tags.tags & {"script", "link", "img", "iframe"})
    assert ("url(" in content, "@import" in content) == (False, False)
    assert "Printed by 周敏, 2026-03-05" in content
    assert ["YH-X-2026-0001-001", "关于授予信用额度的通知函", "3", "1,250,000.50", "2026-03-05"] == (
        tags.cells[:5]
    )


def test_html_takes_a_papers_words_for_words() -> None:
    table = Table("<b>t</b>", (Column("title", "<i>题名</i>"),), (("<script>alert(1)</script>",),))

    tags = Tags(render([table], "html").decode())

    assert (set(), "<script>alert(1)</script>") == (tags.tags & {"script", "b", "i"}, tags.cells[0])


def test_rows_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells for 5 columns"):
        Table("", COLUMNS, (ROWS[0], ("one",)))
