"""Whose paper it is: which of the companies on it is the customer, and when nobody can tell."""

from __future__ import annotations

import pytest

from archive.decision import Ambiguous, Assigned, Decision, Unknown
from archive.page import Box, Line, Page
from archive.register import Hints, OwnCompany, Register, RegisteredCustomer
from classify.customers import Naming, name_customer
from classify.directory import Directory
from classify.rulebook import Thresholds
from classify.sheet import Sheet, lay_out

CODE = "91330212MA2AFK735U"  # made up; both check characters are right
ORGANISATION = "MA2AFK735"
MILL, FARM, PARENT, BRANCH, TWIN, SHOP, SINGLE = range(1, 8)
REGISTER = Register(
    customers=(
        RegisteredCustomer(MILL, "余姚市栖梧纸业有限公司", code=CODE, former_names=("余姚市栖梧造纸厂",)),
        RegisteredCustomer(FARM, "桦南县禾穗粮油有限公司", aliases=("禾穗",)),
        RegisteredCustomer(PARENT, "通辽市云驼牧业有限公司"),
        RegisteredCustomer(BRANCH, "通辽市云驼牧业有限公司赤峰分公司"),
        RegisteredCustomer(TWIN, "赤峰市云驼牧业有限公司"),
        RegisteredCustomer(SHOP, "鄂温克旗沁原副食经销部"),
        RegisteredCustomer(SINGLE, "泰州溱汇面业（普通合伙）"),
    ),
    own=(OwnCompany("湖州宏屿包装机械有限公司"),),
)
DIRECTORY = Directory(REGISTER)
NOBODY_KNOWN = Directory(Register(own=REGISTER.own))
LIMITS = Thresholds(enough=4, margin=2, weak=2.5, customer_enough=4, customer_margin=2, new_paper=2)


def page(*rows: str, width: float = 1600) -> Sheet:
    """A page from rows; "|" parts the cells of a row, "#" begins a large headline."""
    lines = []
    for number, row in enumerate(rows):
        top, left = 100.0 + 60 * number, 100.0
        for cell in row.split("|"):
            large = cell.startswith("#")
            text = cell.lstrip("#")
            letter = 52 if large else 28
            lines.append(Line(text, Box(left, top, left + letter * len(text), top + letter)))
            left += letter * len(text) + 90
    return lay_out(Page(1, width, 2300, 0, "case", tuple(lines)))


def named(
    *rows: str, directory: Directory = DIRECTORY, folder: str = "", kind: str = "visit_record"
) -> Naming:
    return name_customer([page(*rows)], directory, Hints(sub_folder=folder), kind=kind, thresholds=LIMITS)


def chosen(decision: Decision) -> int | None:
    return int(decision.best.value) if isinstance(decision, Assigned) else None


@pytest.mark.parametrize(
    ("rows", "customer"),
    [
        (["#营业执照", "名称|余姚市栖梧纸业有限公司", f"统一社会信用代码|{CODE}"], MILL),
        (["#纳税登记", "组织机构代码|MA2AFK73-5", "日期|2014年3月"], MILL),
        (["#税务登记证", f"税务登记号|330281{ORGANISATION}", "日期|2014年3月"], MILL),
        (["#走访记录", "客户名称|余姚市栖梧造纸厂", "内容|改名以前的合同"], MILL),
        (["#对账单", "客户|通辽市云驼牧业有限公司赤峰分公司", "余额|12,000.00"], BRANCH),
        (["#对账单", "客户|赤峰市云驼牧业有限公司", "余额|12,000.00"], TWIN),
        (["#催款函", "鄂温克旗沁原副食经销部：", "请于月底前付清货款", "湖州宏屿包装机械有限公司"], SHOP),
        (["#登记表", "企业名称|泰州溱汇面业(普通合伙)", "住所|泰州"], SINGLE),
        (
            [
                "#担保书",
                "我公司自愿为桦南县禾穗粮油有限公司提供连带责任保证",
                "保证人：余姚市栖梧纸业有限公司",
            ],
            FARM,
        ),
        (["#保证人情况表", "债务人(被保证人)|桦南县禾穗粮油有限公司", f"保证人代码|{CODE}"], FARM),
    ],
)
def test_the_customer_is_told_from_all_others(rows: list[str], customer: int) -> None:
    assert chosen(named(*rows).decision) == customer


@pytest.mark.parametrize(
    "rows",
    [
        ["#会议纪要", "参加单位：余姚市栖梧纸业有限公司、桦南县禾穗粮油有限公司"],
        ["#走访记录", "客户名称|余姚市栖梧纸业有限公司", "客户名称|桦南县禾穗粮油有限公司"],
    ],
)
def test_two_customers_equally_likely_are_a_persons_choice(rows: list[str]) -> None:
    decision = named(*rows).decision
    assert isinstance(decision, Ambiguous)
    assert {candidate.value for candidate in decision.candidates} == {str(MILL), str(FARM)}


def test_a_licence_with_another_code_is_not_filed_by_its_name() -> None:
    other = "91140106MAHB5J1J9C"
    rows = ["#营业执照", "名称|余姚市栖梧纸业有限公司", f"统一社会信用代码|{other}"]
    assert isinstance(named(*rows, kind="business_licence").decision, Ambiguous)


def test_our_own_company_is_never_the_customer() -> None:
    assert isinstance(named("#通知", "湖州宏屿包装机械有限公司", "全体员工：").decision, Unknown)


def test_a_branch_that_the_register_lacks_is_not_its_parent() -> None:
    naming = named("#对账单", "客户|余姚市栖梧纸业有限公司宁海分公司", "余额|1.00")
    assert chosen(naming.decision) is None
    assert naming.proposed is not None
    assert naming.proposed.name == "余姚市栖梧纸业有限公司宁海分公司"


def test_the_inbox_folder_decides_where_the_paper_is_silent() -> None:
    assert chosen(named("#收条", "今收到货款", folder="桦南县禾穗粮油有限公司").decision) == FARM


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (["#意见征询", "使用单位兰坪县雪棠水务有限公司", "意见：水压正常"], "兰坪县雪棠水务有限公司"),
        (["#走访", "16日我去了呼和浩特市汗乌拉乳业有限公司", "谈价格"], "呼和浩特市汗乌拉乳业有限公司"),
        (["#满意度调查", "客户名称|康定市贡嘎中医医院", "很满意"], "康定市贡嘎中医医院"),
        (["#答复", "尊敬的兰坪县雪棠水务有限公司：", "您好"], "兰坪县雪棠水务有限公司"),
        (["#对账", "客户|兰坪县雪棠水务有限公", "名称|司"], "兰坪县雪棠水务有限公司"),
        (["#付款人", "开票抬头兰坪县雪", "棠水务有限公司", "好的"], "兰坪县雪棠水务有限公司"),
    ],
)
def test_a_company_nobody_registered_is_proposed_by_its_whole_name(rows: list[str], name: str) -> None:
    proposed = named(*rows, directory=NOBODY_KNOWN).proposed
    assert proposed is not None
    assert proposed.name == name
