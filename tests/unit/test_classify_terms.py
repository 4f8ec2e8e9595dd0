from __future__ import annotations

from datetime import date

import pytest

from classify.terms import read_terms
from tests.form import sheet, table


def terms(kind: str, *rows: str) -> dict[str, object]:
    return {field.name: field.value for field in read_terms([sheet(*rows)], kind)}


def test_the_date_of_issue_is_not_the_day_of_founding() -> None:
    found = terms(
        "business_licence", "成立日期|2016年3月2日", "营业期限|2016年3月2日至长期", "登记机关", "2019年5月6日"
    )
    assert found == {"issue_date": date(2019, 5, 6), "valid_from": date(2016, 3, 2), "valid_until": "长期"}


def test_a_label_outranks_the_foot() -> None:
    assert terms("call_record", "通话时间：2024-03-06 9:10", "内容：询价", "记录", "归档 2024.4.1")[
        "issue_date"
    ] == date(2024, 3, 6)


def test_a_slip_below_a_letter_does_not_date_it() -> None:
    found = terms(
        "correspondence", "某某公司：", "货已发出。", "某某公司", "二〇二四年三月五日", "回执", "2024年3月9日"
    )
    assert found["issue_date"] == date(2024, 3, 5)


def test_who_made_it_out_outranks_the_event_it_records() -> None:
    found = terms("visit_record", "拜访日期|2024-03-11", "内容|谈价格", "填写：李某2024-03-13")
    assert found["issue_date"] == date(2024, 3, 13)


def test_a_web_page_is_as_old_as_its_print_another_paper_is_not() -> None:
    rows = ("2024/6/10 14:36|某店-黄页", "买家评价|2024-04-12", "好|2024-04-13", "https://a.example/b|1/2")
    assert terms("web_page", *rows)["issue_date"] == date(2024, 6, 10)
    record = ("客户卡片", "最后修改：李某2024/6/8", "https://a.example/b|2024/6/10 14:36 1/1")
    assert terms("customer_overview", *record)["issue_date"] == date(2024, 6, 8)


def test_an_approval_flow_is_as_old_as_its_last_approval() -> None:
    found = terms(
        "approval_file",
        "发起2024-12-22 10:05",
        *["合同条款"] * 8,
        "陈某(总监)同意2024-12-22",
        "邓某(总经理)批准2024-12-26",
        "用印2024-12-29",
        "打印2024-12-30",
    )
    assert found["issue_date"] == date(2024, 12, 26)


def test_days_without_a_year_take_it_from_the_page() -> None:
    rows = ["1|2024.12.17 9:40|再催", "2|12.21 14:15|再催", "3|1.19 9:15|付清", *["无"] * 9]
    assert terms("dunning_call", *rows)["issue_date"] == date(2025, 1, 19)
    slip = ("来电登记", "时间：3月6日上午9点(2024年)", "内容：问货")
    assert terms("call_record", *slip)["issue_date"] == date(2024, 3, 6)


def test_an_event_announced_does_not_date_the_notice() -> None:
    found = terms(
        "correspondence", "各部门：", "一、时间：2024年10月24日", "二、地点：会议室", "2024年10月13日"
    )
    assert found["issue_date"] == date(2024, 10, 13)


def test_signatures_take_their_year_from_the_number_of_the_paper() -> None:
    found = terms(
        "credit_approval",
        "流水号XY-2024-0516",
        "客户|某某公司",
        "信控|建议100万。祝晏5.16",
        "总监|同意120万，至2025-05-20。瞿岚5.20",
        "录入:丁屿5.24",
    )
    assert (found["issue_date"], found["valid_until"]) == (date(2024, 5, 20), date(2025, 5, 20))


def test_what_was_done_with_a_paper_later_does_not_date_it() -> None:
    limit = ("客户额度核定表", *["条件"] * 6, "总经理：祝晏2025-03-27", "ERP录入：丁屿2025-03-28")
    assert terms("credit_limit", *limit)["issue_date"] == date(2025, 3, 27)
    copy = table("许可证", *["许可范围"] * 6, "发证机关||与原件核对一致", "2023年7月14日||2023-09-05")
    assert next(read_terms([copy], "permit")).value == date(2023, 7, 14)


def test_what_the_receiver_answers_does_not_date_a_paper() -> None:
    letter = (
        "往来核对函",
        "某某公司：",
        *["说明"] * 4,
        "某某有限公司2025年1月6日",
        "1、数据证明无误",
        "祝晏2025.1.14",
    )
    assert terms("account_statement", *letter)["issue_date"] == date(2025, 1, 6)
    alone = ("往来核对函", "某某公司：", *["说明"] * 4, "1、数据证明无误", "2025.1.14")
    assert terms("account_statement", *alone)["issue_date"] == date(2025, 1, 14)


def test_a_contract_stands_from_the_last_signature() -> None:
    found = terms(
        "amendment", "补充协议", *["条款"] * 6, "甲方(章)：|乙方(章)：", "日期：2025.6.30|日期：2025.7.2"
    )
    assert found["issue_date"] == date(2025, 7, 2)


def test_the_last_change_of_a_card_dates_it() -> None:
    card = ("客户信用卡", "建卡2020-05-11 第4次更新2025-04-24 制卡：祝晏", "最后交易日|2025-04-30")
    assert terms("credit_sheet", *card)["issue_date"] == date(2025, 4, 24)


def test_a_web_page_that_says_when_it_was_published() -> None:
    rows = ("2025/4/18 14:07|某公司新闻", "发布时间：2025-03-31 来源：市场部", "正文", "http://a.example|1/1")
    assert terms("web_page", *rows)["issue_date"] == date(2025, 3, 31)


def test_a_day_to_come_dates_no_record() -> None:
    found = terms(
        "dunning_call", "拨打2022-11-30 09:03|通话时长|2分12秒", "对方态度|配合|下次跟进|12月1日12:00"
    )
    assert found["issue_date"] == date(2022, 11, 30)


def test_a_date_whose_end_is_lost_is_little_believed() -> None:
    (field,) = read_terms([sheet("公证书", *["正文"] * 5, "二〇二三年七月二十")], "notarisation")
    assert (field.value, field.confidence < 0.6) == (date(2023, 7, 20), True)


def test_a_log_is_as_old_as_its_last_line() -> None:
    rows = [f"{day}|2024.5.{day} 9:15|再催|祝某" for day in (6, 14, 21, 27)]
    assert terms("dunning_call", *rows, *["无"] * 8)["issue_date"] == date(2024, 5, 27)


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("permit", "有效期至：2028年05月05日", date(2028, 5, 5)),
        ("credit_limit", "生效|2024-01-01|到期|2024-12-31", date(2024, 12, 31)),
        ("limit_notice", "账期45天，至2024年12月7日到期。", date(2024, 12, 7)),
        ("credit_limit", "原有效期|2022.1.1-2022.12.31|有效期|2024.1.1-2024.12.31", date(2024, 12, 31)),
        ("honour", "有效期二年", date(2025, 12, 31)),
        ("identity_proof", "有效期7天", date(2024, 1, 8)),
        ("identity_proof", "自开具之日起十五日内有效", date(2024, 1, 16)),
        ("credit_approval", "有效期限|一年", date(2024, 12, 31)),
        ("credit_approval", "额度期限：自批准之日起6个月", date(2024, 6, 30)),
        ("credit_limit", "有效期：2024年3月1日至12月31日", date(2024, 12, 31)),
        ("credit_limit", "有效期自2024年7月1日至次年6月30日", date(2025, 6, 30)),
        ("limit_notice", "额度期限：2024年4月1日起一年", date(2025, 3, 31)),
        ("credit_limit", "授信年度|2024年", date(2024, 12, 31)),
        ("permit", "有效期起|2023-05-01|有效期止|2028-04-30", date(2028, 4, 30)),
        ("credit_sheet", "额度止期|2024-12-31", date(2024, 12, 31)),
        ("credit_sheet", "额度/账期|300万/45天(至2024.12.31)", date(2024, 12, 31)),
        ("credit_approval", "结论|批准80万元，账期30天，至2024-12-31。", date(2024, 12, 31)),
        ("identity_proof", "(有效期柒天)", date(2024, 1, 8)),
        ("credit_report", "本报告自出具之日起6个月内有效。", date(2024, 7, 1)),
        ("contract_text", "本合同自盖章之日起生效，至2024年12月31日止。", date(2024, 12, 31)),
        ("power_of_attorney", "本委托到2024年12月31日为止。", date(2024, 12, 31)),
        ("power_of_attorney", "授权自2024年2月1日起一年内有效。", date(2025, 1, 31)),
        ("power_of_attorney", "本授权长期有效。", "长期"),
        ("business_licence", "营业期限|2008年05月18日至2038年05\n月17日", date(2038, 5, 17)),
    ],
)
def test_how_long_a_paper_holds(kind: str, row: str, expected: date | str) -> None:
    rows = row.split("\n")
    assert terms(kind, *rows, "某某公司", "2024年1月1日")["valid_until"] == expected


def test_a_contract_says_from_when_to_when() -> None:
    found = terms(
        "contract_text", "本合同自2025年3月1日起至2026年2月28日止，双方盖章后生效。", "2025年2月21日"
    )
    assert (found["valid_from"], found["valid_until"]) == (date(2025, 3, 1), date(2026, 2, 28))


def test_the_term_of_a_limit_stands_below_the_heading_of_its_column() -> None:
    screen = table(
        "类型|额度|生效日|失效日|审核人",
        "固定|800,000.00|2024-05-20|2025-08-31|祝晏",
        "固定|0.00|2025-09-01|2026-08-31|祝晏",
        "制单：瞿岚||就绪|2025-09-02 08:41:19",
    )
    found = {field.name: field.value for field in read_terms([screen], "credit_limit")}
    assert found == {"issue_date": date(2025, 9, 2), "valid_until": date(2026, 8, 31)}


def test_a_promise_has_no_term_of_validity() -> None:
    assert "valid_until" not in terms("payment_commitment", "有效期至2024年6月30日", "2024年1月1日")
