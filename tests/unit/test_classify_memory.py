"""Printed forms are told from what is filled in, and known again; learnt forms and rules decide together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.decision import Ambiguous, Assigned, Candidate, Decision, Unknown
from archive.learnt import LearntForm, PrintedForm, Recollection, spoke_for, told
from archive.page import Box, Line, Page
from archive.register import OwnCompany, Register, RegisteredCustomer
from classify.directory import Directory
from classify.form_words import is_wording, wording_at_end
from classify.lessons import Teacher
from classify.memory import DISAGREE, FormMemory, in_force, is_form, refined, sure_of, with_memory
from classify.printed_form import printed_form, shared_labels, shared_title
from classify.sheet import lay_out
from tests.printed import OTHER_TALK, TALK, VISIT, filled, scanned

FIRST = {
    "客户名称": "江阴甲木工业有限公司",
    "联系电话": "13912345678",
    "沟通日期": "2026年3月5日",
    "沟通内容": "鹭鸶密语",
    "对方要求": "货款786,543.21元月底付清",
    "跟进人员": "欧阳小燕",
}
SECOND = {
    "客户名称": "苏州乙木贸易有限公司",
    "联系电话": "0512-6543210",
    "沟通日期": "2026-04-11",
    "沟通内容": "对账差异",
    "跟进人员": "赵一",
}
REGISTER = Register(
    customers=(RegisteredCustomer(1, "江阴甲木工业有限公司"), RegisteredCustomer(2, "苏州乙木贸易有限公司")),
    own=(OwnCompany("云禾股份有限公司"),),
)


def learnt(
    page: Page, kind: str = "call_record", *, number: int = 1, rules_said: str | None = None
) -> LearntForm:
    form = printed_form(lay_out(page))
    return LearntForm(number, kind, form, 1, rules_said, "YH-SC1-K-2026-0001-001", "王丽", date(2026, 3, 9))


def recalled(page: Page, *forms: LearntForm) -> list[tuple[int, int, int]]:
    return [(one.learnt.number, one.agreed, one.of) for one in FormMemory(forms).recall(lay_out(page))]


def recollection(
    kind: str, *, rules_said: str | None = None, papers: int = 1, number: int = 1
) -> Recollection:
    form = replace(learnt(filled(TALK), kind, number=number, rules_said=rules_said), papers=papers)
    return Recollection(form, 9, 10, 0.9, 1)


def test_labels_are_kept_and_nothing_that_was_filled_in() -> None:
    form = printed_form(lay_out(filled(TALK, FIRST)))
    assert (form.title, [label.text for label in form.labels]) == (TALK[0], list(TALK[1]))


def test_labels_before_colons_are_kept_without_what_follows() -> None:
    rows = (
        "客户名称:江阴甲木工业有限公司",
        "联系人:欧阳小燕 电话:13912345678",
        "江阴甲木工业有限公司:",
        "张三:好的,明天付",
    )
    lines = tuple(
        Line(row, Box(100, 200 + 60 * n, 100 + 28 * len(row), 228 + 60 * n)) for n, row in enumerate(rows)
    )
    form = printed_form(lay_out(Page(1, 1600, 2300, 0, "drawn", lines)))
    assert [label.text for label in form.labels] == ["客户名称", "联系人", "电话"]


@pytest.mark.parametrize(
    "text",
    [
        "客户名称",
        "三、注册资本(万元)",
        "(1)经办人意见",
        "统一社会信用代码",
        "付款日期/金额",
        "未付金额",
        "其他应收款",
    ],
)
def test_wording_of_forms(text: str) -> None:
    assert is_wording(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲木",
        "江阴市云亭路8号",
        "欧阳小燕",
        "月结60天",
        "786,543.21",
        "同意",
        "铝合金型材",
        "的",
        "王经理",
        "价编号",
    ],
)
def test_what_people_fill_in_is_no_wording(text: str) -> None:
    assert not is_wording(text)


def test_the_wording_at_the_end_of_a_headline() -> None:
    assert wording_at_end("云禾客户信用额度申请表", least=3) == "客户信用额度申请表"
    assert wording_at_end("江阴甲木", least=2) == ""


def test_a_headline_is_kept_without_whose_it_is() -> None:
    titled = ("云禾股份有限公司客户沟通登记表(2026年)", TALK[1])
    assert printed_form(lay_out(filled(titled))).title == TALK[0]


@pytest.mark.parametrize("seed", range(8))
def test_known_again_on_a_shifted_shrunk_and_misread_scan(seed: int) -> None:
    page = scanned(filled(TALK, SECOND), seed=seed, slips=0.03, shift=0.05, scale=0.92)
    assert [number for number, _, _ in recalled(page, learnt(filled(TALK, FIRST)))] == [1]


def test_the_count_of_labels_that_agree_is_told() -> None:
    page = filled(TALK, SECOND)
    lost = replace(page, lines=tuple(line for line in page.lines if line.text != "对方要求"))
    assert recalled(lost, learnt(filled(TALK, FIRST))) == [(1, 9, 10)]


@pytest.mark.parametrize("other", [VISIT, OTHER_TALK, ("客户投诉登记表", TALK[1]), ("", TALK[1])])
def test_other_forms_are_not_taken_for_it(other: tuple[str, tuple[str, ...]]) -> None:
    assert recalled(filled(other, SECOND), learnt(filled(TALK, FIRST))) == []


def test_labels_in_other_places_are_another_form() -> None:
    shuffled = (TALK[0], tuple(reversed(TALK[1])))
    assert recalled(filled(shuffled, SECOND), learnt(filled(TALK, FIRST))) == []


def test_a_form_with_as_many_labels_of_its_own_is_another_form() -> None:
    longer = (TALK[0], (*TALK[1], *VISIT[1][2:5], "信用等级", "付款方式", "欠款金额", "到期日期", "责任部门"))
    assert recalled(filled(longer, SECOND), learnt(filled(TALK, FIRST))) == []


def test_a_letter_is_no_form() -> None:
    rows = (
        "江阴甲木工业有限公司:",
        "贵公司3月的货款至今未付，请于月底前安排。",
        "联系人:赵一",
        "日期:2026年3月5日",
    )
    lines = tuple(
        Line(row, Box(100, 200 + 60 * n, 100 + 28 * len(row), 228 + 60 * n)) for n, row in enumerate(rows)
    )
    assert not is_form(printed_form(lay_out(Page(1, 1600, 2300, 0, "drawn", lines))))


def test_labels_that_all_forms_have_make_no_form() -> None:
    common = ("", ("客户名称", "日期", "单位", "备注", "签字", "电话", "地址", "联系人", "编号", "金额"))
    assert not is_form(printed_form(lay_out(filled(common))))


def test_a_second_paper_counts_the_labels_it_bears_too() -> None:
    first = filled((TALK[0], (*TALK[1], "审核")), FIRST)
    after = refined(learnt(first), lay_out(filled(TALK, SECOND)), ())
    assert after.papers == 2
    assert {label.text: label.seen for label in after.form.labels} == {**dict.fromkeys(TALK[1], 2), "审核": 1}
    assert [label.text for label in in_force(after).labels] == list(TALK[1])


def test_words_of_the_house_join_when_two_customers_papers_bear_them() -> None:
    own = (TALK[0], (*TALK[1], "标段桩号", "塔吊台班", "欧阳小燕", "甲木"))
    one = {"标段桩号": "三标", "塔吊台班": "十二", "欧阳小燕": "是", "甲木": "否", "沟通内容": "鹭鸶密语"}
    other = {**one, "标段桩号": "五标", "塔吊台班": "二十", "欧阳小燕": "否", "甲木": "是"}
    assert shared(own, one, other) == {"标段桩号", "塔吊台班"}


def test_what_two_papers_say_alike_is_no_label() -> None:
    said = {"沟通内容": "鹭鸶密语", "对方要求": "暂缓发货"}
    assert shared(TALK, {**said, "备注": "甲"}, {**said, "备注": "乙"}) == set()


def test_what_stands_below_the_heads_of_a_table_is_no_label() -> None:
    rows = (("序号", "数量", "金额"), ("角铁配件", "12", "300"))
    assert shared_table(rows, (rows[0], ("角铁配件", "15", "400"))) == set()


def shared(form: tuple[str, tuple[str, ...]], one: dict[str, str], other: dict[str, str]) -> set[str]:
    """The words beyond the vocabulary that two papers on a form are found to share."""
    first, second = (lay_out(filled(form, values)) for values in (one, other))
    return {label.text for label in shared_labels(first, second, Directory(REGISTER))} - set(TALK[1])


def shared_table(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> set[str]:
    found = shared_labels(lay_out(table(one)), lay_out(table(other)), Directory(REGISTER))
    return {label.text for label in found}


def table(rows: tuple[tuple[str, ...], ...]) -> Page:
    lines = tuple(
        Line(cell, Box(100 + 400 * x, 900 + 60 * y, 100 + 400 * x + 28 * len(cell), 928 + 60 * y))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
    )
    return Page(1, 1600, 2300, 0, "drawn", lines)


def test_a_headline_in_words_of_the_house_joins_with_the_second_paper() -> None:
    own = ("塔吊底册", TALK[1])
    known = learnt(filled(own, FIRST))
    lesson = Teacher(REGISTER).lesson(
        filled(own, SECOND), "call_record", None, (known,), lambda _: filled(own, FIRST)
    )
    assert lesson.known is not None
    assert (known.form.title, lesson.known.form.title) == ("", "塔吊底册")
    assert recalled(filled(("电梯底册", TALK[1]), SECOND), lesson.known) == []


def test_a_headline_that_names_a_customer_never_joins() -> None:
    pages = [lay_out(filled(("江阴甲木工业有限公司", TALK[1]), values)) for values in (FIRST, SECOND)]
    assert shared_title(pages[0], pages[1], Directory(REGISTER)) == ""


def test_a_label_at_the_top_of_a_page_is_no_headline() -> None:
    assert printed_form(lay_out(filled(("", ("客户编号", *TALK[1])), {"客户编号": "K12"}))).title == ""


def test_a_lesson_names_what_rules_were_sure_of() -> None:
    sure = Assigned(Candidate("visit_record", 6.0))
    lesson = Teacher(REGISTER).lesson(filled(TALK, FIRST), "call_record", sure, (), lambda _: None)
    assert (lesson.rules_said, lesson.labels, lesson.known) == ("visit_record", 10, None)
    assert lesson.new is not None


def test_a_lesson_on_a_known_form_asks_for_the_first_paper() -> None:
    own = (TALK[0], (*TALK[1], "标段桩号"))
    first, second = ({**values, "标段桩号": values["沟通内容"]} for values in (FIRST, SECOND))
    known = learnt(filled(own, first))
    asked: list[int] = []

    def earlier(form: LearntForm) -> Page:
        asked.append(form.number)
        return filled(own, first)

    lesson = Teacher(REGISTER).lesson(filled(own, second), "call_record", None, (known,), earlier)
    assert asked == [1]
    assert lesson.known is not None
    assert [label.text for label in in_force(lesson.known).labels] == [*TALK[1], "标段桩号"]


def test_evidence_of_a_learnt_form_can_be_checked() -> None:
    (found,) = FormMemory((learnt(filled(TALK, FIRST)),)).recall(lay_out(filled(TALK, SECOND, number=3)))
    decision = with_memory(Unknown("nothing"), (), (found,), weight=8.0)
    assert isinstance(decision, Assigned)
    (evidence,) = decision.best.evidence
    assert (evidence.rule, evidence.page, evidence.weight) == ("learnt_form.1", 3, 8.0)
    assert str(told(evidence)) == (
        "same form as YH-SC1-K-2026-0001-001, settled by 王丽 on 2026-03-09; 10 of 10 labels agree"
    )
    assert spoke_for(decision) == {1}


CALL, VISITED = Candidate("call_record", 5.0), Candidate("visit_record", 6.0)
SURE: Decision = Assigned(VISITED)


@pytest.mark.parametrize(
    ("by_rules", "heard", "chosen"),
    [
        (Unknown("nothing"), (), None),
        (Unknown("nothing"), (recollection("call_record"),), "call_record"),
        (Ambiguous((VISITED, CALL), "close"), (recollection("call_record"),), "call_record"),
        (SURE, (recollection("visit_record"),), "visit_record"),
        (SURE, (recollection("call_record"),), None),
        (SURE, (recollection("call_record", rules_said="visit_record"),), None),
        (SURE, (recollection("call_record", rules_said="visit_record", papers=2),), "call_record"),
        (SURE, (recollection("call_record", rules_said="call_record", papers=2),), "visit_record"),
        (Unknown("nothing"), (recollection("call_record"), recollection("visit_record", number=2)), None),
        (SURE, (recollection("call_record"), recollection("visit_record", number=2)), None),
    ],
)
def test_rules_and_learnt_forms_decide_together(
    by_rules: Decision, heard: tuple[Recollection, ...], chosen: str | None
) -> None:
    decision = with_memory(by_rules, (VISITED, CALL), heard, weight=8.0)
    assert chosen == (decision.best.value if isinstance(decision, Assigned) else None)


def test_forms_and_rules_that_disagree_are_both_offered() -> None:
    decision = with_memory(SURE, (VISITED, CALL), (recollection("call_record"),), weight=8.0)
    assert isinstance(decision, Ambiguous)
    assert (decision.reason, [one.value for one in decision.candidates]) == (
        DISAGREE,
        ["call_record", "visit_record"],
    )
    assert sure_of(decision) == "visit_record"


def test_what_a_learnt_form_helped_to_decide_is_not_the_rules_word() -> None:
    assert sure_of(SURE) == "visit_record"
    assert sure_of(with_memory(SURE, (VISITED,), (recollection("visit_record"),), weight=8.0)) is None
    assert sure_of(Unknown("nothing")) is None


def test_a_form_without_labels_is_none() -> None:
    assert not is_form(PrintedForm("客户沟通登记表", ()))
