"""Business licences, new style and old, and the tax registration."""

from __future__ import annotations

import io
import random

import segno
from PIL import Image

from sample_scans.drawing.companies import Company, organisation_code
from sample_scans.drawing.seal import emblem, round_seal, stamp
from sample_scans.drawing.sheet import GREY, Colour, Sheet

GOLD: Colour = (176, 138, 58)
CREAM: Colour = (252, 250, 242)


def qr_code(text: str) -> Image.Image:
    """A QR code holding a text."""
    output = io.BytesIO()
    segno.make(text, error="m", micro=False).save(output, kind="png", scale=8, border=2)
    return Image.open(output).convert("RGBA")


def upright_licence(company: Company, *, issued: str, until: str, person: str = "法定代表人") -> Sheet:
    """The 副本 of a licence with an 18-digit code and a QR code that tells code and name."""
    sheet = Sheet(210, 297, CREAM)
    _border(sheet)
    sheet.picture(88, 22, 34, emblem())
    sheet.title(62, "营 业 执 照", size=40)
    sheet.title(80, "（副 本）", size=16)
    sheet.text(188, 80, "1-1", size=11, align="right")
    sheet.text(186, 92, f"统一社会信用代码　{company.code}", size=12, align="right")
    fields = (
        ("名称", company.name),
        ("类型", "有限责任公司(自然人投资或控股)"),
        ("住所", company.address),
        (person, company.person),
        ("注册资本", company.capital),
        ("成立日期", company.founded),
        ("营业期限", f"{company.founded}至{until}"),
        ("经营范围", company.trade),
    )
    y = _fields(sheet, 28, 106, fields, width=112)
    code = f"统一社会信用代码:{company.code};名称:{company.name};登记机关:{company.office}"
    sheet.picture(30, max(y + 6, 218), 30, qr_code(code))
    _office(sheet, 110, 226, company.office, issued)
    sheet.text(20, 278, "国家企业信用信息公示系统网址：www.gsxt.example", size=8)
    sheet.text(190, 278, "市场监督管理部门监制", size=8, align="right")
    return sheet


def broad_licence(company: Company, *, issued: str, until: str) -> Sheet:
    """The 正本 of a licence, two columns on a broad sheet; its QR code holds only the code."""
    sheet = Sheet(297, 210, CREAM)
    _border(sheet)
    sheet.picture(133, 16, 30, emblem())
    sheet.title(50, "营　业　执　照", size=40)
    sheet.text(28, 54, "统一社会信用代码", size=12, face="song-bold")
    sheet.text(28, 61, company.code, size=13)
    sheet.picture(240, 44, 26, qr_code(company.code))
    left = (
        ("名称", company.name),
        ("类型", "有限责任公司"),
        ("法定代表人", company.person),
        ("经营范围", company.trade),
    )
    right = (
        ("注册资本", company.capital),
        ("成立日期", company.founded),
        ("营业期限", until),
        ("住所", company.address),
    )
    _fields(sheet, 28, 84, left, width=88)
    _fields(sheet, 164, 84, right, width=76)
    _office(sheet, 190, 146, company.office, issued)
    sheet.text(24, 192, "本执照每年1月1日至6月30日通过公示系统报送年度报告", size=8)
    sheet.text(273, 192, "市场监督管理部门监制", size=8, align="right")
    return sheet


def old_licence(company: Company, *, issued: str, until: str) -> Sheet:
    """企业法人营业执照 as issued before 2014: a 15-digit registration number, no code; a certified copy."""
    sheet = Sheet(297, 210)
    _border(sheet)
    sheet.picture(134, 16, 29, emblem())
    sheet.title(50, "企业法人营业执照", size=34)
    sheet.text(222, 56, "（副　本）", size=14)
    sheet.text(268, 70, f"注册号　{company.number}", size=12, align="right")
    left = (
        ("名称", company.name),
        ("住所", company.address),
        ("法定代表人姓名", company.person),
        ("公司类型", "有限责任公司"),
        ("经营范围", company.trade),
    )
    right = (
        ("注册资本", company.capital),
        ("实收资本", company.capital),
        ("成立日期", company.founded),
        ("营业期限", f"自{company.founded}\n至{until}"),
    )
    _fields(sheet, 26, 82, left, width=84, label=36)
    _fields(sheet, 164, 82, right, width=70)
    _office(sheet, 196, 146, company.office, issued)
    sheet.picture(40, 166, 52, stamp(("此复印件与原件一致", "再次复印无效"), angle=4))
    return sheet


def three_in_one_licence(company: Company, *, issued: str, until: str) -> Sheet:
    """A licence of 2015: registration number, organisation code and tax number, not yet one code."""
    sheet = Sheet(210, 297, CREAM)
    _border(sheet)
    sheet.picture(90, 22, 30, emblem())
    sheet.title(58, "营 业 执 照", size=38)
    sheet.title(76, "（副 本）", size=15)
    organisation = company.code[8:17]
    assert organisation == organisation_code(organisation[:8])
    numbers = (
        f"注　 册　 号　{company.number}",
        f"组织机构代码　{organisation[:8]}-{organisation[8]}",
        f"税务登记证号　{company.code[2:8]}{organisation}",
    )
    for line, text in enumerate(numbers):
        sheet.text(100, 86 + 6 * line, text, size=11)
    fields = (
        ("名称", company.name),
        ("类型", "有限责任公司"),
        ("住所", company.address),
        ("法定代表人", company.person),
        ("注册资本", company.capital),
        ("成立日期", company.founded),
        ("营业期限", f"{company.founded}至{until}"),
        ("经营范围", company.trade),
    )
    _fields(sheet, 28, 112, fields, width=112)
    _office(sheet, 112, 222, company.office, issued)
    sheet.text(190, 278, "工商行政管理总局监制", size=8, align="right")
    return sheet


def tax_registration(company: Company, *, issued: str) -> Sheet:
    """税务登记证 of the years before 2015."""
    sheet = Sheet(210, 148, (238, 246, 238))
    sheet.frame(8, 8, 194, 132, line=1.2, colour=(70, 130, 90))
    sheet.title(20, "税　务　登　记　证", size=26)
    sheet.title(36, "（副　本）", size=12)
    sheet.text(196, 37, f"皖税字 {company.code[2:8]}{company.code[8:17]} 号", size=10.5, align="right")
    fields = (
        ("纳税人名称", company.name),
        ("法定代表人", company.person),
        ("地址", company.address),
        ("登记注册类型", "有限责任公司"),
        ("经营范围", company.trade),
        ("批准设立机关", company.office),
        ("扣缴义务", "依法确定"),
    )
    _fields(sheet, 20, 50, fields, width=120, size=10.5)
    sheet.text(108, 116, "发证税务机关", size=11)
    sheet.picture(136, 98, 36, round_seal("合肥市蜀山区税务局", angle=6))
    sheet.text(196, 127, issued, size=11, align="right")
    return sheet


def _border(sheet: Sheet) -> None:
    """A frame of two lines filled with a wave of small squares."""
    rng = random.Random(7)
    inner = (sheet.width - 28, sheet.height - 28)
    sheet.frame(9, 9, sheet.width - 18, sheet.height - 18, line=0.9, colour=GOLD)
    sheet.frame(14, 14, *inner, line=0.5, colour=GOLD)
    for step in range(int(inner[0] // 4)):
        for y in (11.3, sheet.height - 11.7):
            sheet.frame(14.5 + 4 * step, y - rng.uniform(0, 0.4), 2.6, 1.6, line=0.3, colour=GOLD)
    for step in range(int(inner[1] // 4)):
        for x in (10.3, sheet.width - 12.7):
            sheet.frame(x, 14.5 + 4 * step, 2.2, 2.2, line=0.3, colour=GOLD)


def _fields(
    sheet: Sheet,
    x: float,
    y: float,
    fields: tuple[tuple[str, str], ...],
    *,
    width: float,
    label: float = 28,
    size: float = 12,
) -> float:
    """Labels spread over `label` mm, values beside them; returns the y below."""
    for name, value in fields:
        sheet.spread(x, y, label, name, size=size, face="song-bold")
        small = size if len(value) < 60 else size - 2
        y = (
            max(sheet.paragraph(x + label + 6, y, width, value, size=small, leading=1.3), y + size * 0.5)
            + size * 0.28
        )
    return y


def _office(sheet: Sheet, x: float, y: float, office: str, issued: str) -> None:
    """登记机关, its seal over the date."""
    sheet.text(x, y + 6, "登 记 机 关", size=14, face="song-bold")
    sheet.picture(x + 28, y - 6, 42, round_seal(office, angle=-7))
    sheet.text(x + 22, y + 26, issued, size=13)
    sheet.rule(x, y + 35, x + 70, y + 35, width=0.1, colour=GREY)
