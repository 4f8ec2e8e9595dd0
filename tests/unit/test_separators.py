"""Separator sheets: printed, scanned, read again; they part a pile and name its papers, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from archive.decision import Ambiguous, Assigned, Part, Sorting, first_choice
from archive.form_code import FormCode, encode_form_code
from archive.page import Barcode, Box, Line, Page
from archive.register import Hints, Register, RegisteredCustomer
from archive.regulations import load_regulations
from archive.separator import Separator, decode_separator, encode_separator
from classify.rulebook import Rulebook, load_rulebook
from classify.sorter import Sorter
from ingest.reading.barcode import barcodes
from ingest.separator import code_squares
from reports.separator_sheet import separator_html

CONFIG = Path(__file__).parents[2] / "config"
NAME, OTHER = "宁波砚禾食品机械有限公司", "温州铎远轴承制造有限公司"
CODE = "91330212MA2AFK735U"
REGISTER = Register(
    (RegisteredCustomer(1, NAME, former_names=("宁波市砚禾五金厂",)), RegisteredCustomer(2, OTHER, code=CODE))
)
SHEETS = (Separator(), Separator(1, NAME), Separator(1, NAME, "balance_sheet"), Separator(kind="permit"))


@cache
def rulebook() -> Rulebook:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    return load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds)


def page(number: int, *rows: str, code: str = "") -> Page:
    lines = tuple(
        Line(row, Box(100, 100 + 60 * place, 100 + 26 * len(row), 128 + 60 * place))
        for place, row in enumerate(rows)
    )
    codes = (Barcode("QRCode", code, Box(500, 500, 900, 900)),) if code else ()
    return Page(number, 1600, 2300, 0, "made up", lines, codes, 0.05)


def sheet(number: int, said: Separator) -> Page:
    return page(number, "分隔页", said.name, code=encode_separator(said))


def sort(*pages: Page) -> Sorting:
    return Sorter(rulebook(), REGISTER).sort(pages, Hints())


def only(said: Separator, *rows: str) -> Part:
    (part,) = sort(sheet(1, said), page(2, *rows)).parts
    return part


@pytest.mark.parametrize("said", SHEETS)
def test_a_sheet_says_when_scanned_what_it_was_printed_for(said: Separator) -> None:
    """Turned, in grey, with a spot on it."""
    squares = np.array(code_squares(said))
    paper = np.full((2000, 1500), 225, dtype=np.uint8)
    drawn = np.kron(np.where(squares, 40, 225), np.ones((9, 9))).astype(np.uint8)
    middle = len(drawn) // 2
    drawn[middle : middle + 20, middle : middle + 20] = 120
    paper[300 : 300 + len(drawn), 200 : 200 + len(drawn)] = drawn
    image = Image.fromarray(paper).rotate(3, fillcolor=225).convert("RGB")
    assert [said] == [decode_separator(code.text) for code in barcodes(np.asarray(image))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.invalid/dangan-separator:1",
        "dangan-separator:2\ncustomer:1\nname:甲",
        "dangan-separator:1\ncustomer:1",
        "dangan-separator:1\ncustomer:一\nname:甲",
        "dangan-separator:1\ncustomer:1\nname:甲\nfile:../../x",
        "dangan-separator:1\ncategory:../permit",
        "dangan-separator:1\ncustomer:1\nname:" + "甲" * 700,
    ],
)
def test_other_codes_are_no_separators(text: str) -> None:
    assert decode_separator(text) is None


def test_a_sheet_with_customer_and_category_makes_one_paper_of_what_follows() -> None:
    sorting = sort(
        page(1, "营业执照"),
        sheet(2, Separator(1, NAME, "permit")),
        page(3, "看不清的字"),
        page(4, "也看不清"),
        sheet(5, Separator()),
        page(6, "资产负债表"),
    )
    assert [(1, 1), (3, 4), (6, 6)] == [(part.first_page, part.last_page) for part in sorting.parts]
    assert [(2, "It is a separator sheet."), (5, "It is a separator sheet.")] == [
        (dropped.page, dropped.reason) for dropped in sorting.dropped
    ]
    middle = sorting.parts[1]
    assert isinstance(middle.category, Assigned)
    assert isinstance(middle.customer, Assigned)
    assert ("permit", "1") == (middle.category.best.value, middle.customer.best.value)
    assert ("separator_sheet.category", 2) == _ground(middle.category)
    assert ("separator_sheet.customer", 2) == _ground(middle.customer)


def _ground(decision: Assigned) -> tuple[str, int]:
    evidence = decision.best.evidence[0]
    return evidence.rule, evidence.page


def test_a_sheet_with_a_customer_alone_leaves_the_splitting_to_the_papers() -> None:
    licence = ("营业执照", "统一社会信用代码", "类型 有限责任公司", "登记机关")
    statement = ("资产负债表", "货币资金 1.00", "存货 2.00")
    sorting = sort(sheet(1, Separator(1, NAME)), page(2, *licence), page(3, *statement))
    assert ["1", "1"] == [first_choice(part.customer) for part in sorting.parts]
    assert ["business_licence", "balance_sheet"] == [first_choice(part.category) for part in sorting.parts]


def test_a_signed_query_form_parts_a_pile_and_is_no_paper() -> None:
    code = encode_form_code(FormCode("查询-2026-0001", "0" * 64))
    form = page(2, "营业执照", "档案查询单", f"查询对象 {NAME}", code=code)
    sorting = sort(page(1, "营业执照"), form, page(3, "营业执照", "统一社会信用代码"))
    assert [(1, 1), (3, 3)] == [(part.first_page, part.last_page) for part in sorting.parts]
    assert [(2, "It is a signed query form.")] == [(one.page, one.reason) for one in sorting.dropped]


def test_what_lies_before_the_first_sheet_is_not_its() -> None:
    first, _ = sort(page(1, "看不清"), sheet(2, Separator(1, NAME)), page(3, "看不清")).parts
    assert first_choice(first.customer) is None


def test_a_former_name_on_an_old_sheet_still_counts() -> None:
    assert "1" == first_choice(only(Separator(1, "宁波市砚禾五金厂"), "看不清").customer)


@pytest.mark.parametrize(
    "said", [Separator(1, OTHER), Separator(9, NAME), Separator(2, "温州铎远轴承制造有限公词")]
)
def test_a_sheet_that_does_not_fit_the_register_decides_nothing(said: Separator) -> None:
    customer = only(said, "看不清").customer
    assert customer == Ambiguous(
        (), "The separator sheet names a customer that the register does not have so."
    )


@pytest.mark.parametrize(
    "rows",
    [
        ("营业执照", f"统一社会信用代码 {CODE}", f"名称 {NAME}"),
        ("客户投诉登记表", f"客户名称：{OTHER}"),
        ("授信申请表", "申请单位：绍兴霁晏轴承有限公司", "申请额度 20万元"),
    ],
)
def test_a_paper_of_somebody_else_waits_for_a_person(rows: tuple[str, ...]) -> None:
    customer = only(Separator(1, NAME), *rows).customer
    assert isinstance(customer, Ambiguous)
    assert "The separator sheet names another customer than the paper does." == customer.reason


def test_of_two_names_on_a_paper_the_sheets_is_the_customer() -> None:
    customer = only(Separator(1, NAME), "三方协议书", f"甲方：{NAME}", f"乙方：{OTHER}").customer
    assert isinstance(customer, Assigned)
    assert "1" == customer.best.value


def test_a_category_that_the_paper_denies_waits_for_a_person() -> None:
    licence = ("营业执照", "统一社会信用代码", "类型 有限责任公司", "住所", "登记机关")
    category = only(Separator(1, NAME, "balance_sheet"), *licence).category
    assert isinstance(category, Ambiguous)
    assert ["balance_sheet", "business_licence"] == [one.value for one in category.candidates]
    assert "The separator sheet names another category than the paper shows." == category.reason


def test_a_code_stuck_on_a_paper_parts_nothing() -> None:
    rows = ["购销合同书第一条标的物与价款以及交货期限与违约责任"] * 20
    sorting = sort(page(1, "购销合同"), page(2, *rows, code=encode_separator(Separator(1, NAME, "permit"))))
    assert () == sorting.dropped
    assert "permit" not in [first_choice(part.category) for part in sorting.parts]


def test_the_printed_page_says_in_words_what_its_code_says() -> None:
    printed = separator_html(code_squares(SHEETS[2]), customer=NAME, category="<资产负债表>")
    assert NAME in printed
    assert "&lt;资产负债表&gt;" in printed
    assert "<svg " in printed
    assert "http" not in printed.replace("http-equiv", "")
