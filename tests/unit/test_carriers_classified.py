"""Papers that come as office files, mails and OFD: with the shipped rules they are what they say they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from archive.decision import Sorting, first_choice
from archive.register import Hints, OwnCompany, Register, RegisteredCustomer
from archive.regulations import load_regulations
from archive.rendering import open_original
from archive.settings import ReadingSettings
from classify.rulebook import load_rulebook
from classify.sorter import Sorter
from ingest.reading.pages import read_page
from ingest.reading.reader import Reader
from tests.carried import excel, mail, ofd, paragraph, printed, table, word

CONFIG = Path(__file__).parents[2] / "config"
FIRST, SECOND = "绍兴鹿鸣染整有限公司", "台州砺锋泵业有限公司"
OWN = "无锡澄观电气有限公司"


@cache
def sorter() -> Sorter:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    register = Register(
        customers=(
            RegisteredCustomer(1, FIRST, code="91330602MA2BFLMR5Q"),
            RegisteredCustomer(2, SECOND, code="91331081MA2DKLF47X"),
        ),
        own=(OwnCompany(OWN),),
    )
    return Sorter(load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds), register)


def no_engine() -> Reader:
    raise AssertionError("an engine was asked for")


def sort(folder: Path, content: bytes) -> Sorting:
    """What the shipped rules make of a file."""
    path = folder / "a1b2"  # originals have no ending
    path.write_bytes(content)
    with open_original(path) as original:
        pages = [
            read_page(original, number, settings=ReadingSettings(), reader=no_engine).page
            for number in range(1, original.page_count + 1)
        ]
    return sorter().sort(pages, Hints(sub_folder="", name="a1b2"))


def call_log() -> bytes:
    return excel(
        [
            ["日期", "时间", "客户名称", "对方联系人", "电话", "通话内容", "通话人"],
            [
                "2026-03-02",
                "09:15",
                FIRST,
                "钱经理",
                "0575-8812",
                "询问四月份订货计划,对方表示下周答复",
                "周敏",
            ],
            ["2026-03-05", "14:40", FIRST, "钱经理", "0575-8812", "确认订货数量与交货时间", "周敏"],
            ["2026-03-11", "10:05", FIRST, "孙会计", "0575-8813", "核对发票收件地址", "周敏"],
        ],
        title="客户电话通话记录",
    )


def statement() -> bytes:
    rows = [["单据日期", "单据号", "摘要", "应收金额", "已收金额", "余额"]]
    rows += [
        [f"2026-0{n}-10", f"XS260{n}", "销售出库", "52,300.00", "40,000.00", f"{n}2,300.00"]
        for n in (1, 2, 3)
    ]
    rows.append(["合计", "", "", "156,900.00", "120,000.00", "36,900.00"])
    rows.append([f"客户：{SECOND}", "", "请核对无误后盖章回传"])
    return excel(rows, title="往来对账单")


def trades() -> bytes:
    text = (
        "客户交易历史明细\n客户名称,"
        + FIRST
        + "\n订单号,订单日期,产品名称,数量,单价,金额,发货日期,回款日期\n"
    )
    for n in range(1, 8):
        text += (
            f"SO-25{n:02},2025-{n:02}-03,低压开关柜,{n},8600.00,{8600 * n}.00,2025-{n:02}-18,2025-{n:02}-28\n"
        )
    return text.encode("gb18030")


def balance_sheet() -> bytes:
    names = ["货币资金", "应收账款", "预付款项", "存货", "流动资产合计", "固定资产", "资产总计"]
    others = [
        "短期借款",
        "应付账款",
        "预收款项",
        "应交税费",
        "流动负债合计",
        "所有者权益合计",
        "负债和所有者权益总计",
    ]
    rows: list[list[object]] = [
        [f"编制单位：{FIRST}", "", "2025年12月31日", "", "", "单位：元"],
        ["资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额"],
    ]
    rows += [[a, 1250000.5, 1100000.25, b, 820000.0, 799000.0] for a, b in zip(names, others, strict=True)]
    return excel(rows, title="资产负债表")


def dunning() -> bytes:
    body = (
        f"{SECOND}：\n\n贵司2025年11月货款人民币86,400.00元已于2026年1月31日到期，至今逾期44天未付。\n"
        "请贵司于2026年3月25日前将上述欠款付清，否则我司将暂停发货并按合同约定计收违约金。\n\n"
        f"此致\n敬礼\n\n{OWN}\n2026年3月16日\n"
    )
    letter = mail("关于催收逾期货款的函", "周敏 <zhoumin@chengguan.example>", "qian@lifeng.example", body)
    licence = printed(
        "营业执照",
        "统一社会信用代码 91331081MA2DKLF47X",
        f"名称 {SECOND}",
        "类型 有限责任公司",
        "住所 台州市路桥区泵业路8号",
        "法定代表人 陆砺",
        "注册资本 伍佰万元整",
        "成立日期 2018年04月12日",
        "登记机关 台州市市场监督管理局",
    )
    letter.add_attachment(licence, maintype="application", subtype="pdf", filename="营业执照.pdf")
    return letter.as_bytes()


def promise() -> bytes:
    return word(
        paragraph("付款承诺书", size=18, centred=True),
        paragraph(f"致：{OWN}"),
        paragraph("我公司截至2026年2月28日尚欠贵公司货款人民币120,000.00元。现郑重承诺："),
        paragraph("一、于2026年4月15日前支付人民币60,000.00元；"),
        paragraph("二、于2026年5月15日前付清余款人民币60,000.00元。"),
        paragraph("如未按期付款，我公司愿承担逾期违约责任。"),
        paragraph(f"承诺人（盖章）：{FIRST}"),
        paragraph("日期：2026年3月18日"),
    )


def contract() -> bytes:
    goods = [
        ["产品名称", "规格型号", "数量", "单价（元）", "金额（元）"],
        ["低压开关柜", "GGD-2", "6", "8,600.00", "51,600.00"],
    ]
    articles = (
        "第一条 产品名称、规格型号、数量及价款",
        "第二条 质量标准：按国家标准执行，质保期十二个月。",
        "第三条 交货时间及地点：2026年4月20日前送至需方工厂。",
        "第四条 结算方式及期限：货到验收合格后60天内付清全部货款。",
        "第五条 违约责任：逾期付款的，每逾期一日按未付金额的万分之五支付违约金。",
        "第六条 争议解决：协商不成的，向供方所在地人民法院起诉。",
    )
    return word(
        paragraph("产品购销合同", size=18, centred=True),
        paragraph("合同编号：CG-2026-041"),
        paragraph(f"供方：{OWN}"),
        paragraph(f"需方：{FIRST}"),
        paragraph("签订日期：2026年3月12日"),
        paragraph(articles[0]),
        table(goods, (100, 80, 60, 100, 100)),
        *(paragraph(article) for article in articles[1:]),
        table([["供方（盖章）：", "需方（盖章）："], ["委托代理人：", "委托代理人："]], (220, 220)),
    )


def visit() -> bytes:
    grid = [
        ["客户名称", FIRST, "拜访日期", "2026年3月9日"],
        ["拜访人", "周敏", "拜访地点", "客户会议室"],
        ["接待人员", "钱经理（采购部）", "拜访方式", "上门拜访"],
        ["拜访目的", "了解上半年设备需求", "", ""],
        ["沟通内容", "参观染整车间，对方介绍二期扩建进度，希望我司提供配电方案。", "", ""],
        ["下一步计划", "三月底前提交方案和报价。", "", ""],
    ]
    return word(paragraph("客户拜访记录表", size=18, centred=True), table(grid, (80, 150, 80, 140)))


def complaint() -> bytes:
    grid = [
        ["客户名称", SECOND, "投诉日期", "2026年2月26日"],
        ["投诉产品", "低压开关柜GGD-2", "投诉方式", "电话"],
        ["投诉内容", "到货的两台开关柜门锁损坏，漆面划伤，要求更换。", "", ""],
        ["客户要求", "一周内派人处理", "受理人", "周敏"],
    ]
    return word(paragraph("客户投诉登记表", size=18, centred=True), table(grid, (80, 150, 80, 140)))


def application() -> bytes:
    rows = [
        ["申请单位", FIRST, "统一社会信用代码", "91330602MA2BFLMR5Q"],
        ["法定代表人", "鹿鸣", "注册资本", "1000万元"],
        ["申请信用额度", "500000元", "申请信用期限", "60天"],
        ["申请理由", "双方合作三年，采购量逐年增加，申请赊销。", "申请日期", "2026年3月3日"],
        ["申请人（签字）", "", "申请单位（盖章）", ""],
    ]
    return excel(rows, title="客户信用申请表")


def minutes() -> bytes:
    return (
        f"        谈判记录\n\n时间：2026年3月6日上午\n地点：{OWN}会议室\n"
        f"参加人员：我方：周敏、吴工；对方：{FIRST} 钱经理\n"
        "谈判内容：\n一、价格：对方要求在报价基础上下浮百分之三，我方同意下浮百分之二。\n"
        "二、付款：对方提出货到90天付款，我方坚持60天，双方同意60天。\n"
        "三、交货：合同签订后40天内交货。\n记录人：吴工\n"
    ).encode("utf-8-sig")


def invoice() -> bytes:
    return ofd(
        (
            (60, 14, 5, "电子发票（增值税专用发票）"),
            (150, 12, 3, "发票号码：26332000000012345678"),
            (150, 18, 3, "开票日期：2026年03月10日"),
            (12, 30, 3, f"名称：{FIRST}"),
            (12, 36, 3, "统一社会信用代码/纳税人识别号：91330602MA2BFLMR5Q"),
            (110, 30, 3, f"名称：{OWN}"),
            (12, 50, 3, "项目名称"),
            (50, 50, 3, "规格型号"),
            (85, 50, 3, "数量"),
            (110, 50, 3, "金额"),
            (140, 50, 3, "税率/征收率"),
            (170, 50, 3, "税额"),
            (12, 58, 3, "*配电控制设备*低压开关柜"),
            (110, 58, 3, "45663.72"),
            (140, 58, 3, "13%"),
            (170, 58, 3, "5936.28"),
            (12, 90, 3, "价税合计（大写）"),
            (50, 90, 3, "伍万壹仟陆佰圆整"),
            (120, 90, 3, "（小写）￥51600.00"),
            (12, 120, 3, "开票人：李会计"),
        )
    )


def bank_slip() -> bytes:
    return ofd(
        (
            (70, 14, 6, "客户专用电子回单"),
            (12, 30, 3.5, "交易日期：2026年03月12日"),
            (110, 30, 3.5, "回单编号：202603120001234"),
            (12, 42, 3.5, f"付款人户名：{SECOND}"),
            (110, 42, 3.5, f"收款人户名：{OWN}"),
            (12, 50, 3.5, "付款人账号：33001656780053001234"),
            (110, 50, 3.5, "收款人账号：32001618636059876543"),
            (12, 58, 3.5, "付款人开户行：浙商银行台州分行"),
            (110, 58, 3.5, "收款人开户行：江苏银行无锡分行"),
            (12, 72, 3.5, "金额（大写）：人民币捌万陆仟肆佰元整"),
            (110, 72, 3.5, "金额（小写）：86,400.00"),
            (12, 84, 3.5, "用途：货款"),
            (12, 100, 3.5, "电子回单专用章"),
        )
    )


def reconciliation_mail() -> bytes:
    body = (
        f"<html><body><p>{OWN}：</p><p>附表为我公司2026年2月与贵公司的往来账目，请核对。</p>"
        "<table><tr><th>日期</th><th>摘要</th><th>借方</th><th>贷方</th><th>余额</th></tr>"
        "<tr><td>2026-02-03</td><td>期初余额</td><td></td><td></td><td>30,000.00</td></tr>"
        "<tr><td>2026-02-11</td><td>采购</td><td>12,000.00</td><td></td><td>42,000.00</td></tr>"
        "<tr><td>2026-02-25</td><td>付款</td><td></td><td>20,000.00</td><td>22,000.00</td></tr></table>"
        f"<p>{SECOND}<br>财务部</p></body></html>"
    )
    return mail(
        "2026年2月对账单", "caiwu@lifeng.example", "zhoumin@chengguan.example", body, html=True
    ).as_bytes()


SAMPLES: dict[str, tuple[Callable[[], bytes], tuple[tuple[str, str], ...]]] = {
    "a call log in Excel": (call_log, (("call_record", "1"),)),
    "a statement of account in Excel": (statement, (("account_statement", "2"),)),
    "a history of trades as GBK table": (trades, (("trade_history", "1"),)),
    "a balance sheet in Excel": (balance_sheet, (("balance_sheet", "1"),)),
    "an application form in Excel": (application, (("credit_application", "1"),)),
    "a dunning mail with a licence": (dunning, (("collection_record", "2"), ("business_licence", "2"))),
    "a statement as marked-up mail": (reconciliation_mail, (("account_statement", "2"),)),
    "a promise to pay in Word": (promise, (("payment_commitment", "1"),)),
    "a contract in Word": (contract, (("contract_text", "1"),)),
    "a record of a visit in Word": (visit, (("visit_record", "1"),)),
    "a complaint in Word": (complaint, (("complaint", "2"),)),
    "minutes of talks as text": (minutes, (("negotiation", "1"),)),
    "an invoice as OFD": (invoice, (("payment_voucher", "1"),)),
    "a bank slip as OFD": (bank_slip, (("payment_voucher", "2"),)),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_paper_is_and_whose(sample: str, tmp_path: Path) -> None:
    made, expected = SAMPLES[sample]
    parts = sort(tmp_path, made()).parts
    assert expected == tuple((first_choice(part.category), first_choice(part.customer)) for part in parts)
