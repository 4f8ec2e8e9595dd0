"""Permits, qualifications and honours."""

from __future__ import annotations

from sample_scans.drawing.companies import HEFEI, NINGBO, SUZHOU, WENZHOU
from sample_scans.drawing.seal import round_seal
from sample_scans.drawing.sheet import Colour, Sheet

PINK: Colour = (253, 243, 240)
BLUE: Colour = (52, 92, 150)


def transport_permit() -> Sheet:
    """A road transport permit that ran out in August 2024."""
    sheet = Sheet(210, 148, PINK)
    sheet.frame(7, 7, 196, 134, line=1.4, colour=(190, 70, 60))
    sheet.title(18, "中华人民共和国道路运输经营许可证", size=20)
    sheet.text(195, 33, "苏交运管许可 苏字 320505318842 号", size=10.5, align="right")
    lines = (
        ("业户名称", SUZHOU.name),
        ("地　　址", SUZHOU.address),
        ("经济性质", "有限责任公司"),
        ("经营范围", "道路普通货物运输，货物专用运输（冷藏保鲜设备）"),
        ("证件有效期", "2020年09月01日 至 2024年08月31日"),
    )
    y = 46.0
    for name, value in lines:
        sheet.text(22, y, name, size=12, face="song-bold")
        y = sheet.paragraph(52, y, 138, value, size=12) + 4
    sheet.text(112, 112, "核发机关", size=12)
    sheet.picture(138, 96, 38, round_seal("苏州市虎丘区交通运输局", angle=5))
    sheet.text(194, 127, "2020 年 09 月 01 日", size=12, align="right")
    return sheet


def equipment_permit() -> Sheet:
    """A production permit for special equipment, in force until 2028."""
    sheet = Sheet(210, 297)
    sheet.frame(10, 10, 190, 277, line=1.2, colour=BLUE)
    sheet.frame(13, 13, 184, 271, line=0.4, colour=BLUE)
    sheet.title(38, "中华人民共和国", size=18)
    sheet.title(52, "特种设备生产许可证", size=30)
    sheet.title(70, "Production License of Special Equipment", size=12, face="song")
    sheet.title(86, "编号：TS3834217-2028", size=13, face="song")
    sheet.text(28, 104, f"单位名称：{HEFEI.name}", size=13)
    sheet.text(28, 115, f"住　　所：{HEFEI.address}", size=13)
    sheet.text(28, 126, "办公地址：同住所", size=13)
    sheet.text(28, 140, "经审查，获准从事以下特种设备的生产活动：", size=12)
    y = sheet.table(
        28,
        150,
        (46, 36, 34, 38),
        (
            ("许可项目", "许可子项目", "许可参数", "备注"),
            ("承压类特种设备安装、修理、改造", "工业管道安装(GC2)", "—", "制冷用压力管道"),
        ),
        size=11,
        least=12,
    )
    sheet.text(28, y + 18, "发证机关：安徽省市场监督管理局", size=12)
    sheet.text(28, y + 28, "有效期至：2028年05月19日", size=12)
    sheet.text(28, y + 38, "发证日期：2024年05月20日", size=12)
    sheet.picture(120, y + 8, 42, round_seal("安徽省市场监督管理局", angle=-10))
    return sheet


def building_qualification() -> Sheet:
    """A building enterprise's qualification certificate."""
    sheet = Sheet(297, 210, (250, 248, 240))
    sheet.frame(9, 9, 279, 192, line=1.6, colour=(150, 50, 50))
    sheet.title(24, "建筑业企业资质证书", size=30)
    sheet.title(42, "（副本）", size=14, face="song")
    left = (
        f"企业名称：{HEFEI.name}",
        f"详细地址：{HEFEI.address}",
        f"统一社会信用代码：{HEFEI.code}",
        f"法定代表人：{HEFEI.person}",
        "注册资本：308万元　　经济性质：有限责任公司",
        "证书编号：D334918056",
        "有效期：2023年11月28日至2028年11月27日",
    )
    for number, line in enumerate(left):
        sheet.paragraph(26, 62 + 13 * number, 135, line, size=12)
    sheet.text(172, 62, "资质类别及等级：", size=12, face="song-bold")
    sheet.paragraph(172, 74, 98, "建筑机电安装工程专业承包叁级\n消防设施工程专业承包贰级\n******", size=12)
    sheet.text(172, 128, "发证机关：", size=12)
    sheet.picture(200, 112, 42, round_seal("合肥市城乡建设局", angle=8))
    sheet.text(262, 146, "2023 年 11 月 28 日", size=12, align="right")
    return sheet


def quality_certificate() -> Sheet:
    """A certificate of a supplier's quality management system."""
    sheet = Sheet(210, 297)
    sheet.area(0, 0, 210, 26, BLUE)
    sheet.text(105, 9, "北辰启衡认证中心", size=16, face="hei-bold", colour=(255, 255, 255), align="centre")
    sheet.title(44, "质量管理体系认证证书", size=26, face="hei-bold")
    sheet.title(60, "证书编号：08825Q30417R2M", size=11, face="hei")
    sheet.title(80, "兹证明", size=12, face="hei")
    sheet.title(92, WENZHOU.name, size=18, face="hei-bold")
    sheet.title(106, f"统一社会信用代码：{WENZHOU.code}", size=11, face="hei")
    sheet.title(115, f"注册/生产地址：{WENZHOU.address}", size=10.5, face="hei")
    sheet.title(134, "建立的质量管理体系符合标准", size=12, face="hei")
    sheet.title(145, "GB/T 19001-2016 / ISO 9001:2015", size=15, face="hei-bold")
    sheet.title(160, "通过认证范围：深沟球轴承、轴承座的设计和制造", size=12, face="hei")
    sheet.text(40, 186, "初次发证日期：2016年06月30日", size=11, face="hei")
    sheet.text(40, 195, "本次发证日期：2025年06月24日", size=11, face="hei")
    sheet.text(40, 204, "证书有效期至：2028年06月23日", size=11, face="hei")
    sheet.paragraph(
        40, 222, 130, "获证组织必须定期接受监督审核并经审核合格此证书方继续有效。", size=9.5, face="hei"
    )
    sheet.picture(128, 182, 42, round_seal("北辰启衡认证中心", angle=-5))
    return sheet


def honour() -> Sheet:
    """A letter of honour in a broad frame."""
    sheet = Sheet(297, 210, (253, 246, 228))
    sheet.frame(10, 10, 277, 190, line=2.2, colour=(196, 150, 60))
    sheet.frame(14, 14, 269, 182, line=0.6, colour=(196, 150, 60))
    sheet.title(34, "荣 誉 证 书", size=44)
    sheet.text(40, 82, f"{NINGBO.name}：", size=20, face="kai")
    sheet.paragraph(
        40, 98, 217, "在2024年度食品装备行业质量提升活动中成绩突出，被评为", size=18, face="kai", indent=2
    )
    sheet.title(122, "宁波市食品装备行业质量信得过企业", size=24)
    sheet.text(40, 142, "特发此证，以资鼓励。", size=18, face="kai")
    sheet.text(250, 162, "宁波市食品装备行业协会", size=14, align="right")
    sheet.text(250, 174, "二〇二五年一月十六日", size=14, align="right")
    sheet.picture(206, 134, 42, round_seal("宁波市食品装备行业协会", angle=6))
    return sheet
