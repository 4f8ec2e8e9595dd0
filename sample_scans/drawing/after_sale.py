"""What is kept after goods were delivered on credit: calls, dunning, statements of account, promises."""

from __future__ import annotations

from sample_scans.drawing.companies import HOUSE, NINGBO, SUZHOU
from sample_scans.drawing.seal import name_seal, round_seal
from sample_scans.drawing.sheet import GREY, INK, PALE, Cell, Sheet, figure, head, ink


def call_record() -> Sheet:
    """A telephone call after delivery, noted by hand in a form."""
    sheet = Sheet()
    sheet.title(18, "客户通话记录", size=20)
    rows = (
        (head("客户名称"), ink(SUZHOU.name, span=3)),
        (head("通话时间"), ink("2026年3月18日 10:20—10:31"), head("方式"), Cell("☑去电　☐来电")),
        (head("对方姓名"), ink("沙锦程"), head("对方电话"), ink("0512-55574402")),
        (head("我方通话人"), ink("祝怀远"), head("部门"), ink("市场二部")),
        (head("通话事由"), ink("核对二月到货数量及四月提货计划", span=3)),
        (
            head("通话内容"),
            ink(
                "问二月份两台机组是否已安装，沙说已通电试机，运转正常，有一只压力表读数偏低，请售后寄一只。四月计划再提三台，先报型号。"
                "三月份发票月底前开，开票资料没有变化。",
                span=3,
                height=70,
            ),
        ),
        (head("后续安排"), ink("已通知售后寄表，3月20日发出。", span=3, height=20)),
        (head("记录人"), ink("祝怀远"), head("记录日期"), ink("2026.3.18")),
    )
    sheet.table(18, 34, (28, 66, 26, 54), rows, size=12, least=12)
    return sheet


def dunning_record() -> Sheet:
    """Calls about an overdue payment, one line a call."""
    sheet = Sheet()
    sheet.title(16, "催账电话记录表", size=20)
    sheet.text(18, 32, f"欠款单位：{SUZHOU.name}", size=11)
    sheet.text(192, 32, "逾期金额：183,600.00元（2026年4月到期）", size=11, align="right")
    titles = ("次数", "日期时间", "接听人", "催收内容及对方答复", "催收人")
    calls = (
        ("1", "2026.5.6 9:15", "沙锦程", "告知货款已过期5天，请安排。答：等工程款到账，下周给信。", "祝怀远"),
        (
            "2",
            "2026.5.14 14:40",
            "沙锦程",
            "再催。答：本月20日前先付八万，其余月底。请对方出书面承诺。",
            "祝怀远",
        ),
        (
            "3",
            "2026.5.21 10:05",
            "管若溪",
            "未见到款，直接找管总。答：财务出差，25日一定付，已答应出付款承诺书并盖章传真。",
            "雷映川",
        ),
        ("4", "2026.5.27 16:30", "沙锦程", "收到80000元，余款103600元催其六月十日前付清。", "雷映川"),
    )
    rows = [[head(each) for each in titles], *([ink(each) for each in call] for call in calls)]
    y = sheet.table(14, 40, (14, 32, 22, 88, 26), rows, size=11.5, least=20)
    sheet.text(18, y + 8, "信用管理员意见：", size=11)
    sheet.text(52, y + 8, "暂停发货，待余款到账后恢复。  雷映川 5/28", size=13, face="kai", colour=INK)
    return sheet


def account_statement() -> Sheet:
    """A statement of account, printed from the ledger, confirmed with the customer's financial seal."""
    sheet = Sheet()
    sheet.title(18, HOUSE.name, size=15)
    sheet.title(28, "往来款项对账单", size=20)
    sheet.text(18, 42, f"客户：{NINGBO.name}", size=10.5)
    sheet.text(192, 42, "对账期间：2026年1月1日—2026年3月31日", size=10.5, align="right")
    rows = (
        tuple(head(each) for each in ("日期", "摘要", "应收（元）", "已收（元）", "余额（元）")),
        ("2026-01-01", "期初余额", figure(""), figure(""), figure("216,000.00")),
        ("2026-01-15", "收货款（电汇）", figure(""), figure("216,000.00"), figure("0.00")),
        ("2026-02-27", "发货 DH260227-3 压缩机组", figure("348,500.00"), figure(""), figure("348,500.00")),
        ("2026-03-11", "发货 DH260311-1 控制柜", figure("97,200.00"), figure(""), figure("445,700.00")),
        ("2026-03-30", "收货款（承兑）", figure(""), figure("200,000.00"), figure("245,700.00")),
        (
            Cell("合　　计", 2, "centre", "song-bold"),
            figure("445,700.00"),
            figure("416,000.00"),
            figure("245,700.00"),
        ),
    )
    y = sheet.table(18, 50, (28, 62, 28, 28, 28), rows, size=10, least=10)
    y = sheet.paragraph(
        18,
        y + 8,
        174,
        "截至2026年3月31日，贵公司尚欠我公司货款人民币贰拾肆万伍仟柒佰元整（￥245,700.00）。请核对后在下方签章确认，于十日内寄回。",
        size=11,
    )
    sheet.text(18, y + 10, "发出单位（章）", size=11)
    sheet.picture(24, y + 12, 40, round_seal(HOUSE.name, purpose="财务专用章", angle=4))
    sheet.text(116, y + 10, "客户确认：☑ 数据无误　☐ 有差异", size=11)
    sheet.picture(126, y + 14, 40, round_seal(NINGBO.name, purpose="财务专用章", angle=-11))
    sheet.text(132, y + 38, "应雪霏 2026.4.9", size=13, face="kai", colour=INK)
    return sheet


def garbled_statement() -> Sheet:
    """A statement of account of another system, whose PDF has an unusable text layer."""
    sheet = Sheet()
    sheet.text(18, 16, "RDERP-AR0210", size=8, face="hei", colour=GREY)
    sheet.title(20, "应收账款对账单", size=18, face="hei-bold")
    sheet.text(18, 36, f"单位名称：{SUZHOU.name}", size=11, face="hei")
    sheet.text(18, 43, f"供货单位：{HOUSE.name}", size=11, face="hei")
    sheet.text(192, 43, "截止日期：2026-04-30", size=11, face="hei", align="right")
    titles = ("单据号", "业务日期", "到期日", "金额", "已核销", "未核销", "逾期天数")
    rows: list[list[Cell]] = [[Cell(each, 1, "centre", "hei-bold", fill=PALE) for each in titles]]
    lines = (
        ("XS26020118", "2026-02-10", "2026-03-27", "126,400.00", "126,400.00", "0.00", "0"),
        ("XS26030077", "2026-03-17", "2026-05-01", "183,600.00", "0.00", "183,600.00", "0"),
        ("XS26040152", "2026-04-21", "2026-06-05", "94,250.00", "0.00", "94,250.00", "0"),
        ("合计", "", "", "404,250.00", "126,400.00", "277,850.00", ""),
    )
    rows.extend(
        [Cell(each, 1, "right" if "." in each else "centre", "hei") for each in line] for line in lines
    )
    y = sheet.table(14, 52, (28, 27, 27, 28, 28, 28, 18), rows, size=9.5, least=9)
    sheet.text(18, y + 6, "上述余额如与贵司账面不符，请于五日内书面告知。", size=10, face="hei")
    sheet.text(18, y + 14, "制单：雷映川　　　打印日期：2026-05-04", size=10, face="hei")
    return sheet


def payment_commitment() -> Sheet:
    """A promise to pay, written by hand and faxed."""
    sheet = Sheet()
    sheet.text(14, 10, "2026/05/22 15:03   0512 5557 4403   WUYU COLD CHAIN        P.1/1", size=9, face="hei")
    sheet.title(34, "付 款 承 诺 书", size=26)
    sheet.text(26, 62, f"{HOUSE.name}：", size=15, face="kai")
    text = (
        "　　我公司（苏州梧屿冷链物流有限公司）截至2026年5月20日欠贵公司货款人民币壹拾捌万叁仟陆佰"
        "元（183600元）。因工程款回笼迟延未能按期支付，深表歉意。"
        "\n　　现承诺：2026年5月27日前支付捌万元；2026年6月10日前付清余款拾万叁仟陆佰元。如再逾期，"
        "愿按日万分之五承担违约金。\n　　特此承诺。"
    )
    y = sheet.paragraph(26, 76, 156, text, size=15, face="kai", leading=1.9)
    sheet.text(184, y + 16, f"承诺单位：{SUZHOU.name}", size=14, face="kai", align="right")
    sheet.text(184, y + 28, "法定代表人：管若溪", size=14, face="kai", align="right")
    sheet.text(184, y + 40, "2026年5月22日", size=14, face="kai", align="right")
    sheet.picture(132, y + 20, 42, round_seal(SUZHOU.name, angle=7))
    sheet.picture(170, y + 24, 14, name_seal("管若溪", angle=-5))
    return sheet


def nameless_note() -> Sheet:
    """A note of a call on a leaf of a pad: nobody could tell which customer."""
    sheet = Sheet(148, 210)
    sheet.title(14, "电 话 记 录", size=18)
    lines = (
        "5月12日 下午 3点",
        "王经理来电：上次送去的两台样机已经",
        "试用，噪音比原来小。问三台以上能不能",
        "便宜一点，另外交货能否提前到月底。",
        "答：价格要请示，交货期没问题。",
        "让小祝明天给王经理回话。",
        "　　　　　　　　　　　桑韵 记",
    )
    for number in range(12):
        sheet.rule(14, 44 + 12 * number, 134, 44 + 12 * number, width=0.15, colour=GREY)
    for number, line in enumerate(lines):
        sheet.text(17, 36 + 12 * number, line, size=16, face="kai", colour=INK)
    return sheet
