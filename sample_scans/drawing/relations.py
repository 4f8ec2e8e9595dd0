"""Papers of the relation with a customer: visits, complaints, satisfaction, profiles, dealings."""

from __future__ import annotations

from sample_scans.drawing.companies import HEFEI, HOUSE, JIAXING, NINGBO
from sample_scans.drawing.sheet import GREY, INK, PALE, Cell, Sheet, head, ink


def visit_record() -> Sheet:
    """A visit, told in a form."""
    sheet = Sheet()
    sheet.title(18, "客户拜访与沟通记录", size=20)
    rows = (
        (head("受访客户"), ink(JIAXING.name, span=3)),
        (head("拜访时间"), ink("2026年4月2日"), head("拜访形式"), Cell("☑定期拜访 ☐临时")),
        (head("我方人员"), ink("桑韵、技术部 阮工"), head("客户人员"), ink("费令仪、陆可桢")),
        (head("拜访目的"), ink("了解新车间进度，介绍变频机组", span=3)),
        (
            head("沟通内容"),
            ink(
                "1、新车间六月封顶，八月进设备，配套机组约需6台；\n2、客户关心变频机组的节能数据，阮工介绍了同类厂实测情况；\n3、去年供的控制柜触摸屏反应慢，希望升级程序。",
                span=3,
                height=76,
            ),
        ),
        (head("客户需求"), ink("报变频与定频两种方案，四月中旬前给。", span=3, height=22)),
        (head("下一步"), ink("阮工4月10日前出方案；售后安排程序升级。", span=3, height=22)),
        (head("填写人"), ink("桑韵"), head("部门负责人"), ink("阅 祝怀远 4.3")),
    )
    sheet.table(18, 34, (28, 66, 28, 52), rows, size=12, least=12)
    return sheet


def complaint() -> Sheet:
    """A customer's complaint as the department took it down."""
    sheet = Sheet()
    sheet.title(14, HOUSE.name, size=12, face="song")
    sheet.title(23, "客户投诉登记表", size=20)
    sheet.text(192, 37, "编号：TS-2026-007", size=10, align="right")
    rows = (
        (head("投诉单位"), ink(JIAXING.name, span=3)),
        (head("投诉人"), ink("费令仪"), head("联系方式"), ink("0573-55580927")),
        (head("投诉日期"), ink("2026-05-09"), head("受理人"), ink("桑韵")),
        (head("产品/订单"), ink("RDK-6控制柜  DH260318-2", span=3)),
        (head("投诉类别"), Cell("☑产品质量　☐服务态度　☐交货　☐其他", 3)),
        (
            head("投诉内容"),
            ink(
                "两台控制柜运行中接触器发烫，5月7日夜间跳闸停机四小时，影响交货，要求尽快派人处理并给出书面说明。",
                span=3,
                height=54,
            ),
        ),
        (head("客户要求"), ink("更换接触器，延长质保，赔偿停机损失。", span=3, height=20)),
        (head("转办部门"), ink("生产部（质量问题）", span=3)),
        (head("部门签收"), ink("生产部 阮 5.9", span=3)),
    )
    sheet.table(18, 44, (28, 66, 28, 52), rows, size=12, least=12)
    return sheet


def satisfaction_form() -> Sheet:
    """A satisfaction survey ticked by hand."""
    sheet = Sheet()
    sheet.title(16, "顾客满意度调查表", size=20)
    sheet.paragraph(
        18,
        30,
        174,
        "尊敬的顾客：为改进我们的产品与服务，请在相应栏内打“√”，并于两周内寄回。谢谢！",
        size=10.5,
    )
    sheet.text(18, 42, "顾客名称：", size=12)
    sheet.text(42, 42, HEFEI.name, size=13, face="kai", colour=INK)
    sheet.text(140, 42, "调查年度：2025年", size=12)
    titles = ("调查项目", "很满意", "满意", "一般", "不满意")
    rows: list[list[Cell]] = [[head(each) for each in titles]]
    answers = (
        ("产品质量", 1),
        ("产品外观与包装", 0),
        ("交货及时性", 2),
        ("价格水平", 1),
        ("安装调试", 0),
        ("售后服务响应", 0),
        ("业务人员态度", 0),
        ("投诉处理", 1),
    )
    for question, answer in answers:
        ticks = [ink("√" if column == answer else "", align="centre") for column in range(4)]
        rows.append([Cell(question), *ticks])
    y = sheet.table(18, 52, (66, 27, 27, 27, 27), rows, size=12, least=12)
    rows = [[head("您的建议"), ink("旺季发货再快几天就更好。", height=32)]]
    y = sheet.table(18, y, (34, 140), rows, size=12)
    sheet.text(18, y + 8, "填表人：", size=12)
    sheet.text(36, y + 8, "计晚晴", size=14, face="kai", colour=INK)
    sheet.text(120, y + 8, "日期：", size=12)
    sheet.text(134, y + 8, "2025年12月10日", size=14, face="kai", colour=INK)
    return sheet


def contact_sheet() -> Sheet:
    """How to reach a customer, as PDF."""
    sheet = Sheet(face="hei")
    sheet.title(20, "客户联系方式登记", size=18, face="hei")
    sheet.text(20, 34, "更新日期：2026年1月8日　　登记人：祝怀远", size=10, face="hei")
    rows = (
        ("客户名称", Cell(HEFEI.name, 3)),
        ("通讯地址", Cell(HEFEI.address, 3)),
        ("邮政编码", "230088", "网址", "www.honglizl.example"),
        ("总机", HEFEI.phone, "传真", "0551-5553 2089"),
        ("电子邮箱", Cell("office@honglizl.example", 3)),
    )
    y = sheet.table(
        20, 42, (32, 58, 26, 54), [[Cell(row[0], fill=PALE), *row[1:]] for row in rows], size=10.5, least=10
    )
    people = (
        ("联系人", "职务", "手机", "分管事项"),
        (HEFEI.person, "总经理", "138 0000 2211", "合同签署"),
        (HEFEI.contact, "采购主管", "138 0000 7745", "订单、对账"),
        ("席南星", "项目经理", "138 0000 9083", "现场安装"),
    )
    sheet.table(20, y + 8, (36, 36, 46, 52), people, size=10.5, least=10)
    return sheet


def trade_history() -> Sheet:
    """Past dealings, printed from the trading system on a broad sheet."""
    sheet = Sheet(297, 210, face="hei")
    sheet.title(14, "客户历史交易记录", size=16, face="hei")
    sheet.text(16, 28, f"客户：{NINGBO.name}", size=10.5, face="hei")
    sheet.text(
        281, 28, "查询区间：2023-01 至 2025-12　　打印：2026-01-06 16:20", size=9, face="hei", align="right"
    )
    titles = (
        "年度",
        "订单笔数",
        "发货金额（元）",
        "退货（元）",
        "开票金额（元）",
        "回款金额（元）",
        "平均回款天数",
        "最长逾期",
    )
    rows: list[list[Cell]] = [[Cell(each, 1, "centre", fill=PALE) for each in titles]]
    lines = (
        ("2023", "11", "1,862,400.00", "0.00", "1,862,400.00", "1,790,400.00", "38", "11天"),
        ("2024", "14", "2,405,700.00", "18,200.00", "2,387,500.00", "2,371,000.00", "36", "0天"),
        ("2025", "17", "3,118,950.00", "0.00", "3,118,950.00", "2,991,450.00", "41", "4天"),
        ("合计", "42", "7,387,050.00", "18,200.00", "7,368,850.00", "7,152,850.00", "", ""),
    )
    rows.extend([Cell(each, 1, "right" if "." in each else "centre") for each in line] for line in lines)
    y = sheet.table(16, 36, (24, 26, 42, 32, 42, 42, 32, 25), rows, size=10, least=10)
    sheet.text(
        16,
        y + 6,
        "期末未回款：216,000.00 元（均未到期）　主要品种：螺杆压缩机组、控制柜、备件包",
        size=10,
        face="hei",
    )
    return sheet


def credit_description() -> Sheet:
    """A short account of how creditworthy a customer has been."""
    sheet = Sheet()
    sheet.title(28, "客户信用状况描述", size=22)
    sheet.text(26, 50, f"客户名称：{HEFEI.name}", size=12)
    sheet.rule(26, 58, 184, 58, width=0.3, colour=GREY)
    text = (
        f"　　该客户与我公司自2013年开始往来，早期名称为{HEFEI.former_name}，2015年更名。"
        "主要承接冷库安装工程，设备随工程采购。\n"
        "　　信用表现：历年货款基本能按约支付，2022年受工程停工影响曾拖欠约两个月，"
        "事后主动补付并说明情况，此后未再发生。\n"
        "　　目前状况：资金规模不大，单笔采购一般在二十万元以内，老板讲信用，口碑较好。\n"
        "　　总体评价：信用良好，适宜小额短期赊销，不宜一次放量。"
    )
    y = sheet.paragraph(26, 66, 158, text, size=12.5, leading=1.9)
    sheet.text(184, y + 14, "市场二部　祝怀远　2026年2月3日", size=12, align="right")
    return sheet
