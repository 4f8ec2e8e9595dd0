"""The shipped regulations against a list written down apart from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.people import Post
from archive.regulation import Need
from archive.regulations import Place, Regulations, load_regulations

FOLDER = Path(__file__).parents[2] / "config" / "regulations"

ALWAYS, IF, EVENT = "always", "if_applicable", "per_event"
EXPECTED = {
    "credit": {
        "basic": {
            "business_licence": ("营业执照", ALWAYS),
            "tax_registration": ("税务登记证", ALWAYS),
            "qualification": ("资质证书", IF),
            "permit": ("许可证书", IF),
            "honour": ("荣誉证书", IF),
        },
        "application": {
            "credit_application": ("信用申请表", ALWAYS),
            "site_survey": ("现场调查表", ALWAYS),
            "related_party_survey": ("客户相关方调查表", IF),
            "credit_report": ("资信调查报告", ALWAYS),
        },
        "financial": {
            "balance_sheet": ("资产负债表", ALWAYS),
            "income_statement": ("利润表", ALWAYS),
            "cash_flow": ("现金流量表", ALWAYS),
        },
        "approval": {"credit_limit": ("授信额度表", EVENT), "limit_notice": ("通知函", EVENT)},
        "after_sale": {
            "call_record": ("通话记录", EVENT),
            "dunning_call": ("催账电话记录", EVENT),
            "account_statement": ("对账单", EVENT),
            "payment_commitment": ("付款承诺", IF),
        },
        "other": {
            "brochure": ("企业宣传材料", IF),
            "web_page": ("网页资料", IF),
            "business_card": ("名片", IF),
        },
    },
    "customer": {
        "profile": {
            "contact_sheet": ("客户联系方式", ALWAYS),
            "credit_description": ("客户信用状况描述", ALWAYS),
            "trade_history": ("以往交易记录", ALWAYS),
        },
        "relations": {
            "visit_record": ("拜访与沟通记录", EVENT),
            "usage_feedback": ("使用情况意见与建议调查", EVENT),
            "satisfaction_form": ("顾客满意度调查表", EVENT),
            "satisfaction_report": ("顾客满意度调查分析报告", EVENT),
        },
        "complaints": {
            "complaint": ("客户投诉", EVENT),
            "complaint_result": ("投诉处理结果", EVENT),
            "corrective_action": ("纠正预防措施", IF),
        },
    },
    "contract": {
        "contract": {
            "negotiation": ("谈判记录", ALWAYS),
            "feasibility": ("可行性研究报告", IF),
            "approval_file": ("报审及批准文件", ALWAYS),
            "counterparty_licence": ("对方营业执照副本", ALWAYS),
            "performance_proof": ("履约能力证明", ALWAYS),
            "identity_proof": ("法定代表人或承办人身份证明", ALWAYS),
            "power_of_attorney": ("授权委托书", IF),
            "own_power_of_attorney": ("我方授权委托书", IF),
            "guarantor_proof": ("担保人资格与能力证明", IF),
            "correspondence": ("往来函电", IF),
            "notarisation": ("登记、见证、鉴证、公证文书", IF),
            "contract_text": ("合同正本、副本", ALWAYS),
            "amendment": ("变更、解除合同书面协议", EVENT),
            "acceptance": ("标的验收记录", EVENT),
            "payment_voucher": ("交接、收付标的和款项的原始凭证", EVENT),
        },
        "credit_information": {
            "credit_application": ("信用申请表", ALWAYS),
            "customer_survey": ("客户调查表", ALWAYS),
            "credit_approval": ("客户信用审批表", ALWAYS),
            "standard_reply": ("回复客户的标准函", EVENT),
            "credit_sheet": ("客户信用表单", IF),
            "credit_material": ("授信资料", IF),
            "annual_review": ("年审评价报告", IF),
            "customer_overview": ("客户概况", ALWAYS),
            "payment_habit": ("付款习惯", IF),
            "financial_position": ("财务状况", ALWAYS),
            "collection_record": ("商账追讨记录", IF),
            "banking": ("往来银行", IF),
            "operation": ("经营状况", ALWAYS),
        },
    },
}


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return load_regulations(FOLDER, overlay=None)


def test_every_category_is_there_with_its_need(regulations: Regulations) -> None:
    shipped = {
        regulation.id: {
            group.id: {one.id: (one.name, one.need.value) for one in group.categories}
            for group in regulation.groups
        }
        for regulation in regulations
    }

    assert EXPECTED == shipped


def test_regulations_come_in_the_order_in_which_they_claim_papers(regulations: Regulations) -> None:
    assert ["credit", "customer", "contract"] == [regulation.id for regulation in regulations]


def test_approvers_units_and_letters(regulations: Regulations) -> None:
    assert {
        "credit": (Post.CREDIT_OFFICE_DIRECTOR, "year", "X"),
        "customer": (Post.GENERAL_MANAGER, "year", "K"),
        "contract": (Post.CREDIT_OFFICE_DIRECTOR, "contract", "H"),
    } == {one.id: (one.approver, one.unit, one.class_letter) for one in regulations}


def test_the_sales_director_confirms_customer_files(regulations: Regulations) -> None:
    assert Post.SALES_DIRECTOR is regulations["customer"].confirmed_by


def test_custody_clocks(regulations: Regulations) -> None:
    credit, contract = regulations["credit"].custody, regulations["contract"].custody

    assert (2, Post.CREDIT_OFFICE_DIRECTOR, 1) == (
        credit.stays_years,
        credit.verified_by,
        credit.archive_months,
    )
    assert (1, ("签订", "变更", "履行", "解除"), 1) == (
        contract.handover_months,
        contract.events,
        contract.archive_months,
    )


def test_a_licence_is_kept_in_the_credit_file_and_referred_to_elsewhere(regulations: Regulations) -> None:
    assert (
        Place("credit", "business_licence"),
        Place("credit", "tax_registration", with_code=True),
        Place("contract", "counterparty_licence"),
    ) == regulations.places("business_licence")


def test_a_kind_that_two_regulations_name_is_kept_by_the_first(regulations: Regulations) -> None:
    assert (Place("credit", "credit_application"), Place("contract", "credit_application")) == (
        regulations.places("credit_application")
    )


@pytest.mark.parametrize("statement", ["balance_sheet", "income_statement", "cash_flow"])
def test_statements_show_the_financial_position(regulations: Regulations, statement: str) -> None:
    assert Place("contract", "financial_position") in regulations.places(statement)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("business_licence", "business_licence"),
        ("营业执照", "business_licence"),
        ("损益表", "income_statement"),
        ("信用分析结论", "credit_report"),
        ("发票", None),
    ],
)
def test_kinds_are_known_by_id_and_by_every_chinese_name(
    regulations: Regulations, word: str, kind: str | None
) -> None:
    assert kind == regulations.kind_called(word)


def test_only_the_yearly_survey_must_come_round_again(regulations: Regulations) -> None:
    assert ["satisfaction_form"] == [
        category.id for regulation in regulations for category in regulation.categories if category.recurs
    ]


def test_every_event_has_its_word(regulations: Regulations) -> None:
    assert [] == [
        category.id
        for regulation in regulations
        for category in regulation.categories
        if (category.need is Need.PER_EVENT) != bool(category.event)
    ]
