"""The rules explained on a paper, and papers kept as cases: masked, gate-checked, tried."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from access.desk import Desk
from access.forms import Request
from access.review import Ruling
from access.speaker import Speaker
from archive import audit
from archive.configuration import Problems
from archive.decision import Assigned, Candidate, Decision, Unknown
from archive.errors import BadInput, Refused
from archive.people import Post
from archive.register import OwnCompany, Register, RegisteredCustomer
from classify.cases import CUSTOMER as STAND_IN
from classify.cases import OTHER_COMPANY, OWN_COMPANY, Case, load_cases, try_case
from classify.directory import Directory
from classify.masking import masked_rows
from classify.rulebook import Rule, Rulebook, Thresholds
from classify.sheet import lay_out
from classify.vocabulary import RULE as VOCABULARY
from tests.printed import TALK, filled
from tests.staffed import CANARY_TEXT, CUSTOMER, OTHER, Staffed
from tests.waiting import FIRST, part, wait_with_page

DOUBT: Decision = Unknown("too little", (Candidate("visit_record", 3.0),))
VALUES = {
    "客户名称": CUSTOMER,
    "联系电话": "13912345678",
    "沟通日期": "2026年3月5日",
    "沟通内容": "鹭鸶密语",
    "对方要求": "与苏州乙木贸易有限公司一样，货款786,543.21元月底付清，另行商量交货地点",
    "跟进人员": "赵一",
}
BOOK = Rulebook(
    (Rule(id="call_record.title", kind="call_record", where="title", any=("沟通登记表",), weight=9),),
    Thresholds(enough=4, margin=2, weak=2.5, customer_enough=4, customer_margin=2, new_paper=2),
    "-",
)
REGISTER = Register(
    customers=(RegisteredCustomer(1, CUSTOMER), RegisteredCustomer(2, OTHER)),
    own=(OwnCompany("云禾股份有限公司"),),
)


def test_a_case_keeps_labels_and_hides_values() -> None:
    rows = masked_rows(lay_out(filled(TALK, VALUES)), Directory(REGISTER), customer=CUSTOMER)
    assert rows[:4] == (
        "# 客户沟通登记表",
        f"客户名称|{STAND_IN}|联系电话|00000000000",
        "沟通日期|2000年0月0日|沟通方式",
        f"沟通内容|某某某某|对方要求|与{OTHER_COMPANY}一样,货款000,000.00元月底付清,另行商量交货地点",
    )
    assert "跟进人员|某某" in rows[4]


def test_own_companies_in_a_case_stay_own_companies() -> None:
    page = filled(("云禾股份有限公司客户沟通登记表", TALK[1]))
    rows = masked_rows(lay_out(page), Directory(REGISTER), customer=CUSTOMER)
    assert rows[0] == f"# {OWN_COMPANY}客户沟通登记表"


def test_a_case_is_tried_on_the_rules() -> None:
    case = Case(paper="p", kind="call_record", page=("# 客户沟通登记表",), speaks=("call_record.title",))
    wrong = case.model_copy(
        update={"kind": "visit_record", "silent": ("call_record.title",), "speaks": ("x.y",)}
    )
    tried, failing = (try_case(Path("c.yaml"), one, BOOK) for one in (case, wrong))
    assert tried.passes
    assert (failing.passes, failing.chosen, failing.mute, failing.loud) == (
        False,
        "call_record",
        ("x.y",),
        ("call_record.title",),
    )


def test_cases_with_mistakes_are_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- paper: p\n  kind: permit\n  pages: [x]\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- paper: p\n  kind: permitt\n  page: [x]\n", encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load_cases(tmp_path, kinds=("permit",))
    assert [(one.file.name, one.line) for one in caught.value.problems] == [
        ("a.yaml", 1),
        ("a.yaml", 3),
        ("b.yaml", 2),
    ]


def test_without_a_folder_there_are_no_cases(tmp_path: Path) -> None:
    assert load_cases(tmp_path / "cases", kinds=("permit",)) == ()


def test_a_paper_in_review_is_explained_to_its_keepers(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    number = wait_with_page(staffed, tmp_path, filled(TALK, VALUES), part(1, 1, kind=DOUBT, customer=FIRST))
    found = desk.rulings.explain_part(archivist, number)
    (one,) = found.sorting.parts
    assert isinstance(one.customer, Assigned)
    assert found.names[one.customer.best.value] == CUSTOMER
    heard = (*found.weighed[0], one.customer.best)
    spoke = {evidence.rule for weighed in heard for evidence in weighed.evidence}
    assert VOCABULARY in spoke
    assert {rule for rule in spoke if not found.says[rule].text} == set()
    desk.review.settle(archivist, number, Ruling(category="call_record", customer=CUSTOMER))
    with pytest.raises(Refused):
        desk.rulings.explain_part(archivist, number)


def test_a_learnt_form_is_among_what_is_explained(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    form = ("", TALK[1])
    number = wait_with_page(staffed, tmp_path, filled(form, VALUES), part(1, 1, kind=DOUBT, customer=FIRST))
    desk.review.settle(archivist, number, Ruling(category="call_record", customer=CUSTOMER))
    found = desk.rulings.explain_pages(archivist, [filled(form, {"客户名称": OTHER})], name="x.pdf")
    (one,) = found.sorting.parts
    assert isinstance(one.category, Assigned)
    assert "learnt_form.1" in {evidence.rule for evidence in one.category.best.evidence}
    assert found.says["learnt_form.1"].text == "A printed form that people settled as this kind of paper"


def test_a_filed_paper_is_explained_under_a_query_form_only(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    filed = staffed.file_paper(tmp_path)
    for call in (desk.rulings.explain_document, desk.rulings.case_of_document):
        with pytest.raises(Refused):
            call(archivist, filed.number)


def test_with_a_query_form_of_ones_own_a_filed_paper_is_explained_and_kept_as_a_case(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    number = wait_with_page(staffed, tmp_path, filled(TALK, VALUES), part(1, 1, kind=DOUBT, customer=FIRST))
    filed = desk.review.settle(archivist, number, Ruling(category="call_record", customer=CUSTOMER)).filed
    until = staffed.clock().astimezone().date() + timedelta(days=3)
    form = desk.forms.new(archivist, Request((CUSTOMER,), ("credit",), "核对规则", until))
    staffed.approve(form)
    found = desk.rulings.explain_document(archivist, filed.number)
    case = desk.rulings.case_of_document(archivist, filed.number)
    assert [(one.first_page, one.last_page) for one in found.sorting.parts] == [(1, 1)]
    assert (case.paper, case.kind, case.page[0]) == (
        f"document {filed.number}",
        "call_record",
        f"# {TALK[0]}",
    )
    with staffed.home.catalogue.read() as tx:
        acts = [row.entry for row in audit.rows(tx) if row.entry.act.startswith("rulings.")]
    assert {entry.basis.partition(":")[0] for entry in acts} == {"form"}


def test_a_case_of_a_paper_in_review(
    desk: Desk, staffed: Staffed, archivist: Speaker, tmp_path: Path
) -> None:
    number = wait_with_page(staffed, tmp_path, filled(TALK, VALUES), part(1, 1, kind=DOUBT, customer=FIRST))
    case = desk.rulings.case_of_part(archivist, number, category="通话记录")
    assert (case.paper, case.kind, case.page[0]) == (f"part {number}", "call_record", "# 客户沟通登记表")
    assert [word for word in (CUSTOMER, "13912345678", "786,543.21", CANARY_TEXT) if word in repr(case)] == []
    assert desk.rulings.case_of_part(archivist, number, category="unknown").kind == "unknown"
    with pytest.raises(BadInput):
        desk.rulings.case_of_part(archivist, number, category="通活记录")


@pytest.mark.parametrize("post", [Post.READER, Post.AUDITOR, Post.ADMINISTRATOR, Post.SALES_DIRECTOR])
def test_only_keepers_have_the_rules_explained(desk: Desk, staffed: Staffed, post: Post) -> None:
    with pytest.raises(Refused):
        desk.rulings.explain_pages(staffed.speakers[post], [filled(TALK, VALUES)], name="x.pdf")
