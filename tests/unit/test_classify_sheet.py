from __future__ import annotations

from archive.page import Box, Line, Page
from classify.sheet import Sheet, lay_out
from classify.wording import plain


def laid_out(*lines: Line, ink: float = 0.05) -> Sheet:
    return lay_out(Page(1, 1000, 1400, 0, "made up", lines, ink=ink))


def line(text: str, left: float, top: float, height: float = 20) -> Line:
    return Line(text, Box(left, top, left + height * len(text), top + height))


def test_one_spelling() -> None:
    assert plain("（２０２４）  第 １ 号：Ａ") == "(2024)第1号:A"
    assert plain("電話記錄") == "电话记录"
    assert plain("Sales  Contract") == "Sales Contract"


def test_letters_set_apart_are_one_word() -> None:
    sheet = laid_out(
        line("证", 400, 50, 60), line("书", 560, 50, 60), line("编号1", 100, 200), line("其他", 100, 240)
    )
    assert [cell.text for cell in sheet.cells] == ["证书", "编号1", "其他"]


def test_a_row_that_lies_askew_stays_a_row() -> None:
    sheet = laid_out(line("甲方", 100, 100), line("某某公司", 400, 108), line("盖章", 700, 116))
    assert [[cell.text for cell in row] for row in sheet.rows] == [["甲方", "某某公司", "盖章"]]


def test_labels_read_as_one_column_do_not_glue_rows() -> None:
    column = Line("名类住", Box(100, 100, 120, 260))
    sheet = laid_out(
        column, line("某某公司", 300, 100), line("有限责任公司", 300, 160), line("某市某路", 300, 220)
    )
    assert [len(row) for row in sheet.rows] == [1, 1, 1, 1]


def test_a_headline_looks_like_one_and_a_sentence_does_not() -> None:
    sheet = laid_out(
        line("还款计划书", 380, 50, 48),
        *(line("我公司承诺按期付款，特此说明。", 100, 150 + 40 * n) for n in range(8)),
    )
    assert [cell.text for cell in sheet.titles] == ["还款计划书"]


def test_the_subject_of_a_mail_is_its_title() -> None:
    sheet = laid_out(
        line("发件人:甲", 100, 50),
        line("收件人:乙", 100, 90),
        line("主题:样机投诉", 100, 130),
        *(line("正文若干字若干字", 100, 200 + 40 * n) for n in range(9)),
    )
    assert sheet.titles[0].text == "主题:样机投诉"


def test_blank_means_no_words_and_no_ink() -> None:
    assert laid_out(ink=0.0).is_blank
    assert laid_out(line("污", 10, 10), ink=0.0001).is_blank
    assert not laid_out(line("某某有限公司的付款承诺书一份", 10, 10), ink=0.0001).is_blank
