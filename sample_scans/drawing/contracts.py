"""Contracts and powers of attorney."""

from __future__ import annotations

from sample_scans.drawing.companies import HOUSE, NINGBO, SUZHOU
from sample_scans.drawing.seal import name_seal, round_seal
from sample_scans.drawing.sheet import Sheet, figure, head

CLAUSES = (
    (
        "第二条　质量标准\n　　产品按国家现行标准及双方确认的技术协议执行，"
        "质保期为设备调试合格之日起十八个月。质保期内非人为损坏，出卖人免费更换。"
    ),
    (
        "第三条　交货时间、地点和运输\n　　出卖人应于2025年6月20日前分两批送至宁波市鄞州区渡驾桥路217号"
        "买受人厂区，运费由出卖人承担，卸车由买受人负责。"
    ),
    "第四条　包装\n　　木箱包装，适合公路运输，包装物不回收。",
    (
        "第五条　验收\n　　买受人收货后七日内对数量和外观验收，调试完成后三日内出具验收单。"
        "逾期未提异议视为合格。"
    ),
    (
        "第六条　货款结算\n　　合同签订后支付百分之三十预付款，发货前付至百分之六十，"
        "余款于验收合格后六十日内付清，以电汇方式支付。"
    ),
    "第七条　所有权保留\n　　买受人付清全部货款前，设备所有权归出卖人，买受人不得抵押或转让。",
    (
        "第八条　违约责任\n　　逾期交货或逾期付款的，每逾期一日按未履行部分的万分之五支付违约金，"
        "累计不超过合同总价的百分之五。"
    ),
    "第九条　不可抗力\n　　因不可抗力不能履行的，应在五日内书面通知对方并提供证明，双方协商延期或解除。",
    "第十条　保密\n　　双方对技术资料和价格负有保密义务，期限为合同终止后三年。",
    "第十一条　争议解决\n　　协商不成的，提交出卖人所在地人民法院诉讼解决。",
    (
        "第十二条　其他\n　　本合同一式四份，双方各执二份，自双方盖章之日起生效，"
        "有效期至2026年4月15日。技术协议为本合同附件，具有同等效力。"
    ),
)


def sales_contract() -> tuple[Sheet, ...]:
    """A contract of four pages: cover and goods, two pages of clauses, signatures."""
    pages = tuple(Sheet() for _ in range(4))
    _cover(pages[0])
    for page, clauses in ((pages[1], CLAUSES[:5]), (pages[2], CLAUSES[5:])):
        y = 26.0
        for clause in clauses:
            y = page.paragraph(26, y, 158, clause, size=11.5, leading=1.75) + 3
    last = pages[3]
    last.text(26, 26, "（本页无正文，为签署页）", size=11)
    for x, role, company in ((26, "出卖人", HOUSE), (110, "买受人", NINGBO)):
        lines = (
            f"{role}（盖章）：",
            company.name,
            f"地址：{company.address[:14]}",
            f"代表人：{company.person}",
            f"电话：{company.phone}",
            "日期：2025年4月16日",
        )
        for number, line in enumerate(lines):
            last.text(x, 50 + 12 * number, line, size=11)
        last.picture(x + 14, 40, 42, round_seal(company.name, purpose="合同专用章", angle=5 - x / 10))
        last.picture(x + 34, 82, 15, name_seal(company.person))
    for number, page in enumerate(pages, start=1):
        page.text(26, 12, "合同编号：RD-SC1-2025-017", size=9)
        page.title(282, f"第 {number} 页 共 4 页", size=9, face="song")
    return pages


def power_of_attorney() -> Sheet:
    """The customer's power of attorney for the one who signs."""
    sheet = Sheet()
    sheet.title(34, "授 权 委 托 书", size=26)
    sheet.text(26, 64, f"{HOUSE.name}：", size=13)
    text = (
        "　　兹授权我公司财务经理应雪霏（身份证号 330212198********7）为我公司代理人，"
        f"代表{NINGBO.name}与贵公司洽谈、签订制冷压缩机组及控制柜采购合同"
        "（合同编号RD-SC1-2025-017），并办理收货、对账事宜。代理人在授权范围内签署的文件，我公司均予承认，由此产生的法律后果由我公司承担。"
        "\n　　授权期限：2025年4月10日至2026年4月15日。\n　　代理人无转委托权。"
    )
    y = sheet.paragraph(26, 78, 158, text, size=13, leading=1.95)
    sheet.text(100, y + 14, f"委托单位：{NINGBO.name}", size=12)
    sheet.text(100, y + 26, f"法定代表人：{NINGBO.person}", size=12)
    sheet.text(100, y + 38, "委托日期：2025年4月10日", size=12)
    sheet.picture(120, y + 2, 42, round_seal(NINGBO.name, angle=-6))
    sheet.picture(146, y + 22, 15, name_seal(NINGBO.person, angle=4))
    return sheet


def framework_contract() -> tuple[Sheet, Sheet]:
    """A yearly supply contract that speaks of a credit limit and its approval: still a contract."""
    first, second = Sheet(), Sheet()
    first.title(20, "冷库机组年度供货框架合同", size=20)
    for number, line in enumerate(
        (
            "合同编号：RD-SC2-2026-004",
            f"甲方（买方）：{SUZHOU.name}",
            f"乙方（卖方）：{HOUSE.name}",
            "签订日期：2026年1月12日",
        )
    ):
        first.text(24, 40 + 8 * number, line, size=11.5)
    text = (
        "　　甲乙双方经友好协商，就2026年度冷库机组及备件供应订立本合同，共同遵守。\n一、"
        "供货范围与价格\n　　乙方按甲方订单供应螺杆机组、蒸发器及备件，价格按附件一执行，"
        "全年预计金额94万元。\n二、订单与交货\n　　甲方提前二十日下达订单，乙方送货至横泾路冷链园。"
        "\n三、授信额度与付款\n　　乙方给予甲方信用额度50万元，"
        "以乙方出具的授信额度批准表和通知函为准；"
        "额度内货款账期45天，超出额度部分款到发货。甲方应于每月5日前确认对账单。逾期超过15天，"
        "乙方有权取消授信额度。\n四、质量与售后\n　　机组质保一年，乙方接到报修后24小时内到场。"
    )
    first.paragraph(24, 76, 162, text, size=11.5, leading=1.8)
    text = (
        "五、违约责任\n　　任何一方违约，应赔偿对方的直接损失；逾期付款按日万分之五计收违约金。\n"
        "六、合同期限\n　　本合同自2026年1月12日起至2026年12月31日止。\n七、争议解决\n"
        "　　争议由双方协商，协商不成向乙方所在地人民法院起诉。\n八、附则\n　　本合同一式两份，"
        "甲乙双方各执一份，盖章后生效。"
    )
    y = second.paragraph(24, 24, 162, text, size=11.5, leading=1.8)
    for x, role, company in ((24, "甲方", SUZHOU), (110, "乙方", HOUSE)):
        for number, line in enumerate(
            (f"{role}（盖章）：", company.name, f"代表：{company.contact}", "2026年1月12日")
        ):
            second.text(x, y + 16 + 11 * number, line, size=11.5)
        second.picture(x + 14, y + 12, 42, round_seal(company.name, purpose="合同专用章", angle=x / 12))
    return first, second


def _cover(sheet: Sheet) -> None:
    sheet.title(30, "工业品买卖合同", size=26)
    for number, line in enumerate(
        (
            f"出卖人：{HOUSE.name}",
            f"买受人：{NINGBO.name}",
            "签订地点：杭州市西湖区",
            "签订时间：2025年4月16日",
        )
    ):
        sheet.text(26, 56 + 9 * number, line, size=12)
    sheet.text(26, 98, "第一条　标的、数量、价款及交货", size=11.5)
    rows = (
        tuple(head(each) for each in ("名称", "规格型号", "单位", "数量", "单价（元）", "金额（元）")),
        ("螺杆制冷压缩机组", "RDL-120", "台", figure("4"), figure("236,000.00"), figure("944,000.00")),
        ("电气控制柜", "RDK-8", "套", figure("4"), figure("58,500.00"), figure("234,000.00")),
        ("备件包", "—", "套", figure("4"), figure("27,000.00"), figure("108,000.00")),
        ("合计", "", "", "", "", figure("1,286,000.00")),
    )
    y = sheet.table(26, 106, (40, 26, 14, 16, 30, 32), rows, size=10.5, least=11)
    sheet.text(26, y + 5, "合计人民币（大写）：壹佰贰拾捌万陆仟元整（含13%增值税）", size=11)
