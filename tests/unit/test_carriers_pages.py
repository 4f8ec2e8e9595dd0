"""What the pages of office files, tables, mails and OFD say, and where on the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from archive.carriers.carrier import Carrier
from archive.carriers.cell_text import shown
from archive.carriers.composition import Paper, Paragraph, Row, Slot, compose
from archive.carriers.leaf import Enclosed, Leaf
from archive.carriers.lettering import wrapped
from archive.errors import BadInput
from archive.page import BY_HAND, LAID_OUT, Box, Line, Page
from archive.rendering import export_pages, open_original, page_png
from classify.sheet import lay_out
from tests.carried import (
    excel,
    mail,
    ofd,
    ofd_page,
    packed,
    paragraph,
    pasted,
    photograph,
    printed,
    relation,
    table,
    word,
)
from tests.marking import MARK


def leaves(folder: Path, content: bytes) -> list[Leaf]:
    path = folder / "a1b2"
    path.write_bytes(content)
    with open_original(path) as original:
        assert isinstance(original, Carrier)
        return [original.leaf(number) for number in range(1, original.page_count + 1)]


def only_page(folder: Path, content: bytes) -> Page:
    (page,) = leaves(folder, content)
    assert isinstance(page, Page)
    return page


def rows(page: Page) -> list[list[str]]:
    """The page as classification sees it."""
    return [[cell.text for cell in row] for row in lay_out(page).rows]


def numbered(level: str, kind: str, pattern: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def item(text: str, level: int = 0) -> str:
    number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_word_heading_is_a_title_and_a_table_row_is_a_row(tmp_path: Path) -> None:
    grid = [["客户名称", "江阴甲木工业有限公司"], ["联系电话", "0510-8888"]]
    page = only_page(
        tmp_path, word(paragraph("客户拜访记录", size=18, centred=True), table(grid, (100, 300)))
    )
    assert rows(page) == [["客户拜访记录"], *grid]
    assert [cell.text for cell in lay_out(page).titles[:1]] == ["客户拜访记录"]
    assert (page.engine, round(page.width), round(page.height)) == (LAID_OUT, 595, 842)


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    levels = numbered("0", "chineseCountingThousand", "第%1条") + numbered("1", "decimal", "%1.%2")
    numbering = (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    items = [item("标的")] * 10 + [item("质量"), item("国标", 1), item("企标", 1), item("付款")]
    page = only_page(tmp_path, word(*items, parts={"word/numbering.xml": numbering}))
    assert page.text.splitlines()[9:] == [
        "第十条 标的",
        "第十一条 质量",
        "十一.1 国标",
        "十一.2 企标",
        "第十二条 付款",
    ]


def test_sizes_and_places_come_from_the_styles(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {SPACE}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:styleId="B"><w:name w:val="Title"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="T">'
        '<w:basedOn w:val="B"/></w:style></w:styles>'
    )
    titled = '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>承诺书</w:t></w:r></w:p>'
    page = only_page(tmp_path, word(titled, paragraph("正文"), parts={"word/styles.xml": styles}))
    title, body = page.lines
    assert (title.box.height, body.box.height) == (18, 12)
    assert round(title.box.left + title.box.right) == round(page.width)


def test_what_python_docx_would_leave_out_is_read(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    control = f"<w:sdt><w:sdtContent>{paragraph('控件里的字')}</w:sdtContent></w:sdt>"
    tracked = (
        f"<w:p><w:ins>{run.format('插入')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('文本框')}</w:txbxContent></w:pict></w:r></w:p>"
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    ticked = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r></w:p>'
    page = only_page(tmp_path, word(control, tracked, box, hidden, ticked))
    assert page.text.split() == ["控件里的字", "插入", "文本框", "☑同意"]


def test_columns_tabs_and_page_breaks_part_what_they_part(tmp_path: Path) -> None:
    broken = (
        '<w:p><w:r><w:t>甲方</w:t><w:tab/><w:t>乙方</w:t><w:br w:type="page"/><w:t>次页</w:t></w:r></w:p>'
    )
    first, second = leaves(tmp_path, word(broken))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (rows(first), rows(second)) == ([["甲方", "乙方"]], [["次页"]])


def test_papers_pasted_in_follow_the_text(tmp_path: Path) -> None:
    logo, licence = photograph(200, 200), photograph()
    content = word(
        pasted("r1"),
        pasted("r2"),
        paragraph("见下图"),
        parts={"word/media/a.jpg": logo, "word/media/b.jpg": licence},
        relations=relation("r1", "media/a.jpg") + relation("r2", "media/b.jpg"),
    )
    page, picture = leaves(tmp_path, content)
    assert isinstance(page, Page)
    assert (page.text, picture) == ("见下图", Enclosed(licence, "image/jpeg", 1))


def test_a_word_file_that_is_a_pasted_paper_is_that_paper(tmp_path: Path) -> None:
    licence = photograph()
    content = word(pasted("r1"), parts={"word/media/a.jpg": licence}, relations=relation("r1", "media/a.jpg"))
    assert leaves(tmp_path, content) == [Enclosed(licence, "image/jpeg", 1)]


def test_cells_of_a_sheet_stand_in_columns_as_excel_shows_them(tmp_path: Path) -> None:
    page = only_page(
        tmp_path,
        excel(
            [["日期", "时间", None, "金额"], [date(2026, 3, 5), time(9, 5), None, 1234.5], ["合计"]],
            title="往来明细",
        ),
    )
    assert rows(page) == [["往来明细"], ["日期", "时间", "金额"], ["2026-03-05", "09:05", "1234.5"], ["合计"]]
    sheet = lay_out(page)
    assert sheet.titles[0].text == "往来明细"
    lefts = [{round(row[place].box.left) for row in sheet.rows[1:3]} for place in range(3)]
    assert [len(edges) for edges in lefts] == [1, 1, 1]


def test_a_sheets_name_is_its_title_where_no_row_is(tmp_path: Path) -> None:
    named = only_page(tmp_path, excel([["日期", "内容"], ["3月5日", "催款"]], sheet="通话记录"))
    unnamed = only_page(tmp_path, excel([["日期", "内容"], ["3月5日", "催款"]], sheet="Sheet2"))
    assert (rows(named)[0], rows(unnamed)[0]) == (["通话记录"], ["日期", "内容"])


def test_hidden_sheets_are_not_shown_and_formulas_are_their_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["看得见", "=1+1"])
    book.create_sheet("密").append(["看不见"])
    book["密"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert only_page(tmp_path, file.getvalue()).text == "看得见"


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (91330602, "0", "91330602"),
        (0.1 + 0.2, "General", "0.3"),
        (1200.0, "General", "1200"),
        (datetime(2026, 3, 5), "yyyy-mm-dd", "2026-03-05"),  # noqa: DTZ001 - Excel knows no zones
        (datetime(2026, 3, 5, 14, 30), "yyyy/m/d h:mm", "2026-03-05 14:30"),  # noqa: DTZ001
        (True, "General", "TRUE"),
    ],
)
def test_numbers_as_their_format_shows_them(value: object, number_format: str, words: str) -> None:
    assert shown(value, number_format) == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_of_text_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    text = '订单号,客户,金额\n="0012","甲木,乙木",5.00\nSO-2,丙木,6.00\n'
    page = only_page(tmp_path, text.encode(encoding))
    assert rows(page) == [["订单号", "客户", "金额"], ["0012", "甲木,乙木", "5.00"], ["SO-2", "丙木", "6.00"]]


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    text = "Dear Sir, thank you.\nWe agree, with one remark.\n此致,敬礼\n"
    assert only_page(tmp_path, text.encode()).text.splitlines() == text.splitlines()


def test_text_in_no_known_encoding(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        leaves(tmp_path, b"abc\xff\xff\xffdef")
    assert refused.value.message == "The text is in an encoding that is not known here."


def test_a_mail_shows_its_head_its_text_and_its_papers(tmp_path: Path) -> None:
    letter = mail("催款", "周敏 <z@a.example>", "q@b.example", "请付款。")
    licence = printed("营业执照", "名称 江阴甲木工业有限公司")
    letter.add_attachment(licence, maintype="application", subtype="pdf", filename="营业执照.pdf")
    inner = mail("前信", "q@b.example", "z@a.example", "好的。")
    letter.add_attachment(inner)
    page, paper, before = leaves(tmp_path, letter.as_bytes())
    assert isinstance(page, Page)
    assert isinstance(before, Page)
    assert page.text.splitlines() == [
        "发件人: 周敏 <z@a.example>",
        "收件人: q@b.example",
        "发送时间: 2026-03-16 09:30",
        "主题: 催款",
        "附件: 营业执照.pdf",
        "请付款。",
    ]
    assert paper == Enclosed(licence, "application/pdf", 1)
    assert before.text.splitlines()[-1] == "好的。"


def test_a_mail_in_an_old_encoding_without_mime(tmp_path: Path) -> None:
    content = "From: a@b.example\nTo: c@d.example\nSubject: 对账\n\n请核对余额。\n".encode("gb18030")
    assert only_page(tmp_path, content).text.splitlines()[-1] == "请核对余额。"


def test_marked_up_mails_keep_their_tables_and_lose_their_scripts(tmp_path: Path) -> None:
    body = (
        "<style>p{}</style><p>您好&nbsp;<b>钱经理</b></p><script>steal()</script><img src='http://x.example/1'>"
        "<table><tr><td>日期</td><td>金额</td></tr><tr><td>3月5日</td><td>8,600.00</td></tr></table><p>谢谢</p>"
    )
    page = only_page(tmp_path, mail("函", "a@b.example", "c@d.example", body, html=True).as_bytes())
    assert rows(page)[4:] == [["您好钱经理"], ["日期", "金额"], ["3月5日", "8,600.00"], ["谢谢"]]


def test_texts_of_an_ofd_page_stand_where_they_stand(tmp_path: Path) -> None:
    page = only_page(tmp_path, ofd(((20, 30, 4, "金额"), (80, 30, 4, "86,400.00"), (90, 12, 8, "电子回单"))))
    assert rows(page) == [["电子回单"], ["金额", "86,400.00"]]
    assert [round(page.lines[1].box.left), round(page.lines[1].box.height)] == [57, 11]


def test_letters_of_an_ofd_text_that_stand_apart_are_cells(tmp_path: Path) -> None:
    text = (
        '<ofd:TextObject ID="5" Boundary="10 10 150 5" Size="4" CTM="2 0 0 2 0 0">'
        '<ofd:TextCode X="0" Y="4" DeltaX="4 30 4">甲方乙方</ofd:TextCode></ofd:TextObject>'
    )
    page = only_page(tmp_path, ofd_page(text))
    assert rows(page) == [["甲方", "乙方"]]
    assert round(page.lines[0].box.height) == round(8 * 72 / 25.4)


def test_a_scan_packed_as_ofd_is_read_as_the_picture_it_is(tmp_path: Path) -> None:
    picture = photograph()
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content = ofd_page(
        '<ofd:ImageObject ID="9" Boundary="0 0 210 140" ResourceID="4"/>',
        resources="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>",
        parts={
            "Doc_0/Res.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4">'
            "<ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
            "Doc_0/Res/scan.jpg": picture,
        },
    )
    assert leaves(tmp_path, content) == [Enclosed(picture, "image/jpeg", 1)]


def test_long_text_goes_on_over_lines_and_pages() -> None:
    pages = compose([Paragraph("一二三四五六七八九十" * 300)])
    assert len(pages) > 1
    assert "".join(page.text.replace("\n", "") for page in pages) == "一二三四五六七八九十" * 300
    assert all(
        line.box.bottom < page.height and line.box.right < page.width for page in pages for line in page.lines
    )


def test_a_cell_with_much_in_it_wraps_inside_its_column() -> None:
    (page,) = compose([Row((Slot("标签", 0, 60), Slot("很长的内容" * 10, 60, 100)))], Paper())
    label, *content = page.lines
    assert (label.text, "".join(line.text for line in content)) == ("标签", "很长的内容" * 10)
    assert all(line.box.right <= Paper().margin + 160 for line in content)


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (200, ["金额 1,234,567.00 元。"]),
        (90, ["金额 1,234,567.00", "元。"]),
        (70, ["金额", "1,234,567.00", "元。"]),
    ],
)
def test_words_and_figures_stay_whole_where_they_fit(room: float, lines: list[str]) -> None:
    assert list(wrapped("金额 1,234,567.00 元。", 10, room)) == lines


def test_a_laid_out_page_is_drawn_from_what_was_kept_of_it(tmp_path: Path) -> None:
    page = Page(1, 595, 842, 0, LAID_OUT, (Line("合同", Box(100, 100, 124, 112)),))
    png = page_png(tmp_path / "not even there", page, MARK)
    image = Image.open(io.BytesIO(png)).convert("L")
    assert image.size == (1653, 2339)
    darkest = [min(image.crop(box).tobytes()) for box in ((270, 270, 350, 320), (0, 400, 1653, 2339))]
    assert [shade < 100 for shade in darkest] == [True, False]


def test_pages_of_a_carrier_are_exported_as_a_pdf(tmp_path: Path) -> None:
    broken = '<w:p><w:r><w:t>首页</w:t><w:br w:type="page"/><w:t>次页</w:t></w:r></w:p>'
    page = leaves(tmp_path, word(broken))[1]
    assert isinstance(page, Page)
    (tmp_path / "b.pdf").write_bytes(export_pages(tmp_path / "a1b2", [page], MARK))
    with open_original(tmp_path / "b.pdf") as exported:
        assert exported.page_count == 1


def shown_page(path: Path, page: Page) -> bytes:
    return page_png(path, page, MARK)


def exported_page(path: Path, page: Page) -> bytes:
    return export_pages(path, [page], MARK)


@pytest.mark.parametrize("call", [shown_page, exported_page])
def test_what_has_no_page_says_where_to_find_it(call: Callable[[Path, Page], bytes], tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.7 locked")
    with pytest.raises(BadInput) as refused:
        call(tmp_path / "a", Page(1, 595, 842, 0, BY_HAND, ()))
    assert refused.value.advice == "`dangan export --original` gives the file itself."


def ole(name: str) -> bytes:
    """The beginning of an old Office file with one stream of this name."""
    entry = (name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")).ljust(
        128, b"\0"
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + b"\x09\0"
    return (head.ljust(48, b"\0") + b"\0\0\0\0").ljust(512, b"\0") + entry


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ole("WordDocument"), "This is an old Word or WPS document (.doc, .wps, .rtf), which is not read."),
        (ole("Workbook"), "This is an old Excel or WPS table (.xls, .et), which is not read."),
        (ole("EncryptedPackage"), "The file is protected by a password."),
        (ole("__properties_version1.0"), "This is a message saved by Outlook (.msg), which is not read."),
        (ole("Something"), "This Office file is of a kind that is not read."),
        (packed({"ppt/presentation.xml": ""}), "Presentations (PowerPoint) are not read."),
    ],
)
def test_old_and_locked_office_files_are_told_apart(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        leaves(tmp_path, content)
    assert refused.value.message == reason
