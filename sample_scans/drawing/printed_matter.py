"""Brochures, business cards, web pages, and what belongs to no file at all."""

from __future__ import annotations

from PIL import Image, ImageDraw

from sample_scans.drawing.companies import JIAXING
from sample_scans.drawing.sheet import GREY, PALE, Cell, Colour, Sheet

WHITE: Colour = (255, 255, 255)
STEEL: Colour = (38, 66, 104)
GREEN: Colour = (36, 110, 84)


def brochure() -> tuple[Sheet, Sheet]:
    """Two pages of a supplier's brochure that never give its full name: only the folder tells whose it is."""
    return _brochure_front(), _brochure_back()


def _brochure_front() -> Sheet:
    front = Sheet()
    front.area(0, 0, 210, 120, STEEL)
    front.text(20, 40, "DOYON BEARING", size=34, face="hei-bold", colour=WHITE)
    front.text(20, 62, "转动每一份信赖", size=24, face="hei-bold", colour=WHITE)
    front.text(20, 84, "产品手册 2025", size=14, face="hei", colour=WHITE)
    front.picture(120, 60, 110, _bearing())
    front.text(20, 186, "企业简介", size=16, face="hei-bold")
    front.paragraph(
        20,
        198,
        92,
        "我们专注轴承制造十五年，拥有现代化厂房一万二千平方米，磨加工自动线八条，产品畅销国内二十余省市，远销东南亚和欧洲。以品质求生存，以创新谋发展，欢迎各界朋友莅临参观、洽谈合作！",
        size=11,
        face="hei",
        leading=1.8,
    )
    return front


def _brochure_back() -> Sheet:
    back = Sheet()
    back.text(20, 20, "产品系列", size=18, face="hei-bold", colour=STEEL)
    titles = ("系列", "内径 d(mm)", "特点", "应用领域")
    rows: list[list[Cell]] = [[Cell(each, 1, "centre", "hei-bold", fill=PALE) for each in titles]]
    lines = (
        ("6000 / 6200 深沟球", "10-80", "低噪音、长寿命", "电机、风机"),
        ("UC 外球面", "20-60", "自动调心", "输送机、农机"),
        ("NU 圆柱滚子", "25-120", "承载能力强", "减速机、压缩机"),
        ("带座轴承 UCP", "20-60", "安装方便", "食品机械、输送线"),
    )
    rows.extend([Cell(each, face="hei") for each in line] for line in lines)
    y = back.table(20, 36, (48, 34, 42, 46), rows, size=10.5, least=11)
    back.text(20, y + 12, "我们的优势", size=16, face="hei-bold", colour=STEEL)
    back.paragraph(
        20,
        y + 24,
        170,
        (
            "● 专业研发团队，年开发新品三十余种\n● 通过质量管理体系认证，出厂全检\n● 七天交货，"
            "二十四小时售后热线\n● 支持来图定制，样品免费"
        ),
        size=12,
        face="hei",
        leading=1.9,
    )
    back.area(0, 270, 210, 27, STEEL)
    back.text(20, 279, "服务热线 400-555-0195", size=14, face="hei", colour=WHITE)
    return back


def business_card() -> Sheet:
    """A business card lying on a table."""
    sheet = Sheet(92, 56, (252, 252, 250))
    sheet.area(0, 0, 4, 56, GREEN)
    sheet.text(10, 8, JIAXING.name, size=9.5, face="hei-bold", colour=GREEN)
    sheet.text(10, 20, "费令仪", size=15, face="song-bold")
    sheet.text(34, 23, "采购部经理", size=7.5, face="hei")
    lines = (
        f"电话：{JIAXING.phone}",
        "手机：138 0000 5126",
        "邮箱：fei@yanhe-jx.example",
        f"地址：{JIAXING.address}",
    )
    for number, line in enumerate(lines):
        sheet.text(10, 32 + 5 * number, line, size=6.5, face="hei")
    return sheet


def web_page() -> Sheet:
    """A page of a customer's web site, printed from the browser."""
    sheet = Sheet(face="hei")
    sheet.text(12, 8, "2026/4/1 15:22", size=8, colour=GREY)
    sheet.text(105, 8, "关于我们 - 嘉兴砚禾食品机械有限公司官网", size=8, colour=GREY, align="centre")
    sheet.area(12, 18, 186, 18, GREEN)
    sheet.text(
        18,
        23,
        "首页　　关于我们　　产品中心　　新闻动态　　服务支持　　联系我们",
        size=11,
        colour=WHITE,
    )
    sheet.text(18, 46, "当前位置：首页 > 关于我们 > 公司介绍", size=9, colour=GREY)
    sheet.text(18, 58, "公司介绍", size=16)
    y = sheet.paragraph(
        18,
        70,
        174,
        f"{JIAXING.name}位于嘉兴市南湖区蒲桥镇，是一家从事食品加工机械制造的企业。公司主要产品有清洗流水线、切配设备、不锈钢输送机等，"
        "服务于净菜、烘焙、水产加工等行业。公司现有员工五十余人，厂房三千平方米。",
        size=11,
        leading=1.9,
        indent=2,
    )
    sheet.text(18, y + 8, "新闻动态", size=14)
    news = (
        "[2026-03-20] 我司参加食品加工装备展览会",
        "[2026-02-11] 新车间奠基",
        "[2025-12-30] 年度优秀员工表彰",
    )
    for number, line in enumerate(news):
        sheet.text(22, y + 20 + 8 * number, line, size=10.5)
    sheet.rule(12, 262, 198, 262, colour=GREY)
    sheet.title(266, "版权所有 © 2026 嘉兴砚禾食品机械有限公司　浙ICP备00000000号", size=8, face="hei")
    sheet.text(12, 286, "https://www.yanhe-jx.example/about.html", size=8, colour=GREY)
    sheet.text(198, 286, "1/1", size=8, colour=GREY, align="right")
    return sheet


def canteen_menu() -> Sheet:
    """A week's menu of the canteen: of no kind that the regulations know."""
    sheet = Sheet()
    sheet.title(24, "员工食堂一周菜单", size=24, face="hei-bold")
    sheet.title(38, "6月8日—6月12日", size=13, face="hei")
    titles = ("", "午餐", "晚餐")
    rows: list[list[Cell]] = [[Cell(each, 1, "centre", "hei-bold", fill=PALE) for each in titles]]
    meals = (
        ("周一", "红烧狮子头、清炒时蔬、番茄蛋汤", "雪菜肉丝面、卤蛋"),
        ("周二", "糖醋排骨、麻婆豆腐、冬瓜汤", "蛋炒饭、凉拌黄瓜"),
        ("周三", "清蒸鲈鱼、蒜蓉空心菜、紫菜汤", "鲜肉馄饨、小菜"),
        ("周四", "宫保鸡丁、醋溜土豆丝、酸辣汤", "牛肉面、茶叶蛋"),
        ("周五", "梅菜扣肉、香菇青菜、绿豆汤", "饺子、玉米粥"),
    )
    rows.extend(
        [Cell(day, 1, "centre", "hei"), Cell(noon, face="hei"), Cell(evening, face="hei")]
        for day, noon, evening in meals
    )
    y = sheet.table(20, 52, (22, 88, 60), rows, size=12, least=22)
    sheet.text(20, y + 10, "温馨提示：请自觉排队，光盘行动从我做起。", size=12, face="hei")
    return sheet


def _bearing() -> Image.Image:
    """A ball bearing seen from the front."""
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for radius, shade in ((290, 150), (250, 205), (215, 70), (140, 205), (105, 150), (80, 0)):
        box = (300 - radius, 300 - radius, 300 + radius, 300 + radius)
        draw.ellipse(box, fill=(shade, shade, shade + 8, 255 if shade else 0))
    for step in range(10):
        ball = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
        ImageDraw.Draw(ball).ellipse(
            (266, 88, 334, 156), fill=(226, 228, 234, 255), outline=(90, 90, 96, 255), width=4
        )
        image.alpha_composite(ball.rotate(36 * step))
    return image
