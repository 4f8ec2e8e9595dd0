"""The code on a printed query form, and what comes of a sheet that bears one."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from archive.form_code import FormCode, decode_form_code, encode_form_code, form_code_on
from archive.page import Barcode, Box, Line, Page
from archive.separator import Separator, decode_separator
from ingest.form_sheets import Sheet, sheets_among, without_their_words
from ingest.reading.barcode import barcodes
from ingest.squares import squares_of

CODE = FormCode("查询-2026-0001", "0123456789abcdef" * 4)
BOX = Box(10, 10, 90, 90)


def page(number: int, *codes: str) -> Page:
    lines = (Line("档案查询单", Box(1, 1, 50, 10)),)
    return Page(number, 600, 800, 0, "test", lines, tuple(Barcode("QRCode", code, BOX) for code in codes))


def test_a_printed_code_is_read_again_turned_grey_and_spotted() -> None:
    squares = np.array(squares_of(encode_form_code(CODE)))
    paper = np.full((1800, 1400), 225, dtype=np.uint8)
    drawn = np.kron(np.where(squares, 40, 225), np.ones((8, 8))).astype(np.uint8)
    drawn[200:220, 200:220] = 120
    paper[300 : 300 + len(drawn), 500 : 500 + len(drawn)] = drawn
    image = Image.fromarray(paper).rotate(-4, fillcolor=225).convert("RGB")
    assert [CODE] == [decode_form_code(code.text) for code in barcodes(np.asarray(image))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dangan-separator:1",
        "dangan-form:2\nnumber:查询-2026-0001\nsha256:" + "0" * 64,
        "dangan-form:1\nnumber:查询-2026-0001",
        "dangan-form:1\nnumber:查询-2026-0001\nsha256:" + "g" * 64,
        "dangan-form:1\nnumber:../../x\nsha256:" + "0" * 64,
        "dangan-form:1\nnumber:查询-2026-0001\nsha256:" + "0" * 64 + "\nfile:1",
        "dangan-form:1\nnumber:查询-2026-0001\nsha256:" + "0" * 64 + "\n" * 300,
    ],
)
def test_other_words_are_no_form_code(text: str) -> None:
    assert decode_form_code(text) is None


def test_a_form_is_no_separator_and_a_separator_no_form() -> None:
    assert decode_separator(encode_form_code(CODE)) is None
    assert form_code_on(page(1, "dangan-separator:1")) is None
    assert decode_separator("dangan-separator:1") == Separator()


def test_sheets_are_found_among_papers_and_keep_nothing_but_their_code() -> None:
    said = encode_form_code(CODE)
    papers = (page(1), page(2, "https://example.invalid", said), page(3, "dangan-form:9\nodd"))
    assert (Sheet(2, said), Sheet(3, "dangan-form:9\nodd")) == sheets_among(papers)
    assert [("档案查询单", 0), ("", 2), ("", 1)] == [
        (one.text, len(one.barcodes)) for one in without_their_words(papers)
    ]


def test_a_page_with_two_forms_codes_says_both() -> None:
    other = encode_form_code(FormCode("查询-2026-0002", CODE.sha256))
    (sheet,) = sheets_among([page(1, encode_form_code(CODE), other, other)])
    assert f"{encode_form_code(CODE)}\n\n{other}" == sheet.said
