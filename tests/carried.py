"""Word, Excel, mail and OFD files made for tests, as small as their programs would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Alignment, Font
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFD = "http://www.ofdspec.org/2016"

Grid = Sequence[Sequence[str]]


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def paragraph(text: str, *, size: float = 0, centred: bool = False) -> str:
    """A Word paragraph; `size` in points, 0 for the document's own."""
    height = f'<w:rPr><w:sz w:val="{round(2 * size)}"/></w:rPr>' if size else ""
    middle = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f'<w:p>{middle}<w:r>{height}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(grid: Grid, widths: Sequence[int]) -> str:
    """A Word table; `widths` in points."""
    columns = "".join(f'<w:gridCol w:w="{20 * width}"/>' for width in widths)
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in grid
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def pasted(relation: str) -> str:
    """A Word paragraph that holds a picture."""
    return f'<w:p><w:r><w:drawing><a:blip r:embed="{relation}"/></w:drawing></w:r></w:p>'


def word(*blocks: str, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> bytes:
    """A Word document of these blocks; `parts` are further members, `relations` those of the document."""
    body = "".join(blocks)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}" xmlns:a="{_DRAWING}" '
        f'xmlns:r="{_OFFICE}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        "</w:body></w:document>"
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": document,
            "word/_rels/document.xml.rels": f'<R xmlns="{_RELATIONS}">{relations}</R>',
            **(parts or {}),
        }
    )


def relation(identity: str, target: str, *, external: bool = False) -> str:
    """A relation of a part of an office file."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="image" Target="{target}"{mode}/>'


def excel(rows: Sequence[Sequence[Any]], *, title: str = "", sheet: str = "Sheet1") -> bytes:
    """A workbook of one sheet; `title` stands in the middle above the rows, as 合并居中 makes it."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    if title:
        page.append([title])
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        page["A1"].font, page["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for row in rows:
        page.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def mail(
    subject: str, sender: str, to: str, body: str, *, html: bool = False, date: str = ""
) -> EmailMessage:
    """A mail without attachments; `date` as RFC 5322 writes it."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, sender, to
    letter["Date"] = date or "Mon, 16 Mar 2026 09:30:00 +0800"
    if html:
        letter.set_content("请用支持网页格式的邮件程序查看。")
        letter.add_alternative(body, subtype="html")
    else:
        letter.set_content(body)
    return letter


def ofd(texts: Sequence[tuple[float, float, float, str]]) -> bytes:
    """An OFD file of one page: texts as (x, y of the base line, size in millimetres, words)."""
    objects = "".join(
        f'<ofd:TextObject ID="{10 + number}" Boundary="{x} {y - size} {size * len(words)} {size * 1.2}" '
        f'Font="3" Size="{size}"><ofd:TextCode X="0" Y="{size}" DeltaX="g {len(words) - 1} {size}">'
        f"{escape(words)}</ofd:TextCode></ofd:TextObject>"
        for number, (x, y, size, words) in enumerate(texts)
    )
    return ofd_page(objects)


def ofd_page(objects: str, *, parts: Mapping[str, str | bytes] | None = None, resources: str = "") -> bytes:
    """An OFD file with these objects on its one page."""
    spaces = f'xmlns:ofd="{_OFD}"'
    return packed(
        {
            "OFD.xml": f'<ofd:OFD {spaces} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {spaces}><ofd:CommonData><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>{resources}</ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {spaces}><ofd:Content><ofd:Layer ID="2">'
            f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
            **(parts or {}),
        }
    )


def printed(*lines: str) -> bytes:
    """A PDF with a text layer: the first line large and in the middle."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 26)
    canvas.drawCentredString(297, 720, lines[0])
    canvas.setFont("STSong-Light", 13)
    for number, line in enumerate(lines[1:]):
        canvas.drawString(90, 650 - 30 * number, line)
    canvas.save()
    return file.getvalue()


def photograph(width: int = 900, height: int = 700) -> bytes:
    """A picture of the size of a paper."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, format="JPEG")
    return file.getvalue()
