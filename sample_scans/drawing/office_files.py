"""Files that office programs write (Excel, Word, mail, OFD); the same bytes each time."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Alignment, Font

from sample_scans.drawing.sample import Delivery
from sample_scans.drawing.sheet import Sheet

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFD = "http://www.ofdspec.org/2016"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MOMENT = (2026, 3, 1, 8, 0, 0)

Rows = Sequence[Sequence[str]]


def made(content: Callable[[], bytes]) -> Delivery:
    """A file that nobody prints or scans: drawn from no sheet."""

    def deliver(_sheets: tuple[Sheet, ...], _rng: random.Random) -> bytes:
        return content()

    return deliver


def workbook(title: str, rows: Rows, widths: Sequence[int]) -> bytes:
    """An Excel workbook of one sheet, its title in merged cells above the rows."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append([title])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(widths))
    page["A1"].font, page["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for row in rows:
        page.append(list(row))
    for place, width in enumerate(widths):
        page.column_dimensions[chr(ord("A") + place)].width = width
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"  # openpyxl writes when it was saved
    members[core] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-03-01T08:00:00Z", members[core])
    return _packed(members)


def document(title: str, lines: Sequence[str], grid: Rows = (), widths: Sequence[int] = ()) -> bytes:
    """A Word document: a large title, lines of text, a table with columns of these widths in points."""
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in grid)
    columns = "".join(f'<w:gridCol w:w="{20 * width}"/>' for width in widths)
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>" if grid else ""
    body = _line(title, size=36, centred=True) + "".join(map(_line, lines)) + table + _line("")
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return _packed(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}"/></Types>',
            "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
            f'Type="{_DOCUMENT}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}{section}</w:body>'
            "</w:document>",
        }
    )


def letter(subject: str, sender: str, to: str, date: str, body: str) -> bytes:
    """A mail; `date` as RFC 5322 writes it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"], mail["Date"] = subject, sender, to, date
    mail.set_content(body, charset="utf-8", cte="base64")
    return mail.as_bytes()


def ofd(texts: Sequence[tuple[float, float, float, str]]) -> bytes:
    """An OFD page of 210 × 140 mm: texts as (left, base line, type size, words), all in millimetres."""
    spaces = f'xmlns:ofd="{_OFD}"'
    objects = "".join(_text(10 + number, *text) for number, text in enumerate(texts))
    return _packed(
        {
            "OFD.xml": f'{_XML}<ofd:OFD {spaces} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            "<ofd:DocID>44</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_XML}<ofd:Document {spaces}><ofd:CommonData><ofd:MaxUnitID>99"
            "</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/PublicRes.xml": f'{_XML}<ofd:Res {spaces} BaseLoc="Res"><ofd:Fonts>'
            '<ofd:Font ID="3" FontName="宋体"/></ofd:Fonts></ofd:Res>',
            "Doc_0/Pages/Page_0/Content.xml": f'{_XML}<ofd:Page {spaces}><ofd:Content><ofd:Layer ID="2">'
            f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def _text(number: int, left: float, line: float, size: float, words: str) -> str:
    box = f"{left} {line - size} {size * len(words)} {size * 1.2}"
    step = f"g {len(words) - 1} {size}"
    code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{step}">{escape(words)}</ofd:TextCode>'
    head = f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="3" Size="{size}">'
    return f"{head}{code}</ofd:TextObject>"


def _line(text: str, *, size: int = 21, centred: bool = False) -> str:
    """A paragraph; `size` in half points."""
    middle = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    run = f'<w:rPr><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p>{middle}<w:r>{run}</w:r></w:p>"


def _cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{_line(text)}</w:tc>"


def _packed(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
