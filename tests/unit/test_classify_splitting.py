"""Piles scanned in one go become the right papers with the right pages. All companies are made up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from archive.decision import Ambiguous, Sorting, first_choice
from archive.page import Box, Line, Page
from archive.register import Hints, OwnCompany, Register, RegisteredCustomer
from archive.regulations import load_regulations
from classify.rulebook import Rulebook, load_rulebook
from classify.sorter import Sorter

CONFIG = Path(__file__).parents[2] / "config"
NAME = "宁波砚禾食品机械有限公司"
REGISTER = Register((RegisteredCustomer(1, NAME),), (OwnCompany("杭州嵘渡机电设备股份有限公司"),))
Rows = Sequence[str]
Found = list[tuple[int, int, str | None]]

LICENCE = (
    "# 营业执照",
    "统一社会信用代码|91330212MA2AFK735U",
    f"名 称|{NAME}",
    "类 型|有限责任公司",
    "登记机关",
)
APPLICATION = (
    "# 赊销申请表",
    f"申请单位：{NAME}",
    "申请额度|20万元|申请账期|30天",
    "申请理由|扩大销售",
    "申请人签字：齐朗 2025年3月1日",
)
BALANCE = (
    "流动资产：|流动负债：",
    "货币资金|1,204,300.15|短期借款|6,000,000.00",
    "应收账款|3,127,640.00|应付账款|1,204,518.33",
    "存货|2,954,187.62|应交税费|636,284.90",
    "固定资产|8,736,905.14|实收资本|12,000,000.00",
    "资产总计|16,023,032.91|负债和所有者权益总计|16,023,032.91",
)
INCOME = (
    "项目|本期金额|上期金额",
    "一、营业收入|68,425,013.27|63,180,922.40",
    "减：营业成本|56,894,370.55|52,611,854.19",
    "税金及附加|384,216.80|351,907.62",
    "销售费用|2,716,490.00|2,588,073.00",
    "管理费用|3,175,882.36|3,040,116.28",
    "财务费用|318,460.12|372,551.40",
    "三、利润总额|4,959,605.44|4,235,018.91",
    "四、净利润|3,719,704.08|3,176,264.18",
)
CASH = (
    "项目|本期金额|上期金额",
    "一、经营活动产生的现金流量：",
    "销售商品、提供劳务收到的现金|76,902,440.80|70,415,306.77",
    "支付给职工以及为职工支付的现金|7,204,860.00|6,851,300.00",
    "支付的各项税费|3,318,692.05|3,004,877.14",
    "二、投资活动产生的现金流量：",
    "三、筹资活动产生的现金流量：",
    "取得借款收到的现金|1,500,000.00|0.00",
)
OFFICE = f"编制单位：{NAME}|2025年12月31日|单位：元"
CLAUSES = ("甲方应按约定付款，逾期按日计收违约金，直至付清为止。",) * 3
CONTRACT = (
    (
        "# 设备购销合同",
        f"甲方：{NAME}",
        "乙方：杭州嵘渡机电设备股份有限公司",
        "第一条 标的",
        "第二条 付款方式",
    ),
    ("第三条 交货", *CLAUSES, "第四条 验收", *CLAUSES),
    ("第五条 违约责任", *CLAUSES, "第六条 争议解决", *CLAUSES),
    ("第七条 附则", "甲方（盖章）：|乙方（盖章）：", "代表：齐朗|代表：桑韵", "2025年4月16日|2025年4月16日"),
)


@cache
def rulebook() -> Rulebook:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    return load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds)


def page(rows: Rows, number: int, *, left: float = 100.0, top: float = 100.0, ink: float = 0.05) -> Page:
    """Rows of text: "# " a large centred line, "|" parts cells; 1600 pixels wide, 2300 high."""
    lines = []
    for place, row in enumerate(rows):
        y, large = top + 60 * place, row.startswith("# ")
        x = 800.0 - 30 * len(row) if large else left
        for text in row.removeprefix("# ").split("|"):
            width = (60 if large else 26) * len(text)
            lines.append(Line(text, Box(x, y, x + width, y + (48 if large else 28))))
            x += width + 90
    return Page(number, 1600, 2300, 0, "made up", tuple(lines), (), ink)


def sort(*papers: Rows | Page) -> Sorting:
    pages = [
        paper if isinstance(paper, Page) else page(paper, number)
        for number, paper in enumerate(papers, start=1)
    ]
    return Sorter(rulebook(), REGISTER).sort(pages, Hints())


def found(*papers: Rows | Page) -> Found:
    parts = sort(*papers).parts
    return [(part.first_page, part.last_page, first_choice(part.category)) for part in parts]


def titled(title: str, rows: Rows) -> Rows:
    return (f"# {title}", OFFICE, *rows)


BALANCE_PAGE = titled("资产负债表", BALANCE)
INCOME_PAGE = titled("利润表", INCOME)
CASH_PAGE = titled("现金流量表", CASH)


def test_a_pile_of_a_new_customer() -> None:
    expected = [
        (1, 1, "business_licence"),
        (2, 2, "credit_application"),
        (3, 3, "balance_sheet"),
        (4, 4, "income_statement"),
        (5, 5, "cash_flow"),
        (6, 9, "contract_text"),
    ]
    assert expected == found(LICENCE, APPLICATION, BALANCE_PAGE, INCOME_PAGE, CASH_PAGE, *CONTRACT)


def test_the_same_pile_in_another_order() -> None:
    expected = [
        (1, 1, "cash_flow"),
        (2, 5, "contract_text"),
        (6, 6, "business_licence"),
        (7, 7, "income_statement"),
        (8, 8, "credit_application"),
        (9, 9, "balance_sheet"),
    ]
    assert expected == found(CASH_PAGE, *CONTRACT, LICENCE, INCOME_PAGE, APPLICATION, BALANCE_PAGE)


def annual_report(*bodies: Rows) -> list[Rows]:
    """Pages that bear a running head and count themselves."""
    return [
        (f"{NAME} 2025年年度报告", *body, f"{number} / {len(bodies)}")
        for number, body in enumerate(bodies, start=1)
    ]


def test_the_statements_of_an_annual_report_are_papers_inside_it() -> None:
    report = annual_report(
        ("# 2025年年度报告", "二〇二六年四月"),
        ("# 目录", "第一节 公司简介", "第二节 财务报告"),
        ("第一节 公司简介", *CLAUSES),
        ("第二节 财务报告", *CLAUSES),
        ("合并资产负债表", OFFICE, *BALANCE[:3]),
        ("合并资产负债表（续）", OFFICE, *BALANCE),
        ("合并利润表", OFFICE, *INCOME),
        ("母公司现金流量表", OFFICE, *CASH),
        ("财务报表附注", "一、公司基本情况", *CLAUSES),
        ("二、货币资金", *BALANCE, *CLAUSES),
    )
    (whole, *statements) = found(*report)
    assert (1, 10) == whole[:2]
    expected = [(5, 6, "balance_sheet"), (7, 7, "income_statement"), (8, 8, "cash_flow")]
    assert expected == statements


def test_a_report_of_120_pages_whose_statements_begin_on_page_49() -> None:
    prose = [(f"（{number}）经营情况", *CLAUSES) for number in range(46)]
    notes = [(f"{number}、应收账款", "项目|期末余额|期初余额", *BALANCE, *CLAUSES) for number in range(1, 67)]
    report = annual_report(
        ("# 2025年年度报告", "二〇二六年四月"),
        *prose,
        ("# 审计报告", f"{NAME}全体股东：", *CLAUSES, "二〇二六年四月十八日"),
        ("合并资产负债表", OFFICE, *BALANCE[:3]),
        ("合并资产负债表（续）", OFFICE, *BALANCE),
        ("合并利润表", OFFICE, *INCOME),
        ("合并现金流量表", OFFICE, *CASH),
        ("合并股东权益变动表", OFFICE, "项目|股本|资本公积", "一、上年年末余额|1.00|2.00"),
        ("财务报表附注", "一、公司基本情况", *CLAUSES),
        *notes,
    )
    expected = [(1, 120), (49, 50), (51, 51), (52, 52)]
    assert expected == [one[:2] for one in found(*report)]


def test_an_auditors_report_without_page_numbers_goes_on_after_its_statements() -> None:
    letter = ("# 审计报告", f"{NAME}全体股东：", "一、审计意见", *CLAUSES)
    signed = ("二、形成审计意见的基础", *CLAUSES, "中国注册会计师：|二〇二六年四月十八日")
    notes = ("# 财务报表附注", "一、公司基本情况", *CLAUSES)
    more = ("三、货币资金", "项目|期末余额|期初余额", "现金|1,000.00|2,000.00", *CLAUSES)
    (report, *others) = found(letter, signed, BALANCE_PAGE, INCOME_PAGE, CASH_PAGE, notes, more, LICENCE)
    assert (1, 7) == report[:2]
    expected = [
        (3, 3, "balance_sheet"),
        (4, 4, "income_statement"),
        (5, 5, "cash_flow"),
        (8, 8, "business_licence"),
    ]
    assert expected == others


def test_statements_that_end_a_pile_are_not_the_reports_before_them() -> None:
    letter = ("# 审计报告", f"{NAME}全体股东：", *CLAUSES, "中国注册会计师：|二〇二六年四月十八日")
    report, *statements = found(letter, BALANCE_PAGE, INCOME_PAGE)
    assert (1, 1) == report[:2]
    assert [(2, 2, "balance_sheet"), (3, 3, "income_statement")] == statements


def test_statements_of_group_and_parent_are_papers_of_their_own() -> None:
    expected = [(1, 2, "balance_sheet"), (3, 3, "balance_sheet"), (4, 4, "income_statement")]
    papers = (
        titled("合并资产负债表", BALANCE),
        ("# 合并资产负债表（续）", *BALANCE),
        titled("母公司资产负债表", BALANCE),
        titled("母公司利润表", INCOME),
    )
    assert expected == found(*papers)


def test_a_page_may_end_one_statement_and_begin_another() -> None:
    shared = (
        "少数股东损益|288,155.00|202,086.00",
        "六、其他综合收益的税后净额|241,917.00|425,437.00",
        "七、综合收益总额|9,201,223.00|4,345,442.00",
        "归属于母公司的综合收益总额|8,912,083.00|4,143,094.00",
        "八、每股收益|3.12|1.57",
        "法定代表人：齐朗|会计机构负责人：冉朗",
        "3、合并现金流量表",
        OFFICE,
        *CASH,
    )
    expected = [(1, 2, "income_statement"), (2, 3, "cash_flow")]
    assert expected == found(titled("合并利润表", INCOME), shared, ("五、期末现金余额|1.00|2.00",))


def test_two_statements_on_one_sheet() -> None:
    sorting = sort((*BALANCE_PAGE, "# 利润表", OFFICE, *INCOME))
    expected = [(1, 1, "balance_sheet"), (1, 1, "income_statement")]
    assert expected == [(one.first_page, one.last_page, first_choice(one.category)) for one in sorting.parts]
    assert not isinstance(sorting.parts[0].category, Ambiguous)


def test_a_licence_and_an_identity_card_copied_side_by_side() -> None:
    licence = page((*LICENCE[1:], "成立日期|2017年3月2日", "经营范围|食品机械"), 1, top=220)
    title = Line("营业执照", Box(250, 100, 490, 150))
    card = page(
        ("中华人民共和国", "居民身份证", "姓名 齐朗", "性别 男 民族 汉", "公民身份号码 330212198001010017",
         "签发机关 宁波市公安局", "有效期限 2015.01.01-2035.01.01"), 1, left=1050, top=300,
    )  # fmt: skip
    both = Page(1, 1600, 2300, 0, "made up", (title, *licence.lines, *card.lines), (), 0.05)
    assert [(1, 1, "business_licence"), (1, 1, "identity_proof")] == found(both)


def test_a_licence_by_itself_is_not_cut() -> None:
    assert [(1, 1, "business_licence")] == found(
        (*LICENCE, "经营范围|许可项目：食品生产", "登记机关|2024年1月5日")
    )


def complaint(number: str, day: str) -> Rows:
    return (
        "# 客户投诉登记表",
        f"编号|{number}|日期|{day}",
        f"客户名称|{NAME}",
        *("投诉内容", "到货短少三件", "", "", "", "", "", "", "", "", "")[:10],
        "处理意见|补发",
        "经办部门|客服部",
        "客户签字|齐朗",
        "登记人|桑韵",
    )


def test_the_same_form_filled_in_twice_is_two_papers() -> None:
    first, second = complaint("TS-001", "2025年3月1日"), complaint("TS-002", "2025年5月7日")
    assert [(1, 1, "complaint"), (2, 2, "complaint")] == found(first, second)


def test_a_list_whose_head_comes_again_is_one_paper() -> None:
    head = ("# 往来对账单", f"客户：{NAME}|2025年3月", "日期|摘要|借方|贷方|余额")
    first = [f"2025-03-{day:02}|发货|{day}00.00||{day * 3}00.00" for day in range(1, 30)]
    second = [f"2025-03-{day:02}|收款||{day}50.00|{day * 2}50.00" for day in range(1, 10)]
    assert [(1, 2, "account_statement")] == found((*head, *first), (*head, *second))


def test_a_table_goes_on_without_a_title() -> None:
    head = ("# 往来对账单", f"客户：{NAME}|2025年3月", "日期|摘要单据号码|借方金额|余额")
    rows = [f"03-{day:02}|发货单00{day:02}|1{day:02},00.00|3{day:02},00.00" for day in range(1, 32)]
    assert [(1, 2, "account_statement")] == found((*head, *rows), (*rows[:5], "合计|||900.00"))


def test_annexes_and_the_page_of_signatures_stay_with_their_contract() -> None:
    annex = ("附件一：供货清单", "品名|数量|单价", "阀门|10|35.00", "法兰|20|18.00")
    assert [(1, 5, "contract_text"), (6, 6, "business_licence")] == found(*CONTRACT, annex, LICENCE)


def test_a_contract_in_two_copies_is_two_papers() -> None:
    assert [(1, 4, "contract_text"), (5, 8, "contract_text")] == found(*CONTRACT, *CONTRACT)


def test_page_numbers_of_the_papers_part_them() -> None:
    expected = [(1, 3), (4, 4), (5, 6)]
    papers = (
        ("# 情况说明", *CLAUSES, "第1页 共3页"),
        ("# 第二部分", *CLAUSES, "第2页 共3页"),
        ("# 第三部分", *CLAUSES, "第3页 共3页"),
        ("库存商品清点如下", *CLAUSES, "1/1"),
        ("会议纪要如下", *CLAUSES, "Page 1 of 2"),
        ("到会人员与发言", *CLAUSES, "Page 2 of 2"),
    )
    assert expected == [one[:2] for one in found(*papers)]


def test_a_day_at_the_foot_is_no_page_number() -> None:
    """主管阅 2/9 is the ninth of February, not page two of nine."""
    visit = ("# 走访日志", f"客户：{NAME}", "送去新目录，对方要求补货。", "主管阅志远2/9")
    assert [(1, 1), (2, 2)] == [part[:2] for part in found(LICENCE, visit)]


def test_numbered_sections_stay_in_their_report() -> None:
    first = ("# 企业资信调查报告", f"被调查企业：{NAME}", "一、基本情况", *CLAUSES * 8)
    second = ("六、银行往来", "基本户开于某某银行宁波分行，授信余额约一亿元，无不良。", *CLAUSES)
    assert [(1, 2, "credit_report")] == found(first, second)


@pytest.mark.parametrize(
    "first", [Page(1, 0, 0, 0, "unreadable", (), ink=0), Page(1, 800, 900, 0, "x", (), ink=0.4)]
)
def test_a_page_without_words_may_come_first(first: Page) -> None:
    parts = sort(first, page(LICENCE, 2)).parts
    assert (1, 2) == (parts[0].first_page, parts[-1].last_page)
    assert "business_licence" in [first_choice(part.category) for part in parts]


def test_letters_follow_each_other() -> None:
    one = (
        "杭州嵘渡机电设备股份有限公司：",
        "贵司来函收悉，所询货款事宜答复如下，请予以谅解。",
        f"{NAME}",
        "2025年3月1日",
    )
    other = (
        "杭州嵘渡机电设备股份有限公司：",
        "因厂房搬迁，六月起发货地址变更，请予以配合。",
        f"{NAME}",
        "2025年5月1日",
    )
    assert [(1, 1), (2, 2)] == [part[:2] for part in found(one, other)]


def test_a_cover_belongs_to_what_it_covers() -> None:
    cover = ("# 砚禾机械", "# 匠心智造", NAME)
    inside = (
        "# 企业简介",
        f"{NAME}成立于2008年，专业生产食品机械，产品远销海外。",
        "# 企业文化",
        "诚信为本",
        "# 产品展示",
    )
    assert [(1, 2)] == [part[:2] for part in found(cover, inside)]


def test_blank_pages_are_dropped_and_counted_and_no_others() -> None:
    backside = Page(2, 1600, 2300, 0, "made up", (), ink=0.004)
    numbered = page(("- 3 -",), 3, ink=0.0003)
    shadow = Page(4, 1600, 2300, 0, "made up", tuple(
        Line("削念白客", Box(100, 60 * row, 900, 60 * row + 40), 0.6) for row in range(1, 30)
    ), ink=0.004)  # fmt: skip
    sorting = sort(page(LICENCE, 1), backside, numbered, shadow, page(APPLICATION, 5))
    assert [2, 3, 4] == [dropped.page for dropped in sorting.dropped]
    assert [(1, 1), (5, 5)] == [(part.first_page, part.last_page) for part in sorting.parts]


@pytest.mark.parametrize("confidence", [0.6, 0.95])
def test_a_poor_page_with_real_ink_is_not_blank(confidence: float) -> None:
    lines = tuple(
        Line("期限自签订之日起", Box(100, 60 * row, 900, 60 * row + 40), confidence) for row in range(1, 6)
    )
    assert () == sort(Page(1, 1600, 2300, 0, "made up", lines, ink=0.008)).dropped


def test_a_picture_without_words_stays_with_its_paper() -> None:
    picture = Page(2, 1600, 2300, 0, "made up", (), ink=0.3)
    sorting = sort(page(("# 现场调查表", f"被调查单位：{NAME}", "厂房面积|800平方米"), 1), picture)
    assert () == sorting.dropped
    assert [(1, 2)] == [(part.first_page, part.last_page) for part in sorting.parts]


def test_a_paper_with_a_page_that_nobody_could_read_waits_for_a_person() -> None:
    unread = Page(2, 0, 0, 0, "unreadable", (), ink=0)
    (contract,) = sort(page(CONTRACT[0], 1), unread, page(CONTRACT[3], 3)).parts
    assert (1, 3) == (contract.first_page, contract.last_page)
    assert isinstance(contract.category, Ambiguous)
    assert "contract_text" == first_choice(contract.category)
    assert "A page of this paper could not be read." == contract.category.reason
