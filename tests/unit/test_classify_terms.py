from __future__ import annotations

from datetime import date

import pytest

from archive.page import Box, Line, Page
from classify.sheet import Sheet, lay_out
from classify.terms import read_terms


def sheet(*rows: str) -> Sheet:
    """Rows of cells parted by "|"; letters are 28 pixels high."""
    lines = []
    for place, row in enumerate(rows):
        left, top = 100.0, 100.0 + 60 * place
        for text in row.split("|"):
            lines.append(Line(text, Box(left, top, left + 26 * len(text), top + 28)))
            left += 26 * len(text) + 90
    return lay_out(Page(1, 1600, 2300, 0, "made up", tuple(lines)))


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
    ],
)
def test_how_long_a_paper_holds(kind: str, row: str, expected: date) -> None:
    assert terms(kind, row, "某某公司", "2024年1月1日")["valid_until"] == expected


def test_a_promise_has_no_term_of_validity() -> None:
    assert "valid_until" not in terms("payment_commitment", "有效期至2024年6月30日", "2024年1月1日")
