"""Dates and years that papers bear."""

from __future__ import annotations

from datetime import date

import pytest

from archive.facts import issued_on, period_end, year_borne


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("2025年度", date(2025, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2025年6月30日", date(2025, 6, 30)),
        ("2025年第二季度", date(2025, 6, 30)),
        ("2025年3季度", date(2025, 9, 30)),
        ("2025年1-3月", date(2025, 3, 31)),
        ("2025-01-01 ~ 2025-06-30", date(2025, 6, 30)),
        ("2025年13月", None),
        ("上年度", None),
    ],
)
def test_a_period_ends(words: str, last: date | None) -> None:
    assert last == period_end(words)


def test_a_statement_is_dated_by_its_own_date_and_belongs_to_its_period() -> None:
    facts = {"period": "2024年度", "issue_date": date(2025, 4, 28)}
    assert (date(2025, 4, 28), 2024) == (issued_on(facts), year_borne(facts))


def test_a_period_stands_in_for_a_missing_date() -> None:
    assert date(2024, 12, 31) == issued_on({"period": "2024年度"})


def test_no_date_is_made_up() -> None:
    assert (None, None) == (issued_on({}), year_borne({}))
