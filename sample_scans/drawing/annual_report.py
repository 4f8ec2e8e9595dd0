"""A long annual report as a company's office program writes it: prose, statements, notes, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from sample_scans.drawing.companies import NINGBO
from sample_scans.drawing.sheet import Cell, Sheet
from sample_scans.drawing.statements import ASSET_LINES, BALANCE_TITLES, DEBT_LINES, Amounts

STATEMENTS_FROM = 49
_OPENING = 3  # pages before the first section: cover, notice, contents
_AUDIT = 3  # pages of the auditor's report, right before the statements
_SECTIONS = (
    "公司简介和主要财务指标",
    "管理层讨论与分析",
    "公司治理",
    "环境与社会责任",
    "重要事项",
    "股份变动及股东情况",
)
_PROSE = (
    "报告期内，公司围绕年度经营目标，稳步推进市场开拓、产品研发与精益生产，主要产品产销量较上年同期有所增长。"
    "公司持续优化供应链，原材料采购由集团统一招标，降低了采购成本；与主要客户签订年度框架合同，按约定账期收款。"
    "受行业周期影响，部分客户回款放缓，公司加强应收账款管理，定期对账并对逾期款项发函催收，未发生重大坏账损失。"
    "公司现有银行授信额度充足，短期借款按期偿还，无逾期贷款，亦无对合并范围以外单位提供的担保。"
)
_NOTES = (
    "货币资金",
    "应收票据",
    "应收账款",
    "预付款项",
    "其他应收款",
    "存货",
    "固定资产",
    "无形资产",
    "短期借款",
    "应付账款",
)
_INCOME = (
    "一、营业总收入",
    "减：营业成本",
    "税金及附加",
    "销售费用",
    "管理费用",
    "财务费用",
    "二、营业利润",
    "加：营业外收入",
    "减：营业外支出",
    "三、利润总额",
    "减：所得税费用",
    "四、净利润",
)
_CASH = (
    "一、经营活动产生的现金流量：",
    "销售商品、提供劳务收到的现金",
    "购买商品、接受劳务支付的现金",
    "支付的各项税费",
    "经营活动产生的现金流量净额",
    "二、投资活动产生的现金流量：",
    "购建固定资产支付的现金",
    "投资活动产生的现金流量净额",
    "三、筹资活动产生的现金流量：",
    "取得借款收到的现金",
    "偿还债务支付的现金",
    "筹资活动产生的现金流量净额",
    "四、现金及现金等价物净增加额",
    "五、期末现金及现金等价物余额",
)


def annual_report(pages: int = 120) -> tuple[Sheet, ...]:
    """A report of so many pages (60 at least): the statements of group and parent begin on page 49."""
    bodies = _bodies()
    return tuple(_bound(next(bodies), number, pages) for number in range(1, pages + 1))


def _bodies() -> Iterator[Sheet]:
    yield _cover()
    yield _prose("重要提示", 1)
    yield _contents()
    for number in range(STATEMENTS_FROM - _AUDIT - _OPENING - 1):
        section = number // 7
        heading = f"第{'一二三四五六七'[section % 7]}节　{_SECTIONS[section % 6]}" if number % 7 == 0 else ""
        yield _prose(heading, number)
    yield from _auditor()
    for owner in ("合并", "母公司"):
        yield _statement(f"{owner}资产负债表", "2025年12月31日", _balance())
        yield _statement(f"{owner}利润表", "2025年度", _column(_INCOME))
        yield _statement(f"{owner}现金流量表", "2025年度", _column(_CASH))
    number = 0
    while True:
        yield _note(number)
        number += 1


def _bound(sheet: Sheet, number: int, pages: int) -> Sheet:
    """With what stands at the top and the foot of every page but the cover."""
    if number > 1:
        sheet.text(20, 10, f"{NINGBO.name}　2025年年度报告", size=9)
        sheet.text(105, 286, f"{number} / {pages}", size=9, align="centre")
    return sheet


def _cover() -> Sheet:
    sheet = _blank()
    sheet.text(105, 90, NINGBO.name, size=22, align="centre")
    sheet.text(105, 112, "2025年年度报告", size=30, align="centre")
    sheet.text(105, 240, "二〇二六年四月", size=14, align="centre")
    return sheet


def _contents() -> Sheet:
    sheet = _blank()
    sheet.text(105, 24, "目　　录", size=18, align="centre")
    for number, section in enumerate((*_SECTIONS, "财务报告"), start=1):
        sheet.text(24, 40 + 12 * number, f"第{number}节　{section}………………………………{7 * number}", size=11)
    return sheet


def _prose(heading: str, number: int) -> Sheet:
    sheet = _blank()
    if heading:
        sheet.text(105, 22, heading, size=16, align="centre")
    y = 36.0
    for paragraph in range(4):
        y = sheet.paragraph(22, y, 166, f"（{'一二三四'[paragraph]}）" + _PROSE * 2, size=10.5, indent=2) + 3
    sheet.text(22, y, f"本页数据截至2025年12月{number % 28 + 1}日。", size=10.5)
    return sheet


def _auditor() -> Iterator[Sheet]:
    sheet = _blank()
    sheet.text(105, 24, "审 计 报 告", size=20, align="centre")
    sheet.text(22, 44, f"{NINGBO.name}全体股东：", size=11)
    opinion = (
        "一、审计意见\n我们审计了贵公司财务报表，包括2025年12月31日的合并及母公司资产负债表，"
        "2025年度的合并及母公司利润表、合并及母公司现金流量表以及相关财务报表附注。"
    )
    y = sheet.paragraph(22, 56, 166, opinion, size=11)
    sheet.paragraph(22, y + 4, 166, "二、形成审计意见的基础\n" + _PROSE, size=11)
    yield sheet
    yield _prose("", 3)
    last = _prose("", 4)
    for place, line in enumerate(("中国注册会计师：", "中国注册会计师：", "二〇二六年四月十八日")):
        last.text(120, 262 + 6 * place, line, size=10.5)
    yield last


def _statement(title: str, period: str, rows: list[list[Cell]]) -> Sheet:
    sheet = _blank()
    sheet.text(105, 20, title, size=16, align="centre")
    sheet.text(20, 34, f"编制单位：{NINGBO.name}　　{period}　　单位：元　币种：人民币", size=9)
    widths = (30, 9, 27, 27, 32, 9, 26, 26) if len(rows[0]) == 8 else (84, 14, 34, 34)
    y = sheet.table(12, 42, widths, rows, size=8.5, least=9)
    sheet.text(20, y + 5, "公司负责人：齐朗　　主管会计工作负责人：应雪霏　　会计机构负责人：冉朗", size=9)
    return sheet


def _balance() -> list[list[Cell]]:
    rows = [[Cell(each, 1, "centre") for each in BALANCE_TITLES]]
    for number, (one, two) in enumerate(zip(ASSET_LINES, DEBT_LINES, strict=True), start=1):
        rows.append([*_line(one[0], one[1], number), *_line(two[0], two[1], number + 20)])
    return rows


def _column(names: tuple[str, ...]) -> list[list[Cell]]:
    rows = [[Cell(each, 1, "centre") for each in ("项目", "附注", "本期金额", "上期金额")]]
    for number, name in enumerate(names, start=1):
        amounts = None if name.endswith("：") else (2_416_300.25 * number, 2_216_904.75 * number)
        rows.append(_line(name, amounts, number))
    return rows


def _line(name: str, amounts: Amounts | None, number: int) -> list[Cell]:
    if amounts is None:
        return [Cell(name), Cell(""), Cell(""), Cell("")]
    return [
        Cell(name),
        Cell(str(number), 1, "centre"),
        *(Cell(f"{each:,.2f}", 1, "right") for each in amounts),
    ]


def _note(number: int) -> Sheet:
    sheet = _blank()
    if number == 0:
        sheet.text(105, 20, "财务报表附注", size=16, align="centre")
    item = _NOTES[number % len(_NOTES)]
    y = sheet.paragraph(22, 30, 166, f"{number + 1}、{item}\n" + _PROSE, size=10)
    rows = [[Cell(each, 1, "centre") for each in ("项目", "期末余额", "期初余额")]]
    for place in range(16):
        amounts = (f"{(place + 1) * 31_204.5 + number:,.2f}", f"{(place + 1) * 28_115.25 + number:,.2f}")
        rows.append([Cell(f"{item}明细{place + 1}"), *(Cell(each, 1, "right") for each in amounts)])
    y = sheet.table(22, y + 4, (70, 48, 48), rows, size=9, least=7)
    sheet.paragraph(22, y + 4, 166, _PROSE, size=10)
    return sheet


def _blank() -> Sheet:
    return Sheet(face="hei")
