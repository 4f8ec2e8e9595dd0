"""Whole scans through the shipped rules: whose paper, which pages, what dates. All companies are made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from archive.decision import Ambiguous, Assigned, Part, Sorting, Unknown, first_choice
from archive.page import Barcode, Box, Line, Page
from archive.register import Hints, OwnCompany, Register, RegisteredCustomer
from archive.regulations import load_regulations
from classify.rulebook import Rulebook, load_rulebook
from classify.sorter import Sorter

CONFIG = Path(__file__).parents[2] / "config"
CODE = "91330212MA2AFK735U"
REGISTER = Register(
    customers=(
        RegisteredCustomer(
            1,
            "宁波砚禾食品机械有限公司",
            aliases=("砚禾机械",),
            former_names=("宁波市砚禾五金厂",),
            code=CODE,
        ),
        RegisteredCustomer(2, "温州砚禾食品机械有限公司"),
        RegisteredCustomer(3, "宁波川岚电子有限公司"),
        RegisteredCustomer(4, "宁波川岚电子有限公司慈溪分公司"),
    ),
    own=(OwnCompany("杭州嵘渡机电设备股份有限公司", aliases=("嵘渡股份",)),),
)


@cache
def rulebook() -> Rulebook:
    kinds = load_regulations(CONFIG / "regulations", overlay=None).kinds
    return load_rulebook(CONFIG / "rules", overlay=None, kinds=kinds)


def page(*rows: str, number: int = 1, barcode: str = "", ink: float = 0.05) -> Page:
    """Rows of text: "# " a large centred line, "|" parts cells."""
    lines = []
    for place, row in enumerate(rows):
        top = 100.0 + 60 * place
        large = row.startswith("# ")
        left = 800.0 - 30 * len(row) if large else 100.0
        for text in row.removeprefix("# ").split("|"):
            width = (60 if large else 26) * len(text)
            lines.append(Line(text, Box(left, top, left + width, top + (48 if large else 28))))
            left += width + 90
    codes = (Barcode("QRCode", barcode, Box(0, 0, 1, 1)),) if barcode else ()
    return Page(number, 1600, 2300, 0, "made up", tuple(lines), codes, ink)


def sort(*pages: Page, register: Register = REGISTER, folder: str = "") -> Sorting:
    return Sorter(rulebook(), register).sort(pages, Hints(sub_folder=folder))


def only(*rows: str, register: Register = REGISTER, folder: str = "", barcode: str = "") -> Part:
    (part,) = sort(page(*rows, barcode=barcode), register=register, folder=folder).parts
    return part


def test_a_code_decides_even_where_the_name_is_spoilt() -> None:
    part = only("# 营业执照", f"统一社会信用代码|{CODE}", "名称|宁波现禾食晶机槭有限公司")
    assert isinstance(part.customer, Assigned)
    assert (part.customer.best.value, part.customer.best.evidence[0].rule) == ("1", "customer.code")


def test_a_code_in_the_barcode_is_evidence() -> None:
    part = only("# 营业执照", "名称|模糊", barcode=f"统一社会信用代码:{CODE}")
    assert isinstance(part.customer, Assigned)
    assert part.customer.best.evidence[0].rule == "customer.code.barcode"


def test_alias_and_former_name_lead_to_the_customer() -> None:
    for words in ("客户名称：砚禾机械", "客户名称：宁波市砚禾五金厂"):
        assert first_choice(only("# 客户投诉登记表", words).customer) == "1"


def test_our_own_company_is_never_the_customer() -> None:
    part = only("# 购销合同", "甲方：杭州嵘渡机电设备股份有限公司", "乙方：宁波砚禾食品机械有限公司")
    assert isinstance(part.customer, Assigned)
    assert part.customer.best.value == "1"
    assert part.customer.runner_up is None


def test_a_branch_is_not_its_parent() -> None:
    parent = only("# 客户投诉登记表", "客户名称：宁波川岚电子有限公司")
    branch = only("# 客户投诉登记表", "客户名称：宁波川岚电子有限公司慈溪分公司")
    stranger = only("# 客户投诉登记表", "客户名称：宁波川岚电子有限公司余姚分公司")
    assert (first_choice(parent.customer), first_choice(branch.customer)) == ("3", "4")
    assert not isinstance(stranger.customer, Assigned)


def test_a_slip_in_the_legal_form_is_forgiven_a_slip_in_the_brand_is_not() -> None:
    form = only("# 客户投诉登记表", "客户名称：宁波砚禾食品机械有限公词", "合计")
    close = only("# 客户投诉登记表", "客户名称：宁波砚禾食品机诫有限公司")
    brand = only("# 客户投诉登记表", "客户名称：宁波研禾食品机械有限公司")
    assert isinstance(close.customer, Assigned)
    assert close.customer.best.evidence[0].rule == "customer.name.close"
    assert isinstance(brand.customer, Ambiguous)
    assert first_choice(form.customer) == "1"


def test_a_name_half_under_a_seal_is_no_rival_of_the_same_name_in_full() -> None:
    part = only(
        "# 授权委托书",
        "兹授权桑韵代表宁波砚禾食品机械有限公司办理收货事宜",
        "特此委托",
        "委托单位：技砚禾食品机械有限公司",
    )
    assert isinstance(part.customer, Assigned)
    assert (part.customer.best.value, part.proposed) == ("1", None)


def test_another_town_or_a_group_stays_a_rival() -> None:
    for name in ("绍兴砚禾食品机械有限公司", "宁波砚禾食品机械集团有限公司"):
        part = only("# 授权委托书", "兹授权桑韵代表宁波砚禾食品机械有限公司收货", f"委托单位：{name}")
        assert not isinstance(part.customer, Assigned)


def test_what_may_be_a_customer_seen_badly_is_not_proposed() -> None:
    part = only("# 授权委托书", "委托单位：技砚禾食品机械有限公司")
    assert not isinstance(part.customer, Assigned)
    assert part.proposed is None


def test_a_name_that_its_narrow_cell_cuts_in_two_is_known() -> None:
    part = only("# 微信记录", "砚禾的货已到|客户：宁波砚禾食品机械有", "好的|限公司")
    assert isinstance(part.customer, Assigned)
    assert part.customer.best.value == "1"


def test_a_branch_on_the_next_line_is_not_its_parent() -> None:
    part = only("# 客户投诉登记表", "客户名称：宁波川岚电子有限公司", "余姚分公司", "产品：阀门")
    assert not isinstance(part.customer, Assigned)


def test_two_customers_equally_likely_are_never_guessed() -> None:
    part = only("# 三方协议书", "甲方：宁波砚禾食品机械有限公司", "乙方：宁波川岚电子有限公司")
    assert isinstance(part.customer, Ambiguous)
    assert {candidate.value for candidate in part.customer.candidates} == {"1", "3"}


def test_an_unregistered_company_is_proposed() -> None:
    part = only(
        "# 授信申请表",
        "申请单位：绍兴霁晏轴承有限公司",
        "申请额度|20万元|申请账期|30天",
        "统一社会信用代码|91330602MA288L1R0P",
    )
    assert isinstance(part.customer, Unknown)
    assert part.proposed is not None
    assert part.proposed.name == "绍兴霁晏轴承有限公司"


def test_the_inbox_folder_settles_what_the_paper_leaves_open() -> None:
    rows = ("# 来电登记表", "来电：砚禾来电，通话内容：询价，请回电")
    assert not isinstance(only(*rows).customer, Assigned)
    assert first_choice(only(*rows, folder="宁波砚禾食品机械有限公司").customer) == "1"
    assert isinstance(only(*rows, folder="宁波砚禾食品机械有限公司").customer, Assigned)


def test_without_a_register_the_licence_names_its_company() -> None:
    part = only(
        "# 营业执照",
        f"统一社会信用代码|{CODE}",
        "名 称|宁波砚禾食品机械有限公司",
        "类 型|有限责任公司",
        register=Register(),
    )
    assert part.proposed is not None
    assert (part.proposed.name, part.proposed.code) == ("宁波砚禾食品机械有限公司", CODE)
    assert {field.name: field.value for field in part.fields}["code"] == CODE


def test_a_pile_is_split_and_blank_pages_are_counted() -> None:
    contract = (
        "甲方：宁波砚禾食品机械有限公司",
        "乙方：杭州嵘渡机电设备股份有限公司",
        "第一条 标的",
        "第二条 付款方式",
        "本合同一式两份",
    )
    pages = [
        page("# 营业执照", f"统一社会信用代码|{CODE}", "名称|宁波砚禾食品机械有限公司", number=1),
        Page(2, 1600, 2300, 0, "made up", (), ink=0.0),
        page("# 赊销申请表", "申请单位：宁波砚禾食品机械有限公司", "申请额度|20万元", number=3),
        page("# 设备购销合同", *contract, number=4),
        page("第三条 违约责任", "第四条 争议解决", "第五条 不可抗力", number=5),
        page("# 资产负债表", "货币资金|1.00|短期借款|1.00", number=6),
        page("# 资产负债表（续）", "存货|1.00|实收资本|1.00", number=7),
    ]
    sorting = sort(*pages)
    found = [(part.first_page, part.last_page, first_choice(part.category)) for part in sorting.parts]
    assert found == [
        (1, 1, "business_licence"),
        (3, 3, "credit_application"),
        (4, 5, "contract_text"),
        (6, 7, "balance_sheet"),
    ]
    assert [dropped.page for dropped in sorting.dropped] == [2]
    assert sorting.rules_digest == rulebook().digest


def test_a_second_page_that_numbers_itself_stays_with_the_first() -> None:
    sorting = sort(
        page("# 企业资信调查报告", "被调查企业：宁波砚禾食品机械有限公司", "第1页 共2页", number=1),
        page("第2页 共2页", "# 财务状况分析", "流动比率1.2", number=2),
    )
    assert [(part.first_page, part.last_page) for part in sorting.parts] == [(1, 2)]


def test_fields_are_typed_and_know_their_place() -> None:
    part = only(
        "# 食品经营许可证",
        "经营者名称：宁波砚禾食品机械有限公司",
        "法定代表人：齐朗",
        "许可项目：预包装食品",
        "有效期：2023年5月6日至2028年5月5日",
        "发证机关：宁波市市场监督管理局",
        "发证日期：2023年5月6日",
    )
    fields = {field.name: field for field in part.fields}
    assert fields["title"].value == "食品经营许可证"
    assert fields["legal_representative"].value == "齐朗"
    assert fields["author"].value == "宁波市市场监督管理局"
    assert fields["issue_date"].value == date(2023, 5, 6)
    assert fields["valid_from"].value == date(2023, 5, 6)
    assert fields["valid_until"].value == date(2028, 5, 5)
    assert fields["valid_until"].box is not None


def test_validity_without_end_is_said_in_words() -> None:
    part = only("# 营业执照", f"统一社会信用代码|{CODE}", "名称|宁波砚禾食品机械有限公司", "营业期限|长期")
    assert {field.name: field.value for field in part.fields}["valid_until"] == "长期"


def test_a_term_in_words_is_counted_from_its_beginning() -> None:
    part = only("# 介绍信", "兹介绍齐朗前往贵处办理提货事宜，请予接洽。", "有效期七天", "2024年3月1日")
    assert {field.name: field.value for field in part.fields}["valid_until"] == date(2024, 3, 8)


def test_amounts_are_decimal_yuan() -> None:
    part = only(
        "# 授信额度批准表", "客户名称|宁波砚禾食品机械有限公司", "批准额度|人民币伍拾万元整（¥500,000.00）"
    )
    assert {field.name: field.value for field in part.fields}["granted_amount"] == Decimal(500000)


def test_a_page_of_no_kind_and_a_paper_of_no_category() -> None:
    nothing = only("晚风")
    resume = only("# 个人简历", "求职意向：会计", "教育背景：本科", "工作经历：催款、对账单")
    assert nothing.category == Unknown("No rule recognises the paper.")
    assert isinstance(resume.category, Unknown)
    assert first_choice(resume.category) is None


def test_no_pages_no_parts() -> None:
    assert sort().parts == ()
