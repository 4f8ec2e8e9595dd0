"""Where words stand decides what they weigh."""

from __future__ import annotations

from archive.decision import Candidate
from archive.page import Box, Line, Page
from archive.register import Register
from classify.directory import Directory
from classify.mentions import mentions
from classify.rulebook import Rule, Rulebook, Thresholds
from classify.scoring import Scale
from classify.sheet import Sheet, lay_out
from classify.structure import FEATURES

THRESHOLDS = Thresholds(enough=4, margin=2, weak=2.5, customer_enough=4, customer_margin=2, new_paper=2)
NOBODY = Directory(Register())


def sheet(*rows: str) -> Sheet:
    """Rows of text: "# " a large centred line, "## " a smaller one, "|" parts cells."""
    lines = []
    for place, row in enumerate(rows):
        top = 100.0 + 70 * place
        height = {"# ": 60, "##": 40}.get(row[:2], 28)
        text = row.lstrip("# ")
        left = 800 - height * len(text) / 2 if row.startswith("#") else 100.0
        for cell in text.split("|"):
            lines.append(Line(cell, Box(left, top, left + height * len(cell), top + height)))
            left += height * len(cell) + 90
    return lay_out(Page(1, 1600, 2300, 0, "made up", tuple(lines)))


def rule(kind: str, where: str, *patterns: str, weight: float = 8.0) -> Rule:
    return Rule.model_validate(
        {"id": f"{kind}.{where}", "kind": kind, "where": where, "any": patterns, "weight": weight}
    )


def weighed(page: Sheet, *rules: Rule) -> dict[str, float]:
    candidates: tuple[Candidate, ...] = Scale(Rulebook(rules, THRESHOLDS, "digest"), NOBODY).weigh([page])
    return {candidate.value: candidate.score for candidate in candidates}


def test_the_heading_of_a_part_speaks_less_than_the_title() -> None:
    page = sheet("# 客户信用档案表", "## 财务状况", *("说明文字若干" for _ in range(8)))
    scores = weighed(page, rule("card", "title", "档案表"), rule("finances", "title", "财务状况"))
    assert scores == {"card": 8.0, "finances": 4.0}


def test_a_numbered_heading_speaks_less_than_one_without_a_number() -> None:
    page = sheet("客户资料", "# 一、财务状况", *("说明文字若干" for _ in range(8)))
    assert weighed(page, rule("finances", "title", "财务状况")) == {"finances": 4.0}


def test_a_title_too_long_for_its_line_goes_on_in_the_next() -> None:
    page = sheet("# 关于同意与某厂签订年度购销协议的批", "# 复", *("说明文字若干" for _ in range(8)))
    assert weighed(page, rule("decision", "title", "关于.{0,40}批复")) == {"decision": 8.0}


def test_a_title_is_not_what_the_paper_that_it_names_is() -> None:
    page = sheet("# 关于《催款函》的复函", *("说明文字若干" for _ in range(8)))
    assert weighed(page, rule("demand", "title", "催款函", "关于.{0,9}催款.{0,9}函")) == {}
    assert weighed(page, rule("reply", "title", "复函")) == {"reply": 8.0}


def test_a_form_that_nobody_has_filled_in() -> None:
    labels = [
        "客户名称|客户编号",
        "申请额度|申请账期",
        "开户银行|账号",
        "部门经理意见|签字",
        "总经理|年 月 日",
    ]
    blank = sheet("# 客户信用审批表", "编号|日期", *labels, "批准额度|有效期")
    filled = sheet(
        "# 客户信用审批表", "编号|日期", "客户名称|青州市晨曦食品有限公司", *labels, "批准额度|有效期"
    )
    assert FEATURES["blank_form"](blank, NOBODY) is not None
    assert FEATURES["blank_form"](filled, NOBODY) is None


def test_what_only_names_another_paper_is_not_counted() -> None:
    finds = rule("statement", "text", "对账单")
    assert weighed(sheet("本函所附《往来对账单》一份"), finds) == {}
    assert weighed(sheet("请核对本对账单"), finds) == {"statement": 8.0}
    assert weighed(sheet("附件：", "1.对账单", "2.合同", "请核对"), finds) == {}


def test_a_list_of_enclosures_ends_where_the_text_goes_on() -> None:
    page = sheet("所附资料清单：", "1.营业执照", "□对账单", "以上资料请查收", "1.对账单另寄")
    spans = [page.flow.text[start:end] for start, end in mentions(page)]
    assert spans == ["所附资料清单:", "1.营业执照", "□对账单"]


def test_sign_offs_are_rows_of_posts_who_agreed_and_when() -> None:
    agreed = sheet("部门经理|同意|2024-06-10 11:02", "财务总监|同意|2024-06-12", "备注|无")
    assert FEATURES["sign_offs"](agreed, NOBODY) is not None
    empty = sheet("部门经理意见|", "财务总监意见|", "签约双方同意如下")
    assert FEATURES["sign_offs"](empty, NOBODY) is None


def test_a_page_is_heard_once_and_never_confused_with_its_equal() -> None:
    scale = Scale(Rulebook((rule("statement", "text", "对账单"),), THRESHOLDS, "digest"), NOBODY)
    one, other = sheet("对账单"), sheet("对账单")
    assert one != other
    assert scale.weigh([one]) == scale.weigh([one]) == scale.weigh([other])
