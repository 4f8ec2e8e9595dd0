"""Applications for credit, surveys, reports, limits and their notices."""

from __future__ import annotations

from sample_scans.drawing.companies import HOUSE, NINGBO, SUZHOU, Company
from sample_scans.drawing.seal import name_seal, round_seal
from sample_scans.drawing.sheet import INK, OPEN, PALE, TICKED, Cell, Sheet, figure, head, ink


def printed_application() -> Sheet:
    """An application typed into the house's form and sent as PDF."""
    sheet = Sheet(face="hei")
    sheet.title(18, "客户信用申请表", size=18, face="hei")
    sheet.text(20, 31, "申请编号：XY-2026-0031", size=10)
    sheet.text(190, 31, "申请日期：2026年2月9日", size=10, align="right")
    rows = (
        ("申请单位", Cell(NINGBO.name, 3)),
        ("统一社会信用代码", NINGBO.code, "法定代表人", NINGBO.person),
        ("注册资本", "1,200万元", "成立时间", "2017年9月6日"),
        ("经营地址", Cell(NINGBO.address, 3)),
        ("联系人 / 职务", f"{NINGBO.contact}　财务经理", "联系电话", NINGBO.phone),
        ("开户行", "东屿银行宁波鄞州支行", "账号", "3901 2200 0917 4456"),
        ("上年销售收入", "6,842.50万元", "上年净利润", "371.97万元"),
        ("主要采购产品", Cell("制冷压缩机组、传动电机、控制柜", 3)),
        ("申请信用额度", "人民币 120 万元", "申请账期", "60 天"),
        (
            "申请理由",
            Cell(
                "本年度新增三条速冻生产线订单，预计全年采购约480万元，现行款到发货方式影响交货进度，申请给予赊销额度。",
                3,
                height=26,
            ),
        ),
        ("随附资料", Cell("营业执照副本复印件、2025年度财务报表、食品机械生产场地照片", 3)),
        (
            "申请单位声明",
            Cell(
                "以上内容属实，同意贵公司进行信用调查，并按约定期限付款。\n\n"
                "授权签字人：童斯年　　　　　　　　　　2026年2月9日",
                3,
                height=26,
            ),
        ),
        ("业务经办意见", Cell("该客户合作八年，付款正常，建议受理。　桑韵　2026.2.10", 3)),
    )
    y = sheet.table(20, 38, (34, 60, 30, 46), [[Cell(row[0], fill=PALE), *row[1:]] for row in rows], size=10)
    sheet.text(20, y + 4, f"致：{HOUSE.name}信用管理办公室", size=9)
    return sheet


def written_application() -> Sheet:
    """An application filled in by hand."""
    sheet = Sheet()
    sheet.title(16, HOUSE.name, size=13, face="song")
    sheet.title(25, "赊 销 信 用 申 请 表", size=20)
    sheet.text(20, 40, "填表日期：", size=11)
    sheet.text(42, 40, "2025年 11月 3日", size=12, face="kai", colour=INK)
    rows = (
        (head("客户全称"), ink(SUZHOU.name, span=3)),
        (head("地址"), ink("苏州虎丘区枫塘街道横泾路9号", span=3)),
        (head("企业性质"), Cell(f"{OPEN}国有 {TICKED}民营 {OPEN}外资 {OPEN}其他", 3)),
        (head("法人代表"), ink("管若溪"), head("经办人"), ink("沙锦程")),
        (head("电话"), ink("0512-55574402"), head("传真"), ink("0512-55574403")),
        (head("年采购额预计"), ink("90~100万元"), head("结算方式"), ink("月结，电汇")),
        (head("申请额度"), ink("伍拾万元整"), head("账期"), ink("45天")),
        (head("拟购产品"), ink("冷库用螺杆机组、备件", span=3)),
        (
            head("申请原因"),
            ink("横泾二期冷库开工，机组分批进场，工程款按进度回收，希望先货后款。", span=3, height=32),
        ),
        (head("担保情况"), Cell(f"{TICKED}无担保　{OPEN}保证　{OPEN}抵押　{OPEN}质押", 3)),
        (
            head("提供资料"),
            Cell(f"{TICKED}营业执照　{TICKED}资产负债表　{TICKED}损益表　{OPEN}资质　{OPEN}其他", 3),
        ),
        (head("客户签章"), Cell("我单位保证所填内容真实有效，愿按期付款。", 3, height=34)),
    )
    y = sheet.table(20, 48, (30, 58, 28, 54), rows, size=11.5, least=11)
    sheet.picture(120, y - 38, 40, round_seal(SUZHOU.name, angle=12))
    sheet.text(52, y - 14, "管若溪", size=18, face="kai", colour=INK)
    advice = ink("客户新库面积大，建议给一定额度，先按45天试行。  祝怀远  11/4", height=18)
    sheet.table(20, y, (30, 140), [[head("销售员意见"), advice]], size=11.5)
    return sheet


def site_survey() -> Sheet:
    """A survey of the customer's premises, filled in by hand."""
    sheet = Sheet()
    sheet.title(16, "客户现场调查表", size=20)
    sheet.text(20, 29, "表号：RD-XG-04", size=9)
    rows = (
        (head("被调查单位"), ink(NINGBO.name, span=3)),
        (head("调查地点"), ink("鄞州渡驾桥路217号厂区", span=3)),
        (head("调查日期"), ink("2026.2.25 上午"), head("调查人"), ink("桑韵 雷映川")),
        (head("接待人员"), ink("应雪霏（财务经理）、车间黄主任", span=3)),
        (
            head("厂房设备"),
            ink(
                "厂房自有约4200平方米，激光切割机2台，数控折弯3台，设备保养较好，在产速冻隧道4条。",
                span=3,
                height=28,
            ),
        ),
        (head("人员状况"), ink("在册86人，当日到岗约80人，无欠薪情况。", span=3)),
        (head("库存情况"), ink("原料库不锈钢板约60吨，成品2台待发，周转正常。", span=3)),
        (head("生产饱和度"), Cell(f"{TICKED}饱满　{OPEN}一般　{OPEN}不足　{OPEN}停产", 3)),
        (head("水电费核对"), ink("看了近3个月电费单，月均4.1万元，与产量相符。", span=3)),
        (head("对外担保诉讼"), ink("自述无；网上未查到被执行信息。", span=3)),
        (head("综合印象"), ink("管理规范，订单排到6月，可以考虑授信。", span=3, height=24)),
        (head("调查人签字"), ink("桑韵  雷映川"), head("日期"), ink("2026年2月26日")),
    )
    sheet.table(18, 36, (32, 62, 26, 54), rows, size=11.5, least=11)
    return sheet


def credit_report() -> tuple[Sheet, Sheet]:
    """The house's own report on a customer's credit, two pages."""
    return _report_findings(), _report_conclusion()


def _report_findings() -> Sheet:
    sheet = Sheet()
    sheet.title(22, "关于宁波砚禾食品机械有限公司的", size=15)
    sheet.title(31, "资信调查报告", size=22)
    sheet.title(
        46, "报告编号：RD-ZX-2026-009　　　编制：信用管理办公室　　　2026年3月4日", size=10, face="song"
    )
    text = (
        "一、基本情况\n　　该公司成立于2017年9月，注册资本1200万元，法定代表人童斯年，"
        "主营速冻隧道、包装机械。持有有效营业执照，"
        "未见经营异常名录记录。\n二、股东与关联关系\n　　童斯年持股72%，应雪霏持股28%。"
        "未发现与我公司人员存在关联。\n"
        "三、经营情况\n　　2025年营业收入6842.50万元，较上年增长8.3%。"
        "主要客户为速冻面点与水产加工企业，前五名占比41%。"
    )
    y = sheet.paragraph(26, 60, 158, text, size=11.5, leading=1.75)
    rows = (
        tuple(head(each) for each in ("指标", "2024年", "2025年", "评价")),
        ("资产负债率", figure("50.66%"), figure("48.60%"), "略有下降"),
        ("流动比率", figure("1.27"), figure("1.38"), "偿债能力尚可"),
        ("应收账款周转天数", figure("74"), figure("69"), "回款略快"),
        ("销售净利率", figure("5.0%"), figure("5.4%"), "平稳"),
    )
    sheet.table(26, y + 4, (48, 34, 34, 42), rows, size=10.5)
    sheet.title(280, "第 1 页 共 2 页", size=9, face="song")
    return sheet


def _report_conclusion() -> Sheet:
    sheet = Sheet()
    text = (
        "四、银行与付款记录\n　　东屿银行贷款余额600万元，无逾期。与我公司往来八年，"
        "共发生逾期两次，最长11天，均已结清。\n"
        "五、现场调查摘要\n　　2026年2月25日实地查看，厂房自有，订单饱满，详见现场调查表。\n"
        "六、风险提示\n　　不锈钢价格波动影响毛利；"
        "个别客户验收周期偏长。\n七、信用分析结论\n　　综合评分82分，信用等级AA-。"
        "该公司具备按期付款能力，可给予中等规模赊销，"
        "建议账期不超过60天，并按季度复核。"
    )
    y = sheet.paragraph(26, 24, 158, text, size=11.5, leading=1.75)
    sheet.text(120, y + 14, "调查人：雷映川", size=11.5)
    sheet.text(120, y + 24, "复核人：房时敏", size=11.5)
    sheet.text(120, y + 34, "2026年3月4日", size=11.5)
    sheet.picture(134, y + 4, 42, round_seal(HOUSE.name, purpose="信用管理办公室", angle=-6))
    sheet.title(280, "第 2 页 共 2 页", size=9, face="song")
    return sheet


def limit_approval() -> Sheet:
    """The approval of a customer's credit limit, signed through by the house."""
    sheet = Sheet()
    sheet.title(16, "授信额度批准表", size=20)
    sheet.text(190, 30, "批准文号：RD-SX〔2026〕014号", size=10, align="right")
    rows = (
        (head("客户名称"), Cell(NINGBO.name, 3)),
        (head("信用代码"), NINGBO.code, head("信用等级"), "AA-"),
        (head("原授信额度"), "人民币 0 元", head("申请额度"), "人民币 1,200,000 元"),
        (head("批准额度"), Cell("人民币壹佰万元整（￥1,000,000.00）", 3, face="song-bold")),
        (head("信用期限"), "货到验收后60天", head("额度性质"), f"{TICKED}循环　{OPEN}一次性"),
        (head("有效期限"), Cell("2026年3月16日至2027年3月15日", 3)),
        (head("附加条件"), Cell("累计逾期超过15天的，暂停发货并重新核定额度。", 3)),
        (head("市场部门意见"), ink("同意按调查结论报批。  祝怀远  2026.3.9", span=3, height=24)),
        (head("信用办审核意见"), ink("额度控制在100万元以内，同意。  房时敏  2026.3.11", span=3, height=24)),
        (head("总经理审批"), ink("批准。  裘伯轩", span=3, height=30)),
        (head("生效日期"), "2026年3月16日", head("经办"), "雷映川"),
    )
    y = sheet.table(18, 38, (34, 60, 30, 50), rows, size=11, least=11)
    sheet.picture(112, y - 52, 20, name_seal("裘伯轩", angle=-4))
    sheet.picture(130, y - 48, 42, round_seal(HOUSE.name, angle=9))
    return sheet


def limit_notice() -> Sheet:
    """The letter that tells a customer its limit, as PDF."""
    sheet = Sheet(face="hei")
    sheet.title(20, HOUSE.name, size=16, face="hei")
    sheet.rule(20, 32, 190, 32, width=0.8, colour=(190, 40, 40))
    sheet.text(190, 36, "RD-TZ-2026-014", size=10, face="hei", align="right")
    sheet.title(50, "关于授信额度的通知函", size=18, face="hei")
    sheet.text(26, 70, f"{NINGBO.name}：", size=12, face="hei")
    text = (
        "　　感谢贵公司长期以来的支持。经我公司审核，现将贵公司赊销额度通知如下：\n"
        "　　1．授信额度：人民币100万元，可循环使用；\n"
        "　　2．付款期限：货到验收后60天内以电汇方式支付；\n"
        "　　3．有效期：自2026年3月16日起至2027年3月15日止；\n"
        "　　4．如贵公司出现逾期，我公司有权调整或取消上述额度。\n　　请贵公司收到本函后签章回传。"
        "如有疑问，请与市场一部桑韵联系，电话0571-5550 3100。\n　　特此通知。"
    )
    y = sheet.paragraph(26, 82, 158, text, size=12, face="hei", leading=1.9)
    sheet.text(184, y + 16, HOUSE.name, size=12, face="hei", align="right")
    sheet.text(184, y + 26, "2026年3月16日", size=12, face="hei", align="right")
    sheet.picture(132, y + 4, 42, round_seal(HOUSE.name, angle=-8))
    sheet.text(
        26, y + 60, "客户回执：已收悉并同意上述条件。　　签章：　　　　　　　　日期：", size=11, face="hei"
    )
    return sheet


def faxed_limit() -> tuple[Sheet, Sheet]:
    """A limit table and its notice, sent in one fax."""
    table, letter = Sheet(), Sheet()
    table.title(14, "2025-12-08 09:41  RONGDU XYB  0571 5550 3109          P.01/02", size=9, face="hei")
    table.title(30, "客户授信额度表", size=20)
    rows = (
        (head("客户"), Cell(SUZHOU.name, 3)),
        (head("额度编号"), "SX2025-0066", head("等级"), "A"),
        (head("授信额度"), "500,000.00元", head("账期"), "45天"),
        (head("起始日"), "2025-12-08", head("到期日"), "2026-12-07"),
        (head("用途"), Cell("冷库机组及备件采购", 3)),
        (head("核定依据"), Cell("信用申请表、2024年度报表、付款记录", 3)),
        (head("信用办主任"), ink("房时敏 12.5"), head("总经理"), ink("同意 裘伯轩 12.8")),
    )
    table.table(20, 48, (32, 56, 28, 54), rows, size=12, least=14)
    letter.title(14, "2025-12-08 09:42  RONGDU XYB  0571 5550 3109          P.02/02", size=9, face="hei")
    letter.title(34, "通　知　函", size=24)
    letter.text(26, 60, f"致：{SUZHOU.name}", size=13)
    text = (
        "　　贵司2025年11月提出的赊销申请，我司已审批完毕。自2025年12月8日起，"
        "给予贵司信用额度人民币伍拾万元，账期45天，至2026年12月7日到期。"
        "\n　　超出额度部分请款到发货。望贵司按期结算，共同维护良好合作。"
    )
    y = letter.paragraph(26, 74, 158, text, size=13, leading=1.9)
    _signed(letter, y + 16, HOUSE, "二〇二五年十二月八日")
    return table, letter


def _signed(sheet: Sheet, y: float, company: Company, date: str) -> None:
    """A company's name and date at the right with its seal over them."""
    sheet.text(184, y, company.name, size=12, align="right")
    sheet.text(184, y + 10, date, size=12, align="right")
    sheet.picture(140, y - 4, 42, round_seal(company.name, angle=-6))
