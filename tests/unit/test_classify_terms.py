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
    ],
)
def test_how_long_a_paper_holds(kind: str, row: str, expected: date) -> None:
    assert terms(kind, row, "某某公司", "2024年1月1日")["valid_until"] == expected


def test_a_promise_has_no_term_of_validity() -> None:
    assert "valid_until" not in terms("payment_commitment", "有效期至2024年6月30日", "2024年1月1日")
