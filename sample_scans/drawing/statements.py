"""A year's three financial statements of one customer; every total is computed."""

from __future__ import annotations

from sample_scans.drawing.companies import NINGBO
from sample_scans.drawing.seal import name_seal, round_seal
from sample_scans.drawing.sheet import Cell, Sheet, head

# yuan: at the year's end, at its beginning
Amounts = tuple[float, float]


def _sum(*amounts: Amounts) -> Amounts:
    return sum(each[0] for each in amounts), sum(each[1] for each in amounts)


def _less(first: Amounts, *others: Amounts) -> Amounts:
    taken = _sum(*others)
    return first[0] - taken[0], first[1] - taken[1]


CASH: Amounts = (4_318_226.47, 3_905_118.20)
RECEIVABLE: Amounts = (13_127_640.00, 12_986_402.35)
ADVANCES: Amounts = (862_300.00, 741_950.00)
STOCK: Amounts = (9_954_187.62, 9_207_733.18)
CURRENT = _sum(CASH, RECEIVABLE, ADVANCES, STOCK)
PLANT: Amounts = (11_736_905.14, 12_480_611.90)
LAND: Amounts = (2_180_000.00, 2_240_000.00)
FIXED = _sum(PLANT, LAND)
ASSETS = _sum(CURRENT, FIXED)
LOAN: Amounts = (6_000_000.00, 7_500_000.00)
PAYABLE: Amounts = (10_204_518.33, 9_868_240.77)
PREPAID: Amounts = (2_915_000.00, 2_407_600.00)
WAGES: Amounts = (742_816.00, 698_350.00)
TAXES: Amounts = (636_284.90, 581_624.86)
DEBTS = _sum(LOAN, PAYABLE, PREPAID, WAGES, TAXES)
CAPITAL: Amounts = (12_000_000.00, 12_000_000.00)
RESERVE: Amounts = (1_120_610.41, 748_640.00)
RETAINED = _less(ASSETS, DEBTS, CAPITAL, RESERVE)
EQUITY = _sum(CAPITAL, RESERVE, RETAINED)

ASSET_LINES: tuple[tuple[str, Amounts | None], ...] = (
    ("流动资产：", None),
    ("货币资金", CASH),
    ("应收账款", RECEIVABLE),
    ("预付款项", ADVANCES),
    ("存货", STOCK),
    ("流动资产合计", CURRENT),
    ("非流动资产：", None),
    ("固定资产", PLANT),
    ("无形资产", LAND),
    ("长期待摊费用", (0.0, 0.0)),
    ("非流动资产合计", FIXED),
    ("资产总计", ASSETS),
)
DEBT_LINES: tuple[tuple[str, Amounts | None], ...] = (
    ("流动负债：", None),
    ("短期借款", LOAN),
    ("应付账款", PAYABLE),
    ("预收款项", PREPAID),
    ("应付职工薪酬", WAGES),
    ("应交税费", TAXES),
    ("负债合计", DEBTS),
    ("实收资本", CAPITAL),
    ("盈余公积", RESERVE),
    ("未分配利润", RETAINED),
    ("所有者权益合计", EQUITY),
    ("负债和所有者权益总计", _sum(DEBTS, EQUITY)),
)
BALANCE_TITLES = ("资产", "行次", "期末余额", "年初余额", "负债和所有者权益", "行次", "期末余额", "年初余额")


def balance_sheet() -> Sheet:
    """资产负债表 in two halves, numbered lines."""
    sheet = _form("资产负债表", "会企01表", "2025年12月31日")
    titles = [head(each) for each in BALANCE_TITLES]
    rows: list[list[Cell]] = [titles]
    for number, (one, two) in enumerate(zip(ASSET_LINES, DEBT_LINES, strict=True), start=1):
        rows.append([*_line(one[0], one[1], number), *_line(two[0], two[1], number + 20)])
    y = sheet.table(12, 44, (30, 9, 27, 27, 32, 9, 26, 26), rows, size=8.5, least=12)
    _signatures(sheet, y)
    return sheet


def income_statement() -> Sheet:
    """利润表 for the year."""
    sheet = _form("利 润 表", "会企02表", "2025年度")
    sales: Amounts = (68_425_013.27, 63_180_922.40)
    cost: Amounts = (56_894_370.55, 52_611_854.19)
    duty: Amounts = (384_216.80, 351_907.62)
    selling: Amounts = (2_716_490.00, 2_588_073.00)
    office: Amounts = (3_175_882.36, 3_040_116.28)
    interest: Amounts = (318_460.12, 372_551.40)
    operating = _less(sales, cost, duty, selling, office, interest)
    other: Amounts = (24_012.00, 18_600.00)
    before = _sum(operating, other)
    tax = (round(before[0] * 0.25, 2), round(before[1] * 0.25, 2))
    rows: list[list[Cell]] = [[head(each) for each in ("项　　目", "行次", "本年金额", "上年金额")]]
    lines = (
        ("一、营业收入", sales),
        ("减：营业成本", cost),
        ("　　税金及附加", duty),
        ("　　销售费用", selling),
        ("　　管理费用", office),
        ("　　财务费用", interest),
        ("二、营业利润（亏损以“-”号填列）", operating),
        ("加：营业外收入", other),
        ("减：营业外支出", (0.0, 0.0)),
        ("三、利润总额（亏损总额以“-”号填列）", before),
        ("减：所得税费用", tax),
        ("四、净利润（净亏损以“-”号填列）", _less(before, tax)),
    )
    rows.extend(_line(name, amounts, number) for number, (name, amounts) in enumerate(lines, start=1))
    y = sheet.table(22, 44, (84, 14, 34, 34), rows, size=10.5, least=12)
    _signatures(sheet, y)
    return sheet


def cash_flow() -> Sheet:
    """现金流量表; what the year changed agrees with the balance sheet's cash."""
    sheet = _form("现 金 流 量 表", "会企03表", "2025年度")
    received: Amounts = (76_902_440.80, 70_415_306.77)
    bought: Amounts = (62_377_915.40, 58_026_118.93)
    wages: Amounts = (7_204_860.00, 6_851_300.00)
    taxes: Amounts = (3_318_692.05, 3_004_877.14)
    paid: Amounts = (1_463_287.96, 1_192_050.31)
    operations = _less(received, bought, wages, taxes, paid)
    plant: Amounts = (306_117.00, 828_000.00)
    repaid: Amounts = (1_500_000.00, 0.0)
    interest = (operations[0] - plant[0] - repaid[0] - (CASH[0] - CASH[1]), 372_551.40)
    financing = _less((0.0, 0.0), repaid, interest)
    change = _sum(operations, _less((0.0, 0.0), plant), financing)
    lines = (
        ("一、经营活动产生的现金流量：", None),
        ("销售商品、提供劳务收到的现金", received),
        ("购买商品、接受劳务支付的现金", bought),
        ("支付给职工以及为职工支付的现金", wages),
        ("支付的各项税费", taxes),
        ("支付其他与经营活动有关的现金", paid),
        ("经营活动产生的现金流量净额", operations),
        ("二、投资活动产生的现金流量：", None),
        ("购建固定资产支付的现金", plant),
        ("投资活动产生的现金流量净额", _less((0.0, 0.0), plant)),
        ("三、筹资活动产生的现金流量：", None),
        ("偿还债务支付的现金", repaid),
        ("分配股利、偿付利息支付的现金", interest),
        ("筹资活动产生的现金流量净额", financing),
        ("四、现金及现金等价物净增加额", change),
        ("加：期初现金及现金等价物余额", (CASH[1], CASH[1] - change[1])),
        ("五、期末现金及现金等价物余额", CASH),
    )
    rows: list[list[Cell]] = [[head(each) for each in ("项　　目", "行次", "本年金额", "上年金额")]]
    rows.extend(_line(name, amounts, number) for number, (name, amounts) in enumerate(lines, start=1))
    y = sheet.table(22, 44, (84, 14, 34, 34), rows, size=10, least=10.5)
    _signatures(sheet, y)
    return sheet


def _form(title: str, number: str, period: str) -> Sheet:
    sheet = Sheet()
    sheet.title(16, title, size=20)
    sheet.text(196, 28, number, size=9, align="right")
    sheet.text(14, 35, f"编制单位：{NINGBO.name}", size=10)
    sheet.text(128, 35, period, size=10, align="centre")
    sheet.text(196, 35, "单位：元", size=10, align="right")
    return sheet


def _line(name: str, amounts: Amounts | None, number: int) -> list[Cell]:
    face = "song-bold" if name.endswith(("：", "总计", "合计")) or name[:1] in "一二三四五" else "song"
    if amounts is None:
        return [Cell(name, face=face), Cell(""), Cell(""), Cell("")]
    values = (Cell(_yuan(amount), 1, "right") for amount in amounts)
    return [Cell(name, face=face), Cell(str(number), 1, "centre"), *values]


def _yuan(amount: float) -> str:
    return f"{amount:,.2f}" if round(amount, 2) else "—"


def _signatures(sheet: Sheet, y: float) -> None:
    sheet.text(20, y + 6, f"单位负责人：{NINGBO.person}", size=10)
    sheet.text(86, y + 6, f"主管会计：{NINGBO.contact}", size=10)
    sheet.text(146, y + 6, "制表人：冉朗", size=10)
    sheet.picture(44, y + 2, 15, name_seal(NINGBO.person, angle=3))
    sheet.picture(146, y - 9, 42, round_seal(NINGBO.name, purpose="财务专用章", angle=-9))
